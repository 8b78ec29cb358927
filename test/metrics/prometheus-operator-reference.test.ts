import { Duration } from 'cdk8s';
import {
  AppImage,
  MetricQuery,
  PrometheusOperatorReference,
  PrometheusRule,
  ScalableWebApp,
  type PrometheusOperatorReferenceProps,
} from '../../lib';
import { renderObjects } from '../../lib/synth/rendered-object';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const LABELS = { release: 'kube-prometheus-stack' };
const PROPS: PrometheusOperatorReferenceProps = { monitorLabels: LABELS, namespace: 'monitoring' };

function build(props: Partial<PrometheusOperatorReferenceProps> = {}) {
  const chart = chartOn();
  const app = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo() });
  const prometheus = new PrometheusOperatorReference(chart, 'prometheus', { ...PROPS, ...props });
  return { chart, app, prometheus };
}

test('it installs nothing, and monitors a Service with the labels that are selected', () => {
  const { chart, app, prometheus } = build();
  prometheus.monitor(app.service, { path: '/stats', interval: Duration.seconds(10) });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget', 'ServiceMonitor']);
  const monitor = only(manifests, 'ServiceMonitor');
  expect(monitor.metadata).toMatchObject({ name: 'web', namespace: 'shop', labels: LABELS });
  expect(monitor.spec).toMatchObject({
    selector: { matchLabels: { 'cdk8s-autoscaling/monitor': 'web' } },
    endpoints: [{ port: 'http', path: '/stats', interval: '10s' }],
  });
  expect(only(manifests, 'Service').metadata.labels).toMatchObject({ 'cdk8s-autoscaling/monitor': 'web' });
});

test('it monitors pods without a Service', () => {
  const { chart, app, prometheus } = build();
  prometheus.monitorPods(app);
  const monitor = only(synthesize(chart), 'PodMonitor');
  expect(monitor.metadata.labels).toMatchObject(LABELS);
  expect(monitor.spec).toMatchObject({ podMetricsEndpoints: [{ port: 'http' }] });
});

test('it has rules evaluated by the labels of rules', () => {
  const { chart, prometheus } = build({ ruleLabels: { role: 'alerts' } });
  const expr = MetricQuery.raw('sum(queue_length)');
  prometheus.addRules({ name: 'shop', rules: [PrometheusRule.record('shop:queue_length:sum', { query: expr })] });
  const rule = only(synthesize(chart), 'PrometheusRule');
  expect(rule.metadata).toMatchObject({ name: 'shop', namespace: 'shop', labels: { role: 'alerts' } });
  expect(rule.metadata.labels).not.toMatchObject(LABELS);
});

test('it answers at the Service that the operator makes, or where somebody says', () => {
  const { prometheus } = build();
  expect(prometheus.url).toBe('http://prometheus-operated.monitoring.svc.cluster.local:9090');
  expect(prometheus.scrapeInterval.toSeconds()).toBe(30);
  expect(build({ url: 'http://thanos.monitoring.svc:10902' }).prometheus.url).toBe(
    'http://thanos.monitoring.svc:10902',
  );
});

test('scalers ask it, and no rule misses its definitions', () => {
  const { chart, app, prometheus } = build();
  prometheus.monitor(app.service);
  const query = MetricQuery.raw('sum(queue_length)');
  app.scaleOnQuery(query, { prometheus, threshold: 10, minReplicas: 1, maxReplicas: 5 });
  expect(JSON.stringify(only(synthesize(chart), 'ScaledObject'))).toContain(prometheus.url);
});

test('an isolated app lets its Prometheus in', () => {
  const { chart, app, prometheus } = build({ prometheusName: 'main' });
  prometheus.monitorPods(app);
  app.isolate();
  expect(
    JSON.stringify(
      renderObjects(chart.node.root)
        .map(({ manifest }) => manifest)
        .filter(({ kind }) => kind === 'NetworkPolicy'),
    ),
  ).toContain('"operator.prometheus.io/name":"main"');
});

test.each([
  ['labels that are none', { monitorLabels: { 'not a key': 'x' } }, 'not a key'],
  ['a namespace that is none', { namespace: 'Not_One' }, 'The namespace "Not_One"'],
  ['an address that is not a URL', { url: 'prometheus:9090' }, 'Prometheus has the address "prometheus:9090"'],
])('it refuses %s', (_name, props, message) => {
  expect(messageOf(() => build(props))).toContain(message);
});

test('it refuses a port that is not there, and a second monitor of one name', () => {
  const { app, prometheus } = build();
  expect(messageOf(() => prometheus.monitor(app.service, { port: 'metrics' }))).toContain('at the port "metrics"');
  prometheus.monitor(app.service);
  expect(messageOf(() => prometheus.monitor(app.service))).toContain('ServiceMonitor "shop/web" is there twice.');
});
