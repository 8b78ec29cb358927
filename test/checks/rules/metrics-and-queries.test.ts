import { stringify } from 'yaml';
import { type CheckedObject, type CheckOptions, type Fields } from '../../../lib/checks';
import { metricLabelMismatch } from '../../../lib/checks/rules/metric-label-mismatch';
import { metricWithoutProvider } from '../../../lib/checks/rules/metric-without-provider';
import { prometheusUnreachable } from '../../../lib/checks/rules/prometheus-unreachable';
import { promqlShape } from '../../../lib/checks/rules/promql-shape';
import { scaleToZeroTrap } from '../../../lib/checks/rules/scale-to-zero-trap';
import { apiServiceConflict } from '../../../lib/checks/rules/apiservice-conflict';
import {
  checked,
  container,
  deployment,
  externalMetric,
  findings,
  hpa,
  mistakes,
  object,
  scaledObject,
  service,
} from '../objects';

function asking(query: unknown, metadata: Fields = {}, spec: Fields = {}, trigger: Fields = {}): CheckedObject {
  const all = { serverAddress: 'http://p.m.svc:9090', threshold: '5', ignoreNullValues: 'false', query, ...metadata };
  return scaledObject('web', {
    minReplicaCount: 1,
    triggers: [{ type: 'prometheus', metadata: all, ...trigger }],
    ...spec,
  });
}

