import { show } from '../kubernetes/fields';
import { InputError } from '../validation';

/** A length of time: seconds as a number, or text such as `90s`, `5m` or `1h30m`. */
export type Span = number | string;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

/**
 * The seconds of a length of time; text without a unit is seconds.
 *
 * @throws InputError if it is not one, or negative.
 */
export function seconds(name: string, span: unknown): number {
  const value = typeof span === 'string' ? secondsOf(span) : span;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new InputError({
    what: `${name} ${show(span)} is not a length of time.`,
    why: 'Everything that is predicted happens at a time or after one.',
    fix: 'Write seconds as a number from 0 up, or text such as "90s", "5m" or "1h30m".',
  });
}

function secondsOf(text: string): number {
  const trimmed = text.trim().toLowerCase(); // siege writes 40S
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(trimmed)) return NaN;
  let sum = 0;
  for (const [, amount, unit = ''] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    sum += Number(amount) * (UNITS.get(unit) ?? NaN);
  }
  return sum;
}

/** A length of time as people write it: `1h30m`, `45s`, `0.5s`. */
export function spanText(length: number): string {
  if (length < 60 || !Number.isInteger(length)) return `${Number(length.toFixed(3))}s`;
  const parts: string[] = [];
  let rest = length;
  for (const [unit, size] of [
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const amount = Math.floor(rest / size);
    if (amount > 0) parts.push(`${amount}${unit}`);
    rest -= amount * size;
  }
  return parts.join('');
}
