import { UnsupportedFormula } from './formula-error';
import {
  int,
  isEqual,
  isList,
  isMap,
  isNumeric,
  keyOf,
  Moment,
  requireShort,
  RunError,
  Span,
  toFloat,
  toInt,
  toText,
  typeName,
  type Value,
} from './value';

/**
 * The value of a binary operator that evaluates both of its sides.
 *
 * @throws RunError if it does not take these values.
 */
export function compute(operator: string, a: Value, b: Value): Value {
  switch (operator) {
    case '==':
      return isEqual(a, b);
    case '!=':
      return !isEqual(a, b);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(operator, a, b);
    case '+':
    case '-':
    case '*':
      return calculate(operator, a, b);
    case '/':
      return toFloat(a) / toFloat(b);
    case '%':
      return remainder(a, b);
    case '**':
    case '^':
      return power(toFloat(a), toFloat(b));
    case 'in':
      return isIn(a, b);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return textTest(operator, a, b);
    default:
      throw new UnsupportedFormula(operator);
  }
}

type Comparison = '<' | '>' | '<=' | '>=';

/** Whether a is below b, as sort, min and max ask. */
export function isLess(a: Value, b: Value): boolean {
  return compare('<', a, b);
}

function compare(operator: Comparison, a: Value, b: Value): boolean {
  if (isNumeric(a) && isNumeric(b)) {
    return typeof a === 'bigint' && typeof b === 'bigint'
      ? order(operator, a, b)
      : order(operator, Number(a), Number(b));
  }
  if (typeof a === 'string' && typeof b === 'string') return order(operator, a, b);
  if ((a instanceof Moment && b instanceof Moment) || (a instanceof Span && b instanceof Span)) {
    return order(operator, a.nanoseconds, b.nanoseconds);
  }
  throw unfit(operator, a, b);
}

function order<T extends number | bigint | string>(operator: Comparison, a: T, b: T): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
  }
}

function calculate(operator: '+' | '-' | '*', a: Value, b: Value): Value {
  if (isNumeric(a) && isNumeric(b)) {
    if (typeof a === 'bigint' && typeof b === 'bigint') return int(wholeResult(operator, a, b));
    const [x, y] = [Number(a), Number(b)];
    return operator === '+' ? x + y : operator === '-' ? x - y : x * y;
  }
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') {
    requireShort(a.length + b.length);
    return a + b;
  }
  return timeResult(operator, a, b);
}

function wholeResult(operator: '+' | '-' | '*', a: bigint, b: bigint): bigint {
  return operator === '+' ? a + b : operator === '-' ? a - b : a * b;
}

function timeResult(operator: '+' | '-' | '*', a: Value, b: Value): Value {
  if (operator === '*') {
    if (typeof a === 'number' && b instanceof Span) return a * Number(b.nanoseconds);
    if (a instanceof Span && typeof b === 'number') return Number(a.nanoseconds) * b;
    const [x, y] = [a, b].map((each) => (each instanceof Span ? each.nanoseconds : each));
    if (typeof x === 'bigint' && typeof y === 'bigint') return new Span(int(x * y));
    throw unfit(operator, a, b);
  }
  if (a instanceof Span && b instanceof Span) return new Span(int(wholeResult(operator, a.nanoseconds, b.nanoseconds)));
  if (a instanceof Moment && b instanceof Span) return new Moment(wholeResult(operator, a.nanoseconds, b.nanoseconds));
  if (operator === '+' && a instanceof Span && b instanceof Moment) return new Moment(a.nanoseconds + b.nanoseconds);
  if (operator === '-' && a instanceof Moment && b instanceof Moment) {
    return new Span(int(a.nanoseconds - b.nanoseconds));
  }
  throw unfit(operator, a, b);
}

function remainder(a: Value, b: Value): bigint {
  if (typeof a !== 'bigint' || typeof b !== 'bigint') throw unfit('%', a, b);
  if (b === 0n) throw new RunError('divides a whole number by zero');
  return int(a % b);
}

/** Go's math.Pow, which differs from JavaScript's where a base of 1 meets what is not finite. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent))) return 1;
  return base ** exponent;
}

function isIn(needle: Value, container: Value): boolean {
  if (container === null) return false;
  if (isList(container)) return container.some((each) => isEqual(each, needle));
  if (isMap(container)) return container.has(keyOf(container, needle));
  throw new RunError(`has "in" before ${typeName(container)}`);
}

function textTest(operator: string, a: Value, b: Value): boolean {
  if (a === null || b === null) return false;
  const [text, part] = [toText(a), toText(b)];
  if (operator === 'contains') return text.includes(part);
  return operator === 'startsWith' ? text.startsWith(part) : text.endsWith(part);
}

function unfit(operator: string, a: Value, b: Value): RunError {
  return new RunError(`has ${operator} between ${typeName(a)} and ${typeName(b)}`);
}

/** The element of a list, map or text; a list counts from its end with numbers below 0. */
export function elementAt(container: Value, key: Value, orNil = false): Value {
  if (isList(container) || typeof container === 'string') {
    const index = Number(toInt(key));
    const place = index < 0 ? container.length + index : index;
    if (place >= 0 && place < container.length) {
      if (typeof container === 'string') throw new UnsupportedFormula('the bytes of a text');
      return container[place] ?? null;
    }
    if (orNil) return null;
    throw new RunError(`asks for element ${index} of a list of ${container.length}`);
  }
  if (isMap(container)) return container.get(keyOf(container, key)) ?? null;
  if (orNil) return null;
  throw new RunError(`asks for an element of ${typeName(container)}`);
}

/** A part of a list or text. */
export function partOf(container: Value, from: Value | undefined, to: Value | undefined): Value {
  if (!isList(container) && typeof container !== 'string') throw new RunError(`takes a part of ${typeName(container)}`);
  const bound = (value: Value | undefined, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const index = Number(toInt(value));
    return Math.min(Math.max(index < 0 ? container.length + index : index, 0), container.length);
  };
  const end = bound(to, container.length);
  return container.slice(Math.min(bound(from, 0), end), end);
}
