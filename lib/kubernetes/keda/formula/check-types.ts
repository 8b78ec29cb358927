import { type Builtins, isPassed, wrongNumber } from './builtins';
import { checkOperator } from './check-operator';
import { checkPredicate, type PredicateScope } from './check-predicate';
import { FormulaError } from './formula-error';
import { methodOf } from './methods';
import { type Expression, type ExpressionOf, spineOf } from './syntax';
import {
  ANY,
  BOOL,
  BYTES,
  elementOf,
  FLOAT,
  INT,
  isAssignable,
  isNumber,
  isUnknown,
  isWhole,
  listOf,
  LIST,
  MAP,
  NIL,
  STRING,
  type Type,
  UNKNOWN,
} from './types';

/** What names mean in a formula. */
export interface TypeOptions {
  /** Names of triggers, each of which is a float64. */
  readonly triggers: ReadonlySet<string>;
  readonly builtins: Builtins;
  /** Functions that take a predicate, which a variable may not be called either. */
  readonly predicates: ReadonlyMap<string, unknown>;
  /** From KEDA 2.17: the elements of a list literal have the type of what stands there, and weekdays are not compared with numbers. */
  readonly knowsElements: boolean;
}

/** Comparisons with == and != that are compiled for values of one type, and fail where one of them has another after all. */
export type TypedComparisons = ReadonlyMap<Expression, 'bigint' | 'string'>;

/**
 * The type of a formula's result, and what the checker of the expression language knows beside it.
 *
 * @throws FormulaError where types do not fit.
 */
export function checkTypes(
  expression: Expression,
  options: TypeOptions,
): { type: Type; typedComparisons: TypedComparisons } {
  const checker = new TypeChecker(options);
  return { type: checker.visit(expression), typedComparisons: checker.typedComparisons };
}

/** Finds the type of each expression; the parts of it that are about operators and predicates have files of their own. */
export class TypeChecker {
  readonly typedComparisons = new Map<Expression, 'bigint' | 'string'>();
  private readonly variables: { readonly name: string; readonly type: Type }[] = [];
  private readonly scopes: PredicateScope[] = [];

  constructor(private readonly options: TypeOptions) {}

  visit(expression: Expression): Type {
    const type = this.typeOf(expression);
    return type.kind === 'unknown' && !this.options.knowsElements ? ANY : type;
  }

  private typeOf(expression: Expression): Type {
    switch (expression.kind) {
      case 'integer':
        return INT;
      case 'decimal':
        return FLOAT;
      case 'string':
        return STRING;
      case 'boolean':
        return BOOL;
      case 'nil':
        return NIL;
      case 'bytes':
        return BYTES;
      case 'name':
        return this.name(expression);
      case 'unary':
        return this.unary(expression);
      case 'binary': {
        const { first, steps } = spineOf(expression);
        return steps.reduce((left, step) => this.step(step, left, this.visit(step.right)), this.visit(first));
      }
      case 'member':
        return this.member(expression);
      case 'chain':
        return this.visit(expression.inner);
      case 'slice':
        return this.slice(expression);
      case 'call':
        return this.call(expression);
      case 'builtin':
        return this.builtin(expression);
      case 'predicate': {
        const result = this.visit(expression.body);
        return { kind: 'func', name: 'predicate', result };
      }
      case 'pointer':
        return this.pointer(expression);
      case 'let':
        return this.declaration(expression);
      case 'sequence':
        return expression.items.map((item) => this.visit(item)).at(-1) ?? UNKNOWN;
      case 'choice':
        return this.choice(expression);
      case 'array':
        return this.array(expression);
      case 'map':
        for (const pair of expression.pairs) pair.forEach((each) => this.visit(each));
        return MAP;
    }
  }

  /** A predicate over a collection. */
  within(scope: PredicateScope, predicate: Expression): Type {
    this.scopes.push(scope);
    const type = this.visit(predicate);
    this.scopes.pop();
    return type;
  }

  private name({ name, at }: ExpressionOf<'name'>): Type {
    const variable = this.variables.find((each) => each.name === name);
    if (variable) return variable.type;
    if (name === '$env') return this.options.knowsElements ? UNKNOWN : MAP;
    const type = this.environment(name);
    if (type) return type;
    if (this.isFunction(name)) return { kind: 'func', name: 'func', builtin: name };
    throw this.unknownName(name, at);
  }

