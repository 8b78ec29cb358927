import { Chart, Duration } from 'cdk8s';
import { parse } from 'yaml';
import {
  AdapterRule,
  KnownMetric,
  MetricExporter,
  MetricType,
  PrometheusAdapter,
  type AdapterRuleOptions,
  type PrometheusAdapterProps,
  type PrometheusReference,
} from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list, text } from '../../lib/kubernetes/fields';
import { accessOf, inOrder } from '../support/access';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const PROMETHEUS: PrometheusReference = {
  url: 'http://prometheus.monitoring.svc.cluster.local:9090',
  scrapeInterval: Duration.seconds(15),
};
const RATE = AdapterRule.counterRate('nginx_http_requests_total', { window: Duration.minutes(2) });
const EXTERNAL = AdapterRule.gauge('queue_length', { external: true, resources: {} });

function manifestsOf(props: Partial<PrometheusAdapterProps> = {}): Manifest[] {
  const chart = chartOn(undefined, 'monitoring');
  new PrometheusAdapter(chart, 'prometheus-adapter', { prometheus: PROMETHEUS, rules: [RATE], ...props });
  return synthesize(chart);
}

const configOf = (manifests: readonly Manifest[]) =>
  parse(text(only(manifests, 'ConfigMap'), 'data', 'config.yaml')!) as unknown;
const containerOf = (manifests: readonly Manifest[]) =>
  fields(list(only(manifests, 'Deployment'), 'spec', 'template', 'spec', 'containers')[0]);

test('its manifests are locked', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(JSON.stringify(manifestsOf())).toBe(JSON.stringify(manifests));
});

test('every prop reaches a manifest', () => {
  const props: Required<PrometheusAdapterProps> = {
    prometheus: PROMETHEUS,
    rules: [RATE, EXTERNAL],
    namespace: 'metrics',
    image: 'registry.example/prometheus-adapter:v0.12.1',
    relistInterval: Duration.seconds(30),
    verbosity: 4,
  };
  const chart = chartOn();
  const adapter = new PrometheusAdapter(chart, 'prometheus-adapter', props);
  const names = ['v1beta1.custom.metrics.k8s.io', 'v1beta1.external.metrics.k8s.io'];
  expect(adapter.apiServiceNames).toEqual(names);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(containerOf(manifests)).toMatchObject({
    image: props.image,
    args: [
      '--secure-port=6443',
      '--cert-dir=/tmp/cert',
      `--prometheus-url=${PROMETHEUS.url}`,
      '--metrics-relist-interval=30s',
      '--config=/etc/adapter/config.yaml',
      '--v=4',
    ],
  });
  expect(manifests.filter(({ kind }) => kind === 'APIService').map(({ metadata }) => metadata.name)).toEqual(names);
  for (const name of names) {
    expect(at(only(manifests, 'APIService', name), 'spec', 'service')).toEqual({
      name: 'prometheus-adapter',
      namespace: 'metrics',
    });
  }
  expect(Object.keys(configOf(manifests) as object)).toEqual(['rules', 'externalRules']);
});

test('it may find the objects of metrics, and the controller of autoscalers may read what it serves', () => {
  const manifests = manifestsOf({ rules: [RATE, EXTERNAL] });
  const read = 'get list watch';
  const name = 'monitoring:prometheus-adapter';
  expect(accessOf(manifests, 'ClusterRole', name)).toEqual(
    inOrder(['namespaces', 'pods', 'services', 'configmaps'].map((resource) => ['', resource, read] as const)),
  );
  for (const [group, verbs] of [
    ['custom.metrics.k8s.io', '*'],
    ['external.metrics.k8s.io', read],
  ] as const) {
    expect(accessOf(manifests, 'ClusterRole', `${name}:${group}`)).toEqual(inOrder([[group, '*', verbs]]));
    expect(only(manifests, 'ClusterRoleBinding', `${name}:${group}`).subjects).toEqual([
      { kind: 'ServiceAccount', name: 'horizontal-pod-autoscaler', namespace: 'kube-system' },
    ]);
  }
  const subjects = [{ kind: 'ServiceAccount', name: 'prometheus-adapter', namespace: 'monitoring' }];
  expect(only(manifests, 'ClusterRoleBinding', name).subjects).toEqual(subjects);
  expect(only(manifests, 'ClusterRoleBinding', `${name}:system:auth-delegator`)).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects,
  });
  expect(only(manifests, 'RoleBinding')).toMatchObject({
    metadata: { namespace: 'kube-system' },
    roleRef: { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects,
  });
});

