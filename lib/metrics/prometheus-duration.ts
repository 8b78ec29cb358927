import { type Duration } from 'cdk8s';
import { type Problem } from '../validation';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** The longest that Prometheus can write: 64 bits of nanoseconds, 292 years. */
const LONGEST = 2 ** 63 / 1e6;

/** A length of time as Prometheus writes it, such as `1m` or `90s`. */
export function prometheusDuration(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  const [unit, size] = UNITS.find(([, each]) => milliseconds % each === 0)!; // the last one divides every whole number
  return `${milliseconds / size}${unit}`;
}

/** Why a length of time cannot be written: Prometheus takes whole milliseconds, refuses 0 here, and has 64 bits for nanoseconds. */
export function prometheusDurationProblem(what: string, duration: Duration | undefined): Problem | undefined {
  if (duration === undefined) return undefined;
  const milliseconds = duration.toMilliseconds();
  if (Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds < LONGEST) return undefined;
  return {
    what: `${what} is ${milliseconds} ms.`,
    why: 'Prometheus refuses its whole configuration, and does not start.',
    fix: 'Use a whole number of milliseconds above 0 and below 292 years, such as Duration.seconds(15).',
  };
}

/** Why a timeout does not fit to its interval. */
export function scrapeTimeoutProblem(what: string, interval: Duration, timeout: Duration): Problem | undefined {
  if (timeout.toMilliseconds() <= interval.toMilliseconds()) return undefined;
  return {
    what: `${what} has a scrape timeout of ${prometheusDuration(timeout)}, longer than its interval of ${prometheusDuration(interval)}.`,
    why: 'Prometheus refuses its whole configuration, and does not start.',
    fix: 'Make scrapeTimeout at most scrapeInterval.',
  };
}