  private environment(name: string): Type | undefined {
    return this.options.triggers.has(name) ? FLOAT : undefined;
  }

  private isFunction(name: string): boolean {
    return this.options.builtins.has(name) || this.options.predicates.has(name);
  }

  private unknownName(name: string, at: number): FormulaError {
    const names = [...this.options.triggers];
    return new FormulaError(
      `uses "${name}", which is not the name of a trigger`,
      at,
      names.length > 0
        ? `Use ${names.join(', ')}, or give the trigger that name; cpu and memory triggers have no place in a formula.`
        : 'Give the triggers names; cpu and memory triggers have no place in a formula.',
    );
  }

  private unary({ operator, operand, at }: ExpressionOf<'unary'>): Type {
    const type = this.visit(operand);
    if (operator === '!' || operator === 'not') {
      if (type.kind === 'bool' || isUnknown(type)) return BOOL;
    } else if (isNumber(type) || isUnknown(type)) {
      return isUnknown(type) ? UNKNOWN : type;
    }
    throw new FormulaError(`has ${operator} before a value of type ${type.name}`, at);
  }

  private step(expression: ExpressionOf<'binary'>, left: Type, right: Type): Type {
    if (expression.operator === '==' || expression.operator === '!=') {
      const isBoth = (kind: Type['kind']): boolean =>
        [left, right].every((type) => type.kind === kind && type.isNamed !== true);
      if (isBoth('int')) this.typedComparisons.set(expression, 'bigint');
      if (isBoth('string')) this.typedComparisons.set(expression, 'string');
    }
    return checkOperator(expression, left, right, this.options.knowsElements);
  }

  private member({ base, property, isOptional, isMethod, at }: ExpressionOf<'member'>): Type {
    if (base.kind === 'name' && base.name === '$env') {
      if (property.kind !== 'string') return UNKNOWN;
      const type = this.environment(property.value);
      if (type) return type;
      if (isOptional) return UNKNOWN;
      throw this.unknownName(property.value, at);
    }
    const of = this.visit(base);
    const by = this.visit(property);
    if (isUnknown(of)) return UNKNOWN;
    if (property.kind === 'string' && of.kind !== 'nil') {
      const method = methodOf(of, property.value);
      if (method) return method;
    }
    if (of.kind === 'map') {
      if (isUnknown(by) || isAssignable(by, of.key ?? ANY)) return elementOf(of);
    } else if (of.kind === 'array' && (isWhole(by) || isUnknown(by))) {
      return elementOf(of);
    }
    const what = property.kind === 'string' ? `${isMethod ? 'method' : 'field'} ${property.value}` : 'such element';
    throw new FormulaError(
      `asks for ${what === 'such element' ? 'an element' : what} of a value of type ${of.name}, which has none`,
      at,
    );
  }

  private slice({ base, from, to, at }: ExpressionOf<'slice'>): Type {
    const type = this.visit(base);
    if (isUnknown(type)) return UNKNOWN;
    if (type.kind !== 'string' && type.kind !== 'array') {
      throw new FormulaError(`takes a part of a value of type ${type.name}, which has none`, at);
    }
    for (const bound of [from, to]) {
      if (!bound) continue;
      const by = this.visit(bound);
      if (!isWhole(by) && !isUnknown(by)) throw new FormulaError(`counts with a value of type ${by.name}`, bound.at);
    }
    return type;
  }

  private call({ callee, items, at }: ExpressionOf<'call'>): Type {
    const type = this.callee(callee, items);
    if (isUnknown(type)) return UNKNOWN;
    if (type.kind !== 'func') throw new FormulaError(`calls a value of type ${type.name}, which is not a function`, at);
    const given = items.map((item) => this.visit(item));
    if (type.builtin !== undefined) return this.signature(type.builtin, at)(given, type.builtin);
    const { takes = [], result = UNKNOWN } = type;
    if (given.length !== takes.length) throw wrongNumber(type.name.replace('func ', ''), String(takes.length), given);
    const wrong = given.findIndex((each, index) => !isPassed(each, takes[index]!));
    if (wrong < 0) return result;
    throw new FormulaError(
      `passes a value of type ${given[wrong]!.name} where ${takes[wrong]!.name} is wanted`,
      items[wrong]!.at,
    );
  }

