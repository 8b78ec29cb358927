import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  ClusterProfile,
  DataVolume,
  Exposure,
  PrometheusOperatorStack,
  Relabeling,
  ScalableWebApp,
  type MonitorOptions,
  type MonitorPodsOptions,
  type PrometheusOperatorStackProps,
} from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list } from '../../lib/kubernetes/fields';
import { manifestFiles } from '../../lib/synth/manifest-files';
import { renderObjects } from '../../lib/synth/rendered-object';
import { accessOf, inOrder, type AccessTable } from '../support/access';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const ALONE = { kubeStateMetrics: false, nodeExporter: false };

function manifestsOf(props: PrometheusOperatorStackProps = {}, cluster = ClusterProfile.kind()): Manifest[] {
  const chart = chartOn(cluster, 'monitoring');
  new PrometheusOperatorStack(chart, 'prometheus', props);
  return synthesize(chart).filter(({ kind }) => kind !== 'CustomResourceDefinition');
}

const containerOf = (manifests: readonly Manifest[]) =>
  fields(list(only(manifests, 'Deployment'), 'spec', 'template', 'spec', 'containers')[0]);

test('its manifests are locked, except for the definitions', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test('the same app gives the same bytes', () => {
  expect(JSON.stringify(manifestsOf())).toBe(JSON.stringify(manifestsOf()));
});

test('definitions are applied first, then the operator, then what it reads', () => {
  const chart = chartOn(ClusterProfile.kind(), 'monitoring');
  new PrometheusOperatorStack(chart, 'prometheus');
  const files = manifestFiles(renderObjects(chart.node.root));
  const kindsIn = (file: string) => [...(files.get(file) ?? '').matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind);
  expect([...files.keys()].sort()).toEqual(['00-test.k8s.yaml', '10-test.k8s.yaml', '20-test.k8s.yaml']);
  expect(new Set(kindsIn('00-test.k8s.yaml'))).toEqual(new Set(['CustomResourceDefinition', 'Namespace']));
  expect(kindsIn('10-test.k8s.yaml')).toContain('Deployment');
  expect(new Set(kindsIn('20-test.k8s.yaml'))).toEqual(new Set(['Prometheus', 'ServiceMonitor']));
});

const READ = 'get list watch';
const CUSTOM_RESOURCES =
  'alertmanagerconfigs alertmanagers alertmanagers/finalizers alertmanagers/status podmonitors podmonitors/status probes probes/status ' +
  'prometheusagents prometheusagents/finalizers prometheusagents/status prometheuses prometheuses/finalizers prometheuses/status ' +
  'prometheusrules prometheusrules/status scrapeconfigs scrapeconfigs/status servicemonitors servicemonitors/status ' +
  'thanosrulers thanosrulers/finalizers thanosrulers/status';

const ACCESS: Readonly<Record<string, AccessTable>> = {
  'monitoring:prometheus-operator': [
    ...CUSTOM_RESOURCES.split(' ').map((resource) => ['monitoring.coreos.com', resource, '*'] as const),
    ['apps', 'statefulsets', '*'],
    ['', 'configmaps', '*'],
    ['', 'secrets', '*'],
    ['', 'pods', 'delete list'],
    ['', 'services', 'create delete get update'],
    ['', 'services/finalizers', 'create delete get update'],
    ['', 'endpoints', 'create delete get update'],
    ['', 'nodes', 'list watch'],
    ['', 'namespaces', READ],
    ['', 'events', 'create patch'],
    ['events.k8s.io', 'events', 'create patch'],
    ['networking.k8s.io', 'ingresses', READ],
    ['storage.k8s.io', 'storageclasses', 'get'],
    ['discovery.k8s.io', 'endpointslices', 'create delete get list update watch'],
  ],
  'monitoring:prometheus': [
    ['', 'nodes', READ],
    ['', 'nodes/metrics', READ],
    ['', 'services', READ],
    ['', 'endpoints', READ],
    ['', 'pods', READ],
    ['discovery.k8s.io', 'endpointslices', READ],
    ['networking.k8s.io', 'ingresses', READ],
    ['path', '/metrics', 'get'],
    ['path', '/metrics/cadvisor', 'get'],
  ],
};

test.each(Object.entries(ACCESS))('ClusterRole %s allows what is needed, and no more', (name, table) => {
  const manifests = manifestsOf();
  expect(accessOf(manifests, 'ClusterRole', name)).toEqual(inOrder(table));
  const [namespace, account] = name.split(':');
  expect(only(manifests, 'ClusterRoleBinding', name)).toMatchObject({
    roleRef: { kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  });
});

test('every prop reaches a manifest', () => {
  const props: Required<PrometheusOperatorStackProps> = {
    name: 'metrics',
    namespace: 'observability',
    operatorImage: 'registry.example/operator:v0.93.2',
    reloaderImage: 'registry.example/reloader:v0.93.2',
    image: 'registry.example/prometheus:v3.14.1',
    replicas: 2,
    storage: DataVolume.persistent(Size.gibibytes(8), { storageClass: 'fast' }),
    retention: Duration.days(3),
    retentionSize: Size.gibibytes(6),
    scrapeInterval: Duration.seconds(30),
    evaluationInterval: Duration.minutes(1),
    exposure: Exposure.nodePort(30950),
    cpu: { request: kplus.Cpu.millis(200) },
    memory: { limit: Size.gibibytes(1) },
    kubeStateMetrics: false,
    nodeExporter: true,
    nodeExporterNamespace: 'nodes',
    kubelet: false,
    apiServer: false,
  };
  const chart = chartOn(ClusterProfile.kind());
  const stack = new PrometheusOperatorStack(chart, 'prometheus', props);
  expect(stack.url).toBe('http://metrics.observability.svc.cluster.local:9090');
  expect(stack.scrapeInterval.toSeconds()).toBe(30);
  const manifests = synthesize(chart).filter(({ kind }) => kind !== 'CustomResourceDefinition');
  expect(schemaProblems(manifests)).toEqual([]);
  expect(containerOf(manifests)).toMatchObject({
    image: props.operatorImage,
    args: expect.arrayContaining([
      '--kubelet-service=kube-system/metrics-kubelet',
      `--prometheus-config-reloader=${props.reloaderImage}`,
    ]) as unknown,
  });
  expect(only(manifests, 'Prometheus')).toMatchObject({
    metadata: { name: 'metrics', namespace: 'observability' },
    spec: {
      image: props.image,
      replicas: 2,
      serviceAccountName: 'metrics',
      retention: '3d',
      retentionSize: '6144MB',
      scrapeInterval: '30s',
      evaluationInterval: '1m',
      serviceMonitorSelector: { matchLabels: { release: 'metrics' } },
      podMonitorSelector: { matchLabels: { release: 'metrics' } },
      ruleSelector: { matchLabels: { release: 'metrics' } },
      resources: { requests: { cpu: '200m' }, limits: { memory: '1024Mi' } },
      storage: { volumeClaimTemplate: { spec: { storageClassName: 'fast' } } },
    },
  });
  expect(only(manifests, 'Service', 'metrics').spec).toMatchObject({
    type: 'NodePort',
    selector: { 'operator.prometheus.io/name': 'metrics' },
    ports: [{ port: 9090, nodePort: 30950 }],
  });
  const monitors = manifests.filter(({ kind }) => kind === 'ServiceMonitor').map(({ metadata }) => metadata.name);
  expect(monitors).toEqual(['metrics', 'metrics-operator', 'node-exporter']);
});

test('an emptyDir may be limited', () => {
  const storageOf = (storage: DataVolume) => only(manifestsOf({ ...ALONE, storage }), 'Prometheus').spec.storage;
  expect(storageOf(DataVolume.emptyDir(Size.gibibytes(2)))).toEqual({ emptyDir: { sizeLimit: '2Gi' } });
  expect(storageOf(DataVolume.emptyDir())).toEqual({ emptyDir: {} });
});

test('without a namespace everything is in default', () => {
  const chart = new Chart(chartOn().node.root, 'nowhere');
  expect(new PrometheusOperatorStack(chart, 'prometheus', ALONE).namespace).toBe('default');
});

test.each([
  ['kind', ClusterProfile.kind(), true],
  ['eks', ClusterProfile.eks(), undefined],
])('on %s kubelets are verified if they can be', (_name, cluster, insecure) => {
  const [endpoint] = list(only(manifestsOf({}, cluster), 'ServiceMonitor', 'kubelet'), 'spec', 'endpoints');
  expect(at(endpoint, 'tlsConfig', 'insecureSkipVerify')).toBe(insecure);
});

describe('what it monitors', () => {
  test('has the labels that the Prometheus selects, and is found by a label of its own', () => {
    const chart = chartOn();
    const app = new ScalableWebApp(chart, 'podinfo', { image: AppImage.podinfo() });
    const stack = new PrometheusOperatorStack(chart, 'prometheus', { ...ALONE, namespace: 'monitoring' });
    stack.monitor(app.service);
    stack.monitorPods(app);
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests.filter(({ kind }) => kind !== 'CustomResourceDefinition'))).toEqual([]);
    const selected = at(only(manifests, 'Prometheus'), 'spec', 'serviceMonitorSelector', 'matchLabels');
    expect(selected).toEqual(stack.monitorLabels);
    const found = { 'cdk8s-autoscaling/monitor': 'podinfo' };
    for (const kind of ['ServiceMonitor', 'PodMonitor']) {
      expect(only(manifests, kind, 'podinfo')).toMatchObject({
        metadata: { namespace: 'shop', labels: selected },
        spec: { selector: { matchLabels: found } },
      });
    }
    expect(only(manifests, 'ServiceMonitor', 'podinfo').spec.endpoints).toEqual([{ port: 'http' }]);
    expect(only(manifests, 'PodMonitor').spec.podMetricsEndpoints).toEqual([{ port: 'http' }]);
    expect(only(manifests, 'Service', 'podinfo').metadata.labels).toMatchObject(found);
    expect(only(manifests, 'Deployment', 'podinfo').spec).toMatchObject({ template: { metadata: { labels: found } } });
  });

  test('gets every option', () => {
    const chart = chartOn();
    const web = new kplus.Deployment(chart, 'web', {
      metadata: { name: 'web' },
      containers: [{ image: 'web:1', ports: [{ number: 80, name: 'http' }, { number: 9113 }] }],
    });
    const service = new kplus.Service(chart, 'service', {
      metadata: { name: 'web', namespace: 'default' },
      selector: web,
      ports: [
        { port: 80, name: 'http' },
        { port: 9113, name: 'metrics' },
      ],
    });
    const stack = new PrometheusOperatorStack(chart, 'prometheus', ALONE);
    const common = {
      path: '/stats',
      interval: Duration.seconds(5),
      honorLabels: true,
      relabelings: [Relabeling.set('team', 'shop')],
      metricRelabelings: [Relabeling.drop(['__name__'], 'go_.+')],
    };
    const options: Required<MonitorOptions> = { ...common, port: 'http' };
    const podOptions: Required<MonitorPodsOptions> = { ...common, port: 9113 };
    stack.monitor(service, options);
    stack.monitorPods(web, podOptions);
    const manifests = synthesize(chart);
    const written = {
      path: '/stats',
      interval: '5s',
      honorLabels: true,
      relabelings: [{ action: 'replace', targetLabel: 'team', replacement: 'shop' }],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.+' }],
    };
    expect(only(manifests, 'ServiceMonitor', 'web').spec.endpoints).toEqual([{ port: 'http', ...written }]);
    expect(only(manifests, 'ServiceMonitor', 'web').metadata.namespace).toBe('default');
    expect(only(manifests, 'PodMonitor', 'web').spec.podMetricsEndpoints).toEqual([{ portNumber: 9113, ...written }]);
  });

  test('may have a port without a name', () => {
    const chart = chartOn();
    const stack = new PrometheusOperatorStack(chart, 'prometheus', ALONE);
    for (const [id, ports] of [
      ['with-target', [{ port: 80, targetPort: 8080 }]],
      ['without-target', [{ port: 80 }]],
      [
        'with-metrics',
        [
          { port: 80, name: 'http' },
          { port: 9113, name: 'metrics' },
        ],
      ],
    ] as const) {
      stack.monitor(new kplus.Service(chart, id, { metadata: { name: id }, ports: [...ports] }));
    }
    const manifests = synthesize(chart);
    const endpointsOf = (name: string) => only(manifests, 'ServiceMonitor', name).spec.endpoints;
    expect(endpointsOf('with-target')).toEqual([{ targetPort: 8080 }]);
    expect(endpointsOf('without-target')).toEqual([{ targetPort: 80 }]);
    expect(endpointsOf('with-metrics')).toEqual([{ port: 'metrics' }]);
  });

  function refused(action: (stack: PrometheusOperatorStack, app: ScalableWebApp) => unknown): string {
    const chart = chartOn();
    const app = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo() });
    const stack = new PrometheusOperatorStack(chart, 'prometheus', ALONE);
    return messageOf(() => action(stack, app));
  }

  test('must have the port', () => {
    expect(refused((stack, app) => stack.monitor(app.service, { port: 'metrics' }))).toBe(
      `[test/prometheus] Service "web" is to be monitored at the port "metrics", which it does not have.
    why: Prometheus would find no target, and say nothing.
    fix: Use one of its ports: http.`,
    );
    const nothing = (stack: PrometheusOperatorStack, { service: { metadata } }: ScalableWebApp) =>
      stack.monitor({ name: 'web', metadata, ports: [] });
    expect(refused(nothing)).toContain('Service "web" is to be monitored at its port, which it does not have.');
    const unnamed = (stack: PrometheusOperatorStack, { service: { metadata } }: ScalableWebApp) =>
      stack.monitor({ name: 'web', metadata, ports: [{ port: 80 }] }, { port: 'metrics' });
    expect(refused(unnamed)).toContain('Use one of its ports: 80.');
  });

  test('is monitored once', () => {
    const twice = (stack: PrometheusOperatorStack, app: ScalableWebApp) => [0, 1].map(() => stack.monitor(app.service));
    expect(refused(twice)).toContain('ServiceMonitor "shop/web" is there twice.');
  });

  test('has a path and an interval that Prometheus takes', () => {
    expect(refused((stack, app) => stack.monitor(app.service, { path: 'x' }))).toContain('at the path "x".');
    expect(refused((stack, app) => stack.monitorPods(app, { interval: Duration.seconds(0) }))).toContain(
      'The interval of the monitor of "web" is 0 ms.',
    );
  });
});

