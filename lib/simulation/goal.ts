import { show } from '../kubernetes/fields';
import { InputError } from '../validation';
import { type PredictionSummary } from './prediction';
import { seconds, spanText } from './span';

/** What a goal may be about: a latency, or the share of requests that are lost. */
export type GoalMeasure = 'mean' | 'p50' | 'p95' | 'p99' | 'worst' | 'lost';

/** A service level: something that has to stay below a limit. */
export interface Goal {
  /** As on the command line: `p95<300ms`, `lost<0.1%`. */
  readonly text: string;
  readonly measure: GoalMeasure;
  /** Seconds, or a share from 0 to 1. */
  readonly limit: number;
}

const LATENCIES: Readonly<Record<Exclude<GoalMeasure, 'lost'>, keyof PredictionSummary>> = {
  mean: 'meanLatencySeconds',
  p50: 'p50LatencySeconds',
  p95: 'p95LatencySeconds',
  p99: 'p99LatencySeconds',
  worst: 'worstLatencySeconds',
};

/**
 * A goal as it is written on the command line: `p95<300ms`, `p99<1s`, `mean<0.2s`, `worst<2s` (the mean of the worst second), `lost<0.1%`.
 *
 * @throws InputError if it cannot be read.
 */
export function parseGoal(text: string): Goal {
  const [, measure = '', written = ''] = /^\s*(mean|p50|p95|p99|worst|lost)\s*<=?\s*(\S+)\s*$/.exec(text) ?? [];
  if (measure === '') throw unreadable(text);
  if (measure !== 'lost') {
    const limit = seconds('The limit of a goal', written);
    if (limit === 0) throw unreadable(text);
    return { text: `${measure}<${limit < 1 ? `${Number((limit * 1000).toFixed(3))}ms` : spanText(limit)}`, measure: measure as GoalMeasure, limit }; // prettier-ignore
  }
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(written)?.[1];
  const limit = percent === undefined ? NaN : Number(percent) / 100;
  if (!(limit > 0 && limit <= 1)) throw unreadable(text);
  return { text: `lost<${percent}%`, measure, limit };
}

/** What a run has of what a goal is about, in seconds or as a share; null where no request was served. */
export function goalValue({ measure }: Goal, summary: PredictionSummary): number | null {
  if (measure === 'lost') return 1 - summary.availability;
  return summary[LATENCIES[measure]];
}

/** Whether a run keeps to a goal. A run without a request served keeps to no latency, unless nobody sent one. */
export function meetsGoal(goal: Goal, summary: PredictionSummary): boolean {
  const value = goalValue(goal, summary);
  return value === null ? summary.offeredRequests === 0 : value < goal.limit;
}

function unreadable(text: string): InputError {
  return new InputError({
    what: `The goal ${show(text)} cannot be read.`,
    why: 'A prediction is held against it.',
    fix: 'Write mean, p50, p95, p99 or worst and a time, such as p95<300ms, or lost and a percentage, such as lost<0.1%.',
  });
}
