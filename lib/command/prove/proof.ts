import { type Agreement, type Prediction } from '../../simulation';
import { type Judgement } from '../predict/verdict/judgement';
import { type Followed } from './follow';
import { percentile, type LoadLog } from './load-log';

/** What was proven, next to what was predicted. */
export interface Proof {
  /** Such as `Deployment shop/web`. */
  readonly app: string;
  /** Such as `HPA shop/web`. @default nothing scales it */
  readonly scaler?: string;
  /** In the notation of the command line. */
  readonly load: string;
  /** Who made it. */
  readonly tool: string;
  readonly url: string;
  /** How long the load lasted. */
  readonly loadSeconds: number;
  /** @default it could not be predicted, and `unpredicted` says why */
  readonly prediction?: Prediction;
  readonly unpredicted?: string;
  readonly followed: Followed;
  /** How well both fit. @default there is no prediction of an autoscaler */
  readonly agreement?: Agreement;
  readonly verdict: readonly Judgement[];
  /** The file with what was seen. @default nothing scales it, and there is nothing to decide again */
  readonly recording?: string;
}

/** Latencies that were measured, in seconds; null where nothing was answered. */
export interface MeasuredLatency {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** The mean of the worst second. */
  readonly worst: number | null;
}

/** What the answers took. */
export function measuredLatency(load: LoadLog): MeasuredLatency {
  const answering = load.seconds.flatMap(({ answered, meanSeconds }) =>
    meanSeconds === null ? [] : [{ answered, mean: meanSeconds }],
  );
  const answers = answering.reduce((sum, { answered }) => sum + answered, 0);
  const seconds = answering.reduce((sum, { answered, mean }) => sum + answered * mean, 0);
  return {
    mean: answers === 0 ? null : seconds / answers,
    p50: percentile(load, 0.5),
    p95: percentile(load, 0.95),
    p99: percentile(load, 0.99),
    worst: answering.reduce<number | null>((worst, { mean }) => Math.max(worst ?? 0, mean), null),
  };
}

/** The share of requests that were answered well, 0 to 1; 0 without any. */
export function availabilityOf({ answered, failed }: LoadLog): number {
  return answered === 0 ? 0 : answered / (answered + failed);
}

/** The most replicas that were asked for. */
export function mostDesired({ seconds }: Followed): number {
  return Math.max(0, ...seconds.map((each) => each?.desired ?? 0));
}
