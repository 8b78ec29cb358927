import { MetricType, type KnownMetric } from '../../platform';
import { problemText } from '../../validation';
import { CounterMetric } from '../queries/counter-metric';
import { GaugeMetric } from '../queries/gauge-metric';
import { HistogramMetric } from '../queries/histogram-metric';
import { COMMUNITY_METRICS } from './community-nginx-metrics';
import { didYouMean, isSlipOf } from './did-you-mean';
import { F5_METRICS } from './f5-nginx-metrics';
import { KUBE_STATE_METRICS } from './kube-state-metrics';
import { NGINX_EXPORTER_METRICS } from './nginx-exporter-metrics';
import { PODINFO_METRICS } from './podinfo-metrics';

/** Props of `MetricExporter.of`. */
export interface MetricExporterProps {
  /** Its name, for messages. */
  readonly name: string;
  /** What it exposes. */
  readonly metrics: KnownMetric[];
}

/** Something that exposes metrics, and which ones: their names, types, labels and units. */
export class MetricExporter {
  /**
   * F5's NGINX Ingress Controller.
   * @see https://docs.nginx.com/nginx-ingress-controller/logging-and-monitoring/prometheus/
   */
  public static readonly F5_NGINX = new MetricExporter("F5's NGINX Ingress Controller", F5_METRICS, [
    'nginx_ingress_nginx_',
  ]);

  /**
   * The community's ingress-nginx.
   * @see https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/
   */
  public static readonly COMMUNITY_NGINX = new MetricExporter('ingress-nginx', COMMUNITY_METRICS, [
    'nginx_ingress_controller_nginx_process_connections',
    'nginx_ingress_controller_nginx_process_requests',
  ]);

  /**
   * nginx-prometheus-exporter, which reads nginx's status page.
   * @see https://github.com/nginx/nginx-prometheus-exporter#exported-metrics
   */
  public static readonly NGINX_EXPORTER = new MetricExporter('nginx-prometheus-exporter', NGINX_EXPORTER_METRICS, []);

  /**
   * kube-state-metrics: what is in the API, such as replicas.
   * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs
   */
  public static readonly KUBE_STATE_METRICS = new MetricExporter('kube-state-metrics', KUBE_STATE_METRICS, [
    'kube_horizontalpodautoscaler_',
  ]);

  /**
   * podinfo, the reference web application.
   * @see https://github.com/stefanprodan/podinfo
   */
  public static readonly PODINFO = new MetricExporter('podinfo', PODINFO_METRICS, []);

  /** An exporter of one's own. A query that names it may read no other metric. */
  public static of({ name, metrics }: MetricExporterProps): MetricExporter {
    return new MetricExporter(name, metrics, []);
  }

  /** @internal */
  public static get all(): readonly MetricExporter[] {
    return [
      MetricExporter.F5_NGINX,
      MetricExporter.COMMUNITY_NGINX,
      MetricExporter.NGINX_EXPORTER,
      MetricExporter.KUBE_STATE_METRICS,
      MetricExporter.PODINFO,
    ];
  }

  private constructor(
    /** Its name. */
    public readonly name: string,
    /** What it exposes, as far as it is known. */
    public readonly metrics: KnownMetric[],
    /** Prefixes that no other exporter has, and whose metrics are all known. */
    private readonly ownPrefixes: readonly string[],
  ) {}

  /**
   * A gauge of this exporter. Where several share the name, as those of ingress-nginx that differ by `state`, it is all of them: pick one with `where`.
   *
   * @throws if it has none of that name.
   */
  public gauge(name: string): GaugeMetric {
    return GaugeMetric.known(this.metricOf(name, MetricType.GAUGE));
  }

  /**
   * A counter of this exporter. Where several share the name, as those of ingress-nginx that differ by `state`, it is all of them: pick one with `where`.
   *
   * @throws if it has none of that name.
   */
  public counter(name: string): CounterMetric {
    return CounterMetric.known(this.metricOf(name, MetricType.COUNTER));
  }

  /**
   * A histogram of this exporter, without the `_bucket` of its series.
   *
   * @throws if it has none of that name.
   */
  public histogram(name: string): HistogramMetric {
    return HistogramMetric.known(this.metricOf(name, MetricType.HISTOGRAM));
  }

  /** Whether a name can only be meant for one of this exporter's metrics. @internal */
  public owns(name: string): boolean {
    const isOwn = this.ownPrefixes.some((prefix) => name.startsWith(prefix));
    return isOwn || (this === MetricExporter.NGINX_EXPORTER && this.seriesNames.some((known) => isSlipOf(name, known)));
  }

  /** The type of one of its series; `_bucket`, `_count` and `_sum` of a histogram are counters. @internal */
  public typeOfSeries(name: string): MetricType | undefined {
    for (const { name: known, type } of this.metrics) {
      if (name === known) return type;
      if (type !== MetricType.HISTOGRAM || !name.startsWith(`${known}_`)) continue;
      if (['bucket', 'count', 'sum'].includes(name.slice(known.length + 1))) return MetricType.COUNTER;
    }
    return undefined;
  }

  /** Names of its series. @internal */
  public get seriesNames(): string[] {
    const names = this.metrics.flatMap(({ name, type }) =>
      type === MetricType.HISTOGRAM ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : name,
    );
    return [...new Set(names)];
  }

  private metricOf(name: string, type: MetricType): KnownMetric {
    const [metric, ...others] = this.metrics.filter((each) => each.name === name);
    if (!metric) {
      const names = this.metrics.filter((each) => each.type === type).map((each) => each.name);
      throw new RangeError(
        problemText({
          what: `${this.name} has no ${type} "${name}".${didYouMean(name, names)}`,
          why: 'A query for it would find nothing, and what scales on it would never act.',
          fix: names.length > 0 ? `Use one of ${names.join(', ')}.` : `Give the exporter a ${type}.`,
        }),
      );
    }
    if (metric.type !== type) {
      throw new RangeError(
        problemText({
          what: `"${name}" of ${this.name} is a ${metric.type}.`,
          why: 'A query for it would be of another kind than the series are.',
          fix: `Use ${metric.type}("${name}").`,
        }),
      );
    }
    return others.length === 0 ? metric : metric.withoutMatchers();
  }
}
