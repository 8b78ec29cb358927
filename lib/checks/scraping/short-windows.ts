import { selectorsIn, windowsIn, type ParsedQuery, type VectorSelector } from '../../promql';

/** Samples that rate() needs so that one that is late or lost does not leave it without an answer. */
const SAMPLES_OF_RATE = 4;
const SAMPLES_OF_OTHERS = 2;

/** How far two samples of what a window reads are apart. */
export interface SampleInterval {
  readonly seconds: number;
  /** What makes them: Prometheus asks, or it evaluates a rule that records. */
  readonly madeBy: 'scrape' | 'evaluation';
  /** How a message goes on about it: `, at which Deployment "shop/web" is scraped`. */
  readonly whose: string;
  /** Whether nothing else can add samples. */
  readonly isCertain: boolean;
}

/** A window that holds fewer samples than its function needs to have an answer each time. */
export interface ShortWindow {
  readonly what: string;
  readonly why: string;
  /** The shortest window that will do, in seconds. */
  readonly needed: number;
  readonly text: string;
  readonly interval: SampleInterval;
  /** Whether its function has no answer at all. */
  readonly isEmpty: boolean;
}

/** The windows of a query that are too short for how often what they read is asked. */
export function* shortWindows(
  query: ParsedQuery,
  intervalOf: (selectors: readonly VectorSelector[]) => SampleInterval | undefined,
): Iterable<ShortWindow> {
  for (const { node, text, seconds, isRate } of windowsIn(query)) {
    const interval = intervalOf(selectorsIn(query, node));
    if (interval === undefined) continue;
    const samples = isRate ? SAMPLES_OF_RATE : SAMPLES_OF_OTHERS;
    if (seconds >= samples * interval.seconds) continue;
    const count = Math.floor(seconds / interval.seconds);
    const held = `It holds ${count} ${count === 1 ? 'sample' : 'samples'}`;
    yield {
      what: `window [${text}] is shorter than ${samples} ${interval.madeBy} intervals of ${interval.seconds} s${interval.whose}`,
      why:
        isRate && count < 2
          ? `${held}, and a rate takes two: the answer is empty.`
          : `${held}: the answer is empty or jumps whenever one is late.`,
      needed: samples * interval.seconds,
      text,
      interval,
      isEmpty: count < (isRate ? 2 : 1),
    };
  }
}