test('a rule of a counter is a rate, of the objects that the labels name', () => {
  expect(configOf(manifestsOf())).toEqual({
    rules: [
      {
        seriesQuery: 'nginx_http_requests_total{namespace!=""}',
        resources: {
          overrides: {
            namespace: { resource: 'namespace' },
            pod: { resource: 'pod' },
            service: { resource: 'service' },
          },
        },
        name: { as: 'nginx_http_requests' },
        metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)',
      },
    ],
  });
});

test('a rule has each option', () => {
  const options: Required<Omit<AdapterRuleOptions, 'exporter'>> = {
    as: 'requests_per_second',
    labels: { job: 'web' },
    resources: { namespace: 'exported_namespace', 'deployments.apps': 'deployment' },
    external: true,
  };
  expect(configOf(manifestsOf({ rules: [AdapterRule.gauge('rps', options)] }))).toEqual({
    externalRules: [
      {
        seriesQuery: 'rps{job="web",exported_namespace!=""}',
        resources: {
          overrides: { exported_namespace: { resource: 'namespace' }, deployment: { resource: 'deployments.apps' } },
        },
        name: { as: 'requests_per_second' },
        metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
      },
    ],
  });
  expect(AdapterRule.counterRate('a_total', { ...options, window: Duration.minutes(1) }).metric).toBe(
    'requests_per_second',
  );
});

test('an external metric without a namespace is of the whole cluster', () => {
  expect(at(list(configOf(manifestsOf({ rules: [EXTERNAL] })), 'externalRules')[0], 'seriesQuery')).toBe(
    'queue_length',
  );
  expect(at(list(configOf(manifestsOf({ rules: [EXTERNAL] })), 'externalRules')[0], 'resources')).toEqual({
    namespaced: false,
    overrides: {},
  });
});

test('a raw counter is shown for a reason, which stands in the configuration', () => {
  const rule = AdapterRule.rawCounter('jobs_total', { reason: 'the lab shows\nwhat goes wrong', as: 'jobs' });
  const manifests = manifestsOf({ rules: [rule, AdapterRule.rawCounter('others_total', { reason: 'x' })] });
  expect(text(only(manifests, 'ConfigMap'), 'data', 'config.yaml')).toMatch(
    /^# jobs: the lab shows what goes wrong\n# others_total: x\nrules:/,
  );
});

test('it looks for series once a minute, or as often as there are samples', () => {
  const interval = (minutes: number) =>
    containerOf(
      manifestsOf({ rules: [EXTERNAL], prometheus: { ...PROMETHEUS, scrapeInterval: Duration.minutes(minutes) } }),
    ).args;
  expect(interval(1)).toContain('--metrics-relist-interval=1m');
  expect(interval(5)).toContain('--metrics-relist-interval=5m');
});

test('changed rules replace its pod', () => {
  const annotation = (rules: AdapterRule[]) =>
    at(
      only(manifestsOf({ rules }), 'Deployment'),
      'spec',
      'template',
      'metadata',
      'annotations',
      'cdk8s-autoscaling/config',
    );
  expect(annotation([RATE])).toMatch(/^[0-9a-f]{16}$/);
  expect(annotation([RATE])).not.toBe(annotation([EXTERNAL]));
});

test.each([[undefined], ['registry.acme.example/adapter:v0.12.0']])(
  'with the image %s it says once that it is deprecated',
  (image) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const chart = new Chart(chartOn().node.root, 'nowhere');
    new PrometheusAdapter(chart, 'one', { prometheus: PROMETHEUS, rules: [RATE], image });
    expect(only(synthesize(chart), 'Deployment', 'one').metadata.namespace).toBe('default');
    expect(
      write.mock.calls
        .flat()
        .join('')
        .match(/deprecated/g),
    ).toHaveLength(1);
  },
);

