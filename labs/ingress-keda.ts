import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AppDashboard,
  AppImage,
  Exposure,
  F5Naming,
  F5NginxIngressStack,
  IngressExposure,
  KedaPrometheusScaler,
  LocustLoadTest,
  LocustTask,
  MetricsProbe,
  ScalableWebApp,
  SecuredNamespace,
  type Grafana,
  type PrometheusServer,
} from '../lib';

/** F5's controller, under the names that the lab types. */
export class F5IngressChart extends Chart {
  /** The controller. */
  readonly ingress: F5NginxIngressStack;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.ingress = new F5NginxIngressStack(this, 'main', {
      release: 'main',
      naming: F5Naming.LEGACY,
      exposure: IngressExposure.nodePort({ http: 30080, https: 30443 }),
    });
  }
}

/** Props of `IngressKedaLab`. */
export interface IngressKedaLabProps {
  /** The controller that is scaled. */
  readonly ingress: F5NginxIngressStack;
  /** Who counts its connections. */
  readonly prometheus: PrometheusServer;
  /** Who shows them. */
  readonly grafana: Grafana;
}

/** Lab ingress-keda: KEDA scales the ingress controller itself on its active connections, while Locust opens more and more of them. */
export class IngressKedaLab extends Chart {
  constructor(scope: Construct, id: string, { ingress, prometheus, grafana }: IngressKedaLabProps) {
    super(scope, id, { namespace: 'ingress-keda' });
    new SecuredNamespace(this, 'namespace');

    const podinfo = new ScalableWebApp(this, 'podinfo', {
      image: AppImage.podinfo(),
      replicas: 1,
      exposure: Exposure.nodePort(30009),
    });
    podinfo.routeThrough(ingress, { host: 'example.com' });
    prometheus.scrape(podinfo);

    new MetricsProbe(this, 'metrics-probe', {
      target: ingress.metricsEndpoint(),
      metrics: [ingress.metrics.activeConnections.name],
      suspended: true,
    });

    const activeConnections = ingress.metrics.activeConnections.avgOverTime({ window: Duration.minutes(1) }).sum();
    new KedaPrometheusScaler(this, 'nginx-scale', {
      target: ingress.scaleTarget,
      prometheus,
      query: activeConnections,
      threshold: 100,
      maxReplicas: 20,
    });

    const users = { target: ingress.endpoint('example.com'), tasks: [LocustTask.get('/')], spawnRate: 10 };
    new LocustLoadTest(this, 'locust', { ...users, users: 1000, nodePort: 30015 });
    new LocustLoadTest(this, 'locust-2000-users', {
      ...users,
      users: 2000,
      workers: 2,
      duration: Duration.minutes(10),
      suspended: true,
    });

    grafana.addDashboard(AppDashboard.of(podinfo));
    grafana.addDashboard(
      AppDashboard.of(ingress.scaleTarget, {
        requests: ingress.metrics.requests,
        panels: [
          {
            title: 'Active connections',
            queries: [{ query: activeConnections.toPromql(), legend: 'all controllers' }],
          },
        ],
      }),
    );
  }
}
