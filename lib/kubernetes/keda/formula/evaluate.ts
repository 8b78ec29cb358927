import { PREDICATES } from './builtins';
import { compute, elementAt, partOf } from './compute';
import { type TypedComparisons } from './check-types';
import { constantOf } from './constant';
import { UnsupportedFormula } from './formula-error';
import { FUNCTIONS } from './functions';
import { callMethod } from './moments';
import { PREDICATE_FUNCTIONS, type Item } from './predicate-functions';
import { type Expression, type ExpressionOf, spineOf } from './syntax';
import {
  int,
  isList,
  isMap,
  Moment,
  RunError,
  Span,
  toBoolean,
  toInt,
  toText,
  typeName,
  type Value,
  Zone,
} from './value';

/** What the virtual machine of the expression language lets lists hold in one run. */
const MEMORY = 1_000_000;
/** The most that one run does. KEDA has no such limit; a formula that somebody needs does a hundredth of it, and is asked at every poll. */
const MOST_STEPS = 50_000;
/** How many elements, or hundreds of characters, a function goes through in one step. */
const ELEMENTS_PER_STEP = 50;
/** A chain with `?.` has met nil. */
class BrokenChain extends Error {}

/** What a formula runs with. */
export interface RunOptions {
  readonly triggers: ReadonlyMap<string, number | null>;
  /** What a trigger is that the map does not have: from KEDA 2.20 nil, before, and when KEDA tries the formula, 0. */
  readonly missing: 0 | null;
  readonly typedComparisons: TypedComparisons;
  /** From KEDA 2.20: `min` and `max` take lists that are empty within others. */
  readonly takesEmptyLists: boolean;
  /** What `now()` is. Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The value of a formula whose types fit.
 *
 * @throws RunError if it fails as it would in KEDA.
 * @throws UnsupportedFormula if it uses what is not evaluated here.
 */
export function evaluate(expression: Expression, options: RunOptions): Value {
  return new Run(options).value(expression);
}

/** One run of a formula. */
class Run {
  private readonly variables = new Map<string, Value>();
  private readonly items: Item[] = [];
  private memory = 0;
  private steps = 0;

  constructor(private readonly options: RunOptions) {}

  value(expression: Expression): Value {
    this.spend(1);
    switch (expression.kind) {
      case 'integer':
      case 'decimal':
      case 'string':
      case 'boolean':
        return expression.value;
      case 'nil':
        return null;
      case 'name':
        return this.name(expression.name);
      case 'unary':
        return this.unary(expression);
      case 'binary':
        return this.binary(expression);
      case 'chain':
        return this.chain(expression);
      case 'member':
        return this.member(expression);
      case 'slice': {
        const container = this.value(expression.base);
        const to = expression.to && this.value(expression.to);
        return partOf(container, expression.from && this.value(expression.from), to);
      }
      case 'call':
        return this.call(expression);
      case 'builtin':
        return this.builtin(expression);
      case 'predicate':
        return this.value(expression.body);
      case 'pointer':
        return this.pointer(expression.name);
      case 'let':
        this.variables.set(expression.name, this.value(expression.value));
        return this.value(expression.body);
      case 'sequence':
        return expression.items.map((item) => this.value(item)).at(-1) ?? null;
      case 'choice':
        return this.value(toBoolean(this.value(expression.condition)) ? expression.then : expression.otherwise);
      case 'array':
        return this.list(expression.items.map((item) => this.value(item)));
      case 'map':
        this.grow(expression.pairs.length);
        return new Map(expression.pairs.map(([key, value]) => [toText(this.value(key)), this.value(value)]));
      case 'bytes':
        throw new UnsupportedFormula('bytes');
    }
  }

  /** The answer of a predicate about an element. */
  about(item: Item, predicate: Expression): Value {
    this.items.push(item);
    const value = this.value(predicate);
    this.items.pop();
    return value;
  }

  /** A list that takes its place in memory. */
  list(list: readonly Value[]): readonly Value[] {
    this.grow(list.length);
    return list;
  }

