import { stringify } from 'yaml';
import { type CheckedObject, type Fields } from '../../../lib/checks';
import { notScraped } from '../../../lib/checks/rules/not-scraped';
import { promqlShape } from '../../../lib/checks/rules/promql-shape';
import { checked, container, deployment, findings, mistakes, object, scaledObject } from '../objects';

const ADDRESS = 'http://prometheus.m.svc:80';
const OPERATED = 'http://prometheus-operated.m.svc:9090';

function web(annotations: Fields = {}, more: Fields = {}): CheckedObject {
  const ports = [{ name: 'metrics', containerPort: 9113 }, { containerPort: 80 }];
  return object('apps/v1', 'Deployment', 'web', {
    spec: {
      template: {
        metadata: { labels: { app: 'web', 'app.kubernetes.io/part-of': 'shop' }, annotations },
        spec: { containers: [container('app', { ports, ...more })] },
      },
    },
  });
}

const asking = (query: string, serverAddress = ADDRESS): CheckedObject =>
  scaledObject('web', { triggers: [{ type: 'prometheus', metadata: { serverAddress, query, threshold: '5' } }] });

const inM = (apiVersion: string, kind: string, name: string, content: Fields): CheckedObject =>
  checked({ apiVersion, kind, metadata: { name, namespace: 'm' }, ...content });

/** A Prometheus with a configuration file, as charts install it. */
function server(config: unknown, args: string[] = [], volumes?: unknown): CheckedObject[] {
  const labels = { app: 'prometheus' };
  const spec = {
    containers: [{ name: 'prometheus', args }],
    volumes: volumes ?? [{ emptyDir: {} }, { configMap: { name: 'config' } }],
  };
  return [
    inM('v1', 'Service', 'prometheus', { spec: { selector: labels, ports: [{ port: 80 }] } }),
    inM('apps/v1', 'Deployment', 'prometheus', { spec: { template: { metadata: { labels }, spec } } }),
    inM('v1', 'ConfigMap', 'config', { data: { 'rules.yml': '', 'prometheus.yml': stringify(config) } }),
  ];
}

const keep = (from: string, regex?: unknown, action: unknown = 'keep'): Fields => ({
  action,
  source_labels: [`__meta_kubernetes_${from}`],
  ...(regex === undefined ? {} : { regex }),
});
const job = (role: string, ...relabel_configs: Fields[]): Fields => ({
  job_name: role,
  kubernetes_sd_configs: [{ role }],
  relabel_configs,
});
const scraping = (...scrape_configs: unknown[]): CheckedObject[] => server({ scrape_configs });
const byAnnotation = keep('pod_annotation_prometheus_io_scrape', true);
const webService = (annotations: Fields = {}, labels: Fields = {}): CheckedObject =>
  checked({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', annotations, labels },
    spec: { selector: { app: 'web' }, ports: [{ name: 'metrics', port: 9113 }, { port: 80 }] },
  });
const headless = object('v1', 'Service', 'elsewhere', { spec: { ports: [{ port: 1 }] } });
const query = 'sum(rate(http_requests_total{app="web"}[2m]))';
const scrape = { 'prometheus.io/scrape': 'true' };

