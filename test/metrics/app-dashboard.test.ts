import { ClusterProfile, AppDashboard, AppImage, F5NginxIngressStack, MetricExporter, ScalableWebApp } from '../../lib';
import { parseQuery, queryProblem, selectorsIn } from '../../lib/promql';
import { chartOn } from '../support/synthesize';

const chart = chartOn(ClusterProfile.kind(), 'shop');
const app = new ScalableWebApp(chart, 'podinfo', { image: AppImage.podinfo() });

const titles = (dashboard: ReturnType<typeof AppDashboard.of>) => dashboard.panels.map(({ title }) => title);
const queriesOf = (dashboard: ReturnType<typeof AppDashboard.of>, title: string) =>
  dashboard.panels.find((panel) => panel.title === title)!.queries.map(({ query }) => query);

test('of an app that counts its requests, it shows requests, errors, durations, pods and autoscaler', () => {
  const dashboard = AppDashboard.of(app);
  expect(dashboard).toMatchSnapshot();
  expect([dashboard.uid, dashboard.title]).toEqual(['shop-podinfo', 'shop/podinfo']);
  expect(titles(dashboard)).toEqual([
    'Requests by status',
    'Errors',
    'Duration of requests',
    'CPU of each pod in cores',
    'Memory of each pod',
    'Replicas',
    'Metric against target',
  ]);
});

test('every query parses, and reads only what belongs to the app', () => {
  for (const { query } of AppDashboard.of(app).panels.flatMap(({ queries }) => queries)) {
    const parsed = parseQuery(query.replaceAll('$__rate_interval', '1m'));
    expect([query, queryProblem(parsed)]).toEqual([query, undefined]);
    const own = selectorsIn(parsed).filter(({ matchers }) =>
      matchers.some(({ label, value }) => label === 'namespace' && value === 'shop'),
    );
    expect([query, own.length > 0]).toEqual([query, true]);
  }
});

test('its autoscaler is found by what it scales, whatever its name', () => {
  expect(queriesOf(AppDashboard.of(app), 'Replicas')[0]).toBe(
    'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas' +
      ' * on (namespace, horizontalpodautoscaler) group_left () max by (namespace, horizontalpodautoscaler)' +
      ' (kube_horizontalpodautoscaler_info{namespace="shop",scaletargetref_kind="Deployment",scaletargetref_name="podinfo"}))',
  );
});

test('the share of errors is 0 while none failed, and nothing while there is no request', () => {
  const [errors] = queriesOf(AppDashboard.of(app), 'Errors');
  const series = 'http_requests_total{namespace="shop",app="podinfo"';
  expect(errors).toBe(
    `(sum(rate(${series},status=~"5.."}[$__rate_interval])) or vector(0)) / (sum(rate(${series}}[$__rate_interval])) > 0)`,
  );
});

test('an ingress controller has one, too, with the metrics that are named', () => {
  const ingress = new F5NginxIngressStack(chart, 'ingress', { ingressClass: 'f5' });
  const dashboard = AppDashboard.of(ingress.scaleTarget, {
    uid: 'ingress',
    title: 'Ingress',
    requests: ingress.metrics.requests,
    panels: [
      {
        title: 'Connections',
        queries: [{ query: ingress.metrics.activeConnections.now().sum().toPromql(), legend: 'active' }],
      },
    ],
  });
  expect([dashboard.uid, dashboard.title]).toEqual(['ingress', 'Ingress']);
  expect(titles(dashboard).slice(0, 3)).toEqual(['Connections', 'Requests', 'CPU of each pod in cores']);
});

test('a workload of which nothing is known has pods and an autoscaler', () => {
  const dashboard = AppDashboard.of({ kind: 'StatefulSet', name: 'db' });
  expect(dashboard.uid).toBe('default-db');
  expect(queriesOf(dashboard, 'CPU of each pod in cores')[0]).toContain('pod=~"db-[0-9]+"');
  expect(queriesOf(dashboard, 'Replicas')).toContain(
    'max(kube_statefulset_status_replicas_ready{namespace="default",statefulset="db"})',
  );
  const rollout = AppDashboard.of({ kind: 'Rollout', name: 'db' });
  expect(queriesOf(rollout, 'Replicas').filter((query) => query.includes('ready'))).toEqual([]);
});

test('its uid is one that Grafana takes, and its own, whatever the name', () => {
  const uid = (name: string) => AppDashboard.of({ kind: 'Deployment', name }).uid;
  const long = 'a-name-that-goes-on-and-on-and-on-and-on';
  expect(uid('my.app')).toMatch(/^default-my-app-[0-9a-f]{8}$/);
  expect(uid(`${long}-1`)).toMatch(/^[a-z0-9-]{40}$/);
  expect(uid(`${long}-1`)).not.toBe(uid(`${long}-2`));
});

test('what is told of requests wins over what the app says', () => {
  const requests = MetricExporter.NGINX_EXPORTER.counter('nginx_http_requests_total');
  expect(titles(AppDashboard.of(app, { requests }))[0]).toBe('Requests');
});
