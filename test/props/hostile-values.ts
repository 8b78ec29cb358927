import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ENUMS } from '../../lib/platform/props/prop-types';

/** A value that somebody may put where another one belongs, and what to call it. */
export interface HostileValue {
  readonly name: string;
  readonly value: unknown;
}

const named = (values: Readonly<Record<string, unknown>>): HostileValue[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const own = (key: string, value: unknown): object =>
  Object.defineProperty({}, key, { value, enumerable: true, writable: true, configurable: true });

const WRONG_TYPES = named({ null: null, 'an object': {}, 'a list': [], 'a number': 5, 'a text': 'x', true: true });

const NUMBERS = named({
  NaN,
  Infinity,
  '-Infinity': -Infinity,
  '-1': -1,
  '0': 0,
  '1.5': 1.5,
  '2^31': 2 ** 31,
  '2^53': 2 ** 53,
  '1e21': 1e21,
});

const TEXTS = named({
  'an empty text': '',
  'a b': 'a b',
  'U+2028': 'a\u2028b',
  'two lines': 'a\nb',
  'a quote': 'a"b\'c',
  __proto__: '__proto__',
  bogus: 'bogus',
  'half a character': '\ud800',
  'a long text': 'x'.repeat(300),
});

const DURATIONS = named({
  '1 ms': Duration.millis(1),
  '1500 ms': Duration.millis(1500),
  '0 s': Duration.seconds(0),
  'a million days': Duration.days(1e6),
  NaN: Duration.seconds(NaN),
});

const SIZES = named({
  '0 MiB': Size.mebibytes(0),
  '1 KiB': Size.kibibytes(1),
  '1.5 MiB': Size.kibibytes(1536),
  NaN: Size.mebibytes(NaN),
});

const CPUS = named({ NaN: Cpu.millis(NaN), '-5m': Cpu.millis(-5), '2^60': Cpu.units(2 ** 60) });

const MAPS = named({
  'an odd key': { 'a b': 'x' },
  'an empty key': { '': 'x' },
  'an odd value': { a: 'x\ny' },
  'a number in it': { a: 5 },
  'null in it': { a: null },
  __proto__: own('__proto__', 'x'),
  constructor: own('constructor', 'x'),
});

const LISTS = named({ 'null in it': [null], 'a hole': [undefined], 'a list in it': [[]] });

/** What to try instead of a value of a type of the table. */
export function hostileValues(type: string): readonly HostileValue[] {
  if (type === 'number') return [...NUMBERS, ...wrong('a number')];
  if (type === 'string') return [...TEXTS, ...wrong('a text')];
  if (type === 'boolean') return wrong('true');
  if (type === 'number|string') return [...NUMBERS, ...TEXTS, ...wrong('a number', 'a text')];
  if (type === 'Duration') return [...DURATIONS, ...wrong()];
  if (type === 'Size') return [...SIZES, ...wrong()];
  if (type === 'Cpu') return [...CPUS, ...wrong()];
  if (type.endsWith('[]')) return [...LISTS, ...wrong('a list')];
  if (type.startsWith('{')) return [...MAPS, ...wrong()];
  const values = ENUMS[type];
  if (values) return [...named({ bogus: 'bogus', 'a name for a value': oddName(values) }), ...wrong()];
  return wrong();
}

function wrong(...right: readonly string[]): HostileValue[] {
  return WRONG_TYPES.filter(({ name }) => !right.includes(name));
}

/** The name of a member where its value belongs, if the two differ. */
function oddName(values: Readonly<Record<string, string | number>>): string {
  return Object.keys(values).find((name) => values[name] !== name) ?? 'BOGUS';
}