test('who serves the API group is one of a kind', () => {
  const chart = chartOn();
  new PrometheusAdapter(chart, 'one', { prometheus: PROMETHEUS, rules: [RATE] });
  expect(messageOf(() => new PrometheusAdapter(chart, 'two', { prometheus: PROMETHEUS, rules: [RATE] }))).toContain(
    '"test/two" wants the APIService v1beta1.custom.metrics.k8s.io, which "test/one" owns.',
  );
});

test.each<[string, () => unknown]>([
  ['prometheus-adapter has no rule.', () => manifestsOf({ rules: [] })],
  [
    'Two rules of prometheus-adapter make the custom metric "nginx_http_requests".',
    () => manifestsOf({ rules: [RATE, RATE] }),
  ],
  [
    'Two rules of prometheus-adapter make the external metric "queue_length".',
    () => manifestsOf({ rules: [EXTERNAL, EXTERNAL] }),
  ],
  ['The verbosity of prometheus-adapter is -1.', () => manifestsOf({ verbosity: -1 })],
  ['The image "adapter" has no tag.', () => manifestsOf({ image: 'adapter' })],
  ['The namespace "a.b" must be', () => manifestsOf({ namespace: 'a.b' })],
  ['prometheus-adapter looks for series every 5s, and', () => manifestsOf({ relistInterval: Duration.seconds(5) })],
  [
    'The rate of "a_total" has a window of 15s, and "http://prometheus.monitoring.svc.cluster.local:9090" gets new samples every 15s.',
    () => manifestsOf({ rules: [AdapterRule.counterRate('a_total', { window: Duration.seconds(15) })] }),
  ],
  [
    'The window of the rate of "a_total" is 0 ms.',
    () => AdapterRule.counterRate('a_total', { window: Duration.seconds(0) }),
  ],
  ['The adapter rule of "a_total" shows a counter as a gauge.', () => AdapterRule.gauge('a_total')],
  [
    'The adapter rule of "nginx_connections_accepted" shows a counter as a gauge.',
    () => AdapterRule.gauge('nginx_connections_accepted'),
  ],
  [
    'The adapter rule of "nginx_connections_active" takes the rate of a gauge.',
    () => AdapterRule.counterRate('nginx_connections_active', { window: Duration.minutes(2) }),
  ],
  ['Did you mean "nginx_connections_active"?', () => AdapterRule.gauge('nginx_connections_activ')],
  [
    'The adapter rule of "nginx_http_requests" reads a series that nginx-prometheus-exporter does not have.',
    () => AdapterRule.counterRate('nginx_http_requests', { window: Duration.minutes(2) }),
  ],
  ['shows a raw counter without a reason.', () => AdapterRule.rawCounter('a_total', { reason: ' ' })],
  ['The adapter rule of "a-b" has the name "a-b".', () => AdapterRule.gauge('a-b')],
  ['The adapter rule of "a" has the name "b.c".', () => AdapterRule.gauge('a', { labels: { 'b.c': 'd' } })],
  ['The adapter rule of "a" has the name "x-y".', () => AdapterRule.gauge('a', { resources: { pod: 'x-y' } })],
])('%s', (what, action) => {
  expect(messageOf(action)).toContain(what);
});

test('a gauge that has the name of a counter is one, and what nobody knows goes by its name', () => {
  expect(AdapterRule.gauge('nginx_ingress_controller_ingress_resources_total').metric).toBe(
    'nginx_ingress_controller_ingress_resources_total',
  );
  const own = MetricExporter.of({
    name: 'shop',
    metrics: [
      new KnownMetric({ name: 'orders_total', type: MetricType.GAUGE, description: 'open orders', labels: [] }),
    ],
  });
  expect(AdapterRule.gauge('orders_total', { exporter: own }).metric).toBe('orders_total');
  expect(messageOf(() => AdapterRule.gauge('orders', { exporter: own }))).toContain(
    'reads a series that shop does not have',
  );
  expect(AdapterRule.counterRate('orders', { window: Duration.minutes(2) }).metric).toBe('orders');
});
