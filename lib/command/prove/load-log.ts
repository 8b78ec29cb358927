/** What a generator counted in a second. */
export interface LoadSecond {
  /** Requests that were answered well; a part of one where the generator told several seconds at once. */
  readonly answered: number;
  /** Requests that were refused, cut off, timed out or answered with an error. */
  readonly failed: number;
  /** Mean seconds of the answers; null without any. */
  readonly meanSeconds: number | null;
}

/** What a generator has written so far. */
export interface LoadLog {
  readonly hasBegun: boolean;
  readonly hasEnded: boolean;
  /** The last second that is told. */
  readonly seconds: readonly LoadSecond[];
  readonly answered: number;
  readonly failed: number;
  /** Requests that the generator could not even send at the rate that it was asked for. */
  readonly unsent: number;
  /** How long answers took, ascending, with how many took so long; empty until the end. */
  readonly spread: readonly (readonly [seconds: number, answers: number])[];
  /** The longest answer, in seconds; null without any. */
  readonly longestSeconds: number | null;
  /** Whatever else it wrote last: why it ended, where that was not at its end. */
  readonly words: readonly string[];
}

const WORDS = 5;

/** What is told of some seconds. */
interface Row {
  readonly from: number;
  readonly to: number;
  readonly answered: number;
  readonly failed: number;
  /** Seconds of all answers. */
  readonly sum: number;
  /** Seconds of the longest one. */
  readonly longest: number;
}

/** Reads the lines of a generator, in whatever pieces they come: a line that was read counts once. */
export class LoadLogReader {
  private readonly rows = new Map<number, Row>();
  private readonly spread = new Map<number, number>();
  private total: readonly [answered: number, failed: number] | undefined;
  private words: string[] = [];
  private unsent = 0;
  private begun = false;
  private ended = false;

  /** Takes lines into account; an excerpt begins with a line that may have been cut. */
  read(text: string): void {
    const words: string[] = [];
    for (const line of text.split('\n')) {
      const [, name, rest = ''] = /^@ ([a-z]+) ?(.*)$/.exec(line) ?? [];
      if (name === undefined && line.trim() !== '') words.push(line.trim());
      if (name !== undefined) this.take(name, rest.split(' ').map(Number));
    }
    if (words.length > 0) this.words = words.slice(-WORDS);
  }

  private take(name: string, values: readonly number[]): void {
    const [first = NaN, second = NaN, answered = NaN, failed = NaN, sum = NaN, longest = NaN] = values;
    if (name === 'begin') this.begun = true;
    else if (name === 'end') this.ended = true;
    else if (values.some(Number.isNaN)) return;
    else if (name === 'seconds' && values.length === 6) {
      this.rows.set(first, { from: first, to: second, answered, failed, sum, longest });
    } else if (name === 'answers') this.spread.set(first, second);
    else if (name === 'total') this.total = [first, second];
    else if (name === 'unsent') this.unsent = first;
  }

  get log(): LoadLog {
    const rows = [...this.rows.values()].sort((a, b) => a.from - b.from);
    const seconds: LoadSecond[] = [];
    for (const { from, to, answered, failed, sum } of rows) {
      const length = Math.max(1, to - from);
      const mean = answered > 0 ? sum / answered : null;
      for (let second = from; second < to; second += 1) {
        seconds[second] = { answered: answered / length, failed: failed / length, meanSeconds: mean };
      }
    }
    const counted = (field: 'answered' | 'failed'): number => rows.reduce((sum, row) => sum + row[field], 0);
    const [answered, failed] = this.total ?? [counted('answered'), counted('failed')];
    return {
      ...{ hasBegun: this.begun || rows.length > 0, hasEnded: this.ended, words: this.words },
      seconds: Array.from(seconds, (each) => each ?? { answered: 0, failed: 0, meanSeconds: null }),
      ...{ answered, failed, unsent: this.unsent },
      spread: [...this.spread].sort(([a], [b]) => a - b),
      longestSeconds: answered > 0 ? rows.reduce((most, { longest }) => Math.max(most, longest), 0) : null,
    };
  }
}

/** What a share of the answers took at most; null without any. */
export function percentile({ spread }: Pick<LoadLog, 'spread'>, share: number): number | null {
  const all = spread.reduce((sum, [, answers]) => sum + answers, 0);
  let before = 0;
  for (const [seconds, answers] of spread) {
    before += answers;
    if (before >= all * share) return seconds;
  }
  return null;
}
