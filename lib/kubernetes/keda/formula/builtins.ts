import { FormulaError } from './formula-error';
import { type FormulaLanguage } from './language';
import {
  ANY,
  ANY_MAP,
  BOOL,
  DURATION,
  elementOf,
  FLOAT,
  FLOATS,
  goType,
  INT,
  INTS,
  isAssignable,
  isNumeric,
  isUnknown,
  LIST,
  LOCATION,
  STRING,
  STRINGS,
  TIME,
  type Type,
  UNKNOWN,
} from './types';

/** What a function returns for arguments of these types; throws a FormulaError where it does not take them. */
export type Signature = (items: readonly Type[], name: string) => Type;
/** The functions of a language that take values only, by name. */
export type Builtins = ReadonlyMap<string, Signature>;

/** The functions that take a predicate, with the number of their arguments. */
export const PREDICATES: ReadonlyMap<string, { readonly least: number; readonly most: number }> = new Map(
  [
    ['all none any one filter map find findIndex findLast findLastIndex groupBy', 2, 2] as const,
    ['count sum', 1, 2] as const,
    ['sortBy reduce', 2, 3] as const,
  ].flatMap(([names, least, most]) => names.split(' ').map((name) => [name, { least, most }] as const)),
);

const [ROUND, BITS, LENGTH] = [rounding(), overloads([[INT, INT], INT]), ofOne((type) => lengthOf(type))];

const FUNCTIONS: Readonly<Record<string, Signature>> = {
  len: LENGTH,
  type: anyTo(STRING),
  abs: ofOne((type) => (isNumeric(type) ? type : isUnknown(type) ? ANY : undefined)),
  ceil: ROUND,
  floor: ROUND,
  round: ROUND,
  int: ofOne((type) => (isNumeric(type) || isUnknown(type) || type.kind === 'string' ? INT : undefined)),
  float: ofOne((type) => (isNumeric(type) || isUnknown(type) || type.kind === 'string' ? FLOAT : undefined)),
  string: anyTo(STRING),
  trim: overloads([[STRING], STRING], [[STRING, STRING], STRING]),
  trimPrefix: overloads([[STRING, STRING], STRING], [[STRING], STRING]),
  trimSuffix: overloads([[STRING, STRING], STRING], [[STRING], STRING]),
  upper: overloads([[STRING], STRING]),
  lower: overloads([[STRING], STRING]),
  split: overloads([[STRING, STRING], STRINGS], [[STRING, STRING, INT], STRINGS]),
  splitAfter: overloads([[STRING, STRING], STRINGS], [[STRING, STRING, INT], STRINGS]),
  replace: overloads([[STRING, STRING, STRING, INT], STRING], [[STRING, STRING, STRING], STRING]),
  repeat: overloads([[STRING, INT], STRING]),
  join: overloads([[STRINGS, STRING], STRING], [[LIST, STRING], STRING], [[LIST], STRING], [[STRINGS], STRING]),
  indexOf: overloads([[STRING, STRING], INT]),
  lastIndexOf: overloads([[STRING, STRING], INT]),
  hasPrefix: overloads([[STRING, STRING], BOOL]),
  hasSuffix: overloads([[STRING, STRING], BOOL]),
  max: aggregate,
  min: aggregate,
  mean: aggregate,
  median: aggregate,
  toJSON: anyTo(STRING),
  fromJSON: overloads([[STRING], ANY]),
  toBase64: overloads([[STRING], STRING]),
  fromBase64: overloads([[STRING], STRING]),
  now: (items, name) => {
    if (items.length === 0 || (items.length === 1 && items[0]?.name === LOCATION.name)) return TIME;
    throw wrongNumber(name, 'none', items);
  },
  duration: overloads([[STRING], DURATION]),
  date: (items, name) => {
    const rest = items[0]?.name === LOCATION.name ? items.slice(1) : items;
    if (items.length > 0 && rest.length <= 3) return TIME;
    throw wrongNumber(name, '1 to 3', items);
  },
  timezone: overloads([[STRING], LOCATION]),
  first: ofOne((type) => (isUnknown(type) ? ANY : type.kind === 'array' ? elementOf(goType(type)) : undefined)),
  last: ofOne((type) => (isUnknown(type) ? ANY : type.kind === 'array' ? elementOf(goType(type)) : undefined)),
  get: () => UNKNOWN, // what it is given is checked with its place
  take: (items, name) => {
    const [list, count] = items;
    if (!list || !count || items.length > 2) throw wrongNumber(name, '2', items);
    if (list.kind !== 'array' && !isUnknown(list)) throw wrongType(name, list);
    if (count.kind !== 'int' && count.kind !== 'int64' && !isUnknown(count)) throw wrongType(name, count);
    return isUnknown(list) ? ANY : goType(list);
  },
  keys: ofOne((type) => (isUnknown(type) || type.kind === 'map' ? LIST : undefined)),
  values: ofOne((type) => (isUnknown(type) || type.kind === 'map' ? LIST : undefined)),
  toPairs: ofOne((type) => (isUnknown(type) || type.kind === 'map' ? LIST : undefined)),
  fromPairs: ofOne((type) => (isUnknown(type) || type.kind === 'array' ? ANY_MAP : undefined)),
  reverse: ofOne((type) => (isUnknown(type) || type.kind === 'array' ? LIST : undefined)),
  concat: (items, name) => {
    if (items.length === 0) throw wrongNumber(name, '1 or more', items);
    const wrong = items.find((type) => type.kind !== 'array' && !isUnknown(type));
    if (wrong) throw wrongType(name, wrong);
    return LIST;
  },
  sort: overloads(
    ...[LIST, INTS, FLOATS, STRINGS].map((list) => [[list, STRING], LIST] as const),
    ...[LIST, FLOATS, STRINGS, INTS].map((list) => [[list], LIST] as const),
  ),
  bitand: BITS,
  bitor: BITS,
  bitxor: BITS,
  bitnand: BITS,
  bitshl: BITS,
  bitshr: BITS,
  bitushr: BITS,
  bitnot: overloads([[INT], INT]),
};

