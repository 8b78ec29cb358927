import { UnsupportedFormula } from './formula-error';
import { elementAt, isLess } from './compute';
import { durationOf, zoneOf } from './moments';
import {
  AnyMap,
  int,
  isEqual,
  isList,
  isMap,
  isNumeric,
  Moment,
  Named,
  requireShort,
  RunError,
  Span,
  textOf,
  toFloat,
  toInt,
  toText,
  typeName,
  type Value,
} from './value';

type Function = (...items: readonly Value[]) => Value;

/** What one string may become at most by `repeat`. */
const MOST_REPEATS = 1_000_000n;

function listFrom(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  throw new RunError(`needs a list and has ${typeName(value)}`);
}

function mapFrom(value: Value | undefined): ReadonlyMap<Value, Value> {
  if (isMap(value)) return value;
  throw new RunError(`needs a map and has ${typeName(value)}`);
}

function numbersIn(items: readonly Value[]): (number | bigint)[] {
  return items.flatMap((item) => {
    if (isNumeric(item)) return [item];
    if (isList(item)) return numbersIn(item);
    throw new RunError(`needs numbers and has ${typeName(item)}`);
  });
}

function extreme(items: readonly Value[], replaces: (kept: Value, next: Value) => boolean): Value {
  const [only] = items;
  if (items.length === 1 && !isList(only)) return only ?? null;
  const numbers: readonly Value[] = numbersIn(items);
  return numbers.reduce<Value>((kept, next) => (kept === null || replaces(kept, next) ? next : kept), null);
}

function mean(items: readonly Value[]): number {
  const numbers = numbersIn(items).map(Number);
  return numbers.length === 0 ? 0 : numbers.reduce((total, each) => total + each, 0) / numbers.length;
}

function median(items: readonly Value[]): number {
  // NaN is below all others.
  const sorted = numbersIn(items)
    .map(Number)
    .sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Half away from zero. */
function rounded(value: number): number {
  const magnitude = Math.abs(value);
  const whole = Math.floor(magnitude);
  return Math.sign(value) * (magnitude - whole >= 0.5 ? whole + 1 : whole);
}

function toWhole(value: Value): bigint {
  if (typeof value === 'string') {
    if (/^[+-]?\d+$/.test(value) && int(BigInt(value)) === BigInt(value)) return BigInt(value);
    throw new RunError(`calls int with "${value}"`);
  }
  if (value instanceof Span) return value.nanoseconds;
  return value instanceof Named ? value.number : toInt(value);
}

/** What Go reads as a decimal number: underscores may stand between digits. */
const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;

function toDecimal(value: Value): number {
  if (typeof value !== 'string') return toFloat(value);
  if (DECIMAL.test(value)) {
    const number = Number(value.replaceAll('_', ''));
    if (Number.isFinite(number)) return number;
  } else if (/^[+-]?(?:inf|infinity)$/i.test(value)) {
    return value.startsWith('-') ? -Infinity : Infinity;
  } else if (/^nan$/i.test(value)) {
    return NaN;
  } else if (/^[+-]?0x/i.test(value)) {
    throw new UnsupportedFormula('a hexadecimal text as a number');
  }
  throw new RunError(`calls float with "${value}"`);
}

function sorted(list: Value, order: Value = 'asc'): Value {
  if (order !== 'asc' && order !== 'desc') throw new RunError(`sorts in the order ${JSON.stringify(textOf(order))}`);
  return sortedBy(listFrom(list), (each) => each, order === 'desc');
}

/** A list in the order of what is found for each element. */
export function sortedBy(list: readonly Value[], valueOf: (element: Value) => Value, isDescending: boolean): Value[] {
  const keyed = list.map((element) => ({ element, value: valueOf(element) }));
  keyed.sort((a, b) => {
    const [x, y] = isDescending ? [b.value, a.value] : [a.value, b.value];
    return isLess(x, y) ? -1 : isLess(y, x) ? 1 : 0;
  });
  return keyed.map(({ element }) => element);
}

function flattened(list: readonly Value[]): Value[] {
  return list.flatMap((each) => (isList(each) ? flattened(each) : [each]));
}

function unique(list: readonly Value[]): Value[] {
  return list.filter((each, index) => list.findIndex((other) => isEqual(each, other)) === index);
}

function split(text: string, separator: string, most = -1n): Value[] {
  const parts = separator === '' ? [...text] : text.split(separator);
  if (most < 0n || most >= parts.length) return parts;
  if (most === 0n) return [];
  const kept = Number(most) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(separator)];
}

