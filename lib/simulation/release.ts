import { FEATURE_GATES, isGateOn, type FeatureGate, type FeatureGates } from '../kubernetes/feature-gates';
import { DEFAULT_RELEASE, minorOf } from '../kubernetes/release';
import { InputError } from '../validation';

/** What the controller of a release does differently from others. */
export interface ReleaseFeatures {
  /** Up to 1.11: no scale within 3 minutes upward or 5 minutes downward of the last one, instead of a stabilisation window. */
  readonly forbiddenWindows: boolean;
  /** From 1.18: `behavior` exists. */
  readonly behavior: boolean;
  /** From 1.26: a rate limit counts the events of both directions. */
  readonly countsBothDirections: boolean;
  /** From 1.29: requests of native sidecars count. */
  readonly sidecarRequests: boolean;
  /** From 1.29: a failed reconcile reports the metrics that it got, instead of the former ones. */
  readonly reportsMetricsOfFailure: boolean;
  /** From 1.33: the ratio is compared with both edges, which are within the tolerance. */
  readonly inclusiveTolerance: boolean;
  /** From 1.33: a pod whose named container has no sample is a pod without one; before, the whole metric fails. */
  readonly missingContainerIsMissingPod: boolean;
  /** From 1.34: memory is reported with binary suffixes. */
  readonly binaryMemory: boolean;
  /** From 1.34: an External total below 0 under AverageValue counts as the largest number, and replicas end at what a spec holds. */
  readonly boundsExternalAverages: boolean;
  /** From 1.35: so do the total and the replicas of an Object or External metric of the type Value, where there are pods. */
  readonly boundsValues: boolean;
  /** From 1.35: a container that a pod does not have is an error; before, its request is 0. */
  readonly unknownContainerIsError: boolean;
  /** From 1.36: the condition ScaledToZero tells an autoscaler's zero from a person's. */
  readonly scaledToZeroCondition: boolean;
  /** From 1.37: other words for a failed Object metric and for competing autoscalers, of which two are named. */
  readonly wordsOf137: boolean;
  /** Up to 1.37: the overhead of a pod counts as a part of its pod-level request. */
  readonly countsOverhead: boolean;
  /** From 1.38: nothing wraps: sums of pods are exact, and every percentage, proposal and limit ends at what 32 bits can hold. */
  readonly boundsEverything: boolean;
  /** From 1.38: the status shows 0 for an average of a target without pods; before, the lowest number. */
  readonly averageOfNoPodsIsZero: boolean;
  /** From 1.38: an Object metric of type AverageValue is named after its object; before, it was called external. */
  readonly namesObjectAverages: boolean;
  /** From 1.38: pods that succeeded are left out, as failed ones are. */
  readonly ignoresSucceededPods: boolean;
  /** From 1.37: an HPA that is new, or whose spec has changed, is reconciled at once; before, after one sync period. */
  readonly reconcilesAtOnce: boolean;
  /** Gate HPAConfigurableTolerance, on from 1.35 and gone from 1.37: `tolerance` of each direction. */
  readonly configurableTolerance: boolean;
  /** Gate HPAScaleToZero, on from 1.37: `minReplicas: 0`. */
  readonly scaleToZero: boolean;
  /** Gate PodLevelResources, on from 1.34: requests of the pod as a whole. */
  readonly podLevelRequests: boolean;
}

/**
 * What a release such as `1.36` does.
 *
 * @throws InputError if it is not a release, or a gate does not change any decision.
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
 */
export function releaseFeatures(
  kubernetes: string = DEFAULT_RELEASE,
  featureGates: FeatureGates = {},
): ReleaseFeatures {
  const minor = minorOf('Kubernetes', kubernetes);
  for (const gate of Object.keys(featureGates)) {
    if (FEATURE_GATES.some((known) => known === gate)) continue;
    throw new InputError({
      what: `Feature gate "${gate}" changes no decision of an autoscaler.`,
      why: 'A misspelt gate would be ignored silently.',
      fix: `Use one of ${FEATURE_GATES.join(', ')}.`,
    });
  }
  const gate = (name: FeatureGate): boolean => isGateOn(name, kubernetes, featureGates);
  return {
    forbiddenWindows: minor < 12,
    behavior: minor >= 18,
    countsBothDirections: minor >= 26,
    sidecarRequests: minor >= 29,
    reportsMetricsOfFailure: minor >= 29,
    inclusiveTolerance: minor >= 33,
    missingContainerIsMissingPod: minor >= 33,
    binaryMemory: minor >= 34,
    boundsExternalAverages: minor >= 34,
    boundsValues: minor >= 35,
    unknownContainerIsError: minor >= 35,
    scaledToZeroCondition: minor >= 36,
    wordsOf137: minor >= 37,
    countsOverhead: minor < 38,
    boundsEverything: minor >= 38,
    averageOfNoPodsIsZero: minor >= 38,
    namesObjectAverages: minor >= 38,
    ignoresSucceededPods: minor >= 38,
    reconcilesAtOnce: minor >= 37,
    configurableTolerance: minor >= 37 || gate('HPAConfigurableTolerance'),
    scaleToZero: gate('HPAScaleToZero'),
    podLevelRequests: gate('PodLevelResources'),
  };
}
