import { type KnownMetric } from '../platform';
import { CounterMetric, GaugeMetric, type ISeriesSource } from '../scaling';

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
  /** Every metric that is known. */
  readonly all: KnownMetric[];
}

/** The metrics of an ingress controller, and how Prometheus names the series of its pods. */
export class NginxIngressMetrics implements ISeriesSource {
  /** Port of the pods that serves the metrics, at the path `/metrics`. */
  public readonly port: number;
  /**
   * Connections of this controller that are open now. Idle keep-alive connections count, and the scrape itself is one, so an idle controller shows 1.
   */
  public readonly activeConnections: GaugeMetric;
  /** Requests to this controller since the start. */
  public readonly requests: CounterMetric;
  /** Every metric that is known. */
  public readonly all: KnownMetric[];
  /**
   * Labels of the series of this controller, and of no other, when Prometheus finds pods by the annotation `prometheus.io/scrape` and copies their labels.
   */
  public readonly seriesLabels: { [label: string]: string };

  constructor(props: NginxIngressMetricsProps) {
    this.port = props.port;
    this.all = props.all;
    this.seriesLabels = { namespace: props.namespace };
    for (const [label, value] of Object.entries(props.podLabels)) {
      this.seriesLabels[label.replaceAll(/\W/g, '_')] = value;
    }
    this.activeConnections = GaugeMetric.known(props.activeConnections).of(this);
    this.requests = CounterMetric.known(props.requests).of(this);
  }
}
