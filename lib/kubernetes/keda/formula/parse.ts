import { PREDICATES, type Builtins } from './builtins';
import { FormulaError } from './formula-error';
import { type FormulaLanguage } from './language';
import { BINARY, COMPARISONS, NEGATABLE, UNARY } from './operators';
import { type Expression, type ExpressionOf } from './syntax';
import { tokensOf, type Token } from './tokens';

/** What KEDA compiles at most, from 2.17 on. */
const MOST_NODES = 10_000;
/** What is read here at most: deeper brackets would overflow JavaScript's stack. KEDA has no such bound. */
const MOST_LEVELS = 500;
const IDENTIFIER = /^[\p{L}_$][\p{L}\p{Nd}_$]*$/u;

/** What a formula is parsed for. */
export interface ParseOptions {
  readonly language: FormulaLanguage;
  readonly builtins: Builtins;
  /** Names of triggers: one of them hides a function of the same name. */
  readonly triggers: ReadonlySet<string>;
}

/** An expression without its place. */
type Bare<Node = Expression> = Node extends Expression ? Omit<Node, 'at'> : never;

/**
 * The compiled text of a formula as a tree.
 *
 * @throws FormulaError where it is wrong.
 * @see https://expr-lang.org/docs/language-definition
 */
export function parseFormula(text: string, options: ParseOptions): Expression {
  return new Parser(text, options).parse();
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private nodes = 0;
  private levels = 0;
  /** How many predicates are open: in them, `#` is the element. */
  private predicates = 0;

  constructor(
    text: string,
    private readonly options: ParseOptions,
  ) {
    this.tokens = tokensOf(text, options.language);
  }

  parse(): Expression {
    const expression = this.options.language.hasBlocks ? this.sequence() : this.expression(0);
    if (this.token.kind !== 'end') throw unexpected(this.token);
    return expression;
  }

  private get token(): Token {
    return this.tokens[this.next]!;
  }

  private is(kind: 'operator' | 'bracket', text: string): boolean {
    return this.token.kind === kind && this.token.text === text;
  }

  private accept(kind: 'operator' | 'bracket', text: string): boolean {
    if (!this.is(kind, text)) return false;
    this.next += 1;
    return true;
  }

  private expect(kind: 'operator' | 'bracket', text: string): void {
    if (!this.accept(kind, text)) throw unexpected(this.token, '=:{'.includes(text) ? `"${text}"` : undefined);
  }

  private name(): Token {
    const { token } = this;
    if (token.kind !== 'name') throw unexpected(token, 'a name');
    this.next += 1;
    return token;
  }

  private node<Node extends Bare>(node: Node, at: number): Node & { readonly at: number } {
    this.nodes += 1;
    if (this.options.language.hasBlocks && this.nodes > MOST_NODES) {
      throw new FormulaError(
        `has more than ${MOST_NODES.toLocaleString('en')} parts, which is the most that KEDA compiles`,
      );
    }
    return { ...node, at };
  }

  private sequence(): Expression {
    const first = this.expression(0);
    if (!this.options.language.hasBlocks) return first;
    const items = [first];
    while (this.accept('operator', ';')) {
      if (this.token.kind === 'end') break;
      items.push(this.expression(0));
    }
    return items.length === 1 ? first : this.node({ kind: 'sequence', items }, first.at);
  }

  private expression(least: number): Expression {
    this.levels += 1;
    if (this.levels > MOST_LEVELS) {
      throw new FormulaError(`is nested more than ${MOST_LEVELS} levels deep`, this.token.at, 'Remove brackets.');
    }
    try {
      if (least === 0 && this.is('operator', 'let')) return this.declaration();
      if (least === 0 && this.is('operator', 'if')) return this.conditional();
      const expression = this.binary(this.primary(), least);
      return least === 0 ? this.choice(expression) : expression;
    } finally {
      this.levels -= 1;
    }
  }

  private binary(first: Expression, least: number): Expression {
    let left = first;
    let previous = '';
    for (;;) {
      let { token } = this;
      if (token.kind !== 'operator') return left;
      const isNegated = token.text === 'not';
      if (isNegated) {
        const negated = this.tokens[this.next + 1]!;
        if (!NEGATABLE.includes(negated.text)) throw unexpected(negated, 'one of ' + NEGATABLE.join(', '));
        if ((BINARY.get(negated.text) ?? 0) < least) return left;
        token = negated;
      }
      const precedence = BINARY.get(token.text);
      if (precedence === undefined || precedence < least) return left;
      this.next += isNegated ? 2 : 1;
      if (previous === '??' && token.text !== '??' && token.text !== '|') throw mixed(token);
      left = this.step(left, token, precedence);
      if (isNegated) left = this.node({ kind: 'unary', operator: 'not', operand: left }, token.at);
      previous = token.text;
    }
  }

  private step(left: Expression, token: Token, precedence: number): Expression {
    if (token.text === '|') return this.call(this.name(), [left], true);
    if (COMPARISONS.includes(token.text)) return this.comparison(left, token, precedence);
    // A power groups from the right.
    const right = this.expression(token.text === '**' || token.text === '^' ? precedence : precedence + 1);
    return this.node({ kind: 'binary', operator: token.text, left, right }, token.at);
  }

  private comparison(first: Expression, operator: Token, precedence: number): Expression {
    let [left, token] = [first, operator];
    let root: Expression | undefined;
    for (;;) {
      const right = this.expression(precedence + 1);
      const each = this.node({ kind: 'binary', operator: token.text, left, right }, token.at);
      root = root ? this.node({ kind: 'binary', operator: '&&', left: root, right: each }, token.at) : each;
      if (this.token.kind !== 'operator' || !COMPARISONS.includes(this.token.text)) return root;
      [left, token] = [right, this.token];
      this.next += 1;
    }
  }

  private declaration(): Expression {
    this.expect('operator', 'let');
    const { text, at } = this.name();
    this.expect('operator', '=');
    const value = this.expression(0);
    this.expect('operator', ';');
    return this.node({ kind: 'let', name: text, value, body: this.nested(() => this.sequence()) }, at);
  }

  private conditional(): Expression {
    const { at } = this.token;
    this.expect('operator', 'if');
    const condition = this.expression(0);
    const then = this.block();
    this.expect('operator', 'else');
    const chains = this.options.language.hasElseIf && this.is('operator', 'if');
    const otherwise = chains ? this.nested(() => this.conditional()) : this.block();
    return { kind: 'choice', condition, then, otherwise, at };
  }

  private block(): Expression {
    this.expect('bracket', '{');
    const body = this.sequence();
    this.expect('bracket', '}');
    return body;
  }

  /** One level deeper. */
  private nested(parse: () => Expression): Expression {
    this.levels += 1;
    const expression = parse();
    this.levels -= 1;
    return expression;
  }

  private choice(first: Expression): Expression {
    let condition = first;
    let loops = 0;
    while (this.accept('operator', '?')) {
      loops = this.deeper(loops);
      const isShort = this.accept('operator', ':');
      const then = isShort ? condition : this.expression(0);
      if (!isShort) this.expect('operator', ':');
      const otherwise = this.expression(0);
      condition = this.node({ kind: 'choice', condition, then, otherwise }, this.token.at);
    }
    return condition;
  }

  /** A loop that builds a tree as deep as it is long. */
  private deeper(loops: number): number {
    if (loops < MOST_LEVELS) return loops + 1;
    throw new FormulaError(`is nested more than ${MOST_LEVELS} levels deep`, this.token.at, 'Shorten it.');
  }

  private primary(): Expression {
    const { token } = this;
    const { at } = token;
    if (token.kind === 'operator') {
      const precedence = UNARY.get(token.text);
      if (precedence !== undefined) {
        this.next += 1;
        const operand = this.expression(precedence);
        return this.postfix(this.node({ kind: 'unary', operator: token.text, operand }, at));
      }
    }
    if (this.accept('bracket', '(')) {
      const inner = this.sequence();
      this.expect('bracket', ')');
      return this.postfix(inner);
    }
    if (this.predicates > 0 && (this.is('operator', '#') || this.is('operator', '.'))) {
      const named = this.accept('operator', '#') && this.token.kind === 'name' ? this.name().text : '';
      return this.postfix(this.node({ kind: 'pointer', name: named }, at));
    }
    if (this.accept('operator', '::')) return this.postfix(this.call(this.name(), [], false));
    return this.literal(token);
  }

  private literal(token: Token): Expression {
    const { kind, text, at } = token;
    switch (kind) {
      case 'name':
        this.next += 1;
        if (text === 'true' || text === 'false') return this.node({ kind: 'boolean', value: text === 'true' }, at);
        if (text === 'nil') return this.node({ kind: 'nil' }, at);
        if (this.is('bracket', '(')) return this.postfix(this.call(token, [], true));
        return this.postfix(this.node({ kind: 'name', name: text }, at));
      case 'number':
        this.next += 1;
        return this.node(numberOf(token), at);
      case 'string':
        this.next += 1;
        return this.postfix(this.node({ kind: 'string', value: text }, at));
      case 'bytes':
        this.next += 1;
        return this.postfix(this.node({ kind: 'bytes' }, at));
      default:
        if (this.accept('bracket', '[')) {
          return this.postfix(this.node({ kind: 'array', items: this.list(']') }, at));
        }
        if (this.accept('bracket', '{')) return this.postfix(this.map(at));
        throw unexpected(token, 'a value');
    }
  }

  private call({ text, at }: Token, items: Expression[], mayBeHidden: boolean): Expression {
    const isHidden = mayBeHidden && this.options.triggers.has(text);
    const predicate = PREDICATES.get(text);
    if (predicate && !isHidden) {
      return this.node({ kind: 'builtin', name: text, items: this.predicateItems(text, predicate, items) }, at);
    }
    if (this.options.builtins.has(text) && !isHidden) {
      return this.node({ kind: 'builtin', name: text, items: this.arguments(items) }, at);
    }
    const callee = this.node({ kind: 'name', name: text }, at);
    return this.node({ kind: 'call', callee, items: this.arguments(items) }, at);
  }

  /** The list, what is done with each element, and for some functions a third argument. */
  private predicateItems(
    name: string,
    { least, most }: { least: number; most: number },
    items: Expression[],
  ): Expression[] {
    this.expect('bracket', '(');
    const given = items.length;
    for (let index = given; index < most; index += 1) {
      if (this.is('bracket', ')')) {
        if (index >= least) break;
        throw new FormulaError(`calls ${name} with ${index} of ${least} arguments`, this.token.at);
      }
      if (index > given) this.expect('operator', ',');
      items.push(index === 1 ? this.predicate() : this.expression(0));
    }
    if (this.options.language.hasBlocks) this.accept('operator', ',');
    this.expect('bracket', ')');
    return items;
  }

  private predicate(): Expression {
    const { at } = this.token;
    const isBraced = this.accept('bracket', '{');
    this.predicates += 1;
    const body = isBraced ? this.sequence() : this.expression(0);
    this.predicates -= 1;
    if (isBraced) this.expect('bracket', '}');
    else if (this.is('operator', ';')) throw unexpected(this.token, '","');
    return this.node({ kind: 'predicate', body }, at);
  }

  private arguments(items: Expression[]): Expression[] {
    this.expect('bracket', '(');
    const given = items.length;
    while (!this.is('bracket', ')')) {
      if (items.length > given) {
        this.expect('operator', ',');
        if (this.options.language.hasBlocks && this.is('bracket', ')')) break;
      }
      items.push(this.expression(0));
    }
    this.expect('bracket', ')');
    return items;
  }

  private list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.accept('bracket', end)) {
      if (items.length > 0) {
        this.expect('operator', ',');
        if (this.accept('bracket', end)) break;
      }
      items.push(this.expression(0));
    }
    return items;
  }

  private map(at: number): Expression {
    const pairs: (readonly [Expression, Expression])[] = [];
    while (!this.accept('bracket', '}')) {
      if (pairs.length > 0) {
        this.expect('operator', ',');
        if (this.accept('bracket', '}')) break;
      }
      const { kind, text, at: keyAt } = this.token;
      let key: Expression;
      if (kind === 'number' || kind === 'string' || kind === 'name') {
        this.next += 1;
        key = this.node({ kind: 'string', value: text }, keyAt);
      } else if (this.is('bracket', '(')) {
        key = this.expression(0);
      } else {
        throw unexpected(this.token, 'a key');
      }
      this.expect('operator', ':');
      pairs.push([key, this.expression(0)]);
      this.nodes += 1;
    }
    return this.node({ kind: 'map', pairs }, at);
  }

  private postfix(first: Expression): Expression {
    let node = first;
    for (let loops = 0; ; loops = this.deeper(loops)) {
      const { token } = this;
      const isOptional = token.kind === 'operator' && token.text === '?.';
      if (isOptional || this.is('operator', '.')) {
        this.next += 1;
        if (!(isOptional && this.is('bracket', '['))) {
          node = this.property(node, isOptional);
          continue;
        }
      }
      if (!this.accept('bracket', '[')) return node;
      node = this.element(node, token.at, isOptional);
    }
  }

  private property(base: Expression, isOptional: boolean): Expression {
    const { kind, text, at } = this.token;
    if (kind !== 'name' && !(kind === 'operator' && IDENTIFIER.test(text))) throw unexpected(this.token, 'a name');
    this.next += 1;
    const property = this.node({ kind: 'string', value: text }, at);
    const isChain = base.kind === 'chain';
    const inner = isChain ? base.inner : base;
    const isMethod = this.is('bracket', '(');
    const member: ExpressionOf<'member'> = this.node(
      { kind: 'member', base: inner, property, isOptional, isMethod },
      at,
    );
    const node = isMethod ? this.node({ kind: 'call', callee: member, items: this.arguments([]) }, at) : member;
    return isChain || isOptional ? this.node({ kind: 'chain', inner: node }, at) : node;
  }

  private element(base: Expression, at: number, isOptional: boolean): Expression {
    const from = this.is('operator', ':') ? undefined : this.expression(0);
    if (this.accept('operator', ':')) {
      const to = this.is('bracket', ']') ? undefined : this.expression(0);
      this.expect('bracket', ']');
      return this.node({ kind: 'slice', base, ...(from && { from }), ...(to && { to }) }, at);
    }
    this.expect('bracket', ']');
    const member = this.node({ kind: 'member', base, property: from!, isOptional, isMethod: false }, at);
    return isOptional ? this.node({ kind: 'chain', inner: member }, at) : member;
  }
}

function numberOf({ text, at }: Token): Bare {
  const digits = text.replaceAll('_', '');
  const isWhole = /^(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)$/.test(digits);
  if (isWhole) {
    const value = BigInt(digits);
    if (value < 2n ** 63n) return { kind: 'integer', value };
    throw new FormulaError(
      `has the number ${digits}, which does not fit into 64 bits`,
      at,
      'Write it with a decimal point.',
    );
  }
  const value = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits) ? Number(digits) : NaN;
  if (Number.isFinite(value)) return { kind: 'decimal', value };
  throw new FormulaError(`has "${text}", which is not a number`, at);
}

function unexpected({ kind, text, at }: Token, wanted?: string): FormulaError {
  const found = kind === 'end' ? 'an unexpected end' : `an unexpected "${text}"`;
  return new FormulaError(wanted === undefined ? `has ${found}` : `has ${found} instead of ${wanted}`, at);
}

function mixed({ text, at }: Token): FormulaError {
  return new FormulaError(`mixes ?? with ${text} without brackets`, at, `Write brackets, such as (a ?? b) ${text} c.`);
}