  private callee(callee: Expression, items: readonly Expression[]): Type {
    if (callee.kind !== 'name') return this.visit(callee);
    const { name, at } = callee;
    if (name === '$env') throw new FormulaError('calls $env, which is not a function', at);
    const isKnown = this.variables.some((each) => each.name === name) || this.options.triggers.has(name);
    if (isKnown || this.isFunction(name)) return this.name(callee);
    items.forEach((item) => this.visit(item));
    const fix = name === 'avg' ? 'Use mean.' : undefined;
    throw new FormulaError(`calls ${name}, which is not a function of KEDA’s formulas`, at, fix);
  }

  private signature(name: string, at: number) {
    const signature = this.options.builtins.get(name);
    if (signature) return signature;
    throw new FormulaError(`calls ${name} through a variable`, at);
  }

  private builtin(expression: ExpressionOf<'builtin'>): Type {
    const { name, items, at } = expression;
    if (this.options.predicates.has(name)) return checkPredicate(expression, this, this.options.knowsElements);
    if (name === 'get') return this.get(expression);
    try {
      return this.signature(name, at)(
        items.map((item) => this.visit(item)),
        name,
      );
    } catch (error) {
      if (error instanceof FormulaError && error.at === undefined) throw new FormulaError(error.problem, at, error.fix);
      throw error;
    }
  }

  private get({ items, at }: ExpressionOf<'builtin'>): Type {
    const [from, key] = items;
    const types = items.map((item) => this.visit(item));
    const [of, by] = types;
    if (!from || !key || !of || !by || items.length !== 2) throw wrongNumber('get', '2', types);
    if (from.kind === 'name' && from.name === '$env') {
      return (key.kind === 'string' ? this.environment(key.value) : undefined) ?? UNKNOWN;
    }
    if (isUnknown(of)) return UNKNOWN;
    if (of.kind === 'array' && (isWhole(by) || isUnknown(by))) return elementOf(of);
    if (of.kind === 'map' && (isUnknown(by) || isAssignable(by, of.key ?? ANY))) {
      return elementOf(of);
    }
    throw new FormulaError(`calls get for a value of type ${of.name} with one of type ${by.name}`, at);
  }

  private pointer({ name, at }: ExpressionOf<'pointer'>): Type {
    const scope = this.scopes.at(-1);
    if (!scope) throw new FormulaError('has # outside of a predicate', at);
    if (name !== '') {
      const type = scope.names.get(name);
      if (type) return type;
      throw new FormulaError(`uses #${name}, which does not exist there`, at);
    }
    return isUnknown(scope.collection) ? UNKNOWN : elementOf(scope.collection);
  }

  private declaration({ name, value, body, at }: ExpressionOf<'let'>): Type {
    if (this.options.triggers.has(name) || this.isFunction(name) || this.variables.some((each) => each.name === name)) {
      throw new FormulaError(`declares "${name}", which exists`, at, 'Choose another name.');
    }
    this.variables.push({ name, type: this.visit(value) });
    const type = this.visit(body);
    this.variables.pop();
    return type;
  }

  private choice({ condition, then, otherwise }: ExpressionOf<'choice'>): Type {
    const type = this.visit(condition);
    if (type.kind !== 'bool' && !isUnknown(type)) {
      throw new FormulaError(
        `has a condition of type ${type.name}, not bool`,
        condition.at,
        'Compare it, such as a > 0.',
      );
    }
    const [a, b] = [this.visit(then), this.visit(otherwise)];
    if (a.kind === 'nil') return b;
    if (b.kind === 'nil') return a;
    if (!isAssignable(a, b)) return UNKNOWN;
    if (a.kind !== 'array') return a;
    const [first, second] = [elementOf(a), elementOf(b)];
    return isAssignable(first, second) && isAssignable(second, first) ? a : LIST;
  }

  private array({ items }: ExpressionOf<'array'>): Type {
    const types = items.map((item) => this.visit(item));
    const last = types.at(-1) ?? UNKNOWN;
    const isUniform = types.every((type) => kindOf(type) === kindOf(last));
    return this.options.knowsElements && isUniform ? listOf(last) : LIST;
  }
}

/** To the checker of the expression language, nil has no kind either. */
function kindOf({ kind }: Type): string {
  return kind === 'nil' ? 'unknown' : kind;
}
