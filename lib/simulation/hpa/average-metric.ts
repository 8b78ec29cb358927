import { divide, type Int64 } from '../../kubernetes/int64';
import { groupPods, type PodGroups } from './pod-groups';
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
import { type Failure } from './pod-requests';

/** What an average over pods is decided from. */
export interface AverageInput extends PodMetricInput {
  /** `cpu` lets readiness matter. @default a Pods metric */
  readonly resource?: string;
  /** Thousandths per pod. */
  readonly targetAverageValue: Int64;
}

/** Replicas for a Pods metric, and for a Resource or ContainerResource metric of type AverageValue. */
export function averageReplicas(input: AverageInput): PodMetricProposal | Failure {
  const { pods, samples, resource, targetAverageValue: target, settings, now } = input;
  if (pods.length === 0) return NO_PODS;
  const groups = groupPods(pods, samples, resource, now, settings);
  if (groups.samplesLeft === 0) return NO_SAMPLES;

  const { add, multiply } = arithmeticOf(settings);
  const usage = add(sumOf(groups.ready, samples, arithmeticOf(settings)), sumOfUnknown(input, groups));
  const averageValue = divide(usage, groups.samplesLeft);
  const ratio = Number(averageValue) / Number(target);
  const proposal = { ratio, averageValue, groups };
  const filling = fillingFor(ratio, groups);
  if (!filling) return { ...proposal, replicas: unfilledReplicas(ratio, groups, input) };

  const filledUsage = filling.missing === 'full' ? add(usage, multiply(target, groups.missing.length)) : usage;
  const size = filledSize(groups, filling);
  const filledRatio = Number(divide(filledUsage, size)) / Number(target);
  return { ...proposal, replicas: filledReplicas(ratio, filledRatio, size, input) };
}

/** The sum of samples of pods that the selector did not return: unlike in a utilisation, they count. */
function sumOfUnknown({ pods, samples, settings }: AverageInput, { ready, samplesLeft }: PodGroups): Int64 {
  if (samplesLeft === ready.length) return 0;
  const { add } = arithmeticOf(settings);
  const known = new Set(pods.map(({ name }) => name));
  let sum: Int64 = 0;
  for (const [name, { value }] of samples) if (!known.has(name)) sum = add(sum, value);
  return sum;
}