test.each<[string, CheckedObject[]]>([
  ['no job at all', [web(), ...scraping()]],
  ['no annotation', [web(), ...scraping(job('pod', byAnnotation))]],
  ['another value of it', [web({ 'prometheus.io/scrape': 'yes' }), ...scraping(job('pod', byAnnotation))]],
  ['a label that is missing', [web(), ...scraping(job('pod', keep('pod_labelpresent_team', true)))]],
  ['another namespace', [web(scrape), ...scraping(job('pod', keep('namespace', 'default|live')))]],
  ['a drop', [web(), ...scraping(job('pod', keep('pod_label_app', 'w.*', 'drop')))]],
  ['a port that it does not have', [web(), ...scraping(job('pod', keep('pod_container_port_name', 'admin')))]],
  ['nodes only', [web(scrape), ...scraping(job('node'), job('ingress'))]],
  ['Services only, without one', [web(scrape), headless, ...scraping(job('endpoints'))]],
  [
    'Services only, without the annotation',
    [
      web(scrape),
      webService(),
      ...scraping(job('endpointslice', keep('service_annotation_prometheus_io_scrape', true))),
    ],
  ],
  [
    'the endpoints of the API server',
    [
      web(),
      webService(),
      ...scraping(
        job('endpointslice', {
          action: 'keep',
          source_labels: ['namespace', 'service_name', 'endpointslice_port_name'].map((x) => `__meta_kubernetes_${x}`),
          regex: 'default;kubernetes;https',
        }),
      ),
    ],
  ],
  ['other fixed targets', [web(), ...scraping({ static_configs: [{ targets: ['localhost:9090'] }] })]],
  [
    'another namespace to look into',
    [web(), ...scraping({ kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['live'] } }] })],
  ],
])('pods that are not scraped, with %s', (_, objects) => {
  expect(mistakes(notScraped, [asking(query), ...objects])).toEqual([
    'ScaledObject "shop/web" (app/web) asks for http_requests_total of Deployment "shop/web" (app/web), whose pods ConfigMap "m/config" (shop.yaml) does not scrape.',
  ]);
});

test.each<[string, CheckedObject[]]>([
  ['the annotation', [web(scrape), ...scraping(job('node'), job('pod', byAnnotation))]],
  ['any pod', [web(), ...scraping(job('pod', { target_label: 'x', replacement: 'y' }))]],
  ['a label', [web(), ...scraping(job('pod', keep('pod_labelpresent_app_kubernetes_io_part_of', true)))]],
  ['a port', [web(), ...scraping(job('pod', keep('pod_container_port_name', 'metrics')))]],
  ['a number of a port', [web(), ...scraping(job('pod', keep('pod_container_port_number', 80)))]],
  ['running pods', [web(), ...scraping(job('pod', keep('pod_phase', 'Running'), keep('pod_ready', true)))]],
  ['no init containers', [web(), ...scraping(job('pod', keep('pod_container_init', true, 'drop')))]],
  ['any pod without a port', [deployment('web'), ...scraping(job('pod'))]],
  [
    'its Service',
    [
      web(),
      webService(scrape),
      ...scraping(
        job(
          'endpoints',
          keep('service_annotation_prometheus_io_scrape', true),
          keep('endpoint_port_name', 'metrics'),
          keep('service_name', 'web'),
          keep('endpoint_ready', true),
          keep('pod_label_app', 'web'),
        ),
      ),
    ],
  ],
  ['its address', [web(), webService(), ...scraping({ static_configs: [{ targets: ['web.shop.svc:9113'] }] })]],
  ['its name', [web(), webService(), ...scraping({ static_configs: [{ targets: ['http://web:9113'] }] })]],
])('pods that are scraped by %s', (_, objects) => {
  expect(mistakes(notScraped, [asking(query), ...objects])).toEqual([]);
});

