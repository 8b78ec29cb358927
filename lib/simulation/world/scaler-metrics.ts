import { show } from '../../kubernetes/fields';
import { type Int64 } from '../../kubernetes/int64';
import { InputError } from '../../validation';
import { type HpaSpec, type MetricSpec } from '../hpa/hpa-spec';
import { NO_CUSTOM_METRICS, NO_RESOURCE_METRICS, type MetricReading } from '../hpa/metric-reading';
import { isProposal, type MetricResult } from '../hpa/metric-result';
import { type Sample } from '../hpa/pod-groups';
import { requestOf } from '../hpa/pod-requests';
import { type MetricUnit, type PredictedMetric } from '../prediction';
import { type ReleaseFeatures } from '../release';
import { type FaultName } from './faults';
import { type MetricsServer } from './metrics-server';
import { type MetricSource } from './options';
import { type WorldNumbers } from './parameters';
import { OVER_TIME } from './query/vector';
import { isPerPod, type Scrapes } from './scrapes';
import { unitOf } from './signals';
import { type Sources } from './sources';
import { type Workload } from './workload';

/** What readings of metrics are made from. */
export interface Instruments {
  readonly workload: Workload;
  readonly metricsServer: MetricsServer;
  readonly scrapes: Scrapes;
  readonly numbers: WorldNumbers;
  readonly sources: Sources;
  /** Metrics that cannot be read, by name, with the error. */
  readonly unreadable: Readonly<Record<string, string>>;
  /** Whether something has failed at a time. */
  readonly isDown: (name: FaultName, now: number) => boolean;
}

/** What the metrics API answers at a time, in milliseconds. */
export type Reader = (now: number) => MetricReading;

const COUNTERS: ReadonlySet<MetricSource> = new Set([
  ...(['requests', 'requestSeconds', 'cpu', 'clientRequests', 'lostRequests'] as const),
]);

/**
 * What the metrics API will answer for a metric of an HPA.
 *
 * @throws InputError if the model does not know the metric.
 */
export function readerOf(metric: MetricSpec, instruments: Instruments): Reader {
  const name = 'resource' in metric ? metric.resource : 'metric' in metric ? metric.metric.name : '';
  const error = Object.hasOwn(instruments.unreadable, name) ? instruments.unreadable[name] : undefined;
  return error === undefined ? readableReader(metric, instruments) : () => ({ error });
}

function readableReader(metric: MetricSpec, instruments: Instruments): Reader {
  switch (metric.type) {
    case 'Resource':
      return resourceReader(metric.resource, undefined, instruments);
    case 'ContainerResource':
      return resourceReader(metric.resource, metric.container, instruments);
    case 'Pods':
      return ofAdapter(metric.metric.name, podsReader(instruments.sources.ofMetric(metric), instruments), instruments);
    case 'Object':
      return ofAdapter(
        metric.metric.name,
        totalReader(instruments.sources.ofMetric(metric), instruments, (value) => ({ value })),
        instruments,
      );
    case 'External':
      return ofAdapter(
        metric.metric.name,
        totalReader(instruments.sources.ofMetric(metric), instruments, (value) => ({ series: [value] })),
        instruments,
      );
    case 'Unknown':
      throw new InputError({
        what: `A metric of the HorizontalPodAutoscaler has the type ${show(metric.written)}.`,
        why: 'The API server refuses it.',
        fix: 'Use Resource, ContainerResource, Pods, Object or External.',
      });
  }
}

/** An adapter has no value while its Prometheus has none. */
function ofAdapter(name: string, read: Reader, { isDown }: Instruments): Reader {
  const error = `unable to fetch metrics from custom metrics API: the server could not find the metric ${name}`;
  return (now) => (isDown('prometheus', now) ? { error } : read(now));
}

const NO_METRICS_SERVER = {
  error:
    'unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)',
};

function resourceReader(resource: string, container: string | undefined, instruments: Instruments): Reader {
  if (resource !== 'cpu' && resource !== 'memory') {
    throw new InputError({
      what: `Nobody measures the resource ${show(resource)}.`,
      why: 'metrics-server knows cpu and memory alone, so the autoscaler would never have a value.',
      fix: 'Use cpu or memory, or a metric of Prometheus.',
    });
  }
  const samples = instruments.metricsServer.samples[resource];
  const { isDown } = instruments;
  const { containers } = instruments.workload;
  // All the work is done by the first container; the others are idle.
  if (container === undefined || container === containers[0]?.name) {
    return (now) =>
      isDown('metrics-server', now) ? NO_METRICS_SERVER : samples.size === 0 ? NO_RESOURCE_METRICS : { samples };
  }
  if (!containers.some(({ name }) => name === container)) {
    throw new InputError({
      what: `The autoscaler measures the container ${show(container)}, which ${instruments.workload.name} does not have.`,
      why: 'There will never be a value to scale on.',
      fix: `Name one of ${containers.map(({ name }) => name).join(', ')}.`,
    });
  }
  return (now) => {
    if (isDown('metrics-server', now)) return NO_METRICS_SERVER;
    const idle = [...samples].map(([pod, sample]) => [pod, { ...sample, value: 0 }] as const);
    return idle.length === 0 ? NO_RESOURCE_METRICS : { samples: new Map(idle) };
  };
}

