import { type Int64 } from '../../kubernetes/int64';
import { type PodState } from './pod-state';
import { type ControllerSettings } from './settings';

/** A measured value of a pod: thousandths, when it was measured, and over how long; both in milliseconds. */
export interface Sample {
  readonly value: Int64;
  readonly timestamp: number;
  readonly window: number;
}

/** Samples by the name of the pod. */
export type Samples = ReadonlyMap<string, Sample>;

/** Pods by what their sample is worth. */
export interface PodGroups {
  /** Their sample counts. */
  readonly ready: readonly PodState[];
  /** They exist, but their sample says nothing yet. */
  readonly unready: readonly PodState[];
  /** They have no sample. */
  readonly missing: readonly PodState[];
  /** They are on their way out. */
  readonly ignored: readonly PodState[];
  /** How many samples are left without those of unready and ignored pods; samples of unknown pods are among them. */
  readonly samplesLeft: number;
}

/**
 * Puts each pod into one group. Readiness matters for CPU alone: a starting process burns CPU that says nothing about the load.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function groupPods(
  pods: readonly PodState[],
  samples: Samples,
  resource: string | undefined,
  now: number,
  settings: ControllerSettings,
): PodGroups {
  const ready: PodState[] = [];
  const unready: PodState[] = [];
  const missing: PodState[] = [];
  const ignored: PodState[] = [];
  let samplesLeft = samples.size;
  for (const pod of pods) {
    const sample = samples.get(pod.name);
    if (isLeaving(pod, settings)) ignored.push(pod);
    else if (pod.phase === 'Pending') unready.push(pod);
    else if (sample === undefined) missing.push(pod);
    else if (resource === 'cpu' && isUnready(pod, sample, now, settings)) unready.push(pod);
    else {
      ready.push(pod);
      continue;
    }
    if (sample !== undefined) samplesLeft -= 1;
  }
  return { ready, unready, missing, ignored, samplesLeft };
}

function isLeaving({ deleted, phase }: PodState, { release }: ControllerSettings): boolean {
  return deleted || phase === 'Failed' || (phase === 'Succeeded' && release.ignoresSucceededPods);
}

function isUnready(
  { ready, startTime }: PodState,
  { timestamp, window }: Sample,
  now: number,
  { cpuInitializationPeriodSeconds, initialReadinessDelaySeconds }: ControllerSettings,
): boolean {
  if (ready === undefined || startTime === undefined) return true;
  if (startTime + cpuInitializationPeriodSeconds * 1000 > now) {
    return ready.status === 'False' || timestamp < ready.lastTransitionTime + window;
  }
  // Later on, only a pod that has never been ready is left out.
  return ready.status === 'False' && startTime + initialReadinessDelaySeconds * 1000 > ready.lastTransitionTime;
}
