import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A schedule that has no time within these years has none at all: 29 February comes back after 8 years at most. */
const FARTHEST_DAYS = 8 * 366;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The numbers that fit each field: minute, hour, day, month, day of the week. */
type Schedule = readonly [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];

/** The time from a cron schedule's start to its end, in a time zone. */
export class CronWindow {
  readonly #start: Clock;
  readonly #end: Clock;
  readonly #local: (time: number) => number;

  /** @throws InputError if a schedule or the time zone cannot be read. */
  constructor(start: string, end: string, timezone: string) {
    this.#start = new Clock(start);
    this.#end = new Clock(end);
    this.#local = localClock(timezone);
  }

  /** Whether it is between start and end: whichever comes next says it. Milliseconds since 1970. */
  isActive(time: number): boolean {
    const local = this.#local(time);
    return this.#end.nextAfter(local) < this.#start.nextAfter(local);
  }
}

/** A cron schedule of five fields. */
class Clock {
  readonly #schedule: Schedule;
  readonly #anyDay: boolean;
  readonly #anyWeekday: boolean;
  #knownFrom = Infinity;
  #knownNext = -Infinity;

  constructor(text: string) {
    const fields = text.trim().split(/\s+/);
    const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
    if (fields.length !== 5) throw broken(text);
    this.#schedule = [
      numbersOf(minute, 0, 59, [], text),
      numbersOf(hour, 0, 23, [], text),
      numbersOf(day, 1, 31, [], text),
      numbersOf(month, 1, 12, MONTHS, text),
      numbersOf(weekday, 0, 6, DAYS, text),
    ];
    this.#anyDay = /^[*?]/.test(day);
    this.#anyWeekday = /^[*?]/.test(weekday);
  }

  /** The first time after another one; Infinity if there is none. */
  nextAfter(time: number): number {
    if (time >= this.#knownFrom && time < this.#knownNext) return this.#knownNext;
    this.#knownFrom = time;
    this.#knownNext = this.#search(Math.floor(time / MINUTE) * MINUTE + MINUTE);
    return this.#knownNext;
  }

  #search(from: number): number {
    const [minutes, hours] = this.#schedule;
    const firstDay = Math.floor(from / DAY) * DAY;
    for (let day = firstDay; day < firstDay + FARTHEST_DAYS * DAY; day += DAY) {
      if (!this.#isOnDay(new Date(day))) continue;
      for (let hour = 0; hour < 24; hour += 1) {
        if (!hours.has(hour)) continue;
        for (let minute = 0; minute < 60; minute += 1) {
          const time = day + (hour * 60 + minute) * MINUTE;
          if (minutes.has(minute) && time >= from) return time;
        }
      }
    }
    return Infinity;
  }

  /** Where both the day of the month and that of the week are restricted, one of them is enough. */
  #isOnDay(date: Date): boolean {
    const [, , days, months, weekdays] = this.#schedule;
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const [onDay, onWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
    return this.#anyDay || this.#anyWeekday ? onDay && onWeekday : onDay || onWeekday;
  }
}

function numbersOf(field: string, low: number, high: number, names: readonly string[], schedule: string): Set<number> {
  const numbers = new Set<number>();
  const numberOf = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    return named >= 0 ? named + low : /^\d+$/.test(text) ? Number(text) : NaN;
  };
  for (const part of field.split(',')) {
    const [span = '', step = '1'] = part.split('/');
    const [first = NaN, last = part.includes('/') ? high : first] = /^[*?]$/.test(span)
      ? [low, high]
      : span.split('-').map(numberOf);
    if (!(first >= low && last <= high && first <= last && Number(step) >= 1)) throw broken(schedule);
    for (let number = first; number <= last; number += Number(step)) numbers.add(number);
  }
  return numbers;
}

/** The clock on the wall of a time zone, as if it were UTC. */
function localClock(timezone: string): (time: number) => number {
  const format = formatOf(timezone);
  let offset = 0;
  let knownHour = NaN;
  return (time) => {
    const hour = Math.floor(time / 3_600_000);
    if (hour !== knownHour) {
      const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour: wall = 0, minute = 0, second = 0 } = parts;
      offset = Date.UTC(year, month - 1, day, wall, minute, second) - Math.floor(time / 1000) * 1000;
      knownHour = hour;
    }
    return time + offset;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric';
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
    });
  } catch {
    throw new InputError({
      what: `A cron trigger has the time zone ${show(timeZone)}.`,
      why: 'KEDA does not know it, and reports an error instead of a number of replicas.',
      fix: 'Use a name of the time zone database, such as "Asia/Seoul" or "UTC".',
    });
  }
}

function broken(schedule: string): InputError {
  return new InputError({
    what: `A cron trigger has the schedule ${show(schedule)}.`,
    why: 'KEDA takes minute, hour, day of the month, month and day of the week, and reports an error for anything else.',
    fix: 'Write five fields, such as "0 8 * * 1-5".',
  });
}
