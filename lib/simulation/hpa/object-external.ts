import { boundedReplicas, ceilReplicas, int64, MAX_INT64, MIN_INT64, type Int64 } from '../../kubernetes/int64';
import { releaseFeatures, type ReleaseFeatures } from '../release';
import { NO_PODS } from './pod-metric';
import { type Failure } from './pod-requests';
import { type PodState } from './pod-state';
import { isWithinTolerance, type Tolerances } from './tolerance';

/** How many replicas an Object or External metric asks for. */
export interface TotalProposal {
  readonly replicas: number;
  /** Usage over target; undefined where there is no pod to share it. */
  readonly ratio?: number;
  /** Thousandths that the status shows: the total for a Value, per pod for an AverageValue. */
  readonly value: Int64;
}

/** The sum of the series of a metric, which ends at the largest number or wraps, as the release and the type of target have it. */
export function sumOfSeries(
  series: readonly Int64[],
  target: 'Value' | 'AverageValue' = 'AverageValue',
  { boundsExternalAverages, boundsValues }: ReleaseFeatures = releaseFeatures(),
): Int64 {
  let sum = 0n;
  for (const value of series) {
    const next = sum + BigInt(value);
    if (target === 'Value' && boundsValues && next > MAX_INT64) return MAX_INT64;
    sum = BigInt.asIntN(64, next);
    if (target === 'AverageValue' && boundsExternalAverages && sum < 0n) return MAX_INT64;
  }
  return int64(sum);
}

/** What a total is decided from: a metric of the type Value. */
export interface ValueInput {
  /** What the target is asked to run. */
  readonly currentReplicas: number;
  /** The pods that the scale's selector matches. */
  readonly pods: readonly PodState[];
  /** The total, in thousandths. */
  readonly usage: Int64;
  /** Thousandths. */
  readonly targetValue: Int64;
  readonly tolerances: Tolerances;
  /** Whether replicas end at what a spec holds, where there are pods. @default true, as from 1.35 */
  readonly bounded?: boolean;
  /** The same where there is no pod. @default false, as up to 1.37 */
  readonly boundsEverything?: boolean;
}

/**
 * Replicas for an Object or External metric of the type Value: the ready pods times usage over target.
 *
 * The metric must fall when pods are added; a total that does not keeps multiplying the pods up to the maximum.
 */
export function valueReplicas({
  currentReplicas,
  pods,
  usage,
  targetValue,
  tolerances,
  bounded = true,
  boundsEverything = false,
}: ValueInput): TotalProposal | Failure {
  const ratio = Number(usage) / Number(targetValue);
  if (currentReplicas === 0) return { replicas: wholeReplicas(ratio, boundsEverything), ratio, value: usage };
  if (isWithinTolerance(ratio, tolerances)) return { replicas: currentReplicas, ratio, value: usage };
  if (pods.length === 0) return { error: `unable to calculate ready pods: ${NO_PODS.error}` };
  const wanted = ratio * readyPods(pods);
  return { replicas: wholeReplicas(wanted, bounded), ratio, value: usage };
}

/** Pods that run and are ready; ones on their way out are among them. */
export function readyPods(pods: readonly PodState[]): number {
  return pods.filter(({ phase, ready }) => phase === 'Running' && ready?.status === 'True').length;
}

/** What a total per pod is decided from: a metric of the type AverageValue. */
export interface TotalPerPodInput {
  /** The pods that exist, by the status of the scale. */
  readonly statusReplicas: number;
  /** The total, in thousandths. */
  readonly usage: Int64;
  /** Thousandths per pod. */
  readonly targetAverageValue: Int64;
  readonly tolerances: Tolerances;
  /** Whether replicas end at what a spec holds. @default true, as an External metric from 1.34 */
  readonly bounded?: boolean;
  /** Whether the average of no pods is 0; else it is the lowest number. @default false, as up to 1.37 */
  readonly zeroWithoutPods?: boolean;
}

/** Replicas for an Object or External metric of the type AverageValue: usage over target, whatever the pods do. */
export function totalPerPodReplicas(input: TotalPerPodInput): TotalProposal {
  const { statusReplicas, usage, targetAverageValue, tolerances, bounded = true, zeroWithoutPods = false } = input;
  const total = Number(usage);
  const target = Number(targetAverageValue);
  const replicas = wholeReplicas(total / target, bounded);
  // divided by nothing, and made a whole number as on amd64
  if (statusReplicas === 0) return { replicas, value: zeroWithoutPods ? 0 : MIN_INT64 };
  const ratio = total / (target * statusReplicas);
  return {
    replicas: isWithinTolerance(ratio, tolerances) ? statusReplicas : replicas,
    ratio,
    value: averageOf(usage, statusReplicas),
  };
}

function wholeReplicas(replicas: number, bounded: boolean): number {
  return bounded ? boundedReplicas(replicas) : ceilReplicas(replicas);
}

function averageOf(usage: Int64, statusReplicas: number): Int64 {
  if (Number(usage) >= 2 ** 63) return MAX_INT64;
  return int64(BigInt(Math.ceil(Number(usage) / statusReplicas)));
}