  /** Counts what is done, so that a formula ends whatever it says. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) throw new UnsupportedFormula('more steps than anybody waits for');
  }

  private grow(size: number): void {
    this.memory += size;
    if (this.memory >= MEMORY) throw new RunError('makes lists of a million elements or more');
    this.spend(size / ELEMENTS_PER_STEP);
  }

  private name(name: string): Value {
    const variable = this.variables.get(name);
    if (variable !== undefined) return variable;
    if (name === '$env') return this.options.triggers;
    const value = this.options.triggers.get(name);
    return value === undefined ? this.options.missing : value;
  }

  private unary({ operator, operand }: ExpressionOf<'unary'>): Value {
    const value = this.value(operand);
    if (operator === '+') return value;
    if (operator !== '-') return !toBoolean(value);
    if (typeof value === 'bigint') return int(-value);
    if (typeof value === 'number') return -value;
    throw new RunError(`has - before ${typeName(value)}`);
  }

  private binary(expression: ExpressionOf<'binary'>): Value {
    const { first, steps } = spineOf(expression);
    // The optimizer removes what stands before "and false" and "or true".
    const outcomes = steps.map(decidedBy);
    const decided = outcomes.findIndex((_, index) => outcomes[outcomes.length - 1 - index] !== undefined);
    if (decided < 0) return steps.reduce((left, step) => this.step(step, left), this.value(first));
    const last = outcomes.length - 1 - decided;
    return steps.slice(last + 1).reduce((left, step) => this.step(step, left), outcomes[last] as Value);
  }

  private step(expression: ExpressionOf<'binary'>, left: Value): Value {
    const { operator, right } = expression;
    switch (operator) {
      case '??':
        return left ?? this.value(right);
      case 'or':
      case '||':
        if (constantOf(right) === false) return left;
        return toBoolean(left) ? left : this.value(right);
      case 'and':
      case '&&':
        if (constantOf(right) === true) return left;
        return toBoolean(left) ? this.value(right) : left;
      case '..':
        return this.range(toInt(left), toInt(this.value(right)));
      default: {
        const value = this.value(right);
        const type = this.options.typedComparisons.get(expression);
        if (type !== undefined && (typeof left !== type || typeof value !== type)) {
          throw new RunError(`compares ${typeName(left)} and ${typeName(value)}`);
        }
        this.spend((sizeOf(left) + sizeOf(value)) / ELEMENTS_PER_STEP);
        return compute(operator, left, value);
      }
    }
  }

  private range(from: bigint, to: bigint): readonly Value[] {
    const size = Number(int(to - from + 1n));
    if (size <= 0) return [];
    this.grow(size);
    return Array.from({ length: size }, (_, index) => from + BigInt(index));
  }

  private chain({ inner }: ExpressionOf<'chain'>): Value {
    try {
      return this.value(inner);
    } catch (error) {
      if (error instanceof BrokenChain) return null;
      throw error;
    }
  }

  private member(expression: ExpressionOf<'member'>): Value {
    const place = constantOf(expression.property);
    if (isFilter(expression.base) && !expression.isOptional) {
      if (place === -1n) throw new UnsupportedFormula('findLast()');
      if (place === 0n) return this.found(expression.base);
    }
    const base = this.base(expression);
    const property = this.value(expression.property);
    if (base instanceof Moment || base instanceof Span) throw new UnsupportedFormula('methods');
    if (base !== this.options.triggers) return elementAt(base, property);
    const value = this.options.triggers.get(toText(property ?? ''));
    return value === undefined ? this.options.missing : value;
  }

  /** The first element that a filter lets through: the optimizer does not ask for the others. */
  private found(filter: ExpressionOf<'builtin'>): Value {
    const place = this.builtin({ ...filter, name: 'findIndex' });
    if (place === null) throw new RunError('asks for the first element of an empty list');
    return this.builtin({ ...filter, name: 'find' });
  }

  private base({ base, isOptional }: ExpressionOf<'member'>): Value {
    const value = this.value(base);
    if (isOptional && value === null) throw new BrokenChain();
    return value;
  }

  private call({ callee, items }: ExpressionOf<'call'>): Value {
    if (callee.kind === 'member' && callee.property.kind === 'string') {
      const given = items.map((item) => this.value(item));
      return callMethod(this.base(callee), callee.property.value, given);
    }
    items.forEach((item) => this.value(item));
    throw new RunError(`calls ${typeName(this.value(callee))}`);
  }

  private pointer(name: string): Value {
    const item = this.items.at(-1);
    if (name === 'index') return BigInt(item?.index ?? 0);
    return (name === 'acc' ? item?.sum : item?.element) ?? null;
  }

  private builtin({ name, items }: ExpressionOf<'builtin'>): Value {
    const overList = PREDICATE_FUNCTIONS[name];
    if (overList) return overList(this, items);
    if (PREDICATES.has(name)) throw new UnsupportedFormula(`${name}()`);
    const [first] = items;
    if (name === 'len' && first?.kind === 'builtin' && first.name === 'map') throw new UnsupportedFormula('len(map())');
    if (first && isFilter(first)) {
      // The optimizer makes find and findLast of them.
      if (name === 'first') return this.builtin({ ...first, name: 'find' });
      if (name === 'last') throw new UnsupportedFormula('findLast()');
    }
    const values = items.map((item) => this.value(item));
    const size = values.reduce<number>((sum, each) => sum + sizeOf(each), 0);
    this.spend((name === 'uniq' ? size ** 2 : size) / ELEMENTS_PER_STEP);
    if (name === 'now') return new Moment(BigInt(Math.round(this.options.now)) * 1_000_000n, this.zone(values[0]));
    if ((name === 'min' || name === 'max') && !this.options.takesEmptyLists && values.some(holdsEmptyList)) {
      throw new RunError(`calls ${name} with an empty list within another`);
    }
    const apply = FUNCTIONS[name];
    if (!apply) throw new UnsupportedFormula(`${name}()`);
    return apply(...values);
  }

  private zone(value: Value | undefined): Zone {
    return value instanceof Zone ? value : Zone.UTC;
  }
}

export type { Run };

function isFilter(expression: Expression): expression is ExpressionOf<'builtin'> {
  return expression.kind === 'builtin' && expression.name === 'filter';
}

function decidedBy({ operator, right }: ExpressionOf<'binary'>): boolean | undefined {
  if (operator === 'and' || operator === '&&') return constantOf(right) === false ? false : undefined;
  if (operator === 'or' || operator === '||') return constantOf(right) === true ? true : undefined;
  return undefined;
}

function holdsEmptyList(value: Value): boolean {
  return isList(value) && value.some((each) => isList(each) && (each.length === 0 || holdsEmptyList(each)));
}

/** How much there is of a value to go through. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length / 100;
  if (isMap(value)) return value.size;
  return isList(value) ? value.length : 0;
}
