import { tokensOf, unsupported, type Token } from './token';

/** A parsed formula. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'literal'; readonly value: boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'element' }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly items: readonly Expression[];
      readonly predicate?: Expression;
      readonly column: number;
    };

/** Binary operators by how tightly they bind. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['or', 10],
  ['||', 10],
  ['and', 15],
  ['&&', 15],
  ['==', 20],
  ['!=', 20],
  ['<', 20],
  ['>', 20],
  ['<=', 20],
  ['>=', 20],
  ['+', 30],
  ['-', 30],
  ['*', 60],
  ['/', 60],
  ['%', 60],
  ['**', 100],
  ['^', 100],
  ['??', 500],
]);
const NOT_PRECEDENCE = 50;
const SIGN_PRECEDENCE = 90;
const POWER = 100;

/**
 * A formula of scalingModifiers as a tree.
 *
 * @throws InputError where it is wrong or not supported.
 * @see https://expr-lang.org/docs/language-definition
 */
export function parseFormula(formula: string): Expression {
  return new Parser(formula).parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(private readonly formula: string) {
    this.#tokens = tokensOf(formula);
  }

  parse(): Expression {
    const expression = this.#choice();
    if (this.#peek.kind !== 'end') throw this.#unexpected();
    return expression;
  }

  get #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] ?? { kind: 'end', text: '', column: 1 };
  }

  #unexpected(token = this.#peek): Error {
    return unsupported(this.formula, token.column, token.kind === 'end' ? 'an end' : `"${token.text}"`);
  }

  #take(): Token {
    const token = this.#peek;
    this.#next += 1;
    return token;
  }

  #accept(text: string): boolean {
    if (this.#peek.kind === 'end' || this.#peek.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected();
  }

  #choice(): Expression {
    const condition = this.#binary(0);
    if (!this.#accept('?')) return condition;
    const then = this.#choice();
    this.#expect(':');
    return { kind: 'choice', condition, then, otherwise: this.#choice() };
  }

  #binary(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peek.text;
      const precedence = PRECEDENCE.get(operator);
      if (precedence === undefined || precedence < least) return left;
      this.#take();
      // A power groups from the right.
      const right = this.#binary(precedence === POWER ? precedence : precedence + 1);
      left = { kind: 'binary', operator, left, right };
    }
  }

  #unary(): Expression {
    if (this.#accept('!') || this.#accept('not')) {
      return { kind: 'unary', operator: '!', operand: this.#binary(NOT_PRECEDENCE) };
    }
    for (const operator of ['-', '+']) {
      if (this.#accept(operator)) return { kind: 'unary', operator, operand: this.#binary(SIGN_PRECEDENCE) };
    }
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.#take();
    const { kind, text } = token;
    if (kind === 'number') return { kind, value: Number(text.replaceAll('_', '')) };
    if (kind === 'name') return this.#named(token);
    switch (text) {
      case '#':
        return { kind: 'element' };
      case '(': {
        const inner = this.#choice();
        this.#expect(')');
        return inner;
      }
      case '[':
        return { kind: 'list', items: this.#items(']') };
      default:
        throw this.#unexpected(token);
    }
  }

  #named({ text, column }: Token): Expression {
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
    if (text === 'nil') return { kind: 'literal', value: null };
    if (!this.#accept('(')) return { kind: 'name', name: text };
    const items: Expression[] = [];
    let predicate: Expression | undefined;
    while (!this.#accept(')')) {
      if (items.length > 0 || predicate) this.#expect(',');
      if (this.#accept('{')) {
        predicate = this.#choice();
        this.#expect('}');
      } else {
        items.push(this.#choice());
      }
    }
    return { kind: 'call', name: text, items, column, ...(predicate && { predicate }) };
  }

  #items(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#accept(end)) {
      if (items.length > 0) this.#expect(',');
      items.push(this.#choice());
    }
    return items;
  }
}

/** The names that a formula uses. */
export function namesIn(expression: Expression): Set<string> {
  const names = new Set<string>();
  const visit = (each: Expression): void => {
    switch (each.kind) {
      case 'name':
        names.add(each.name);
        break;
      case 'unary':
        visit(each.operand);
        break;
      case 'binary':
        [each.left, each.right].forEach(visit);
        break;
      case 'choice':
        [each.condition, each.then, each.otherwise].forEach(visit);
        break;
      case 'list':
        each.items.forEach(visit);
        break;
      case 'call':
        each.items.forEach(visit);
        if (each.predicate) visit(each.predicate);
        break;
      default:
    }
  };
  visit(expression);
  return names;
}
