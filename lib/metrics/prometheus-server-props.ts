import { type Duration, type Size } from 'cdk8s';
import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';
import { type ServiceExposure } from '../platform';
import { type DataVolume } from './data-volume';
import { type RuleGroup } from './prometheus-rule';
import { type ScrapeJob } from './scrape-job';

/** What runs Prometheus. */
export enum PrometheusWorkload {
  /** A Deployment that stops the old pod before it starts the new one. */
  DEPLOYMENT = 'Deployment',
  /** A StatefulSet: the pod and its claim keep their names. */
  STATEFUL_SET = 'StatefulSet',
}

/** Props of `PrometheusServer`. */
export interface PrometheusServerProps {
  /**
   * Name of workload, Service, ConfigMap and account.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Namespace of everything that has one, companions included.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default quay.io/prometheus/prometheus of the version table
   */
  readonly image?: string;
  /**
   * Image of what tells Prometheus to read its configuration again.
   * @default quay.io/prometheus-operator/prometheus-config-reloader of the version table
   */
  readonly reloaderImage?: string;
  /**
   * What runs it.
   * @default PrometheusWorkload.DEPLOYMENT
   */
  readonly workload?: PrometheusWorkload;
  /**
   * Where the samples are kept.
   * @default DataVolume.emptyDir()
   */
  readonly storage?: DataVolume;
  /**
   * How long samples are kept.
   * @default 15 days
   */
  readonly retention?: Duration;
  /**
   * How much is kept, less than the volume has.
   * @default no limit
   */
  readonly retentionSize?: Size;
  /**
   * How often each target is asked. An autoscaler sees nothing newer, and a query needs a window of two or more.
   * @default 15 s
   */
  readonly scrapeInterval?: Duration;
  /**
   * How long an answer may take, at most the interval.
   * @default 10 s, or the interval if that is shorter
   */
  readonly scrapeTimeout?: Duration;
  /**
   * How often rules are evaluated.
   * @default the scrape interval
   */
  readonly evaluationInterval?: Duration;
  /**
   * What it asks for metrics.
   * @default ScrapeJob.defaults()
   */
  readonly jobs?: ScrapeJob[];
  /**
   * What it asks beside these.
   * @default none
   */
  readonly additionalJobs?: ScrapeJob[];
  /**
   * Alerts, and series that it records; `addRules` adds further ones.
   * @default none
   */
  readonly rules?: RuleGroup[];
  /**
   * Labels that its samples get when they leave it.
   * @default none
   */
  readonly externalLabels?: { [label: string]: string };
  /**
   * Whether a container beside it tells it to read a changed configuration again. Else the pod is replaced.
   * @default true
   */
  readonly configReload?: boolean;
  /**
   * How its Service is reached, such as `Exposure.nodePort(30010)`.
   * @default from inside the cluster only, at port 80
   */
  readonly exposure?: ServiceExposure;
  /**
   * CPU request and limit.
   * @default a request of 100m
   */
  readonly cpu?: CpuResources;
  /**
   * Memory request and limit.
   * @default a request of 256Mi
   */
  readonly memory?: MemoryResources;
  /**
   * Further arguments of Prometheus.
   * @default none
   */
  readonly additionalArgs?: string[];
  /**
   * Whether to install kube-state-metrics, once per cluster.
   * @default true
   */
  readonly kubeStateMetrics?: boolean;
  /**
   * Whether to install node-exporter, once per cluster.
   * @default true
   */
  readonly nodeExporter?: boolean;
  /**
   * Namespace of node-exporter. It is made, with the Pod Security level `privileged`, unless it is that of Prometheus.
   * @default 'node-exporter'
   */
  readonly nodeExporterNamespace?: string;
  /**
   * Whether to install a Pushgateway.
   * @default false
   */
  readonly pushgateway?: boolean;
  /**
   * Whether to install an Alertmanager and send it alerts.
   * @default false
   */
  readonly alertmanager?: boolean;
}
