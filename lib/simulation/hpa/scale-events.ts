import { type Behavior, type ScalingRules } from './hpa-spec';
import { record } from './recommendation';

/** A scale that the controller did: how many replicas it added or removed, and when, in milliseconds. */
export interface ScaleEvent {
  readonly change: number;
  readonly time: number;
  /** Once older than every policy's period, its place may be taken; it stays so if a period grows. */
  readonly outdated?: boolean;
}

/** Scales of both directions. */
export interface ScaleEvents {
  readonly up: readonly ScaleEvent[];
  readonly down: readonly ScaleEvent[];
}

export const NO_EVENTS: ScaleEvents = { up: [], down: [] };

/** The replicas that events changed within a period; an event exactly as old as the period has left it. */
export function changeWithin(periodSeconds: number, events: readonly ScaleEvent[], now: number): number {
  const cutoff = now - periodSeconds * 1000;
  return events.reduce((sum, { change, time }) => (time > cutoff ? sum + change : sum), 0);
}

/** The events after a scale. Without `behavior` nobody asks for them, so none is kept. */
export function recordScale(
  events: ScaleEvents,
  behavior: Behavior | undefined,
  from: number,
  to: number,
  now: number,
): ScaleEvents {
  if (!behavior) return events;
  return to > from
    ? { ...events, up: recordEvent(events.up, behavior.scaleUp, to - from, now) }
    : { ...events, down: recordEvent(events.down, behavior.scaleDown, from - to, now) };
}

function recordEvent(
  events: readonly ScaleEvent[],
  { policies }: ScalingRules,
  change: number,
  now: number,
): readonly ScaleEvent[] {
  const longestPeriod = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds));
  const cutoff = now - longestPeriod * 1000;
  const marked = events.map((event) => (event.time < cutoff ? { ...event, outdated: true } : event));
  return record(marked, { change, time: now }, ({ outdated }) => outdated === true);
}