describe('R8: a query', () => {
  test.each<[string, CheckedObject[], string]>([
    ['that is none', [asking('sum(x')], 'is not valid PromQL at character 6'],
    [
      'of the wrong type',
      [asking('sum(rate(x))')],
      'is not valid PromQL at character 10: sum(rate(x)); rate() takes a range',
    ],
    ['of several series', [asking('x{app="web"}')], 'may return several series'],
    [
      'that adds up counters before it takes their speed',
      [asking('rate(sum(x_total)[5m:1m])')],
      'aggregates x_total before it takes the rate',
    ],
    ['with a divisor', [asking('sum(a) / sum(b)')], 'divides by sum(b), which may be 0'],
    ['that is an average', [asking('avg(x)')], 'divides it by the number of pods once more'],
    [
      'that is a total for all pods',
      [asking('(sum(x))', {}, {}, { metricType: 'Value' })],
      'is a total, and metricType Value compares it as it is',
    ],
    ['that counts, for all pods', [asking('count(x)', {}, {}, { metricType: 'Value' })], 'is a total'],
    ['whose empty answer is 0', [asking('sum(x)', { ignoreNullValues: 'true' })], 'counts as 0.'],
    [
      'whose fallback is never used',
      [asking('sum(x)', { ignoreNullValues: undefined }, { fallback: { failureThreshold: 3, replicas: 5 } })],
      'so that its fallback is not used',
    ],
    [
      'with a window of few samples',
      [asking('sum(rate(x[1m]))'), object('monitoring.coreos.com/v1', 'Prometheus', 'p', { spec: {} })],
      'is shorter than 4 scrape intervals of 30 s',
    ],
    [
      'with a window of one sample',
      [
        asking('sum(rate(x[1m]))'),
        object('monitoring.coreos.com/v1', 'PodMonitor', 'p', { spec: { podMetricsEndpoints: [{ interval: '1m' }] } }),
      ],
      'is shorter than 4 scrape intervals of 60 s',
    ],
  ])('%s is told', (_, objects, mistake) => {
    expect(mistakes(promqlShape, [deployment('web'), ...objects])).toEqual([expect.stringContaining(mistake)]);
  });

  test.each<[string, CheckedObject]>([
    ['that answers for nothing', asking('sum(x) or vector(0)', { ignoreNullValues: undefined })],
    ['that is an average and means it', asking('avg(x)', {}, {}, { metricType: 'Value' })],
    ['that is smoothed', asking('avg_over_time(sum(rate(x_total[2m]))[5m:30s])')],
    ['that is not a text', asking(5)],
    ['of another scaler', scaledObject('web', { triggers: [{ type: 'kafka', metadata: { query: 'x_total' } }] })],
  ])('%s is fine', (_, object) => {
    expect(mistakes(promqlShape, [deployment('web'), object])).toEqual([]);
  });

  test('a sum that is too long for the grammar is left alone, and a mistake in a long one is told', () => {
    const terms = Array.from(
      { length: 250 },
      (_, i) => `sum(rate(requests_of_service_${i}_total{namespace="shop"}[5m]))`,
    );
    expect(mistakes(promqlShape, [deployment('web'), asking(terms.join(' + '))])).toEqual([]);
    const broken = [...terms.slice(0, 50), 'sum(x'].join(' + ');
    expect(mistakes(promqlShape, [deployment('web'), asking(broken)])).toEqual([
      expect.stringContaining('is not valid PromQL'),
    ]);
  });

  test('a scrape interval is known by the address, too', () => {
    const query = asking('sum(rate(x[1m]))');
    const told = (seconds: number) =>
      mistakes(promqlShape, [query], { scrapeIntervals: { 'http://p.m.svc:9090': seconds } });
    expect(told(30)).toEqual([expect.stringContaining('is shorter than 4 scrape intervals of 30 s')]);
    expect(told(15)).toEqual([]);
    const slow = object('monitoring.coreos.com/v1', 'Prometheus', 'p', { spec: { scrapeInterval: '1m' } });
    expect(mistakes(promqlShape, [query, slow], { scrapeIntervals: { 'http://p.m.svc:9090': 15 } })).toEqual([]);
  });

  test('a gauge that has the name of a counter is fine for who knows it', () => {
    expect(mistakes(promqlShape, [asking('sum(orders_total)')])).toHaveLength(1);
    expect(mistakes(promqlShape, [asking('sum(orders_total)')], { gauges: ['orders_total'] })).toEqual([]);
    const smoothed = asking('max(rate(sum(orders_total)[5m:1m]))');
    expect(mistakes(promqlShape, [smoothed])).toHaveLength(1);
    expect(mistakes(promqlShape, [smoothed], { gauges: ['orders_total'] })).toEqual([]);
  });

  test('NaN is worse before KEDA 2.20', () => {
    const [finding] = findings(promqlShape, [asking('sum(a) / sum(b)')], { keda: '2.19' });
    expect(finding?.why).toContain('KEDA 2.19 turns into a number far below 0');
  });

  test('an adapter asks, too', () => {
    const metricsQuery = 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)';
    const rules = (name?: object) => stringify({ rules: [{ seriesQuery: 'x_total{a!=""}', metricsQuery, name }] });
    const config = (name?: object) => object('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': rules(name) } });
    const adapter = deployment('adapter', {
      containers: [container('adapter', { args: ['--secure-port=6443', '--prometheus-url=http://p.m.svc:9090/'] })],
    });
    const told = (seconds: number, ...objects: CheckedObject[]) =>
      mistakes(promqlShape, objects, { scrapeIntervals: { 'http://p.m.svc:9090': seconds } });
    expect(told(30, adapter, config())).toEqual([
      'ConfigMap "shop/adapter" (app/adapter): in the rule of x_total, its window [1m] is shorter than 4 scrape intervals of 30 s.',
    ]);
    expect(told(30, adapter, config({ matches: '^(.*)_total$', as: '${1}_per_second' }))).toEqual([
      expect.stringContaining('in the rule of x_per_second'),
    ]);
    expect(told(30, adapter, config({ matches: '^x_(.*)$' }))).toEqual([
      expect.stringContaining('in the rule of total'),
    ]);
    expect(told(30, adapter, config({ matches: '^x' }))).toEqual([expect.stringContaining('in the rule of x,')]);
    expect(told(30, adapter, config({ as: 'x_$1' }))).toEqual([expect.stringContaining('in the rule of x_,')]);
    const named = { matches: '^(?P<what>.*)_total$', as: '${what}_${none}s' };
    expect(told(30, adapter, config(named))).toEqual([expect.stringContaining('in the rule of x_s,')]);
    for (const name of [
      { matches: '(', as: '$1' },
      { matches: '^y', as: '$1' },
    ]) {
      expect(told(30, adapter, config(name))).toEqual([expect.stringContaining('in the rule of a metric')]);
    }
    expect(told(15, adapter, config())).toEqual([]);
    expect(told(30, config())).toEqual([]); // nobody says which Prometheus it asks
  });

  test('a counter that an adapter serves as a rate is fine', () => {
    const counter = hpa('web', { metrics: [externalMetric('http_requests_total')] });
    const adapter = (rule: object) => {
      const config = stringify({ externalRules: [{ seriesQuery: 'http_requests_total', ...rule }] });
      return object('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': config } });
    };
    const rate = { metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)' };
    expect(mistakes(promqlShape, [counter])).toHaveLength(1);
    expect(mistakes(promqlShape, [counter, adapter(rate)])).toEqual([]);
    expect(mistakes(promqlShape, [counter, adapter({ metricsQuery: 'sum(<<.Series>>)' })])).toHaveLength(1);
    expect(mistakes(promqlShape, [counter, adapter({ ...rate, name: { as: 'other' } })])).toHaveLength(1);
    expect(mistakes(promqlShape, [counter, adapter({ ...rate, name: { matches: '(.*)', as: '$1' } })])).toEqual([]);
    expect(
      mistakes(promqlShape, [counter, object('v1', 'ConfigMap', 'a', { data: { 'c.yaml': 'seriesQuery: [' } })]),
    ).toHaveLength(1);
  });
});

