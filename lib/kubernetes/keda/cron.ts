import { isTimeZone, zoneOffset } from './time-zone';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A schedule that has no time within this many years has none. */
const MOST_YEARS = 5;

/** A field of a schedule: what it is called, its lowest and highest number, and names for numbers from the lowest on. */
interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'day of the month', low: 1, high: 31 },
  { name: 'month', low: 1, high: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of the week', low: 0, high: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

/** The numbers that fit a field, and whether it says "any" in one of its parts. */
interface Fit {
  readonly numbers: ReadonlySet<number>;
  readonly isAny: boolean;
}

/** A schedule that KEDA does not take. */
export class CronError extends Error {
  /** @param problem What is wrong with "the schedule": `has 4 fields`. */
  constructor(
    readonly problem: string,
    readonly fix: string,
  ) {
    super(problem);
  }
}

/**
 * A schedule of KEDA's cron scaler: minute, hour, day of the month, month and day of the week, without descriptors such as @daily.
 *
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 */
export class CronSchedule {
  /** @throws CronError if KEDA does not take it. */
  static parse(schedule: string): CronSchedule {
    const [, zone, rest] = /^(?:CRON_)?TZ=([^ ]*) (.*)$/s.exec(schedule) ?? [undefined, undefined, schedule];
    if (zone === undefined && /^(?:CRON_)?TZ=/.test(schedule)) {
      throw new CronError('has a time zone and nothing else', EXAMPLE);
    }
    if (zone !== undefined && zone !== '' && !isTimeZone(zone)) {
      throw new CronError(
        `has the time zone "${zone}", which does not exist`,
        'Leave it out: the trigger has a timezone of its own.',
      );
    }
    const texts = rest.split(SPACES).filter((text) => text !== '');
    if (rest.trimStart().startsWith('@')) {
      throw new CronError(`is "${texts[0]}", a name that KEDA does not take`, EXAMPLE);
    }
    if (texts.length !== FIELDS.length) {
      throw new CronError(
        `has ${texts.length} field${texts.length === 1 ? '' : 's'} instead of ${FIELDS.length}`,
        EXAMPLE,
      );
    }
    const fits = texts.map((text, index) => fitOf(text, FIELDS[index]!));
    return new CronSchedule(fits, zone === undefined || zone === 'Local' ? undefined : zone || 'UTC');
  }

  private constructor(
    private readonly fits: readonly Fit[],
    /** The time zone that the schedule itself says. */
    private readonly zone: string | undefined,
  ) {}

  /**
   * The first time after another one, in milliseconds since 1970; undefined if there is none within five years. Where clocks are put forward, a
   * time that is skipped does not come; where they are put back, one that comes twice comes twice.
   */
  next(after: number, timezone: string): number | undefined {
    if (this.fits.some(({ numbers }) => numbers.size === 0)) return undefined;
    return new Search(this.fits, this.zone ?? timezone, after).find();
  }
}

const SPACES = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const EXAMPLE = 'Write minute, hour, day of the month, month and day of the week, such as "0 8 * * 1-5".';

function fitOf(text: string, field: Field): Fit {
  const numbers = new Set<number>();
  let isAny = false;
  for (const part of text.split(',').filter((each) => each !== '')) {
    const [span = '', stepText, ...more] = part.split('/');
    if (more.length > 0) throw wrong(field, part, 'has two slashes');
    const isStar = /^[*?](?:-|$)/.test(span);
    const [low, high] = isStar ? [field.low, field.high] : boundsOf(span, stepText !== undefined, part, field);
    const step = stepText === undefined ? 1 : numberOf(stepText, field, part, false);
    if (low < field.low || high > field.high) throw outside(field, part, low < field.low ? low : high);
    if (low > high) throw wrong(field, part, 'ends before it begins');
    if (step === 0) throw wrong(field, part, 'has a step of 0');
    isAny ||= isStar && step === 1;
    for (let number = low; number <= high; number += step) numbers.add(number);
  }
  return { numbers, isAny };
}

function boundsOf(span: string, hasStep: boolean, part: string, field: Field): readonly [number, number] {
  const [first = '', last, ...more] = span.split('-');
  if (more.length > 0) throw wrong(field, part, 'has two hyphens');
  const low = numberOf(first, field, part, true);
  // "5/15" is every 15 from 5 to the highest.
  if (last === undefined) return [low, hasStep ? field.high : low];
  return [low, numberOf(last, field, part, true)];
}

function numberOf(text: string, field: Field, part: string, mayBeName: boolean): number {
  const named = mayBeName ? (field.names?.indexOf(text.toLowerCase()) ?? -1) : -1;
  if (named >= 0) return named + field.low;
  if (/^\+?\d+$/.test(text)) return Number(text);
  throw wrong(field, part, 'is not a number' + (field.names ? ' or a name' : ''));
}

function wrong({ name, low, high, names }: Field, part: string, problem: string): CronError {
  const example = names ? `, or ${names[0]} to ${names.at(-1)}` : '';
  return new CronError(`has the ${name} "${part}", which ${problem}`, `Use ${low} to ${high}${example} there.`);
}

function outside(field: Field, part: string, number: number): CronError {
  const problem = `is outside of ${field.low} to ${field.high}`;
  if (field.name !== 'day of the week' || number !== 7) return wrong(field, part, problem);
  return new CronError(
    `has the ${field.name} "${part}", which ${problem}: Sunday is 0`,
    'Write 0, or sun, for Sunday.',
  );
}

/** The search for the next time, field by field, on the clocks of a time zone. */
class Search {
  /** Milliseconds since 1970. */
  private time: number;
  private hasMoved = false;

  constructor(
    private readonly fits: readonly Fit[],
    private readonly zone: string,
    after: number,
  ) {
    this.time = Math.floor(after / SECOND) * SECOND + SECOND;
  }

  find(): number | undefined {
    const lastYear = this.wall.getUTCFullYear() + MOST_YEARS;
    while (this.wall.getUTCFullYear() <= lastYear) {
      if (this.findMonth() && this.findDay() && this.findHour() && this.findMinute() && this.findSecond()) {
        return this.time;
      }
    }
    return undefined;
  }

  /** What the clocks show, as if it were UTC. */
  private get wall(): Date {
    return new Date(this.time + zoneOffset(this.zone, this.time));
  }

  /** A time of the clocks. One that they skip or show twice is taken as Go's time.Date takes it. */
  private at(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
    const local = Date.UTC(year, month, day, hour, minute, second);
    const offset = zoneOffset(this.zone, local);
    return offset === 0 ? local : local - zoneOffset(this.zone, local - offset);
  }

  /** Steps until a field fits; false where it has come around, so that the fields before it have to be looked at again. */
  private step(fits: () => boolean, start: () => number, advance: () => number, hasWrapped: () => boolean): boolean {
    while (!fits()) {
      if (!this.hasMoved) {
        this.hasMoved = true;
        this.time = start();
      }
      this.time = advance();
      if (hasWrapped()) return false;
    }
    return true;
  }

  private fit(index: number, number: number): boolean {
    return this.fits[index]!.numbers.has(number);
  }

  private findMonth(): boolean {
    return this.step(
      () => this.fit(3, this.wall.getUTCMonth() + 1),
      () => this.at(this.wall.getUTCFullYear(), this.wall.getUTCMonth(), 1),
      () => this.later(1, 0),
      () => this.wall.getUTCMonth() === 0,
    );
  }

  private findDay(): boolean {
    return this.step(
      () => this.isOnDay(),
      () => this.at(this.wall.getUTCFullYear(), this.wall.getUTCMonth(), this.wall.getUTCDate()),
      () => this.nextDay(),
      () => this.wall.getUTCDate() === 1,
    );
  }

  private findHour(): boolean {
    return this.step(
      () => this.fit(1, this.wall.getUTCHours()),
      () =>
        this.at(this.wall.getUTCFullYear(), this.wall.getUTCMonth(), this.wall.getUTCDate(), this.wall.getUTCHours()),
      () => this.time + HOUR,
      () => this.wall.getUTCHours() === 0,
    );
  }

  private findMinute(): boolean {
    return this.step(
      () => this.fit(0, this.wall.getUTCMinutes()),
      () => Math.floor(this.time / MINUTE) * MINUTE,
      () => this.time + MINUTE,
      () => this.wall.getUTCMinutes() === 0,
    );
  }

  private findSecond(): boolean {
    return this.step(
      () => this.wall.getUTCSeconds() === 0,
      () => this.time,
      () => this.time + SECOND,
      () => this.wall.getUTCSeconds() === 0,
    );
  }

  private later(months: number, days: number): number {
    const { wall } = this;
    const clock = [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()] as const;
    return this.at(wall.getUTCFullYear(), wall.getUTCMonth() + months, wall.getUTCDate() + days, ...clock);
  }

  /** The next day at midnight, or as near as clocks that skip midnight come to it. */
  private nextDay(): number {
    this.time = this.later(0, 1);
    const hour = this.wall.getUTCHours();
    if (hour === 0) return this.time;
    return this.time + (hour > 12 ? 24 - hour : -hour) * HOUR;
  }

  /** Where both the day of the month and that of the week are restricted, one of them is enough. */
  private isOnDay(): boolean {
    const [, , days, , weekdays] = this.fits as readonly [Fit, Fit, Fit, Fit, Fit];
    const [onDay, onWeekday] = [days.numbers.has(this.wall.getUTCDate()), weekdays.numbers.has(this.wall.getUTCDay())];
    return days.isAny || weekdays.isAny ? onDay && onWeekday : onDay || onWeekday;
  }
}