test.each<[string, PrometheusOperatorStackProps]>([
  ['The name "Operator" must be', { name: 'Operator' }],
  ['The namespace "a.b" must be', { namespace: 'a.b' }],
  ['The image "operator" has no tag.', { operatorImage: 'operator' }],
  ['The image "reloader" has no tag.', { reloaderImage: 'reloader' }],
  ['The image "prometheus" has no tag.', { image: 'prometheus' }],
  ['The number of replicas of Prometheus "prometheus" is 0.', { replicas: 0 }],
  ['The scrape interval of Prometheus "prometheus" is 0 ms.', { scrapeInterval: Duration.seconds(0) }],
  ['The evaluation interval of Prometheus "prometheus" is 0 ms.', { evaluationInterval: Duration.seconds(0) }],
  ['The retention of Prometheus "prometheus" is 0 ms.', { retention: Duration.seconds(0) }],
  ['Prometheus "prometheus" keeps up to 0 MiB.', { retentionSize: Size.mebibytes(0) }],
])('%s', (what, props) => {
  expect(messageOf(() => manifestsOf(props))).toContain(what);
});

test('a second operator is an error that names both', () => {
  const chart = chartOn();
  new PrometheusOperatorStack(chart, 'one', ALONE);
  expect(messageOf(() => new PrometheusOperatorStack(chart, 'two', ALONE))).toContain(
    '"test/two" wants the prometheus-operator installation, which "test/one" owns.',
  );
});