function trimmed(text: string, cut: string): string {
  const characters = [...text];
  while (characters.length > 0 && cut.includes(characters.at(-1)!)) characters.pop();
  const start = characters.findIndex((each) => !cut.includes(each));
  return start < 0 ? '' : characters.slice(start).join('');
}

/** Go counts the bytes before a place. */
function byteIndex(text: string, index: number): bigint {
  return BigInt(index < 0 ? -1 : new TextEncoder().encode(text.slice(0, index)).length);
}

function repeat(text: string, count: bigint): string {
  if (count < 0n || count > MOST_REPEATS) throw new RunError(`repeats a text ${count} times`);
  requireShort(text.length * Number(count));
  return text.repeat(Number(count));
}

function joined(list: readonly Value[], glue: string): string {
  const texts = list.map(toText);
  requireShort(texts.reduce((sum, each) => sum + each.length + glue.length, 0));
  return texts.join(glue);
}

function replaced(text: string, old: string, by: string, most: Value = -1n): string {
  const count = toInt(most);
  const parts = old === '' ? [] : text.split(old);
  requireShort(text.length + Math.max(parts.length, old === '' ? text.length + 1 : 0) * by.length);
  if (count < 0n) return text.replaceAll(old, () => by);
  if (old === '') throw new UnsupportedFormula('replace with an empty text');
  const kept = Math.min(Number(count), parts.length - 1);
  return (
    parts.slice(0, kept + 1).join(by) +
    parts
      .slice(kept + 1)
      .map((part) => old + part)
      .join('')
  );
}

function parsedJson(text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch {
    throw new RunError('calls fromJSON with a text that is not JSON');
  }
}

function fromJson(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, each]) => [key, fromJson(each)]));
  }
  return value as Value;
}

function pairsOf(list: Value): Value {
  return new AnyMap(
    listFrom(list).map((pair) => {
      const [key = null, value = null] = listFrom(pair);
      if (listFrom(pair).length !== 2) throw new RunError('has a pair that is none');
      return [key, value] as const;
    }),
  );
}

const bits =
  (apply: (a: bigint, b: bigint) => bigint): Function =>
  (a, b) => {
    if (typeof a === 'bigint' && typeof b === 'bigint') return int(apply(a, b));
    throw new RunError('needs whole numbers');
  };

const shift = (apply: (value: bigint, by: bigint) => bigint): Function =>
  bits((value, by) => {
    if (by < 0n) throw new RunError(`shifts by ${by}`);
    return apply(value, by > 64n ? 64n : by);
  });

