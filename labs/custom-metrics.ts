import { Chart, Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AdapterRule,
  CurlLoadLoop,
  Exposure,
  MetricTarget,
  NginxWithExporter,
  PodSecurityLevel,
  PrometheusAdapter,
  PrometheusOperatorStack,
  ScalingMetric,
  SecuredNamespace,
  type PrometheusServer,
} from '../lib';

const REQUESTS_PER_SECOND = 'nginx_http_requests_per_second';

/** Props of `PrometheusOperatorChart`. */
export interface PrometheusOperatorChartProps {
  /** Another Prometheus of the cluster: its exporters are asked by this one, too. */
  readonly companionsOf: PrometheusServer;
}

/** Prometheus by its operator, and prometheus-adapter in front of it. */
export class PrometheusOperatorChart extends Chart {
  /** The Prometheus. */
  readonly prometheus: PrometheusOperatorStack;

  constructor(scope: Construct, id: string, { companionsOf }: PrometheusOperatorChartProps) {
    super(scope, id, { namespace: 'prometheus-operator' });
    new SecuredNamespace(this, 'namespace', { enforce: PodSecurityLevel.RESTRICTED });

    this.prometheus = new PrometheusOperatorStack(this, 'operated', {
      exposure: Exposure.nodePort(30950),
      kubeStateMetrics: false, // a cluster has one of each
      nodeExporter: false,
    });
    const { kubeStateMetrics, nodeExporter } = companionsOf;
    if (kubeStateMetrics) this.prometheus.monitor(kubeStateMetrics.service, { honorLabels: true });
    if (nodeExporter) this.prometheus.monitor(nodeExporter.service);

    const { prometheus } = this;
    new PrometheusAdapter(this, 'prometheus-adapter', {
      prometheus,
      rules: [
        AdapterRule.counterRate('nginx_http_requests_total', { window: Duration.minutes(1), as: REQUESTS_PER_SECOND }),
      ],
    });
  }
}

/** Props of `CustomMetricsLab`. */
export interface CustomMetricsLabProps {
  /** Who counts the requests. */
  readonly prometheus: PrometheusOperatorStack;
}

/** Lab custom-metrics: scale nginx on its requests per second, by a HorizontalPodAutoscaler and prometheus-adapter, and by KEDA. */
export class CustomMetricsLab extends Chart {
  constructor(scope: Construct, id: string, { prometheus }: CustomMetricsLabProps) {
    super(scope, id, { namespace: 'custom-metrics' });
    new SecuredNamespace(this, 'namespace');
    const small = { cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) } };

    const custom = new NginxWithExporter(this, 'nginx-custom-metric', {
      ...small,
      exposure: nginxAndExporter(30951, 30952),
    });
    prometheus.monitor(custom.service);
    custom.scaleOn(
      [
        ScalingMetric.object(
          { kind: 'Service', name: custom.service.name },
          { name: REQUESTS_PER_SECOND },
          MetricTarget.averageValue('50'),
        ),
      ],
      { minReplicas: 1, maxReplicas: 3 },
    );

    const example = new NginxWithExporter(this, 'nginx-keda-example', {
      ...small,
      exposure: nginxAndExporter(30953, 30954),
    });
    prometheus.monitor(example.service);
    example.scaleOnQuery(example.requestRate({ window: Duration.minutes(1) }), {
      prometheus,
      threshold: 50,
      maxReplicas: 5,
    });

    new CurlLoadLoop(this, 'load', { target: custom.endpoint(), parallelism: 0 });
    new CurlLoadLoop(this, 'load-keda', { target: example.endpoint(), parallelism: 0 });
  }
}

function nginxAndExporter(http: number, metrics: number): Exposure {
  return Exposure.nodePort(http, { additionalPorts: [{ name: 'metrics', nodePort: metrics }] });
}
