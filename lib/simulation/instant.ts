import { show } from '../kubernetes/fields';
import { InputError } from '../validation';

/**
 * A point in time: milliseconds since 1970 or since the start of a simulation, or RFC 3339 text as Kubernetes writes it.
 * Whole milliseconds keep comparisons at the edge of a window exact.
 */
export type Instant = number | string;

/**
 * The milliseconds of an instant.
 *
 * @throws InputError if it is neither a finite number nor RFC 3339 text.
 */
export function milliseconds(name: string, instant: unknown): number {
  const value = typeof instant === 'string' ? Date.parse(instant) : instant;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InputError({
    what: `${name} ${show(instant)} is not a point in time.`,
    why: 'Every window and delay of an autoscaler is a difference of two points in time.',
    fix: 'Write milliseconds as a number, or RFC 3339 text such as "2026-08-01T12:00:00Z".',
  });
}

/** The milliseconds of an instant; undefined where it is missing or null. */
export function optionalMilliseconds(name: string, instant: unknown): number | undefined {
  return instant === undefined || instant === null ? undefined : milliseconds(name, instant);
}

/** The instant as Kubernetes writes it: RFC 3339 in UTC, whole seconds. */
export function timeText(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