const OF_LISTS = ofOne((type) => (isUnknown(type) || type.kind === 'array' ? LIST : undefined));
const BEFORE_2_17: Builtins = new Map(Object.entries(FUNCTIONS));
const SINCE_2_17: Builtins = new Map([...BEFORE_2_17, ['uniq', OF_LISTS], ['flatten', OF_LISTS]]);

/** The functions of a language, without those that take a predicate. */
export function builtinsOf({ hasBlocks }: FormulaLanguage): Builtins {
  return hasBlocks ? SINCE_2_17 : BEFORE_2_17;
}

function ofOne(result: (type: Type) => Type | undefined): Signature {
  return (items, name) => {
    const [type] = items;
    if (!type || items.length !== 1) throw wrongNumber(name, '1', items);
    const returned = result(type);
    if (returned) return returned;
    throw wrongType(name, type);
  };
}

function rounding(): Signature {
  return ofOne((type) => (isNumeric(type) || isUnknown(type) ? FLOAT : undefined));
}

function lengthOf(type: Type): Type | undefined {
  return isUnknown(type) || ['array', 'map', 'string'].includes(type.kind) ? INT : undefined;
}

function anyTo(result: Type): Signature {
  return (items, name) => {
    if (items.length !== 1) throw wrongNumber(name, '1', items);
    return result;
  };
}

function aggregate(items: readonly Type[], name: string): Type {
  const [first] = items;
  if (!first) throw wrongNumber(name, '1 or more', items);
  for (const type of items) {
    if (isUnknown(type) || type.kind === 'array') return ANY;
    if (!isNumeric(type)) throw wrongType(name, type);
  }
  return first;
}

function overloads(...forms: readonly (readonly [takes: readonly Type[], returns: Type])[]): Signature {
  return (items, name) => {
    const form = forms.find(
      ([takes]) =>
        takes.length === items.length && takes.every((type, index) => isPassed(items[index] ?? UNKNOWN, type)),
    );
    if (form) return form[1];
    const counts = [...new Set(forms.map(([takes]) => takes.length))].sort();
    if (!counts.includes(items.length)) throw wrongNumber(name, counts.join(' or '), items);
    const sized = forms.find(([takes]) => takes.length === items.length)![0];
    throw wrongType(name, items.find((item, index) => !isPassed(item, sized[index] ?? UNKNOWN)) ?? items[0]!);
  };
}

/** Whether a value may be passed where a type is wanted: nil only where anything goes. */
export function isPassed(type: Type, wanted: Type): boolean {
  if (isUnknown(wanted)) return true;
  return isUnknown(type) || (type.kind !== 'nil' && isAssignable(type, wanted));
}

export function wrongNumber(name: string, wanted: string, items: readonly Type[]): FormulaError {
  const noun = wanted === '1' ? 'argument' : 'arguments';
  return new FormulaError(
    `calls ${name} with ${items.length} ${items.length === 1 ? 'argument' : 'arguments'}, and it takes ${wanted === 'none' ? 'none' : `${wanted} ${noun}`}`,
  );
}

function wrongType(name: string, { name: type }: Type): FormulaError {
  return new FormulaError(`calls ${name} with a value of type ${type}, which it does not take`);
}
