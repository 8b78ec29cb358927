import { add, ceilReplicas, int64, MAX_INT64, type Int64 } from '../../kubernetes/int64';
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

/** The sum of the series of an external metric; no more than fits into 64 bits. */
export function sumOfSeries(series: readonly Int64[]): Int64 {
  let sum = 0n;
  for (const value of series) {
    sum += BigInt(value);
    if (sum > MAX_INT64) return MAX_INT64;
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
}: ValueInput): TotalProposal | Failure {
  const ratio = Number(usage) / Number(targetValue);
  if (currentReplicas === 0) return { replicas: ceilReplicas(ratio), ratio, value: usage };
  if (isWithinTolerance(ratio, tolerances)) return { replicas: currentReplicas, ratio, value: usage };
  if (pods.length === 0) return { error: `unable to calculate ready pods: ${NO_PODS.error}` };
  return { replicas: ceilReplicas(ratio * readyPods(pods)), ratio, value: usage };
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
}

/** Replicas for an Object or External metric of the type AverageValue: usage over target, whatever the pods do. */
export function totalPerPodReplicas(input: TotalPerPodInput): TotalProposal {
  const { statusReplicas, usage, targetAverageValue, tolerances } = input;
  const total = Number(usage);
  const target = Number(targetAverageValue);
  if (statusReplicas === 0) return { replicas: ceilReplicas(total / target), value: 0 };
  const ratio = total / (target * statusReplicas);
  return {
    replicas: isWithinTolerance(ratio, tolerances) ? statusReplicas : ceilReplicas(total / target),
    ratio,
    value: averageOf(usage, statusReplicas),
  };
}

function averageOf(usage: Int64, statusReplicas: number): Int64 {
  if (Number(usage) >= 2 ** 63) return MAX_INT64;
  return add(int64(BigInt(Math.ceil(Number(usage) / statusReplicas))), 0);
}
