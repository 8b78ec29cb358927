import { divide, MAX_INT32, MIN_INT32, multiply, WRAPPING, type Arithmetic, type Int64 } from '../../kubernetes/int64';
import { groupPods } from './pod-groups';
import {
  arithmeticOf,
  filledReplicas,
  filledSize,
  fillingFor,
  NO_PODS,
  NO_SAMPLES,
  sumOf,
  unfilledReplicas,
  type PodMetricInput,
  type PodMetricProposal,
} from './pod-metric';
import { isFailure, requestOf, type Failure } from './pod-requests';
import { type PodState } from './pod-state';

/** What a utilisation is decided from. */
export interface UtilizationInput extends PodMetricInput {
  /** `cpu`, `memory` and the like. */
  readonly resource: string;
  /** The only container that counts. @default all */
  readonly container?: string;
  /** Percent of the request. */
  readonly targetUtilization: number;
}

/**
 * Replicas for a Resource or ContainerResource metric of type Utilization.
 *
 * Utilisation is a whole percentage, cut off, so 56.9 % on a target of 50 % decides as 56 %.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics
 */
export function utilizationReplicas(input: UtilizationInput): PodMetricProposal | Failure {
  const { pods, samples, resource, container, targetUtilization, settings, now } = input;
  if (pods.length === 0) return NO_PODS;
  const groups = groupPods(pods, samples, resource, now, settings);
  if (groups.samplesLeft === 0) return NO_SAMPLES;

  const requests = new Map<PodState, Int64>();
  for (const pod of pods) {
    const request = requestOf(pod, resource, container, settings.release);
    if (typeof request === 'object') return request;
    requests.set(pod, request);
  }
  const arithmetic = arithmeticOf(settings);
  const requestOfAll = (some: readonly PodState[]): Int64 =>
    some.reduce<Int64>((sum, pod) => arithmetic.add(sum, requests.get(pod) ?? 0), 0);

  const usage = sumOf(groups.ready, samples, arithmetic);
  const request = requestOfAll(groups.ready);
  const measured = utilization(usage, request, targetUtilization, arithmetic);
  if (isFailure(measured)) return measured;
  const { ratio } = measured;
  const proposal = {
    ratio,
    utilization: measured.percent,
    averageValue: divide(usage, groups.ready.length),
    groups,
  };
  const filling = fillingFor(ratio, groups);
  if (!filling) return { ...proposal, replicas: unfilledReplicas(ratio, groups, input) };

  let filledUsage = usage;
  let filledRequest = request;
  if (filling.missing !== 'none') filledRequest = arithmetic.add(filledRequest, requestOfAll(groups.missing));
  if (filling.unready) filledRequest = arithmetic.add(filledRequest, requestOfAll(groups.unready));
  if (filling.missing === 'full') {
    const busy = Math.max(100, targetUtilization);
    for (const pod of groups.missing) {
      filledUsage = arithmetic.add(filledUsage, divide(multiply(requests.get(pod) ?? 0, busy), 100));
    }
  }
  const filled = utilization(filledUsage, filledRequest, targetUtilization, arithmetic) as Utilization; // requests only grew
  const replicas = filledReplicas(ratio, filled.ratio, filledSize(groups, filling), input);
  return { ...proposal, replicas };
}

interface Utilization {
  readonly percent: number;
  readonly ratio: number;
}

function utilization(usage: Int64, request: Int64, target: number, arithmetic: Arithmetic): Utilization | Failure {
  if (Number(request) === 0) return { error: 'no metrics returned matched known pods' };
  const percent =
    arithmetic === WRAPPING
      ? Number(BigInt.asIntN(32, BigInt(divide(multiply(usage, 100), request))))
      : Math.max(MIN_INT32, Math.min(Number(BigInt(arithmetic.multiply(usage, 100)) / BigInt(request)), MAX_INT32));
  return { percent, ratio: percent / target };
}
