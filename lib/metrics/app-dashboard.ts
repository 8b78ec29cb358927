import { createHash } from 'node:crypto';
import { type CounterMetric, type HistogramMetric } from '../scaling';
import { dnsLabelProblem, dnsSubdomainProblem, kindProblem, nameError, problemText } from '../validation';
import { type Dashboard, type DashboardPanel, type DashboardQuery } from './dashboard';

/** What a dashboard can be about: a `ScalableWebApp`, or the `scaleTarget` of an ingress controller. */
export interface DashboardSubject {
  /** Kind of the workload. */
  readonly kind: string;
  /** Name of the workload. */
  readonly name: string;
  /** Metadata of the workload; an absent namespace means `default`. */
  readonly metadata?: { readonly namespace?: string };
  /**
   * Counter of its requests.
   * @default none
   */
  readonly requests?: CounterMetric;
  /**
   * How long its requests took.
   * @default none
   */
  readonly durations?: HistogramMetric;
}

/** Options of `AppDashboard.of`. */
export interface AppDashboardOptions {
  /**
   * Its identity in Grafana.
   * @default namespace and name of the workload; where that is longer than 40 characters, or has a dot, a part of it with a fingerprint
   */
  readonly uid?: string;
  /**
   * Its title.
   * @default namespace and name of the workload
   */
  readonly title?: string;
  /**
   * Counter of the requests. Errors are shown if it has a label `status`.
   * @default the subject's
   */
  readonly requests?: CounterMetric;
  /**
   * How long requests took.
   * @default the subject's
   */
  readonly durations?: HistogramMetric;
  /**
   * Panels of one's own; they come first.
   * @default none
   */
  readonly panels?: DashboardPanel[];
}

const PER_SECOND = '[$__rate_interval]';

/**
 * The dashboard of one app: its requests, errors and durations, CPU and memory of its pods, its replicas against the desired ones, and the
 * metric that its autoscaler sees against the target. The autoscaler is found by what it scales, so that KEDA's is, too.
 *
 * Its series are those of the app, cAdvisor and kube-state-metrics.
 */
export class AppDashboard {
  /**
   * The dashboard of an app, or of an ingress controller.
   *
   * @throws {RangeError} on a kind, a name or a namespace that no object has.
   */
  public static of(subject: DashboardSubject, options: AppDashboardOptions = {}): Dashboard {
    const { requests = subject.requests, durations = subject.durations, panels = [] } = options;
    const namespace = subject.metadata?.namespace ?? 'default';
    refuseOddSubject(subject, namespace);
    const identity = `${namespace}-${subject.name}`;
    return {
      uid: options.uid ?? uidOf(identity),
      title: options.title ?? `${namespace}/${subject.name}`,
      panels: [
        ...panels,
        ...(requests ? requestPanels(requests) : []),
        ...(durations ? [durationPanel(durations)] : []),
        ...podPanels(namespace, subject),
        ...autoscalerPanels(namespace, subject),
      ],
    };
  }
}

/** @throws {RangeError} on a name that no object has: it would become a part of the queries. */
function refuseOddSubject({ kind, name }: DashboardSubject, namespace: string): void {
  const problem =
    nameError('The kind', kind, kindProblem(kind)) ??
    nameError('The name', name, dnsSubdomainProblem(name)) ??
    nameError('The namespace', namespace, dnsLabelProblem(namespace));
  if (problem) throw new RangeError(problemText(problem));
}

/** An identity of its own for each workload, also where names are long or have dots. */
function uidOf(identity: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(identity)) return identity;
  const fingerprint = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return `${identity.replaceAll('.', '-').slice(0, 31)}-${fingerprint}`;
}

