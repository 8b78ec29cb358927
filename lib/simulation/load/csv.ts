import { show } from '../../kubernetes/fields';
import { loadProblem } from './numbers';

type Point = readonly [second: number, value: number];

/** A recorded time: seconds, or a date. */
const TIME = /^(?:-?\d+(?:\.\d+)?|\d{4}-\d{2}-\d{2}[T ].*)$/;

/** What was recorded: seconds from the first time, and when that was, in milliseconds since 1970, where it is a date. */
export interface RecordedLoad {
  readonly points: readonly Point[];
  readonly startsAt?: number;
}

/**
 * Times and values of a CSV, the first time being 0. Columns are separated by comma, semicolon or tab; more than two are ignored.
 *
 * @throws InputError that names the line that cannot be read.
 */
export function recordedInCsv(csv: string): RecordedLoad {
  const points: Point[] = [];
  let isDated = false;
  let start: number | undefined;
  let headline = true;
  for (const [index, line] of csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    // Where columns are separated by a semicolon or a tab, a comma is that of a number.
    const separator = /[;\t]/.exec(line)?.[0] ?? ',';
    const [time = '', value = ''] = line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const second = TIME.test(time) ? secondOf(time) : NaN;
    if (Number.isNaN(second)) {
      if (headline && points.length === 0) {
        headline = false;
        continue;
      }
      throw broken(index, line, `${show(time)} is not a time`);
    }
    start ??= second;
    isDated ||= time.includes('-', 1);
    const rate = value === '' ? NaN : Number(value);
    if (!Number.isFinite(rate)) throw broken(index, line, `${show(value)} is not a number`);
    if (rate < 0) throw broken(index, line, `${value} requests per second are negative`);
    const before = points.at(-1);
    if (before && second - start <= before[0]) throw broken(index, line, 'its time is not after the line before');
    points.push([second - start, rate]);
  }
  if (points.length === 0) {
    throw loadProblem('The CSV has no line with a time and a number.', 'Write lines such as "0,100" and "60,250".');
  }
  return { points, ...(isDated && start !== undefined && { startsAt: start * 1000 }) };
}

function secondOf(time: string): number {
  return time.includes('-', 1) ? Date.parse(time.replace(' ', 'T')) / 1000 : Number(time);
}

function broken(index: number, line: string, what: string): Error {
  return loadProblem(
    `Line ${index + 1} of the CSV, ${show(line)}, cannot be read: ${what}.`,
    'Write a time (seconds or RFC 3339, ascending), a comma and the requests per second, such as "60,250".',
  );
}
