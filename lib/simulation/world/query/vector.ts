import { type Pod } from '../pod';
import { type Sampled } from '../scrapes';

/** A series of an answer: of a pod, or a total. */
export interface Element {
  readonly pod?: Pod;
  readonly value: number;
}

/** What an expression gives: a number, or series. */
export type Value = number | readonly Element[];

/** An expression, ready to be asked at any time (milliseconds). */
export type Evaluate = (at: number) => Value;

/** The series of a value: a number is one series. */
export function seriesOf(value: Value): readonly Element[] {
  return typeof value === 'number' ? [{ value }] : value;
}

/** Applies a function to every series. */
export function mapped(value: Value, change: (value: number) => number): Value {
  if (typeof value === 'number') return change(value);
  return value.map(({ pod, value: each }) => ({ pod, value: change(each) }));
}

/** The aggregations of PromQL that make one number of many. */
export const AGGREGATIONS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: sum,
  Avg: (values) => sum(values) / values.length,
  Max: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  Min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  Count: (values) => values.length,
  Group: () => 1,
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The functions of PromQL over the samples of a range; undefined where there are too few. */
export const OVER_TIME: Readonly<
  Record<string, (samples: readonly Sampled[], from: number, to: number) => number | undefined>
> = {
  // prettier-ignore
  AvgOverTime: aggregated('Avg'),
  MaxOverTime: aggregated('Max'),
  MinOverTime: aggregated('Min'),
  SumOverTime: aggregated('Sum'),
  CountOverTime: aggregated('Count'),
  LastOverTime: (samples) => samples.at(-1)?.[1],
  Increase: increase,
  Rate: (samples, from, to) => perSecond(increase(samples, from, to), from, to),
  Delta: (samples, from, to) => extrapolated(samples, from, to, difference(samples)),
  Irate: (samples) => perSecondOfLastTwo(samples),
};

function aggregated(name: string): (samples: readonly Sampled[]) => number | undefined {
  const aggregate = AGGREGATIONS[name];
  return (samples) => (samples.length === 0 ? undefined : aggregate?.(samples.map(([, value]) => value)));
}

/** How much a counter rose in a range, as Prometheus guesses it from the samples within. A counter of the model never resets. */
function increase(samples: readonly Sampled[], from: number, to: number): number | undefined {
  return extrapolated(samples, from, to, difference(samples), samples[0]?.[1]);
}

function difference(samples: readonly Sampled[]): number {
  return (samples.at(-1)?.[1] ?? 0) - (samples[0]?.[1] ?? 0);
}

/**
 * A difference of the first and the last sample, stretched to the edges of the range, but no further than half an interval where the
 * series seems to begin or to end within it.
 *
 * @param first the first value of a counter, which cannot have been below 0 before
 */
function extrapolated(
  samples: readonly Sampled[],
  from: number,
  to: number,
  change: number,
  first?: number,
): number | undefined {
  const [begin, end] = [samples[0]?.[0], samples.at(-1)?.[0]];
  if (samples.length < 2 || begin === undefined || end === undefined) return undefined;
  const sampledTime = end - begin;
  const interval = sampledTime / (samples.length - 1);
  const stretch = (gap: number): number => (gap >= interval * 1.1 ? interval / 2 : gap);
  let before = stretch(begin - from);
  if (first !== undefined && change > 0) before = Math.min(before, (sampledTime * first) / change);
  return (change * (sampledTime + before + stretch(to - end))) / sampledTime;
}

function perSecond(change: number | undefined, from: number, to: number): number | undefined {
  return change === undefined ? undefined : (change * 1000) / (to - from);
}

function perSecondOfLastTwo(samples: readonly Sampled[]): number | undefined {
  const [before, last] = samples.slice(-2);
  return before && last ? ((last[1] - before[1]) * 1000) / (last[0] - before[0]) : undefined;
}