test.each<[string, CheckedObject[]]>([
  ['what only the cluster knows', scraping(job('pod', keep('pod_node_name', 'a')))],
  ['other discovery', scraping({ file_sd_configs: [{ files: ['a.json'] }] })],
  ['limited discovery', scraping({ kubernetes_sd_configs: [{ role: 'pod', selectors: [{ role: 'pod' }] }] })],
  ['a pattern that JavaScript does not read', scraping(job('pod', keep('pod_label_app', '(?i)WEB')))],
  ['a comparison of labels', scraping(job('pod', keep('pod_label_app', undefined, 'keepequal')))],
  ['fixed targets that tell about others', scraping({ honor_labels: true, static_configs: [{ targets: ['g:1'] }] })],
  ['fixed targets with such labels', scraping({ static_configs: [{ targets: ['g:1'], labels: { app: 'web' } }] })],
  ['further files', server({ scrape_configs: [], scrape_config_files: ['more/*.yml'] })],
  ['writes of others', server({ scrape_configs: [] }, ['--web.enable-remote-write-receiver'])],
  ['no configuration', server({}, [], [])],
  [
    'a configuration that is none',
    [...server({}).slice(0, 2), inM('v1', 'ConfigMap', 'config', { data: { 'prometheus.yml': '{' } })],
  ],
  ['a Service without pods', server({ scrape_configs: [] }).slice(0, 1)],
  [
    'a Pushgateway',
    [
      ...scraping(),
      checked({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'push', namespace: 'm', annotations: { 'prometheus.io/probe': 'pushgateway' } },
      }),
    ],
  ],
])('with %s nobody can tell', (_, objects) => {
  expect(mistakes(notScraped, [asking(query), web(), ...objects])).toEqual([]);
});

test.each([
  ['of another app', 'sum(rate(x_total{app="other"}[2m]))', ADDRESS],
  ['without an app', 'sum(rate(x_total{job="web"}[2m]))', ADDRESS],
  ['of other apps', 'sum(rate(x_total{app!="web"}[2m]))', ADDRESS],
  ['of its other namespace', 'sum(rate(x_total{app="web", namespace="live"}[2m]))', ADDRESS],
  ['of another part', 'sum(rate(x_total{app="web", app_kubernetes_io_name="web"}[2m]))', ADDRESS],
  ['to a Prometheus elsewhere', query, 'https://prometheus.example.com'],
  ['to a name without a namespace', query, 'http://prometheus'],
  ['to no address', query, 'prometheus'],
  ['to another Service', query, 'http://other.m.svc'],
])('a query %s is not judged', (_, promql, address) => {
  expect(mistakes(notScraped, [asking(promql, address), web(), ...scraping()])).toEqual([]);
});

test('a workload is told of once, and jobs are not looked at', () => {
  const twice = 'sum(a{app="web"}) + sum(b{app="web"}) + sum({app_kubernetes_io_part_of="shop"})';
  expect(mistakes(notScraped, [asking(twice), web(), ...scraping()])).toHaveLength(1);
  expect(mistakes(notScraped, [asking('sum({app="web"})'), web(), ...scraping()])[0]).toContain('asks for metrics of');
  const run = object('batch/v1', 'Job', 'run', { spec: { template: { metadata: { labels: { app: 'run' } } } } });
  expect(mistakes(notScraped, [asking('sum(x{app="run"})'), run, ...scraping()])).toEqual([]);
});