/** The functions that take values only. The rest of the language's are not evaluated here. */
export const FUNCTIONS: Readonly<Record<string, Function>> = {
  len: (value) => {
    if (typeof value === 'string') return BigInt([...value].length);
    return BigInt(isMap(value) ? value.size : listFrom(value).length);
  },
  abs: (value) => {
    if (typeof value === 'bigint') return value < 0n ? int(-value) : value;
    return Math.abs(toFloat(value));
  },
  ceil: (value) => Math.ceil(toFloat(value)),
  floor: (value) => Math.floor(toFloat(value)),
  round: (value) => rounded(toFloat(value)),
  int: (value = null) => toWhole(value),
  float: (value = null) => toDecimal(value),
  string: (value = null) => textOf(value),
  type: (value) => goTypeOf(value ?? null),
  max: (...items) => extreme(items, (kept, next) => isLess(kept, next)),
  min: (...items) => extreme(items, (kept, next) => isLess(next, kept)),
  mean: (...items) => mean(items),
  median: (...items) => median(items),
  trim: (text, cut) => (cut === undefined ? toText(text).trim() : trimmed(toText(text), toText(cut))),
  trimPrefix: (text, prefix = ' ') =>
    toText(text).startsWith(toText(prefix)) ? toText(text).slice(toText(prefix).length) : toText(text),
  trimSuffix: (text, suffix = ' ') =>
    toText(text).endsWith(toText(suffix))
      ? toText(text).slice(0, toText(text).length - toText(suffix).length)
      : toText(text),
  upper: (text) => toText(text).toUpperCase(),
  lower: (text) => toText(text).toLowerCase(),
  split: (text, separator, most) =>
    split(toText(text), toText(separator), most === undefined ? undefined : toInt(most)),
  splitAfter: () => unsupported('splitAfter'),
  replace: (text, old, by, most) => replaced(toText(text), toText(old), toText(by), most),
  repeat: (text, count) => repeat(toText(text), toInt(count)),
  join: (list, glue = '') => joined(listFrom(list), toText(glue)),
  indexOf: (text, part) => byteIndex(toText(text), toText(text).indexOf(toText(part))),
  lastIndexOf: (text, part) => byteIndex(toText(text), toText(text).lastIndexOf(toText(part))),
  hasPrefix: (text, prefix) => toText(text).startsWith(toText(prefix)),
  hasSuffix: (text, suffix) => toText(text).endsWith(toText(suffix)),
  fromJSON: (text) => parsedJson(toText(text)),
  first: (list = null) => elementOrNil(list, 0n),
  last: (list = null) => elementOrNil(list, -1n),
  get: (container = null, key = null) => elementAt(container, key, true),
  take: (list, count) => {
    if (typeof count !== 'bigint' || count < 0n) throw new RunError(`takes ${textOf(count ?? null)} elements`);
    return listFrom(list).slice(0, Number(count));
  },
  keys: (map) => [...mapFrom(map).keys()],
  values: (map) => [...mapFrom(map).values()],
  toPairs: (map) => [...mapFrom(map)],
  fromPairs: (list = null) => pairsOf(list),
  reverse: (list) => [...listFrom(list)].reverse(),
  uniq: (list) => unique(listFrom(list)),
  concat: (...lists) => lists.flatMap((list) => listFrom(list)),
  flatten: (list) => flattened(listFrom(list)),
  sort: (list = null, order) => sorted(list, order),
  bitand: bits((a, b) => a & b),
  bitor: bits((a, b) => a | b),
  bitxor: bits((a, b) => a ^ b),
  bitnand: bits((a, b) => a & ~b),
  bitshl: shift((value, by) => value << by),
  bitshr: shift((value, by) => value >> by),
  bitushr: shift((value, by) => BigInt.asUintN(64, value) >> by),
  bitnot: (value) => ~toInt(value),
  duration: (text) => durationOf(toText(text)),
  timezone: (name) => zoneOf(toText(name)),
};

function goTypeOf(value: Value): string {
  if (value === null) return 'nil';
  if (isList(value)) return 'array';
  if (isMap(value)) return 'map';
  if (value instanceof Moment) return 'time.Time';
  if (value instanceof Span) return 'time.Duration';
  if (typeof value === 'object') return unsupported('type');
  return { bigint: 'int', number: 'float', string: 'string', boolean: 'bool' }[typeof value as 'number'];
}

function elementOrNil(list: Value, index: bigint): Value {
  return (isList(list) || typeof list === 'string') && list.length > 0 ? elementAt(list, index) : null;
}

function unsupported(name: string): never {
  throw new UnsupportedFormula(name);
}
