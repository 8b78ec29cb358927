import { at, fields, list, optionalWhole, text, type Fields } from '../../kubernetes/fields';
import { add, type Int64 } from '../../kubernetes/int64';
import { selects } from '../../kubernetes/label-selector';
import { requireMilliValue } from '../../kubernetes/quantity';
import { milliseconds } from '../instant';
import { type HpaSpec, type MetricIdentifier, type MetricSpec } from './hpa-spec';
import { NO_CUSTOM_METRICS, NO_EXTERNAL_METRICS, NO_RESOURCE_METRICS, type MetricReading } from './metric-reading';
import { type Sample } from './pod-groups';
import { isFailure, type Failure } from './pod-requests';
import { type ControllerSettings } from './settings';

/**
 * What the three metrics APIs answer for the target's namespace: the items of their lists, as `kubectl get --raw` shows them, or
 * why they cannot be asked.
 */
export interface MetricsAnswers {
  /** PodMetrics of metrics.k8s.io: `{ metadata: { name }, timestamp, window, containers: [{ name, usage }] }`. @default none */
  readonly resource?: readonly Fields[] | Failure;
  /** MetricValues of custom.metrics.k8s.io: `{ describedObject, metric: { name }, timestamp, windowSeconds, value }`. @default none */
  readonly custom?: readonly Fields[] | Failure;
  /** Values of external.metrics.k8s.io: `{ metricName, metricLabels, value }`; `{ metricName, error }` is a failed query. @default none */
  readonly external?: readonly Fields[] | Failure;
}

/** How long the samples of a Pods metric are taken to span, where the answer does not say. */
const DEFAULT_WINDOW_SECONDS = 60;

/** What the answers say for each metric of an HPA. */
export function readMetrics(hpa: HpaSpec, answers: MetricsAnswers, settings: ControllerSettings): MetricReading[] {
  return hpa.metrics.map((metric) => readingOf(metric, hpa, answers, settings));
}

function readingOf(
  metric: MetricSpec,
  hpa: HpaSpec,
  answers: MetricsAnswers,
  settings: ControllerSettings,
): MetricReading {
  switch (metric.type) {
    case 'Resource':
      return resourceReading(metric.resource, undefined, hpa, answers, settings);
    case 'ContainerResource':
      return resourceReading(metric.resource, metric.container, hpa, answers, settings);
    case 'Pods': {
      const items = itemsOf(answers.custom, 'custom');
      if (isFailure(items)) return items;
      return podsReading(items.filter((item) => isOf(item, metric.metric) && kindOf(item) === 'Pod'));
    }
    case 'Object': {
      const items = itemsOf(answers.custom, 'custom');
      if (isFailure(items)) return items;
      const { kind, name } = metric.describedObject;
      const item = items.find(
        (each) => isOf(each, metric.metric) && kindOf(each) === kind && text(each, 'describedObject', 'name') === name,
      );
      const failure = item
        ? failureOf(item)
        : `the server could not find the metric ${metric.metric.name} for ${kind} ${name}`;
      if (failure !== undefined) return { error: unable('custom', failure) };
      return { value: valueOf(item) };
    }
    case 'External': {
      const items = itemsOf(answers.external, 'external');
      if (isFailure(items)) return items;
      const series = items.filter((item) => isSeriesOf(item, metric.metric));
      const failure = series.map(failureOf).find((error) => error !== undefined);
      if (failure !== undefined) return { error: unable('external', failure) };
      return series.length === 0 ? NO_EXTERNAL_METRICS : { series: series.map(valueOf) };
    }
    case 'Unknown':
      return NO_CUSTOM_METRICS;
  }
}

function itemsOf(answer: readonly Fields[] | Failure | undefined, api: string): readonly Fields[] | Failure {
  if (answer === undefined) return [];
  return 'error' in answer ? { error: unable(api, answer.error) } : answer;
}

function unable(api: string, error: string): string {
  return `unable to fetch metrics from ${api} metrics API: ${error}`;
}

function failureOf(item: Fields): string | undefined {
  return text(item, 'error');
}

