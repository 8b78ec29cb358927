/**
 * How far the clock of a server is ahead, by the dates of its answers. A date has whole seconds, so that one answer tells it to a second; each further one
 * narrows that down, to a few milliseconds after some dozens.
 */
export class ServerClock {
  private least = -Infinity;
  private most = Infinity;

  /** In milliseconds. @default 0, until it has answered */
  get ahead(): number {
    return Number.isFinite(this.least) ? (this.least + this.most) / 2 : 0;
  }

  /**
   * Takes an answer into account.
   *
   * @param date as HTTP has it; anything else tells nothing
   * @param sent when it was asked, in milliseconds of this clock
   * @param received when the answer had come
   */
  read(date: string | undefined, sent: number, received: number): void {
    const time = Date.parse(date ?? '');
    if (Number.isNaN(time)) return;
    const [least, most] = [time - received, time + 1000 - sent];
    const isSet = least > this.most || most < this.least; // one of the two clocks was set meanwhile
    this.least = isSet ? least : Math.max(least, this.least);
    this.most = isSet ? most : Math.min(most, this.most);
  }
}
