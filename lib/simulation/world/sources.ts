import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { expressionOf, parseQuery, selectorsIn, type LabelMatcher, type VectorSelector } from '../../promql';
import { GoPattern, InputError } from '../../validation';
import { type MetricSpec } from '../hpa/hpa-spec';
import { type MetricSource, type Signal, type WorldOptions } from './options';
import { checkedSource, sourceOf } from './signals';

/** What of a query says which series it reads. */
export type Selector = Pick<VectorSelector, 'metric' | 'matchers'>;

/** Metrics of what passes requests on: they count what clients send, whether or not there is a pod. */
const PROXY_METRICS =
  /^(nginx_|nginxplus_|traefik_|haproxy_|istio_|envoy_|kong_|contour_|caddy_|apisix_|skipper_|linkerd_|response_total$)/;
/** Images of such proxies: scaled themselves, their metrics are those of their own pods. */
const PROXY_IMAGES = /\b(nginx|haproxy|envoy|traefik|httpd|caddy|kong|contour|istio|apisix|skipper)/;

/** What a signal of the pods is where clients are measured instead. */
const OF_CLIENTS: ReadonlyMap<MetricSource, Signal> = new Map<MetricSource, Signal>([
  ['requests', 'clientRequests'],
  ['requestRate', 'clientRate'],
  ['connections', 'clientConnections'],
  ['idleConnections', 'clientConnections'],
  ['inFlight', 'clientConnections'],
]);

/** What kube-state-metrics says, by the name of the metric. @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics */
const OBJECT_STATES: readonly (readonly [pattern: RegExp, signal: Signal])[] = [
  [/^kube_(deployment_spec|statefulset|replicaset_spec)_replicas$/, 'desiredReplicas'],
  [/^kube_horizontalpodautoscaler_status_desired_replicas$/, 'desiredReplicas'],
  [/^kube_(deployment|statefulset|replicaset)_status_(ready_)?replicas(_ready|_available)$/, 'readyReplicas'],
  [/^kube_replicaset_status_ready_replicas$/, 'readyReplicas'],
  [/^kube_(deployment|statefulset|replicaset)_status_replicas(_current)?$/, 'replicas'],
  [/^kube_horizontalpodautoscaler_status_current_replicas$/, 'replicas'],
  [/^kube_pod_(info|owner|labels|created|start_time)$/, 'pods'],
  [/^kube_pod_status_ready$|^kube_pod_container_status_ready$/, 'readyPods'],
  [/^kube_pod_container_status_running$|^up$/, 'runningPods'],
];

/** What is scaled, as far as labels of series tell it. */
export interface MeasuredTarget {
  readonly manifest: Fields;
  readonly scaler: string;
  /** All objects, for the Services that jobs are named after. */
  readonly manifests: readonly Fields[];
}

/** What metrics measure: of the pods that are scaled, of their clients, of the cluster, or of somebody else, of whom the model knows nothing. */
export class Sources {
  readonly #name: string;
  readonly #namespace: string;
  readonly #labels: Fields;
  readonly #containers: readonly string[];
  readonly #isProxy: boolean;

  constructor(
    private readonly world: WorldOptions,
    private readonly target: MeasuredTarget,
  ) {
    const { manifest } = target;
    const template = fields(manifest, 'spec', 'template');
    const containers = list(template, 'spec', 'containers');
    this.#name = text(manifest, 'metadata', 'name') ?? '';
    this.#namespace = text(manifest, 'metadata', 'namespace') ?? 'default';
    this.#labels = fields(template, 'metadata', 'labels');
    this.#containers = containers.map((each) => text(each, 'name') ?? '');
    this.#isProxy = containers.some((each) => PROXY_IMAGES.test(text(each, 'image') ?? ''));
  }

