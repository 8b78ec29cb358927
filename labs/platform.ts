import { Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AUTOSCALING_ALERTS,
  Exposure,
  Grafana,
  KedaStack,
  MetricsServer,
  PrometheusServer,
  SecuredNamespace,
} from '../lib';

/** What all labs share on their cluster. */
export class MetricsServerChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new MetricsServer(this, 'metrics-server');
  }
}

/** Prometheus with its companions, and Grafana: what labs ingress-keda and cpu-autoscaling look at. */
export class MonitoringChart extends Chart {
  /** The Prometheus. */
  readonly prometheus: PrometheusServer;
  /** The Grafana. */
  readonly grafana: Grafana;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'monitoring' });

    new SecuredNamespace(this, 'namespace');

    this.prometheus = new PrometheusServer(this, 'prometheus-server', {
      exposure: Exposure.nodePort(30010),
      alertmanager: true,
      pushgateway: true,
      rules: [AUTOSCALING_ALERTS],
    });
    const { prometheus } = this;
    this.grafana = new Grafana(this, 'grafana', { prometheus, exposure: Exposure.nodePort(30002) });
  }
}

/** KEDA, which a cluster has once: labs ingress-keda and custom-metrics scale by it. */
export class KedaChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new KedaStack(this, 'keda');
  }
}
