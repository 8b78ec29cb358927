import { Chart, Duration } from 'cdk8s';
import { parse } from 'yaml';
import {
  AUTOSCALING_DASHBOARD,
  ClusterProfile,
  Exposure,
  Grafana,
  GrafanaDashboard,
  type Dashboard,
  type GrafanaDashboardProps,
  type GrafanaProps,
} from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list, text } from '../../lib/kubernetes/fields';
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
    expect(at(target, 'datasource')).toEqual({ type: 'prometheus', uid: '${datasource}' });
    expect(text(target, 'expr')).not.toBe('');
  }
});

test('a dashboard is chosen for the data source that its reader chooses', () => {
  const json = text(only(manifestsOf(), 'ConfigMap', 'grafana-dashboards'), 'data', 'autoscaling.json')!;
  expect(JSON.parse(json)).toMatchObject({
    uid: 'autoscaling',
    editable: false,
    templating: { list: [{ type: 'datasource', name: 'datasource', query: 'prometheus' }] },
  });
});

test('a dashboard that is added later is there, and replaces the pod', () => {
  const chart = chartOn(undefined, 'monitoring');
  new Grafana(chart, 'grafana', { prometheus: PROMETHEUS }).addDashboard(MINE);
  const checksum = (manifests: readonly Manifest[]) =>
    text(only(manifests, 'Deployment'), 'spec', 'template', 'metadata', 'annotations', 'cdk8s-autoscaling/config');
  const manifests = synthesize(chart);
  expect(Object.keys(fields(only(manifests, 'ConfigMap', 'grafana-dashboards'), 'data'))).toEqual([
    'autoscaling.json',
    'mine.json',
  ]);
  expect(checksum(manifests)).not.toBe(checksum(manifestsOf()));
});

describe('a dashboard for a Grafana that is installed otherwise', () => {
  const made = (props: Partial<GrafanaDashboardProps> = {}, cluster?: ClusterProfile): Manifest[] => {
    const chart = chartOn(cluster, 'shop');
    new GrafanaDashboard(chart, 'mine', { dashboard: MINE, ...props });
    return synthesize(chart);
  };

  test('is a ConfigMap that its sidecar finds', () => {
    const manifests = made();
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests).toHaveLength(1);
    expect(manifests[0]).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'mine', namespace: 'shop', labels: { grafana_dashboard: '1' } },
      data: { 'mine.json': expect.stringContaining('"title": "Mine"') as string },
    });
  });

  test('is a custom resource beside it for the Grafana operator, once somebody provides that', () => {
    const operatorInstance = { dashboards: 'grafana' };
    expect(messageOf(() => made({ operatorInstance }))).toContain(
      'Dashboard "mine" needs the custom resource definitions',
    );
    const cluster = ClusterProfile.kind({ provides: ['grafana.integreatly.org'] });
    const [, dashboard] = made({ operatorInstance, name: 'a', namespace: 'b' }, cluster);
    expect(dashboard).toMatchObject({
      apiVersion: 'grafana.integreatly.org/v1beta1',
      kind: 'GrafanaDashboard',
      metadata: { name: 'a', namespace: 'b' },
      spec: {
        instanceSelector: { matchLabels: operatorInstance },
        configMapRef: { name: 'a', key: 'mine.json' },
      },
    });
  });

  test('without a namespace it is in default', () => {
    const chart = new Chart(chartOn().node.root, 'nowhere');
    new GrafanaDashboard(chart, 'mine', { dashboard: MINE });
    expect(only(synthesize(chart), 'ConfigMap').metadata.namespace).toBe('default');
  });

  test('has a uid that Grafana takes', () => {
    expect(messageOf(() => made({ dashboard: { ...MINE, uid: 'a b' } }))).toContain('A dashboard has the uid "a b".');
  });
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
