import { type Int64 } from '../../kubernetes/int64';
import { approximateFloat, milliText } from '../../kubernetes/quantity';
import { isFailure, type Failure } from '../hpa/pod-requests';
import { metricMilli, wholeMilli } from './metric-conversion';
import { type ScaledObject } from './scaled-object';
import { type KedaRelease } from './settings';
import { type Trigger } from './trigger';
import { type ScalerResult } from './trigger-reading';

/** Failures in a row, by the name of the metric. */
export type FailureCounts = Readonly<Record<string, number>>;

/** What a fallback is computed from, beside the ScaledObject. */
export interface FallbackInput {
  readonly scaledObject: ScaledObject;
  /** What the target is asked to run. */
  readonly currentReplicas: number;
  /** Pods that run and are ready. */
  readonly readyReplicas: number;
  readonly failures: FailureCounts;
  readonly release: KedaRelease;
}

/** A trigger's result after the fallback has had its say. */
export interface FallbackOutcome {
  readonly result: ScalerResult | Failure;
  /** Whether the result is the fallback's. */
  readonly active: boolean;
  /** Whether the trigger is nil in the formula. */
  readonly missing?: boolean;
  readonly failures: FailureCounts;
}

/**
 * Counts failures of a trigger, and serves the fallback when there are more than its threshold.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#fallback
 */
export function withFallback(trigger: Trigger, result: ScalerResult | Failure, input: FallbackInput): FallbackOutcome {
  const { scaledObject, failures } = input;
  const { fallback } = scaledObject;
  if (!fallback || !hasValidFallback(scaledObject)) return { result, active: false, failures };
  const { metricName } = trigger;
  if (!isFailure(result)) return { result, active: false, failures: { ...failures, [metricName]: 0 } };
  const count = (failures[metricName] ?? 0) + 1;
  const counted = { ...failures, [metricName]: count };
  if (count <= fallback.failureThreshold || (!input.release.fallbackOfValue && typeOf(trigger, input) === 'Value')) {
    return { result, active: false, failures: counted };
  }
  if (fallback.behavior === 'scalingModifiers') {
    return { result: { value: -1000, active: false }, active: false, missing: true, failures: counted };
  }
  const value = fallbackValue(trigger, input);
  if (value === undefined) return { result: { error: 'error performing fallback' }, active: false, failures: counted };
  return { result: { value, active: true }, active: true, failures: counted };
}

/** Whether a fallback counts: with a formula, its target must be a whole number. */
export function hasValidFallback({ fallback, scalingModifiers }: ScaledObject): boolean {
  if (!fallback || fallback.failureThreshold < 0 || fallback.replicas < 0) return false;
  return !scalingModifiers || (/^[+-]?\d+$/.test(scalingModifiers.target) && Number(scalingModifiers.target) > 0);
}

/** The thousandths that make the HPA ask for the fallback's replicas. */
function fallbackValue(trigger: Trigger, input: FallbackInput): Int64 | undefined {
  const { scaledObject, readyReplicas, release } = input;
  const handedOver = milliText(metricMilli(trigger.threshold, release));
  const target = scaledObject.scalingModifiers
    ? Number(scaledObject.scalingModifiers.target)
    : approximateFloat('threshold', handedOver);
  let replicas = fallbackReplicas(input);
  if (typeOf(trigger, input) === 'Value') {
    if (readyReplicas === 0) return undefined;
    replicas /= readyReplicas;
  }
  return wholeMilli(target * 1000 * replicas);
}

function typeOf(trigger: Trigger, { scaledObject: { scalingModifiers } }: FallbackInput): string {
  return scalingModifiers ? scalingModifiers.metricType : trigger.metricType;
}

function fallbackReplicas({ scaledObject: { fallback }, currentReplicas }: FallbackInput): number {
  const replicas = fallback?.replicas ?? 0;
  switch (fallback?.behavior) {
    case 'currentReplicas':
      return currentReplicas;
    case 'currentReplicasIfHigher':
      return Math.max(currentReplicas, replicas);
    case 'currentReplicasIfLower':
      return Math.min(currentReplicas, replicas);
    default:
      return replicas;
  }
}