describe('R8: what a query means', () => {
  const told = (query: string, metadata: Fields = {}, options: CheckOptions = {}) =>
    findings(promqlShape, [asking(query, metadata)], options)
      .filter(({ severity }) => severity === 'warning')
      .map(({ what, why, fix }) => [what, why, fix].join(' '));

  test.each([
    ['a count, which is never 0', 'sum(rate(a_total[5m])) / count(b)'],
    ['a configured maximum', 'avg(jetty_threads_busy) / avg(jetty_threads_config_max)'],
    ['a count that is a gauge', 'sum(jvm_threads_live_count)'],
    ['the metric of a cloud', 'sum({"run.googleapis.com|request_count"})'],
  ])('%s is not complained about', (_, query) => {
    expect(told(query, { metricType: 'Value' }).filter((each) => /divides by|counter/.test(each))).toEqual([]);
  });

  test('no number is an error of KEDA 2.20 where empty answers are', () => {
    expect(told('sum(a) / sum(b)', { ignoreNullValues: 'true' })[0]).toContain('NaN, which KEDA takes for 0');
    expect(told('sum(a) / sum(b)', { ignoreNullValues: 'false' })[0]).toContain('NaN, for which KEDA reports an error');
    expect(told('sum(a) / sum(b)', { ignoreNullValues: 'false' })[0]).toMatch(/Divide by clamp_min\(sum\(b\), 1\)\.$/);
    expect(told('sum(a) / sum(b)', {}, { keda: '2.19' })[0]).toContain('far below 0');
  });

  test('a counter is answered with its rate, never with its sum, also one whose name does not say so', () => {
    const [counter, ...others] = told('nginx_ingress_controller_requests{service="x"}', { ignoreNullValues: 'false' });
    expect(counter).toContain('Use its rate: sum(rate(nginx_ingress_controller_requests{...}[2m])).');
    expect(others).toEqual([]);
  });
});

describe('R9: a serverAddress', () => {
  const prometheus = checked(
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'prom', namespace: 'm' }, spec: { ports: [{ port: 80 }] } },
    'app/prom',
  );
  const keda = (namespace: string) =>
    checked({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'keda-operator', namespace } }, 'app/keda');
  const told = (serverAddress: unknown, objects: CheckedObject[] = [prometheus], options: CheckOptions = {}) =>
    mistakes(prometheusUnreachable, [asking('sum(x)', { serverAddress }), ...objects], options)[0];

  test.each<[unknown, string | undefined]>([
    ['http://prom.m.svc', undefined],
    ['http://prom.m.svc.cluster.local:80/path', undefined],
    ['http://prom.m:80', undefined],
    ['http://prom.m.svc:9090', 'asks port 9090, and Service "m/prom" (app/prom) has 80'],
    ['https://prom.m.svc', 'asks port 443'],
    ['http://prometheus-operated.m.svc:9090', undefined],
    ['http://prm.m.svc', 'names Service "prm" of namespace m, which has no such Service'],
    ['http://something.m.svc', undefined],
    ['http://localhost:9090', "is KEDA's own pod, in which no Prometheus runs"],
    ['http://127.0.0.1', "is KEDA's own pod"],
    ['http://prom.other.svc', undefined],
    ['https://prometheus.example.com', undefined],
    ['prom.m.svc:80', 'is not a URL'],
    ['http://prom.m.svc/api/v1/query', 'ends with /api/v1/query.'],
    ['http://mimir.m.svc/prometheus/api/v1/query_range/', 'ends with /api/v1/query_range/.'],
    ['http://mimir.m.svc/api/v1/prometheus', undefined],
    ['http://[', 'is not a URL'],
    [undefined, '(missing) is not a URL'],
    ['http://prom:80', 'is resolved inside KEDA\'s namespace, and the Service is in "m"'],
    ['http://unknown', "is resolved inside KEDA's namespace."],
  ])('%j: %s', (address, mistake) => {
    if (mistake === undefined) expect(told(address)).toBeUndefined();
    else expect(told(address)).toContain(mistake);
  });

  test('without a namespace is fine where KEDA runs beside Prometheus', () => {
    expect(told('http://prom', [prometheus, keda('m')])).toBeUndefined();
    expect(told('http://prom', [prometheus, keda('keda')])).toContain('namespace "keda"');
  });

  test('of this machine is answered with the Service of a Prometheus', () => {
    const service = (name: string) =>
      checked({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'm' },
        spec: { ports: [{ port: 9090 }] },
      });
    const fix = (objects: CheckedObject[]) =>
      findings(prometheusUnreachable, [asking('sum(x)', { serverAddress: 'http://localhost:9090' }), ...objects])[0]
        ?.fix;
    expect(fix([prometheus])).toBe('Name the Service of Prometheus: http://<service>.<namespace>.svc:9090.');
    expect(fix([service('kube-prometheus')])).toBe(
      'Name the Service of Prometheus: http://kube-prometheus.m.svc:9090.',
    );
  });

  test('of a Service that a release of a chart may make is fine, unless it is a typo away from another one', () => {
    const release = checked({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'monitoring', namespace: 'm' },
    });
    const server = checked({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'prometheus', namespace: 'm' } });
    expect(told('http://prometheus-server.m.svc', [server, release])).toBeUndefined();
    expect(told('http://promtheus.m.svc', [server, release])).toContain('has no such Service');
  });

  test('of a Service that the cluster has is fine', () => {
    expect(told('http://thanos.m.svc', [prometheus], { provides: ['Service m/thanos'] })).toBeUndefined();
    expect(told('http://thanos.m.svc', [prometheus], { provides: ['Service m/*'] })).toBeUndefined();
  });
});

