import { Chart, Duration, Testing } from 'cdk8s';
import {
  AdapterRule,
  Alertmanager,
  AppImage,
  AutoscalingApp,
  ClusterProfile,
  CommunityNginxIngressStack,
  CurlLoadLoop,
  F5NginxIngressStack,
  Grafana,
  IngressExposure,
  KedaStack,
  LocustLoadTest,
  LocustTask,
  MetalLbStack,
  MetricsProbe,
  MetricsServer,
  NginxWithExporter,
  PodSecurityLevel,
  PrometheusAdapter,
  PrometheusOperatorStack,
  PrometheusServer,
  Pushgateway,
  ScalableStatefulApp,
  ScalableWebApp,
  ScalableWorker,
  SecuredNamespace,
  SiegeLoadJob,
  SiegeLoadPod,
} from '../../lib';

/** An app with every construct of the library that has pods, several of them in their larger forms, wired to each other. */
export function everyConstruct(): AutoscalingApp {
  const app = new AutoscalingApp({ cluster: ClusterProfile.kind(), outdir: Testing.app().outdir });
  const chart = (namespace: string) => new Chart(app, namespace, { namespace });
  const shop = chart('shop');
  const monitoring = chart('monitoring');
  const operated = chart('operated');
  const system = chart('system');
  new SecuredNamespace(monitoring, 'namespace', { enforce: PodSecurityLevel.PRIVILEGED });

  const web = new ScalableWebApp(shop, 'web', { image: AppImage.podinfo() });
  new ScalableWorker(shop, 'worker', { image: AppImage.of('ghcr.io/acme/worker:1.4.2', { uid: 10001 }) });
  new ScalableStatefulApp(shop, 'cache', {
    image: AppImage.of('ghcr.io/acme/cache:1.4.2', { port: 8080, uid: 10001 }),
  });
  const nginx = new NginxWithExporter(shop, 'nginx');
  const prometheus = new PrometheusServer(monitoring, 'prometheus', { alertmanager: true, pushgateway: true });
  const operator = new PrometheusOperatorStack(operated, 'operated', { kubeStateMetrics: false, nodeExporter: false });
  operator.monitor(nginx.service);
  prometheus.scrape(web);
  new Alertmanager(monitoring, 'alerts', { configSecret: 'receivers' });
  new Pushgateway(monitoring, 'pushes');
  new Grafana(monitoring, 'grafana', { prometheus, adminSecret: 'grafana-admin' });
  const window = Duration.minutes(2);
  new PrometheusAdapter(operated, 'adapter', {
    prometheus: operator,
    rules: [AdapterRule.counterRate('http_requests_total', { window })],
  });

  new KedaStack(system, 'keda');
  new MetricsServer(system, 'metrics-server');
  new MetalLbStack(system, 'metallb');
  const f5 = new F5NginxIngressStack(system, 'f5', { exposure: IngressExposure.clusterIp(), telemetry: true });
  const community = new CommunityNginxIngressStack(system, 'community', { ingressClass: 'community' });
  nginx.routeThrough(community, { host: 'nginx.example.com' });
  const route = web.routeThrough(f5, { host: 'web.example.com' });
  const query = f5.metrics.activeConnections.avgOverTime({ window }).sum();
  web.scaleOnQuery(query, { prometheus, threshold: 10, maxReplicas: 5 });

  const target = route.endpoint();
  const siege = { target, concurrency: 1, time: Duration.seconds(9) };
  const locust = { target, tasks: [LocustTask.get('/')], users: 1, spawnRate: 1, workers: 2 };
  new CurlLoadLoop(shop, 'curl', { target });
  new MetricsProbe(shop, 'metrics-probe', { target: f5.metricsEndpoint(), metrics: ['nginx_ingress_nginx_up'] });
  new SiegeLoadJob(shop, 'siege-job', siege);
  new SiegeLoadPod(shop, 'siege-pod').execCommand(siege);
  new LocustLoadTest(shop, 'locust', locust);
  new LocustLoadTest(shop, 'locust-job', { ...locust, duration: Duration.minutes(1) });
  return app;
}
