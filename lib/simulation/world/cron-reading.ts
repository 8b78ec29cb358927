import { NOT_BUILT } from '../../kubernetes/keda/not-built';
import { cronProblems } from '../../kubernetes/keda/cron-problems';
import { CronWindow } from '../../kubernetes/keda/cron-window';
import { InputError } from '../../validation';
import { type KedaRelease } from '../keda/settings';
import { type Trigger } from '../keda/trigger';
import { type TriggerReading } from '../keda/trigger-reading';

const KEYS = ['start', 'end', 'timezone', 'desiredReplicas'] as const;

/**
 * What a cron trigger says at a time of the prediction, in milliseconds after its start.
 *
 * @throws InputError if KEDA does not take the trigger.
 */
export function cronReading(
  metadata: Trigger['metadata'],
  { cronEndsAtZero }: KedaRelease,
  startTime: number,
): (now: number) => TriggerReading {
  const { start = '', end = '', timezone = '', desiredReplicas = '' } = metadata;
  for (const key of KEYS) {
    if ((metadata[key] ?? '').trim() !== '') continue;
    throw new InputError({
      what: `The cron trigger has no ${key}.`,
      why: NOT_BUILT,
      fix: `Add ${key}.`,
    });
  }
  for (const { what, why, fix } of cronProblems(metadata)) {
    throw new InputError({ what: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`, why, fix });
  }
  const window = windowOf(start.trim(), end.trim(), timezone.trim());
  const replicas = Number(desiredReplicas);
  return (now) => ({ value: window.isActive(startTime + now) ? replicas : cronEndsAtZero ? 0 : 1 });
}

function windowOf(start: string, end: string, timezone: string): CronWindow {
  const window = new CronWindow(start, end, timezone);
  try {
    window.isActive(0);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({
      what: `This Node.js does not know the time zone "${timezone}".`,
      why: 'Its time zone database is older than the zone, so the times of the cron trigger cannot be told.',
      fix: 'Predict with a newer Node.js.',
    });
  }
  return window;
}