  /**
   * What a selector of a query reads.
   *
   * @throws InputError if nobody knows.
   */
  ofSelector({ metric = '', matchers }: Selector): MetricSource {
    const given = this.#given(metric);
    if (given !== undefined) return given;
    const isProxy = PROXY_METRICS.test(metric) && !this.#isProxy;
    const other = this.#otherThan(matchers, isProxy);
    if (other !== undefined) throw unknownOther(metric, other, this.#name);
    if (metric.startsWith('kube_') || metric === 'up') return objectState(metric, matchers);
    const state = matchers.find(({ label }) => label === 'state')?.value;
    const source = sourceOf(metric, this.world, state);
    const outcome = outcomeOf(matchers);
    if (outcome !== 'any' && (source === 'requests' || source === 'requestRate')) {
      return outcome === 'failed' && isProxy && source === 'requests' ? 'lostRequests' : 0;
    }
    return isProxy ? (OF_CLIENTS.get(source) ?? source) : source;
  }

  /**
   * What a metric of the custom or external metrics API measures.
   *
   * @throws InputError if nobody knows.
   */
  ofMetric(metric: Extract<MetricSpec, { metric: unknown }>): MetricSource {
    const { name } = metric.metric;
    const given = this.#given(name);
    if (given !== undefined) return given;
    const source = sourceOf(name, this.world);
    if (metric.type === 'Object' && metric.describedObject.kind === 'Service') {
      const other = this.#otherService(metric.describedObject.name);
      if (other !== undefined) throw unknownOther(name, other, this.#name);
    }
    const ofClients =
      PROXY_METRICS.test(name) || (metric.type === 'Object' && /Ingress|Route/.test(metric.describedObject.kind));
    return ofClients && metric.type !== 'Pods' && !this.#isProxy ? (OF_CLIENTS.get(source) ?? source) : source;
  }

  /** Whether a query asks for nothing but messages of a queue. */
  isOfQueue(query: string): boolean {
    const parsed = parseQuery(query);
    const selectors = expressionOf(parsed) ? selectorsIn(parsed) : [];
    return (
      selectors.length > 0 &&
      selectors.every(({ metric = '' }) => {
        const given = Object.hasOwn(this.world.metrics ?? {}, metric) ? this.world.metrics?.[metric] : undefined;
        const source = given ?? knownSource(metric, this.world);
        return source === 'queue' || source === 'messages';
      })
    );
  }

  #given(name: string): MetricSource | undefined {
    const { metrics = {} } = this.world;
    const given = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
    return given === undefined ? undefined : checkedSource(name, given);
  }

  /** Whom labels mean, if it is somebody else; undefined where they may mean the target. */
  #otherThan(matchers: readonly LabelMatcher[], isProxy: boolean): string | undefined {
    for (const matcher of matchers) {
      const { label, operator, value } = matcher;
      const shown = `${label}${operator}"${value}"`;
      if (isProxy) continue; // whose labels are those of the ingress
      if (NAMESPACES.has(label) && !accepts(matcher, [this.#namespace])) return shown;
      if (WORKLOADS.has(label) && !accepts(matcher, [this.#name])) return shown;
      if (label === 'horizontalpodautoscaler' && !accepts(matcher, [this.target.scaler])) return shown;
      if (PODS.has(label) && !accepts(matcher, PODS_OF.map((suffix) => `${this.#name}${suffix}`))) return shown; // prettier-ignore
      if (label === 'container' && !accepts(matcher, this.#containers)) return shown;
      const own = ownLabel(this.#labels, label);
      if (own !== undefined && !accepts(matcher, [own])) return shown;
      if ((label === 'service' || label === 'job') && operator === '=' && this.#otherService(value) !== undefined) return shown; // prettier-ignore
    }
    return undefined;
  }

  /** A Service of the namespace whose pods are others; undefined where none is known. */
  #otherService(name: string): string | undefined {
    const service = this.target.manifests.find(
      (each) =>
        text(each, 'kind') === 'Service' &&
        text(each, 'metadata', 'name') === name &&
        (text(each, 'metadata', 'namespace') ?? 'default') === this.#namespace,
    );
    const matchLabels = service && labelSelectorOf({ matchLabels: fields(service, 'spec', 'selector') })?.matchLabels;
    if (!matchLabels || Object.keys(matchLabels).length === 0) return undefined;
    return selects({ matchLabels }, this.#labels) ? undefined : `Service "${name}"`;
  }
}

const NAMESPACES = new Set(['namespace', 'kubernetes_namespace', 'exported_namespace']);
const WORKLOADS = new Set(['deployment', 'statefulset', 'workload', 'owner_name']);
const PODS = new Set(['pod', 'pod_name', 'exported_pod', 'kubernetes_pod_name']);
/** How names of pods of a Deployment and of a StatefulSet end. */
const PODS_OF = ['-5d4f9c7b8c-x7k2p', '-0'];

/** A label of the pods by the name that it has in Prometheus. */
function ownLabel(labels: Fields, label: string): string | undefined {
  const key = Object.keys(labels).find((each) => each.replaceAll(/[^a-zA-Z0-9_]/g, '_') === label);
  const value = key === undefined ? undefined : labels[key];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a condition lets one of some values through. */
function accepts({ operator, value }: LabelMatcher, values: readonly string[]): boolean {
  return values.some((each) => {
    switch (operator) {
      case '=':
        return each === value;
      case '!=':
        return each !== value;
      default: {
        const matches = matchesWhole(value, each);
        return matches === undefined || matches === (operator === '=~');
      }
    }
  });
}

/** Whether a pattern of Prometheus matches a whole value; undefined if it is not one. */
function matchesWhole(pattern: string, value: string): boolean | undefined {
  return GoPattern.of(pattern)?.matches(value);
}

const STATUSES =
  /^(status|code|status_code|http_status|http_status_code|http_response_status_code|response_code|status_class)$/;

/** Which answers a selector reads. */
function outcomeOf(matchers: readonly LabelMatcher[]): 'any' | 'failed' | 'none' {
  const ofStatus = matchers.filter(({ label }) => STATUSES.test(label));
  const reads = (values: readonly string[]): boolean => ofStatus.every((matcher) => accepts(matcher, values));
  if (reads(['200', '2xx', 'ok', 'success'])) return 'any';
  return reads(['500', '502', '503', '504', '5xx']) ? 'failed' : 'none';
}

function objectState(metric: string, matchers: readonly LabelMatcher[]): MetricSource {
  if (metric === 'kube_pod_status_phase') {
    const isPhase = (phase: string): boolean =>
      matchers.some((matcher) => matcher.label === 'phase' && accepts(matcher, [phase]));
    if (isPhase('Running')) return isPhase('Pending') ? 'pods' : 'runningPods';
    if (isPhase('Pending')) return 'pendingPods';
  }
  const known = OBJECT_STATES.find(([pattern]) => pattern.test(metric));
  if (known) return known[1];
  throw new InputError({
    what: `The model does not have what ${metric} counts.`,
    why: 'Of kube-state-metrics it knows replicas, and pods that are there, pending, running and ready.',
    fix: `Say it: --set metrics.${metric}=10 (world.metrics in code), or give the metric of the trigger, such as --set metrics.s0-prometheus=10.`,
  });
}

function knownSource(metric: string, world: WorldOptions): MetricSource | undefined {
  try {
    return sourceOf(metric, world);
  } catch {
    return undefined;
  }
}

function unknownOther(metric: string, other: string, name: string): InputError {
  return new InputError({
    what: `The metric ${metric} with ${other} is not that of the pods of ${name}.`,
    why: 'The model knows the pods that are scaled, and what their clients send; of anybody else it has no number.',
    fix: `Say what it is: --set metrics.${metric}=clientRequests for what clients send, or a number (world.metrics in code).`,
  });
}
