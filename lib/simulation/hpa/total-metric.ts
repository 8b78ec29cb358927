import { type Fields } from '../../kubernetes/fields';
import { type Int64 } from '../../kubernetes/int64';
import { milliText } from '../../kubernetes/quantity';
import { type MetricSpec, type ObjectReference } from './hpa-spec';
import { errorOf, identifierStatus, type MetricContext, type MetricResult } from './metric-result';
import { NO_EXTERNAL_METRICS, type MetricReading } from './metric-reading';
import { sumOfSeries, totalPerPodReplicas, valueReplicas, type TotalProposal } from './object-external';
import { isFailure, type Failure } from './pod-requests';
import { selectorText } from './selector-text';

/** What an Object metric asks for. Its name in reasons differs by target: up to 1.37 the one of an average is that of an external metric. */
export function objectProposal(
  { metric, describedObject, target }: Extract<MetricSpec, { type: 'Object' }>,
  reading: MetricReading,
  context: MetricContext,
): MetricResult {
  const fail = (message: string, error = message): MetricResult => ({
    reason: 'FailedGetObjectMetric',
    message,
    error: `failed to get object metric value: ${error}`,
  });
  const usage: Int64 | Failure =
    'value' in reading
      ? reading.value
      : { error: unableToGet(metric.name, describedObject, errorOf(reading), context) };
  const status = (current: Fields): Fields => ({
    type: 'Object',
    object: { metric: identifierStatus(metric), describedObject, current },
  });
  if (target.type === 'Value' && target.value !== undefined) {
    const proposal = typeof usage === 'object' ? usage : byValue(usage, target.value, context);
    if (isFailure(proposal)) return fail(proposal.error);
    return {
      ...shown(proposal),
      name: `${describedObject.kind} metric ${metric.name}`,
      status: status({ value: milliText(proposal.value) }),
    };
  }
  if (target.type === 'AverageValue' && target.averageValue !== undefined) {
    if (typeof usage === 'object') {
      return fail(usage.error, `failed to get ${metric.name} object metric: ${usage.error}`);
    }
    const { boundsEverything, namesObjectAverages } = context.settings.release;
    const proposal = perPod(usage, target.averageValue, boundsEverything, context);
    return {
      ...shown(proposal),
      name: namesObjectAverages
        ? `${describedObject.kind} metric ${metric.name}`
        : `external metric ${metric.name}(${selectorText(metric.selector)})`,
      status: status({ averageValue: milliText(proposal.value) }),
    };
  }
  return fail('invalid object metric source: neither a value target nor an average value target was set');
}

function unableToGet(
  metric: string,
  { kind, name }: ObjectReference,
  error: string,
  { hpa: { namespace }, settings: { release } }: MetricContext,
): string {
  return release.wordsOf137
    ? `unable to get metric ${metric} on ${kind} ${namespace}/${name}: ${error}`
    : `unable to get metric ${metric}: ${kind} on ${namespace} ${name}/${error}`;
}

/** What an External metric asks for. An average wins over a value. */
export function externalProposal(
  { metric, target }: Extract<MetricSpec, { type: 'External' }>,
  reading: MetricReading,
  context: MetricContext,
): MetricResult {
  const fail = (message: string, error = message): MetricResult => ({
    reason: 'FailedGetExternalMetric',
    message,
    error: `failed to get ${metric.name} external metric value: ${error}`,
  });
  const { release } = context.settings;
  const type = target.averageValue === undefined ? 'Value' : 'AverageValue';
  const usage = externalUsage(metric, reading, type, context);
  const name = `external metric ${metric.name}(${selectorText(metric.selector)})`;
  const status = (current: Fields): Fields => ({
    type: 'External',
    external: { metric: identifierStatus(metric), current },
  });
  if (target.averageValue !== undefined) {
    if (typeof usage === 'object') {
      return fail(usage.error, `failed to get ${metric.name} external metric: ${usage.error}`);
    }
    const proposal = perPod(usage, target.averageValue, release.boundsExternalAverages, context);
    return { ...shown(proposal), name, status: status({ averageValue: milliText(proposal.value) }) };
  }
  if (target.value !== undefined) {
    const proposal = typeof usage === 'object' ? usage : byValue(usage, target.value, context);
    if (isFailure(proposal)) {
      return fail(proposal.error, `failed to get external metric ${metric.name}: ${proposal.error}`);
    }
    return { ...shown(proposal), name, status: status({ value: milliText(proposal.value) }) };
  }
  return fail('invalid external metric source: neither a value target nor an average value target was set');
}

function externalUsage(
  { name, selector }: Extract<MetricSpec, { type: 'External' }>['metric'],
  reading: MetricReading,
  target: 'Value' | 'AverageValue',
  { hpa: { namespace }, settings: { release } }: MetricContext,
): Int64 | Failure {
  if ('series' in reading && reading.series.length > 0) return sumOfSeries(reading.series, target, release);
  const error = 'series' in reading ? NO_EXTERNAL_METRICS.error : errorOf(reading);
  return { error: `unable to get external metric ${namespace}/${name}/${selectorText(selector)}: ${error}` };
}

function byValue(usage: Int64, targetValue: Int64, context: MetricContext): TotalProposal | Failure {
  const { specReplicas: currentReplicas, pods, tolerances, settings } = context;
  const { boundsValues: bounded, boundsEverything } = settings.release;
  return valueReplicas({ currentReplicas, pods, usage, targetValue, tolerances, bounded, boundsEverything });
}

/** An External metric's average has been bounded for longer than an Object one's. */
function perPod(
  usage: Int64,
  targetAverageValue: Int64,
  bounded: boolean,
  { statusReplicas, tolerances, settings }: MetricContext,
): TotalProposal {
  const zeroWithoutPods = settings.release.averageOfNoPodsIsZero;
  return totalPerPodReplicas({ statusReplicas, usage, targetAverageValue, tolerances, bounded, zeroWithoutPods });
}

function shown({ replicas, ratio }: TotalProposal): Pick<TotalProposal, 'replicas' | 'ratio'> {
  return { replicas, ratio };
}