function resourceReading(
  resource: string,
  container: string | undefined,
  { namespace }: HpaSpec,
  answers: MetricsAnswers,
  { release }: ControllerSettings,
): MetricReading {
  const items = itemsOf(answers.resource, 'resource');
  if (isFailure(items)) return items;
  if (items.length === 0) return NO_RESOURCE_METRICS;
  const samples = new Map<string, Sample>();
  for (const item of items) {
    const pod = text(item, 'metadata', 'name') ?? '';
    const containers = list(item, 'containers');
    const measured =
      container === undefined ? containers : containers.filter((each) => text(each, 'name') === container).slice(0, 1);
    if (container !== undefined && measured.length === 0 && !release.missingContainerIsMissingPod) {
      const error = `container ${container} not present in metrics for pod ${namespace}/${pod}`;
      return { error: `failed to get container metrics: ${error}` };
    }
    const value = sumOfUsage(measured, resource, pod);
    if (value === undefined) continue;
    samples.set(pod, {
      value,
      timestamp: milliseconds(`PodMetrics "${pod}": timestamp`, item.timestamp ?? 0),
      window: durationOf(`PodMetrics "${pod}": window`, item.window ?? 0),
    });
  }
  return { samples };
}

/** The usage of all containers; undefined if one of them has none, or there is no container. */
function sumOfUsage(containers: readonly unknown[], resource: string, pod: string): Int64 | undefined {
  let sum: Int64 | undefined;
  for (const container of containers) {
    const usage = at(container, 'usage', resource);
    if (usage === undefined) return undefined;
    sum = add(sum ?? 0, requireMilliValue(`PodMetrics "${pod}": usage of ${resource}`, usage));
  }
  return sum;
}

function podsReading(items: readonly Fields[]): MetricReading {
  const failure = items.map(failureOf).find((error) => error !== undefined);
  if (failure !== undefined) return { error: unable('custom', failure) };
  if (items.length === 0) return NO_CUSTOM_METRICS;
  const samples = new Map<string, Sample>();
  for (const item of items) {
    const pod = text(item, 'describedObject', 'name') ?? '';
    const path = `MetricValue of pod "${pod}"`;
    samples.set(pod, {
      value: valueOf(item),
      timestamp: milliseconds(`${path}: timestamp`, item.timestamp ?? 0),
      window: (optionalWhole(`${path}: windowSeconds`, item.windowSeconds) ?? DEFAULT_WINDOW_SECONDS) * 1000,
    });
  }
  return { samples };
}

function valueOf(item: Fields | undefined): Int64 {
  return requireMilliValue('The value of a metric', item?.value);
}

function kindOf(item: Fields): string | undefined {
  return text(item, 'describedObject', 'kind');
}

function isOf(item: Fields, { name }: MetricIdentifier): boolean {
  return (text(item, 'metric', 'name') ?? text(item, 'metricName')) === name;
}

/** Whether a series is one of the metric's: labels are compared where the answer has some, for the adapter has selected already. */
function isSeriesOf(item: Fields, { name, selector }: MetricIdentifier): boolean {
  const labels = Object.fromEntries(
    Object.entries(fields(item, 'metricLabels')).map(([key, label]) => [key, String(label)]),
  );
  if (text(item, 'metricName') !== name) return false;
  return selector === undefined || Object.keys(labels).length === 0 || selects(selector, labels);
}

/** The milliseconds of a duration as metrics.k8s.io writes it, such as `15.014s`, `1m0s` or `706ms`; a number is seconds. */
function durationOf(name: string, duration: unknown): number {
  if (typeof duration === 'number') return duration * 1000;
  if (typeof duration !== 'string' || !GO_DURATION.test(duration)) return milliseconds(name, duration);
  let sum = 0;
  for (const [, amount, unit = ''] of duration.matchAll(GO_DURATION_PART)) {
    sum += Number(amount) * (MILLISECONDS.get(unit) ?? NaN);
  }
  return Math.round(sum);
}

const GO_DURATION = /^(?:\d+(?:\.\d+)?(?:h|ms|m|s|µs|ns))+$/;
const GO_DURATION_PART = /(\d+(?:\.\d+)?)(h|ms|m|s|µs|ns)/g;
const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
  ['µs', 1e-3],
  ['ns', 1e-6],
]);
