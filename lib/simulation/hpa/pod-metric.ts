import { boundedReplicas, ceilReplicas, EXACT, WRAPPING, type Arithmetic, type Int64 } from '../../kubernetes/int64';
import { type Failure } from './pod-requests';
import { type PodGroups, type Samples } from './pod-groups';
import { type PodState } from './pod-state';
import { type ControllerSettings } from './settings';
import { isWithinTolerance, type Tolerances } from './tolerance';

/** What a metric that is measured per pod is decided from. */
export interface PodMetricInput {
  /** What the target is asked to run. */
  readonly currentReplicas: number;
  /** The pods that the scale's selector matches. */
  readonly pods: readonly PodState[];
  readonly samples: Samples;
  readonly tolerances: Tolerances;
  readonly now: number;
  readonly settings: ControllerSettings;
}

/** How many replicas a metric asks for. */
export interface PodMetricProposal {
  readonly replicas: number;
  /** Usage over target, of the measured pods. */
  readonly ratio: number;
  /** Thousandths per measured pod. */
  readonly averageValue: Int64;
  /** Percent of the request. */
  readonly utilization?: number;
  readonly groups: PodGroups;
}

export const NO_PODS: Failure = { error: 'no pods returned by selector while calculating replica count' };
export const NO_SAMPLES: Failure = {
  error: 'did not receive metrics for targeted pods (pods might be unready)',
};

/** How the controller adds. */
export function arithmeticOf({ release }: ControllerSettings): Arithmetic {
  return release.boundsEverything ? EXACT : WRAPPING;
}

/** The sum of the samples of some pods. */
export function sumOf(pods: readonly PodState[], samples: Samples, { add }: Arithmetic): Int64 {
  let sum: Int64 = 0;
  for (const { name } of pods) sum = add(sum, samples.get(name)?.value ?? 0);
  return sum;
}

/** What pods without a sample of their own are counted as. */
export interface Filling {
  /** Whether pods without a sample count as busy (`full`), idle (`empty`) or not at all. */
  readonly missing: 'full' | 'empty' | 'none';
  /** Whether unready pods count as idle. */
  readonly unready: boolean;
}

/**
 * How to count pods without a sample so that they damp the change: as busy on the way down, as idle on the way up.
 * Undefined where no pod needs it.
 */
export function fillingFor(ratio: number, { unready, missing }: PodGroups): Filling | undefined {
  const unreadyCounts = unready.length > 0 && ratio > 1;
  if (!unreadyCounts && missing.length === 0) return undefined;
  return { missing: ratio < 1 ? 'full' : ratio > 1 ? 'empty' : 'none', unready: unreadyCounts };
}

/** How many entries the filled map has. */
export function filledSize({ samplesLeft, missing, unready }: PodGroups, filling: Filling): number {
  return samplesLeft + (filling.missing === 'none' ? 0 : missing.length) + (filling.unready ? unready.length : 0);
}

/** The replicas where every pod is measured. */
export function unfilledReplicas(ratio: number, { ready }: PodGroups, input: PodMetricInput): number {
  return isWithinTolerance(ratio, input.tolerances)
    ? input.currentReplicas
    : wholeReplicas(ratio * ready.length, input.settings);
}

/** The replicas where some pods were filled in: never against the direction that the measured pods ask for. */
export function filledReplicas(ratio: number, filledRatio: number, size: number, input: PodMetricInput): number {
  const { currentReplicas, tolerances } = input;
  if (isWithinTolerance(filledRatio, tolerances) || (ratio < 1 && filledRatio > 1) || (ratio > 1 && filledRatio < 1)) {
    return currentReplicas;
  }
  const replicas = wholeReplicas(filledRatio * size, input.settings);
  const turnsBack = (filledRatio < 1 && replicas > currentReplicas) || (filledRatio > 1 && replicas < currentReplicas);
  return turnsBack ? currentReplicas : replicas;
}

/** A number of replicas rounded up, as the release does it beyond what a spec can hold. */
export function wholeReplicas(replicas: number, { release }: ControllerSettings): number {
  return release.boundsEverything ? boundedReplicas(replicas) : ceilReplicas(replicas);
}
