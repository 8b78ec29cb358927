import { at } from '../kubernetes/fields';
import { type ControllerSettings } from './hpa/settings';
import { milliseconds } from './instant';
import { type Frame, type Recording } from './recording';

/** A reconcile of the recorded controller. */
export interface Sync {
  /** When, in milliseconds. */
  readonly time: number;
  /** What the controller saw. */
  readonly before: Frame;
  /** What it left behind. */
  readonly after: Frame;
  /** Whether its time is only guessed from the sync period. */
  readonly guessed: boolean;
}

/**
 * When the recorded controller reconciled: as recorded, or else wherever the status of the HPA changed, which nobody but the controller
 * does, and once per period between. From Kubernetes 1.37 a change of the spec is reconciled at once, beside the turns of the period.
 */
export function syncsOf(
  recording: Recording,
  frames: readonly Frame[],
  { syncPeriodSeconds, release }: Pick<ControllerSettings, 'syncPeriodSeconds' | 'release'>,
): Sync[] {
  if (recording.syncs) {
    const times = recording.syncs.map((time, index) => milliseconds(`syncs[${index}]`, time));
    return times.flatMap((time) => syncAt(time, frames, false));
  }
  const period = Math.max(1, syncPeriodSeconds) * 1000;
  const syncs: Sync[] = [];
  let latest = NaN; // before the first trace of a reconcile nobody knows when one was
  for (const [index, after] of frames.entries()) {
    const before = frames[index - 1];
    if (!before || statusText(before) === statusText(after)) continue;
    // A change that is nearly due stands for the reconcile itself.
    for (const time of every(period, latest, after.time - period / 2)) syncs.push(...syncAt(time, frames, true));
    const time = inStep({ seen: after.time, within: after.time - before.time }, latest, period);
    syncs.push({ time, before, after, guessed: false });
    // A change of the spec is reconciled in between, and does not move the next turn.
    const isInBetween = release.reconcilesAtOnce && generationOf(before) !== generationOf(after);
    latest = isInBetween && after.time - latest < period ? latest : time;
  }
  const [first, last] = [frames[0], frames.at(-1)];
  const begin = Number.isNaN(latest) ? Number(first?.time) : latest;
  for (const time of every(period, begin, Number(last?.time) - 1)) syncs.push(...syncAt(time, frames, true));
  return syncs;
}

/** When a change was seen, and how long before that it may have happened. Milliseconds. */
interface Seen {
  readonly seen: number;
  readonly within: number;
}

/**
 * When a sync was whose trace was seen: the controller pauses for its period after each, so that a turn which seems to come sooner was seen late the time before. A policy
 * that counts what was scaled within a period does not count the turn before.
 *
 * @param latest the sync before; NaN if nobody knows it
 */
export function inStep({ seen, within }: Seen, latest: number, period: number): number {
  const due = latest + Math.round((seen - latest) / period) * period;
  if (due > seen && due - seen < 2 * within) return due;
  return latest > seen ? latest : seen;
}

/** The times of a period after a time, up to another one. */
function* every(period: number, after: number, until: number): Iterable<number> {
  for (let time = after + period; time <= until; time += period) yield time;
}

function syncAt(time: number, frames: readonly Frame[], guessed: boolean): Sync[] {
  const index = frames.findIndex((frame) => frame.time > time);
  const before = frames[index - 1];
  const after = frames[index];
  return before && after ? [{ time, before, after, guessed }] : [];
}

function generationOf({ hpa }: Frame): unknown {
  return at(hpa, 'metadata', 'generation');
}

function statusText({ hpa }: Frame): string {
  return JSON.stringify(at(hpa, 'status') ?? null);
}