function requestPanels(requests: CounterMetric): DashboardPanel[] {
  const failed = { label: 'status', operator: '=~', value: '5..' } as const;
  const rate = (...further: (typeof failed)[]) => `rate(${requests.selector('', further)}${PER_SECOND})`;
  const unit = 'reqps';
  if (!requests.metric.labels.includes('status')) {
    return [{ title: 'Requests', unit, queries: [{ query: `sum(${rate()})`, legend: 'requests' }] }];
  }
  return [
    {
      title: 'Requests by status',
      unit,
      queries: [{ query: `sum by (status) (${rate()})`, legend: '{{status}}' }],
    },
    {
      title: 'Errors',
      unit: 'percentunit',
      queries: [{ query: `(sum(${rate(failed)}) or vector(0)) / (sum(${rate()}) > 0)`, legend: 'failed requests' }],
    },
  ];
}

function durationPanel(durations: HistogramMetric): DashboardPanel {
  const buckets = `sum by (le) (rate(${durations.selector('_bucket')}${PER_SECOND}))`;
  const queries = [0.5, 0.95, 0.99].map((quantile) => ({
    query: `histogram_quantile(${quantile}, ${buckets})`,
    legend: `${quantile * 100} %`,
  }));
  return { title: 'Duration of requests', unit: durations.metric.unit, queries };
}

function podPanels(namespace: string, { kind, name }: DashboardSubject): DashboardPanel[] {
  const pods = `namespace="${namespace}",pod=~"${podNames(kind, name)}"`;
  const requested = (resource: string): DashboardQuery => ({
    query: `max(sum by (pod) (kube_pod_container_resource_requests{${pods},resource="${resource}"}))`,
    legend: 'request of a pod',
  });
  return [
    {
      title: 'CPU of each pod in cores',
      queries: [
        {
          query: `sum by (pod) (rate(container_cpu_usage_seconds_total{${pods},container!=""}${PER_SECOND}))`,
          legend: '{{pod}}',
        },
        requested('cpu'),
      ],
    },
    {
      title: 'Memory of each pod',
      unit: 'bytes',
      queries: [
        {
          query: `sum by (pod) (container_memory_working_set_bytes{${pods},container!=""})`,
          legend: '{{pod}}',
        },
        requested('memory'),
      ],
    },
  ];
}

/** Names of the pods of a workload, and of no other whose name begins with the same words. */
function podNames(kind: string, name: string): string {
  return kind === 'StatefulSet' ? `${name}-[0-9]+` : `${name}-[0-9a-z]+-[0-9a-z]{5}`;
}

function autoscalerPanels(namespace: string, { kind, name }: DashboardSubject): DashboardPanel[] {
  const labels = 'namespace, horizontalpodautoscaler';
  const target = `namespace="${namespace}",scaletargetref_kind="${kind}",scaletargetref_name="${name}"`;
  const own = `max by (${labels}) (kube_horizontalpodautoscaler_info{${target}})`;
  const ofOwn = (metric: string, by = '') =>
    `max by (${labels}${by}) (kube_horizontalpodautoscaler_${metric} * on (${labels}) group_left () ${own})`;
  const perMetric = ', metric_name, metric_target_type';
  return [
    {
      title: 'Replicas',
      queries: [
        { query: ofOwn('status_desired_replicas'), legend: 'desired' },
        { query: ofOwn('status_current_replicas'), legend: 'current' },
        ...readyReplicas(namespace, kind, name),
        { query: ofOwn('spec_min_replicas'), legend: 'minimum' },
        { query: ofOwn('spec_max_replicas'), legend: 'maximum' },
      ],
    },
    {
      title: 'Metric against target',
      queries: [
        { query: ofOwn('status_target_metric', perMetric), legend: '{{metric_name}} {{metric_target_type}}' },
        { query: ofOwn('spec_target_metric', perMetric), legend: '{{metric_name}} {{metric_target_type}} target' },
      ],
    },
  ];
}

function readyReplicas(namespace: string, kind: string, name: string): DashboardQuery[] {
  const resource = kind.toLowerCase();
  if (!['deployment', 'statefulset'].includes(resource)) return [];
  const query = `max(kube_${resource}_status_replicas_ready{namespace="${namespace}",${resource}="${name}"})`;
  return [{ query, legend: 'ready' }];
}
