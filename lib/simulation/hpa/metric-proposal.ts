import { type Fields } from '../../kubernetes/fields';
import { milliText } from '../../kubernetes/quantity';
import { averageReplicas } from './average-metric';
import { type MetricSpec } from './hpa-spec';
import { type MetricReading } from './metric-reading';
import { errorOf, identifierStatus, type MetricContext, type MetricFailure, type MetricResult } from './metric-result';
import { type Samples } from './pod-groups';
import { type PodMetricInput } from './pod-metric';
import { isFailure } from './pod-requests';
import { utilizationReplicas } from './resource-metric';
import { externalProposal, objectProposal } from './total-metric';

/**
 * What a metric of the HPA asks for, with the controller's names and messages.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function proposeReplicas(metric: MetricSpec, reading: MetricReading, context: MetricContext): MetricResult {
  switch (metric.type) {
    case 'Resource':
      return resourceProposal(metric, undefined, reading, context);
    case 'ContainerResource':
      return resourceProposal(metric, metric.container, reading, context);
    case 'Pods':
      return podsProposal(metric, reading, context);
    case 'Object':
      return objectProposal(metric, reading, context);
    case 'External':
      return externalProposal(metric, reading, context);
    case 'Unknown': {
      const error = `unknown metric source type ${JSON.stringify(metric.written)}`;
      return { reason: 'InvalidMetricSourceType', message: error, error };
    }
  }
}

function podInput({ specReplicas, ...context }: MetricContext, samples: Samples): PodMetricInput {
  return { ...context, currentReplicas: specReplicas, samples };
}

function resourceProposal(
  metric: Extract<MetricSpec, { resource: string }>,
  container: string | undefined,
  reading: MetricReading,
  context: MetricContext,
): MetricResult {
  const { resource, target } = metric;
  const fail = (message: string): MetricFailure => ({
    reason: `FailedGet${metric.type}Metric`,
    message,
    error:
      container === undefined
        ? `failed to get ${resource} resource metric value: ${message}`
        : `failed to get ${container} container metric value: ${message}`,
  });
  const read = <Value>(ofSamples: (samples: Samples) => Value): Value | { readonly error: string } =>
    'samples' in reading
      ? ofSamples(reading.samples)
      : { error: `unable to get metrics for resource ${resource}: ${errorOf(reading)}` };
  const binary = resource === 'memory' && context.settings.release.binaryMemory;
  const status = (current: Fields): Fields =>
    container === undefined
      ? { type: metric.type, resource: { name: resource, current } }
      : { type: metric.type, containerResource: { name: resource, container, current } };

  if (target.averageValue !== undefined) {
    const targetAverageValue = target.averageValue;
    const proposal = read((samples) =>
      averageReplicas({ ...podInput(context, samples), resource, targetAverageValue }),
    );
    if (isFailure(proposal)) return fail(`failed to get ${resource} usage: ${proposal.error}`);
    const current = { averageValue: milliText(proposal.averageValue, binary) };
    return { ...proposal, name: `${resource} resource`, status: status(current) };
  }
  if (target.averageUtilization === undefined) {
    return fail(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  }
  const targetUtilization = target.averageUtilization;
  const proposal = read((samples) =>
    utilizationReplicas({ ...podInput(context, samples), resource, container, targetUtilization }),
  );
  if (isFailure(proposal)) return fail(`failed to get ${resource} utilization: ${proposal.error}`);
  return {
    ...proposal,
    name: `${resource} ${container === undefined ? 'resource' : 'container resource'} utilization (percentage of request)`,
    status: status({
      averageUtilization: proposal.utilization,
      averageValue: milliText(proposal.averageValue, binary),
    }),
  };
}

function podsProposal(
  { metric, target }: Extract<MetricSpec, { type: 'Pods' }>,
  reading: MetricReading,
  context: MetricContext,
): MetricResult {
  const proposal =
    'samples' in reading
      ? averageReplicas({ ...podInput(context, reading.samples), targetAverageValue: target.averageValue })
      : { error: `unable to get metric ${metric.name}: ${errorOf(reading)}` };
  if (isFailure(proposal)) {
    return {
      reason: 'FailedGetPodsMetric',
      message: proposal.error,
      error: `failed to get pods metric value: ${proposal.error}`,
    };
  }
  return {
    ...proposal,
    name: `pods metric ${metric.name}`,
    status: {
      type: 'Pods',
      pods: { metric: identifierStatus(metric), current: { averageValue: milliText(proposal.averageValue) } },
    },
  };
}
