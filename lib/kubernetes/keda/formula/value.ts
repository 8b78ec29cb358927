import { FormulaError, UnsupportedFormula } from './formula-error';
import { zoneOffset } from '../time-zone';

/** What a formula computes with: Go's float64 is a number, its int a bigint, nil is null. */
export type Value =
  | number
  | bigint
  | boolean
  | string
  | null
  | readonly Value[]
  | ReadonlyMap<Value, Value>
  | Moment
  | Span
  | Named
  | Zone;

/** A map with keys of any type; all others have texts for keys. */
export class AnyMap extends Map<Value, Value> {}

/** A time.Time. */
export class Moment {
  /** @param nanoseconds Since 1970. */
  constructor(
    readonly nanoseconds: bigint,
    readonly zone: Zone = Zone.UTC,
  ) {}
}

/** A time.Duration. */
export class Span {
  constructor(readonly nanoseconds: bigint) {}
}

/** A *time.Location. */
export class Zone {
  static readonly UTC = new Zone('UTC');

  constructor(readonly name: string) {}

  /** How far its clocks are ahead of UTC, in milliseconds. */
  offset(milliseconds: number): number {
    return zoneOffset(this.name, milliseconds);
  }
}

/** A number that is a weekday or a month: no number to the language. */
export class Named {
  constructor(
    readonly type: string,
    readonly number: bigint,
  ) {}
}

/** A formula that fails while it runs: it has compiled. */
export class RunError extends FormulaError {}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * The key of a map.
 *
 * @throws RunError if it cannot be one of its keys.
 */
export function keyOf(map: ReadonlyMap<Value, Value>, key: Value): Value {
  if (map instanceof AnyMap || typeof key === 'string') return key;
  if (key === null) return '';
  throw new RunError(`asks a map for ${typeName(key)}`);
}

export function isMap(value: Value | undefined): value is ReadonlyMap<Value, Value> {
  return value instanceof Map;
}

export function isNumeric(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** 64 bits, as Go wraps them. */
export function int(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** A float64 as Go makes an int of it on amd64: what does not fit becomes the lowest. */
export function truncated(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

export function toFloat(value: Value | undefined): number {
  if (isNumeric(value)) return Number(value);
  throw new RunError(`needs a number and has ${typeName(value)}`);
}

export function toInt(value: Value | undefined): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return truncated(value);
  throw new RunError(`needs a whole number and has ${typeName(value)}`);
}

export function toBoolean(value: Value | undefined): boolean {
  if (typeof value === 'boolean') return value;
  throw new RunError(`needs true or false and has ${typeName(value)}`);
}

export function toText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new RunError(`needs a text and has ${typeName(value)}`);
}

/** The longest text that is made: what a formula says about numbers has a few words. */
const LONGEST_TEXT = 1_000_000;

/** @throws UnsupportedFormula for a text of more characters than anybody writes. */
export function requireShort(length: number): void {
  if (length > LONGEST_TEXT) throw new UnsupportedFormula(`a text of ${length} characters`);
}

/** What a value is called in an error. */
export function typeName(value: Value | undefined): string {
  if (value === null || value === undefined) return 'nil';
  if (isList(value)) return 'a list';
  if (isMap(value)) return 'a map';
  if (value instanceof Moment) return 'a time';
  if (value instanceof Span) return 'a duration';
  if (value instanceof Zone) return 'a time zone';
  if (value instanceof Named) return `a ${value.type}`;
  return { number: 'a number', bigint: 'a whole number', boolean: 'true or false', string: 'a text' }[
    typeof value as 'number'
  ];
}

/** Go's == over values of any type. */
export function isEqual(a: Value, b: Value): boolean {
  if (isNumeric(a) && isNumeric(b)) {
    return typeof a === 'bigint' && typeof b === 'bigint' ? a === b : Number(a) === Number(b);
  }
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each, index) => isEqual(each, b[index]!));
  if ((a instanceof Moment && b instanceof Moment) || (a instanceof Span && b instanceof Span)) {
    return a.nanoseconds === b.nanoseconds;
  }
  if (a instanceof Zone && b instanceof Zone) return a.name === 'UTC' && b.name === 'UTC'; // others are loaded anew each time
  if (a instanceof Named && b instanceof Named) return a.type === b.type && a.number === b.number;
  if (isMap(a) && isMap(b)) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key)!));
  }
  return a === b;
}

/** Go's `%v`, as far as it is simple. */
export function textOf(value: Value): string {
  if (typeof value === 'number') return floatText(value);
  if (value === null) return '<nil>';
  if (typeof value === 'object') throw new UnsupportedFormula(`the text of ${typeName(value)}`);
  return String(value);
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 21) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  return String(value);
}