describe('with the operator', () => {
  const MONITORING = 'monitoring.coreos.com/v1';
  const prometheus = (spec: Fields = {}): CheckedObject => inM(MONITORING, 'Prometheus', 'main', { spec });
  const told = (...objects: CheckedObject[]): string[] =>
    mistakes(notScraped, [asking(query, OPERATED), web(), webService({}, { tier: 'web' }), ...objects]);
  const selecting = (matchLabels: Fields, more: Fields = {}): Fields => ({
    spec: { selector: { matchLabels }, endpoints: [{ port: 'metrics' }], podMetricsEndpoints: [{}], ...more },
  });

  test('a monitor of its Service or its pods is needed', () => {
    expect(told(prometheus())).toEqual([expect.stringContaining('whose pods Prometheus "m/main"')]);
    expect(told(prometheus(), object(MONITORING, 'ServiceMonitor', 'a', selecting({ tier: 'web' })))).toEqual([]);
    expect(told(prometheus(), object(MONITORING, 'PodMonitor', 'a', selecting({ app: 'web' })))).toEqual([]);
    const everywhere = selecting({ tier: 'web' }, { namespaceSelector: { any: true } });
    expect(told(prometheus(), inM(MONITORING, 'ServiceMonitor', 'a', everywhere))).toEqual([]);
    for (const monitor of [
      object(MONITORING, 'ServiceMonitor', 'a', selecting({ app: 'web' })),
      object(MONITORING, 'PodMonitor', 'a', selecting({ tier: 'web' })),
      object(MONITORING, 'PodMonitor', 'a', { spec: {} }),
      inM(MONITORING, 'PodMonitor', 'a', selecting({ app: 'web' })),
    ]) {
      expect(told(prometheus(), monitor)).toHaveLength(1);
    }
  });

  test('its own Service may be among the objects', () => {
    const own = inM('v1', 'Service', 'prometheus', { spec: { selector: { 'operator.prometheus.io/name': 'main' } } });
    expect(mistakes(notScraped, [asking(query), web(), own, prometheus()])).toHaveLength(1);
  });

  test('what nobody can tell is not told', () => {
    expect(told(prometheus({ additionalScrapeConfigs: { name: 'a', key: 'b' } }))).toEqual([]);
    expect(told(prometheus({ enableRemoteWriteReceiver: true }))).toEqual([]);
    expect(told(prometheus(), inM('monitoring.coreos.com/v1alpha1', 'ScrapeConfig', 'a', {}))).toEqual([]);
    expect(told(prometheus(), inM(MONITORING, 'Prometheus', 'other', {}))).toEqual([]);
  });
});

describe('R8 knows how often the pods of a query are asked', () => {
  const slow = { ...job('pod', byAnnotation), scrape_interval: '5m' };
  const config = (...scrape_configs: Fields[]) => server({ global: { scrape_interval: '15s' }, scrape_configs });
  const told = (promql: string, ...objects: CheckedObject[]) =>
    findings(promqlShape, [asking(promql), ...objects], { scrapeIntervals: { [ADDRESS]: 15 } })
      .filter(({ what }) => what.includes('its window'))
      .map(({ severity, what }) => `${severity}: ${what}`);

  test('a rate that never has two samples is an error', () => {
    expect(told('sum(rate(x_total{app="web"}[2m]))', web(scrape), ...config(slow))).toEqual([
      'error: ScaledObject "shop/web" (app/web): its window [2m] is shorter than 4 scrape intervals of 300 s, at which Deployment "shop/web" (app/web) is scraped.',
    ]);
    expect(told('sum(rate(x_total{app="web"}[10m]))', web(scrape), ...config(slow))).toEqual([
      expect.stringContaining('warning: '),
    ]);
    expect(told('sum(rate(x_total{app="web"}[20m]))', web(scrape), ...config(slow))).toEqual([]);
  });

  test('so is an average that most often has none', () => {
    expect(told('sum(avg_over_time(x{app="web"}[4m]))', web(scrape), ...config(slow))).toEqual([
      expect.stringContaining('error: '),
    ]);
    expect(told('sum(avg_over_time(x{app="web"}[5m]))', web(scrape), ...config(slow))).toEqual([
      expect.stringContaining('warning: '),
    ]);
  });

  test('the job that asks more often counts, and the pods that are asked least often', () => {
    const often = { ...job('endpoints'), scrape_interval: '1m' };
    expect(told('sum(rate(x_total{app="web"}[4m]))', web(scrape), webService(), ...config(slow, often))).toEqual([]);
    const both = 'sum(rate({app="web"}[2m]) + rate(y{app="api"}[2m]))';
    const api = deployment('api', { pod: {} });
    const any = { ...job('pod', keep('pod_label_app', 'api')), scrape_interval: '30s' };
    expect(told(both, web(scrape), api, ...config(slow, any))).toEqual([expect.stringContaining('of 300 s')]);
  });

  test('elsewhere the interval of the whole Prometheus counts, and nothing is certain', () => {
    expect(told('sum(rate(x_total{app="other"}[30s]))', web(scrape), ...config(slow))).toEqual([
      expect.stringContaining('warning: '),
    ]);
  });
});
