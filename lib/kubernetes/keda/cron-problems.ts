import { NOT_BUILT } from './not-built';
import { CronError, CronSchedule } from './cron';
import { isTimeZone, similarTimeZone } from './time-zone';

/** What the metadata of a cron trigger says, as text; what is missing is judged elsewhere. */
export interface CronTrigger {
  readonly start?: string;
  readonly end?: string;
  readonly timezone?: string;
  readonly desiredReplicas?: string;
}

/** What KEDA does not take in a cron trigger. */
export interface CronProblem {
  readonly key: keyof CronTrigger;
  /** Without a full stop: `the start "0 8 * *" of the cron trigger has 4 fields instead of 5`. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/**
 * What KEDA does not take in a cron trigger, in the order of its keys.
 *
 * @see https://keda.sh/docs/latest/scalers/cron/
 */
export function* cronProblems(trigger: CronTrigger): Iterable<CronProblem> {
  const { start, end, timezone, desiredReplicas } = trimmed(trigger);
  yield* scheduleProblems('start', start);
  yield* scheduleProblems('end', end);
  if (start !== undefined && start === end) {
    yield {
      key: 'end',
      what: `the cron trigger starts and ends at "${start}"`,
      why: NOT_BUILT,
      fix: 'Let it end later.',
    };
  }
  if (timezone !== undefined && !isTimeZone(timezone)) {
    const similar = similarTimeZone(timezone);
    yield {
      key: 'timezone',
      what: `the timezone "${timezone}" of the cron trigger does not exist`,
      why: 'KEDA looks it up in the time zone database at every poll, and reports an error instead of a number of replicas.',
      fix:
        similar === undefined
          ? 'Use a name of the time zone database, such as "Asia/Seoul" or "UTC".'
          : `Use "${similar}".`,
    };
  }
  yield* replicaProblems(desiredReplicas);
}

function* scheduleProblems(key: 'start' | 'end', schedule: string | undefined): Iterable<CronProblem> {
  if (schedule === undefined) return;
  try {
    CronSchedule.parse(schedule);
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    yield {
      key,
      what: `the ${key} "${schedule}" of the cron trigger ${error.problem}`,
      why: NOT_BUILT,
      fix: error.fix,
    };
  }
}

function* replicaProblems(desiredReplicas: string | undefined): Iterable<CronProblem> {
  if (desiredReplicas === undefined) return;
  const number = /^-?(?:0|[1-9]\d*)$/.test(desiredReplicas) ? Number(desiredReplicas) : NaN;
  if (number === 0 || desiredReplicas === 'null') {
    yield {
      key: 'desiredReplicas',
      what: 'the cron trigger has desiredReplicas 0',
      why: `KEDA takes 0 for missing, and does not build the scaler. A cron trigger cannot lower replicas anyway: outside of its time minReplicaCount counts.`,
      fix: 'Set minReplicaCount: 0, and a cron trigger for the time in which there should be replicas.',
    };
  } else if (!(Math.abs(number) < 2 ** 63)) {
    yield {
      key: 'desiredReplicas',
      what: `the cron trigger has desiredReplicas "${desiredReplicas}", which is not a whole number`,
      why: NOT_BUILT,
      fix: 'Write a whole number in quotes, such as "5".',
    };
  } else if (number < 0) {
    yield {
      key: 'desiredReplicas',
      what: `the cron trigger has desiredReplicas ${number}, below 0`,
      why: 'KEDA takes it, and asks for nothing.',
      fix: 'Write a number above 0.',
    };
  }
}

/** KEDA trims what it reads, and takes an empty text for a missing one. */
function trimmed(trigger: CronTrigger): CronTrigger {
  const entries = Object.entries(trigger) as [keyof CronTrigger, string | undefined][];
  return Object.fromEntries(entries.map(([key, value]) => [key, value?.trim() === '' ? undefined : value?.trim()]));
}
