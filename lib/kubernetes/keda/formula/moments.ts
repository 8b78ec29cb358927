import { isTimeZone } from '../time-zone';
import { UnsupportedFormula } from './formula-error';
import { int, Moment, Named, RunError, Span, toInt, Zone, type Value } from './value';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const MILLISECOND = 1_000_000n;
const DAY = 86_400_000;

/**
 * A duration such as `1h30m`.
 *
 * @throws RunError if it is not one.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function durationOf(text: string): Span {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const rest = text.slice(sign.length);
  const parts = [...rest.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/gy)];
  const isWhole = parts.map(([part]) => part).join('') === rest && parts.every(([, a, b]) => `${a}${b ?? ''}` !== '');
  if (rest !== '0' && (rest === '' || !isWhole)) throw new RunError(`calls duration with "${text}"`);
  const total = parts.reduce((sum, [, whole, fraction = '', unit]) => {
    const nanoseconds = UNITS.get(unit!)!;
    const tail = fraction === '' ? 0n : (BigInt(fraction) * nanoseconds) / 10n ** BigInt(fraction.length);
    return sum + BigInt(whole!) * nanoseconds + tail;
  }, 0n);
  if (total >= 2n ** 63n) throw new RunError(`calls duration with "${text}"`);
  return new Span(sign === '-' ? -total : total);
}

/** @throws RunError if there is no time zone of that name. */
export function zoneOf(name: string): Zone {
  if (name === '') return Zone.UTC;
  if (isTimeZone(name)) return new Zone(name);
  throw new RunError(`calls timezone with "${name}", which does not exist`);
}

/**
 * The value of a method of Go's time package.
 *
 * @throws UnsupportedFormula if it is not evaluated here.
 */
export function callMethod(value: Value, name: string, items: readonly Value[]): Value {
  const [item] = items;
  if (value instanceof Moment) {
    const number = partOf(value, name);
    if (number !== undefined) return number;
    if (item instanceof Moment) {
      const difference = value.nanoseconds - item.nanoseconds;
      if (name === 'Sub') return new Span(int(difference));
      if (name === 'After') return difference > 0n;
      if (name === 'Before') return difference < 0n;
      if (name === 'Equal') return difference === 0n;
    }
    if (name === 'Add' && item instanceof Span) return new Moment(value.nanoseconds + item.nanoseconds, value.zone);
    if (name === 'In' && item instanceof Zone) return new Moment(value.nanoseconds, item);
    if (name === 'UTC') return new Moment(value.nanoseconds);
  }
  if (value instanceof Span) {
    const { nanoseconds } = value;
    if (name === 'Hours' || name === 'Minutes' || name === 'Seconds') {
      return Number(nanoseconds) / Number(UNITS.get(name.charAt(0).toLowerCase()));
    }
    if (name === 'Milliseconds') return nanoseconds / MILLISECOND;
    if (name === 'Microseconds') return nanoseconds / 1000n;
    if (name === 'Nanoseconds') return nanoseconds;
    if (name === 'Abs') return new Span(nanoseconds < 0n ? int(-nanoseconds) : nanoseconds);
  }
  throw new UnsupportedFormula(`${name}()`);
}

function partOf({ nanoseconds, zone }: Moment, name: string): Value | undefined {
  const milliseconds = Number(nanoseconds / MILLISECOND);
  const local = new Date(milliseconds + zone.offset(milliseconds));
  switch (name) {
    case 'Year':
      return BigInt(local.getUTCFullYear());
    case 'Month':
      return new Named('month', BigInt(local.getUTCMonth() + 1));
    case 'Day':
      return BigInt(local.getUTCDate());
    case 'YearDay':
      return BigInt(Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / DAY) + 1);
    case 'Weekday':
      return new Named('weekday', BigInt(local.getUTCDay()));
    case 'Hour':
      return BigInt(local.getUTCHours());
    case 'Minute':
      return BigInt(local.getUTCMinutes());
    case 'Second':
      return BigInt(local.getUTCSeconds());
    case 'Nanosecond':
      return toInt(nanoseconds % 1_000_000_000n);
    case 'Unix':
      return nanoseconds / 1_000_000_000n;
    case 'UnixMilli':
      return nanoseconds / MILLISECOND;
    case 'UnixMicro':
      return nanoseconds / 1000n;
    case 'UnixNano':
      return nanoseconds;
    default:
      return undefined;
  }
}