describe('R10: a label', () => {
  const web = deployment('web', { labels: { 'app.kubernetes.io/name': 'web', tier: 'front' } });
  const told = (query: string, objects: CheckedObject[] = [web]) =>
    mistakes(metricLabelMismatch, [asking(query), ...objects])[0];

  test.each<[string, string | undefined]>([
    ['sum(x{app_kubernetes_io_name="web"})', undefined],
    ['sum(x{app="web"} + y{app="web"})', 'app.kubernetes.io/name="web"'],
    ['sum(x{app_kubernetes_io_name="wev"})', 'app.kubernetes.io/name="web"'],
    ['sum(x{app="database"})', undefined],
    ['sum(x{app!="web"})', undefined],
    ['sum(x{tier="web"})', undefined],
    ['sum(x{pod=~"web-.*"})', undefined],
    ['sum(x{pod=~"web-app-.*"})', 'pod="web-..."'],
    ['sum(x{pod=~"(?i)web-app"})', undefined],
    ['sum(x{pod=~"wet[-.*"})', undefined],
    ['sum(x{pod="web-1"})', undefined],
  ])('of %s: %s', (query, mistake) => {
    if (mistake === undefined) expect(told(query)).toBeUndefined();
    else expect(told(query)).toContain(mistake);
  });

  test.each<[string, string | undefined]>([
    ['sum(x{app_kubernetes_io_nmae="web"})', 'Ask for app_kubernetes_io_name="web"'],
    ['sum(x{tire="front"})', 'Ask for tier="front"'],
    ['sum(x{nmespace="shop"})', 'Ask for namespace="shop"'],
    ['sum(x{tire="back"})', undefined],
    ['sum(x{tire!="front"})', undefined],
    ['sum(x{tier="front"})', undefined],
    ['sum(x{position="front"})', undefined],
  ])('with a slip in its name, %s: %s', (query, fix) => {
    const [finding] = findings(metricLabelMismatch, [asking(query), web]);
    if (fix === undefined) expect(finding).toBeUndefined();
    else expect(finding?.fix).toContain(fix);
  });

  test('that some pod has is not a slip', () => {
    const other = deployment('other', { labels: { tire: 'round' } });
    expect(told('sum(x{tire="front"})', [web, other])).toBeUndefined();
  });

  test('does what ignoreNullValues makes of an empty answer', () => {
    const why = (ignoreNullValues?: string) =>
      findings(metricLabelMismatch, [asking('sum(x{app="web"})', { ignoreNullValues }), web])[0]?.why;
    expect(why('false')).toBe(
      'The query matches nothing: KEDA reports an error for each poll, and nothing ever scales.',
    );
    expect(why()).toBe(
      'The query matches nothing, and KEDA takes an empty answer for 0: the target stays at its minimum.',
    );
    expect(why('true')).toBe(why());
  });

  test('is not judged without the target, and Services count', () => {
    expect(told('sum(x{app="web"})', [])).toBeUndefined();
    const labelled = checked({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    });
    expect(told('sum(x{app="web"})', [web, labelled])).toBeUndefined();
    expect(told('sum(x{app="wob"})', [deployment('web', { labels: { tier: 'a' } })])).toBeUndefined();
  });
});