function podsReader(source: MetricSource, { scrapes, numbers }: Instruments): Reader {
  const window = numbers.rateWindow * 1000;
  const { Rate } = OVER_TIME;
  return (now) => {
    const samples = new Map<string, Sample>();
    for (const pod of scrapes.podsWithin(now, source)) {
      if (pod.stoppedAt <= now) continue;
      const value = COUNTERS.has(source)
        ? Rate?.(scrapes.range(source, pod, now - window, now), now - window, now)
        : scrapes.latest(source, pod, now);
      if (value !== undefined) samples.set(pod.name, { value: milliOf(value), timestamp: now, window });
    }
    return samples.size === 0 ? NO_CUSTOM_METRICS : { samples };
  };
}

/** What a total of the modelled Prometheus is: counters as rates. */
export function totalReader(
  source: MetricSource,
  { scrapes, numbers }: Pick<Instruments, 'scrapes' | 'numbers'>,
  answer: (value: Int64) => MetricReading,
): Reader {
  const window = numbers.rateWindow * 1000;
  const { Rate } = OVER_TIME;
  return (now) => {
    let sum: number | undefined;
    for (const pod of isPerPod(source) ? scrapes.podsWithin(now - window, source) : [undefined]) {
      const value = COUNTERS.has(source)
        ? Rate?.(scrapes.range(source, pod, now - window, now), now - window, now)
        : scrapes.latest(source, pod, now);
      if (value !== undefined) sum = (sum ?? 0) + value;
    }
    if (sum === undefined) return NO_CUSTOM_METRICS;
    return Number.isFinite(sum) ? answer(milliOf(sum)) : { error: `the metric is ${sum}` };
  };
}

/** Thousandths, rounded up as a quantity is. */
function milliOf(value: number): number {
  return Math.ceil(Math.round(value * 1e6) / 1e3);
}

/** A metric as a report shows it. */
export function describedMetric(metric: MetricSpec, label?: string, unit?: MetricUnit): PredictedMetric {
  switch (metric.type) {
    case 'Resource':
    case 'ContainerResource': {
      const { resource, target } = metric;
      const { averageUtilization, averageValue } = target;
      const kind = metric.type === 'Resource' ? 'resource' : 'container resource';
      return averageUtilization !== undefined && averageValue === undefined
        ? {
            name: `${resource} ${kind} utilization (percentage of request)`,
            label: label ?? resource,
            unit: 'percent',
            target: averageUtilization,
            perPod: true,
          }
        : {
            name: `${resource} resource`,
            label: label ?? resource,
            unit: unitOf(resource === 'cpu' ? 'cpu' : 'memory'),
            target: unitsOf(averageValue),
            perPod: true,
          };
    }
    case 'Pods':
    case 'Object':
    case 'External': {
      const { name } = metric.metric;
      const { averageValue, value } = metric.target;
      const isAverage = averageValue !== undefined && (metric.type !== 'Object' || metric.target.type !== 'Value');
      const names = {
        Pods: () => `pods metric ${name}`,
        Object: () => (metric.type === 'Object' ? `${metric.describedObject.kind} metric ${name}` : name),
        External: () => `external metric ${name}`,
      };
      return {
        name: names[metric.type](),
        label: label ?? name,
        unit: unit ?? 'number',
        target: unitsOf(isAverage ? averageValue : value),
        perPod: isAverage,
      };
    }
    case 'Unknown':
      return { name: metric.written, label: metric.written, unit: 'number', target: null, perPod: false };
  }
}

function unitsOf(milli: Int64 | undefined): number | null {
  return milli === undefined ? null : Number(milli) / 1000;
}

/** The unit of a metric that a custom or external metrics API gives: counters come as rates. */
export function unitOfMetric(metric: MetricSpec, sources: Sources): MetricUnit | undefined {
  if (!('metric' in metric)) return undefined;
  const source = sources.ofMetric(metric);
  return COUNTERS.has(source) && unitOf(source) === 'requests' ? 'requests/s' : unitOf(source);
}

/** What a metric's value was when the autoscaler last looked, in the unit of its target; undefined where it had none. */
export function seenValue(result: MetricResult | undefined, { target }: PredictedMetric): number | undefined {
  if (!result || !isProposal(result) || result.ratio === undefined || target === null) return undefined;
  const value = Math.round(result.ratio * target * 1e6) / 1e6;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Refuses a utilisation of nothing.
 *
 * @throws InputError if a metric is a share of a request that the workload does not have.
 */
export function requireRequests({ metrics }: HpaSpec, workload: Workload, release: ReleaseFeatures): void {
  for (const metric of metrics) {
    if (metric.type !== 'Resource' && metric.type !== 'ContainerResource') continue;
    if (metric.target.averageUtilization === undefined || metric.target.averageValue !== undefined) continue;
    const { containers, podLevel, name } = workload;
    const container = metric.type === 'ContainerResource' ? metric.container : undefined;
    const pod = { name, phase: 'Running', deleted: false, containers, ...(podLevel && { podLevel }) };
    const request = requestOf(pod, metric.resource, container, release);
    const problem = typeof request === 'object' ? request.error : Number(request) > 0 ? undefined : 'it is 0';
    if (problem === undefined) continue;
    throw new InputError({
      what: `The autoscaler of ${name} scales on a share of its ${metric.resource} request: ${problem}.`,
      why: 'There is nothing to take the percentage of, so that it never scales.',
      fix: `Set resources.requests.${metric.resource} of each container, or scale on an AverageValue.`,
    });
  }
}
