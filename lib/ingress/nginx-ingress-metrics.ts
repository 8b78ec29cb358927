import { type KnownMetric } from '../platform';

/** Props of `NginxIngressMetrics`. */
export interface NginxIngressMetricsProps {
  /** Port of the pods that serves the metrics. */
  readonly port: number;
  /** Labels of the pods. */
  readonly podLabels: { [label: string]: string };
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Connections that are open now. */
  readonly activeConnections: KnownMetric;
  /** Requests since the start. */
  readonly requests: KnownMetric;
  /** Every further metric. */
  readonly others: KnownMetric[];
}

/** The metrics of an ingress controller, and how Prometheus names the series of its pods. */
export class NginxIngressMetrics {
  /** Port of the pods that serves the metrics, at the path `/metrics`. */
  public readonly port: number;
  /**
   * Connections that are open now: a gauge. Idle keep-alive connections count, and the scrape itself is one, so an idle controller shows 1.
   */
  public readonly activeConnections: KnownMetric;
  /** Requests since the start: a counter. */
  public readonly requests: KnownMetric;
  /** Every metric that is known. */
  public readonly all: KnownMetric[];
  /**
   * Labels of the series of this controller, and of no other, when Prometheus finds pods by the annotation `prometheus.io/scrape` and copies their labels.
   */
  public readonly seriesLabels: { [label: string]: string };

  constructor(props: NginxIngressMetricsProps) {
    this.port = props.port;
    this.activeConnections = props.activeConnections;
    this.requests = props.requests;
    this.all = [props.activeConnections, props.requests, ...props.others];
    this.seriesLabels = { namespace: props.namespace };
    for (const [label, value] of Object.entries(props.podLabels)) {
      this.seriesLabels[label.replaceAll(/\W/g, '_')] = value;
    }
  }
}