describe('R7: a way to zero', () => {
  const fronted = [deployment('web'), service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] })];
  const found = (scaler: CheckedObject, objects = fronted) =>
    findings(scaleToZeroTrap, [...objects, scaler]).map(({ severity }) => severity);
  const zero = { minReplicaCount: undefined };

  test.each<[string, CheckedObject, string[]]>([
    ['by cpu', scaledObject('web', { triggers: [{ type: 'cpu' }] }), ['error']],
    ['by the own pods, named by label', asking('sum(x{app="web"})', {}, zero), ['warning']],
    ['by the own pods, named by pattern', asking('sum(x{pod=~"web-.*"})', {}, zero), ['warning']],
    ['by the own job', asking('sum(x{job="web"})', {}, zero), ['warning']],
    ['by other pods', asking('sum(x{app="ingress"})', {}, zero), []],
    ['by all but the own pods', asking('sum(x{app!="web"})', {}, zero), []],
    ['by a queue of the own name', asking('sum(x{queue="web"})', {}, zero), []],
    ['by a number', asking('5', {}, zero), []],
    ['by a queue beside cpu', scaledObject('web', { triggers: [{ type: 'cpu' }, { type: 'kafka' }] }), []],
    ['without triggers', scaledObject('web'), []],
    ['that is none', asking('sum(x{app="web"})'), []],
  ])('%s', (_, scaler, severities) => {
    expect(found(scaler)).toEqual(severities);
  });

  test('of a target that is elsewhere is told if somebody said that it is there', () => {
    const scaler = asking('sum(x{app="web"})', {}, zero);
    expect(found(scaler, [])).toEqual([]);
    const [finding] = findings(scaleToZeroTrap, [scaler], { provides: ['Deployment shop/web'] });
    expect(finding?.what).toContain('its metric comes from the pods of Deployment "shop/web", which it removes.');
    const other = asking('sum(x{app="ingress"})', {}, zero);
    expect(findings(scaleToZeroTrap, [other], { provides: ['Deployment shop/web'] })).toEqual([]);
  });

  test('is fine for what no Service fronts, unless it counts requests', () => {
    const bare = [deployment('web'), service('web', { selector: { app: 'web' } })];
    expect(found(asking('sum(x{app="web"})', {}, zero), bare)).toEqual([]);
    expect(found(asking('sum(rate(http_requests_total{app="web"}[2m]))', {}, zero), bare)).toEqual(['warning']);
  });
});

