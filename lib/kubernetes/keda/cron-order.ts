import { CronError, CronSchedule } from './cron';

/** Two starts or two ends of a cron trigger without the other between them. */
export interface UnpairedTime {
  readonly is: 'start' | 'end';
  /** Milliseconds since 1970, UTC: the one that comes first, and the one that follows it. */
  readonly first: number;
  readonly second: number;
}

const DAY = 24 * 60 * 60 * 1000;
/** A Monday, so that a week is told from its beginning. */
const MONDAY = Date.UTC(2024, 0, 1) - 1;
const DAYS = 15;
/** Schedules that come more often are not for times of a day. */
const MOST_TIMES = 200;

/**
 * The first two starts, or ends, that follow each other in a week; undefined where there are none, or where schedules name days of a month. KEDA
 * takes whichever of start and end comes next: after an end that another end follows the trigger is open until that one, and after a start that
 * another start follows it is closed.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/cron_scaler.go GetMetricsAndActivity
 */
export function unpairedTime(start: string, end: string): UnpairedTime | undefined {
  const [starts, ends] = [timesOf('start', start), timesOf('end', end)];
  if (!starts || !ends) return undefined;
  const until = Math.min(lastKnown(starts), lastKnown(ends));
  const times = [...starts, ...ends].filter(({ time }) => time <= until).sort((a, b) => a.time - b.time);
  for (const [i, { is, time }] of times.entries()) {
    const next = times[i + 1];
    if (next?.time === time) return undefined; // which of both counts is hard to tell
    if (next?.is === is) return { is, first: time, second: next.time };
  }
  return undefined;
}

interface Time {
  readonly is: UnpairedTime['is'];
  readonly time: number;
}

function lastKnown(times: readonly Time[]): number {
  return times.length < MOST_TIMES ? Infinity : Math.max(...times.map(({ time }) => time));
}

/** The times of a schedule in two weeks; undefined where KEDA does not take it, or where it is not one of days of the week. */
function timesOf(is: UnpairedTime['is'], text: string): Time[] | undefined {
  if (!/^\s*\S+\s+\S+\s+[*?]\s+\*\s+\S+\s*$/.test(text)) return undefined;
  try {
    const schedule = CronSchedule.parse(text);
    const times: Time[] = [];
    for (
      let time = schedule.next(MONDAY, 'UTC');
      time !== undefined && time < MONDAY + DAYS * DAY && times.length < MOST_TIMES;
      time = schedule.next(time, 'UTC')
    ) {
      times.push({ is, time });
    }
    return times;
  } catch (error) {
    if (!(error instanceof CronError)) throw error; // which is told by itself
    return undefined;
  }
}
