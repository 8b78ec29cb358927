import { CronSchedule } from './cron';

/** The time from a cron schedule's start to its end, in a time zone, as KEDA's cron scaler sees it. */
export class CronWindow {
  private readonly start: Clock;
  private readonly end: Clock;

  /** @throws CronError if KEDA does not take one of the schedules. */
  constructor(start: string, end: string, timezone: string) {
    this.start = new Clock(CronSchedule.parse(start), timezone);
    this.end = new Clock(CronSchedule.parse(end), timezone);
  }

  /**
   * Whether it is between start and end: whichever comes next says it. A start that never comes counts as past, an end that never comes leaves the
   * window closed.
   *
   * @param time Milliseconds since 1970.
   * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/cron_scaler.go GetMetricsAndActivity
   */
  isActive(time: number): boolean {
    const start = this.start.nextAfter(time);
    const end = this.end.nextAfter(time);
    if (start === undefined) return true;
    return end !== undefined && end <= start;
  }
}

/** A schedule that is asked again and again as time goes on. */
class Clock {
  private knownFrom = Infinity;
  private knownNext: number | undefined;

  constructor(
    private readonly schedule: CronSchedule,
    private readonly timezone: string,
  ) {}

  nextAfter(time: number): number | undefined {
    if (time < this.knownFrom || time >= (this.knownNext ?? Infinity)) {
      this.knownFrom = time;
      this.knownNext = this.schedule.next(time, this.timezone);
    }
    return this.knownNext;
  }
}
