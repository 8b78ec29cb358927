import { type Duration, type Size } from 'cdk8s';
import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';
import { type ServiceExposure } from '../platform';
import { type DataVolume } from './data-volume';

/** Props of `PrometheusOperatorStack`. */
export interface PrometheusOperatorStackProps {
  /**
   * Name of the Prometheus, its Service and its account; the operator's have `-operator` behind it.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Namespace of everything that has one, companions included.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image of the operator, for a registry of one's own.
   * @default quay.io/prometheus-operator/prometheus-operator of the version table
   */
  readonly operatorImage?: string;
  /**
   * Image of what tells Prometheus to read its configuration again.
   * @default quay.io/prometheus-operator/prometheus-config-reloader of the version table
   */
  readonly reloaderImage?: string;
  /**
   * Image of Prometheus, for a registry of one's own.
   * @default quay.io/prometheus/prometheus of the version table
   */
  readonly image?: string;
  /**
   * Replicas of Prometheus. Each asks all targets.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Where the samples are kept.
   * @default DataVolume.emptyDir()
   */
  readonly storage?: DataVolume;
  /**
   * How long samples are kept.
   * @default 10 days
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
   * How often rules are evaluated.
   * @default the scrape interval
   */
  readonly evaluationInterval?: Duration;
  /**
   * How its Service is reached, such as `Exposure.nodePort(30950)`.
   * @default from inside the cluster only, at port 9090
   */
  readonly exposure?: ServiceExposure;
  /**
   * CPU request and limit of Prometheus.
   * @default a request of 100m
   */
  readonly cpu?: CpuResources;
  /**
   * Memory request and limit of Prometheus.
   * @default a request of 256Mi
   */
  readonly memory?: MemoryResources;
  /**
   * Whether to install and monitor kube-state-metrics, once per cluster.
   * @default true
   */
  readonly kubeStateMetrics?: boolean;
  /**
   * Whether to install and monitor node-exporter, once per cluster.
   * @default true
   */
  readonly nodeExporter?: boolean;
  /**
   * Namespace of node-exporter. It is made, with the Pod Security level `privileged`, unless it is that of Prometheus.
   * @default 'node-exporter'
   */
  readonly nodeExporterNamespace?: string;
  /**
   * Whether to monitor the kubelets and the containers of each node.
   * @default true
   */
  readonly kubelet?: boolean;
  /**
   * Whether to monitor the API servers.
   * @default true
   */
  readonly apiServer?: boolean;
}