describe('R13 and R14: metrics APIs', () => {
  const api = (group: string, spec: Fields = {}) =>
    checked({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}` },
      spec: { group, version: 'v1beta1', ...spec },
    });
  const queue = hpa('web', { metrics: [externalMetric('queue')] });
  const severities = (objects: CheckedObject[], options: CheckOptions = {}) =>
    findings(metricWithoutProvider, [queue, ...objects], options).map(({ severity }) => severity);

  test('nobody serves the metric', () => {
    expect(severities([])).toEqual(['info']);
    expect(severities([api('metrics.k8s.io')])).toEqual(['warning']);
    expect(severities([api('external.metrics.k8s.io')])).toEqual([]);
    expect(severities([], { provides: ['external.metrics.k8s.io'] })).toEqual([]);
    expect(findings(metricWithoutProvider, [hpa('web')])).toEqual([]);
  });

  test('the adapter has no rule for the metric', () => {
    const adapter = (name: string) =>
      object('v1', 'ConfigMap', 'adapter', {
        data: { 'config.yaml': `externalRules:\n  - seriesQuery: '{__name__="x"}'\n    name: { as: ${name} }\n` },
      });
    expect(severities([api('external.metrics.k8s.io'), adapter('queue')])).toEqual([]);
    expect(severities([api('external.metrics.k8s.io'), adapter('other')])).toEqual(['warning']);
  });

  describe('the query of a rule of the adapter', () => {
    const told = (metricsQuery: string, resources: Fields, metric: Fields = PODS) => {
      const rules = [{ seriesQuery: 'requests_total{pod!=""}', name: { as: 'requests' }, resources, metricsQuery }];
      const adapter = object('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': stringify({ rules }) } });
      return findings(metricWithoutProvider, [hpa('web', { metrics: [metric] }), adapter]).map(
        ({ severity, what }) => `${severity} ${what}`,
      );
    };
    const target = { type: 'AverageValue', averageValue: '5' };
    const PODS = { type: 'Pods', pods: { metric: { name: 'requests' }, target } };
    const OF_SERVICE = {
      type: 'Object',
      object: { metric: { name: 'requests' }, target, describedObject: { kind: 'Service', name: 'web' } },
    };
    const OVERRIDES = {
      overrides: { kubernetes_pod_name: { resource: 'pods' }, namespace: { resource: 'namespace' } },
    };
    const TEMPLATE = { template: '<<.Resource>>' };

    test.each([
      ['sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m]))', TEMPLATE],
      ['sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m]))', OVERRIDES],
      ['sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (pod)', OVERRIDES],
      ['sum(rate(<<.Series>>[2m])) by (service) / 60', TEMPLATE],
      ['round(sum(<<.Series>>) / sum(up))', { template: 'kube_<<.Group>>_<<.Resource>>' }],
      ['histogram_quantile(0.9, sum(rate(<<.Series>>[2m])) by (le, service)) or vector(0)', TEMPLATE],
    ])('%s names no pods', (query, resources) => {
      expect(told(query, resources)).toEqual([expect.stringMatching(/^error .* leaves no label that names a pod\.$/)]);
    });

    test.each([
      ['sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)', TEMPLATE],
      ['sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)', OVERRIDES],
      ['sum(rate(<<.Series>>[2m])) by (kubernetes_pod_name)', OVERRIDES],
      ['sum(rate(<<.Series>>[2m])) by (pod)', TEMPLATE],
      ['sum(rate(<<.Series>>[2m])) by (le)', { template: 'kube_<<.Group>>_<<.Resource>>' }],
      ['rate(<<.Series>>{<<.LabelMatchers>>}[2m])', TEMPLATE],
      ['sum(<<.Series>>) without (instance)', TEMPLATE],
      ['topk(1, <<.Series>>)', TEMPLATE],
      ['label_replace(sum(<<.Series>>), "pod", "web-0", "", "")', TEMPLATE],
      ['sum(<<.Series>>) * on () group_right () kube_pod_info', TEMPLATE],
      ['sum(<<.Series>>{<<.LabelMatchers>>}) by (<<range .GroupBySlice>><<.>><<end>>)', TEMPLATE],
      ['sum(', TEMPLATE],
      ['', TEMPLATE],
    ])('%s is left alone', (query, resources) => {
      expect(told(query, resources)).toEqual([]);
    });

    test('an object is named as a pod is', () => {
      expect(told('sum(<<.Series>>) by (pod)', TEMPLATE, OF_SERVICE)).toEqual([
        expect.stringContaining('leaves no label that names a service'),
      ]);
      expect(told('sum(<<.Series>>) by (service)', TEMPLATE, OF_SERVICE)).toEqual([]);
    });

    test('one rule of several that serves it is enough', () => {
      const rule = (metricsQuery: string) => ({
        seriesQuery: 'requests_total',
        name: { as: 'requests' },
        resources: TEMPLATE,
        metricsQuery,
      });
      const rules = [rule('sum(<<.Series>>)'), rule('sum(<<.Series>>) by (<<.GroupBy>>)')];
      const adapter = object('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': stringify({ rules }) } });
      expect(mistakes(metricWithoutProvider, [hpa('web', { metrics: [PODS] }), adapter])).toEqual([]);
    });
  });

  test('an APIService is named by what it registers', () => {
    expect(mistakes(apiServiceConflict, [api('a'), api('b'), api('')])).toEqual([]);
    expect(mistakes(apiServiceConflict, [api('a', { version: 'v2' })])).toEqual([
      expect.stringContaining('registers v2.a.'),
    ]);
    expect(
      mistakes(apiServiceConflict, [
        checked({ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: {} }),
      ]),
    ).toEqual([]);
    expect(mistakes(apiServiceConflict, [api('a'), api('a', { service: { name: 'x' } })])[0]).toContain(
      'for default/x and default/(none)',
    );
  });
});

test('a container without anything is not a reason to crash', () => {
  expect(
    mistakes(metricLabelMismatch, [deployment('web', { containers: [container('app')] }), asking('sum(x{app="w"})')]),
  ).toEqual([]);
});
