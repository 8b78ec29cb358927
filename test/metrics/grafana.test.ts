import { Chart, Duration } from 'cdk8s';
import { parse } from 'yaml';
import { AUTOSCALING_DASHBOARD, Exposure, Grafana, type Dashboard, type GrafanaProps } from '../../lib';
import { at, fields, list, text, type Manifest } from '../../lib/checks/manifest';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const PROMETHEUS = { url: 'http://prometheus.monitoring.svc.cluster.local', scrapeInterval: Duration.seconds(15) };
const MINE: Dashboard = {
  uid: 'mine',
  title: 'Mine',
  panels: [{ title: 'Up', queries: [{ query: 'up', legend: '' }] }],
};

function manifestsOf(props: Partial<GrafanaProps> = {}): Manifest[] {
  const chart = chartOn(undefined, 'monitoring');
  new Grafana(chart, 'grafana', { prometheus: PROMETHEUS, ...props });
  return synthesize(chart);
}

const containerOf = (manifests: readonly Manifest[]) =>
  fields(list(only(manifests, 'Deployment'), 'spec', 'template', 'spec', 'containers')[0]);

test('its manifests are locked', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(JSON.stringify(manifestsOf())).toBe(JSON.stringify(manifests));
});

test('its datasource is the Prometheus, with the scrape interval as the least step', () => {
  const provisioning = text(only(manifestsOf(), 'ConfigMap', 'grafana'), 'data', 'datasources.yaml')!;
  expect(parse(provisioning)).toMatchObject({
    datasources: [{ uid: 'prometheus', type: 'prometheus', url: PROMETHEUS.url, jsonData: { timeInterval: '15s' } }],
  });
});

test('every panel has an identity, a place, and queries of that datasource', () => {
  const json = text(only(manifestsOf(), 'ConfigMap', 'grafana-dashboards'), 'data', 'autoscaling.json')!;
  const panels = list(JSON.parse(json), 'panels');
  expect(panels.map((panel) => at(panel, 'title'))).toEqual(AUTOSCALING_DASHBOARD.panels.map(({ title }) => title));
  expect(new Set(panels.map((panel) => at(panel, 'id'))).size).toBe(panels.length);
  expect(new Set(panels.map((panel) => JSON.stringify(at(panel, 'gridPos')))).size).toBe(panels.length);
  for (const target of panels.flatMap((panel) => list(panel, 'targets'))) {
    expect(at(target, 'datasource')).toEqual({ type: 'prometheus', uid: 'prometheus' });
    expect(text(target, 'expr')).not.toBe('');
  }
});

test('without a Secret nobody signs in, with one its values are referred to', () => {
  expect(containerOf(manifestsOf()).env).toContainEqual({ name: 'GF_AUTH_BASIC_ENABLED', value: 'false' });
  expect(containerOf(manifestsOf({ adminSecret: 'grafana-admin' })).env).toContainEqual({
    name: 'GF_SECURITY_ADMIN_PASSWORD',
    valueFrom: { secretKeyRef: { name: 'grafana-admin', key: 'admin-password' } },
  });
});

test('every prop reaches a manifest', () => {
  const props: Required<GrafanaProps> = {
    prometheus: PROMETHEUS,
    adminSecret: 'grafana-admin',
    dashboards: [MINE],
    namespace: 'metrics',
    image: 'registry.example/grafana:13.2.1',
    exposure: Exposure.nodePort(30002),
  };
  const chart = chartOn();
  expect(new Grafana(chart, 'grafana', props).endpoint.url).toBe('http://grafana.metrics.svc.cluster.local/');
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.map(({ metadata }) => metadata.namespace)).toEqual(manifests.map(() => 'metrics'));
  expect(Object.keys(fields(only(manifests, 'ConfigMap', 'grafana-dashboards'), 'data'))).toEqual(['mine.json']);
  expect(containerOf(manifests).image).toBe(props.image);
  expect(only(manifests, 'Service').spec).toMatchObject({ type: 'NodePort', ports: [{ port: 80, nodePort: 30002 }] });
});

test('without a namespace everything is in default', () => {
  const chart = new Chart(chartOn().node.root, 'nowhere');
  new Grafana(chart, 'grafana', { prometheus: PROMETHEUS });
  expect(only(synthesize(chart), 'Service').metadata.namespace).toBe('default');
});

test.each<[string, Partial<GrafanaProps>]>([
  ['Two dashboards have the uid "mine".', { dashboards: [MINE, MINE] }],
  ['A dashboard has the uid "a b".', { dashboards: [{ ...MINE, uid: 'a b' }] }],
  ['The Secret "Admin!" must be', { adminSecret: 'Admin!' }],
  ['The image "grafana" has no tag.', { image: 'grafana' }],
])('%s', (what, props) => {
  expect(messageOf(() => manifestsOf(props))).toContain(what);
});
