import { type CheckedObject, type Fields } from '../../../lib/checks';
import { promqlShape } from '../../../lib/checks/rules/promql-shape';
import { shortWindow } from '../../../lib/checks/rules/short-window';
import { findings, mistakes, object, scaledObject } from '../objects';

const MONITORING = 'monitoring.coreos.com/v1';

const rule = (expr: string, more: Fields = {}, group: Fields = {}): CheckedObject =>
  object(MONITORING, 'PrometheusRule', 'rules', {
    spec: { groups: [{ ...group, rules: [{ alert: 'Slow', expr, ...more }] }] },
  });
const monitor = (...intervals: (string | undefined)[]): CheckedObject =>
  object(MONITORING, 'ServiceMonitor', 'web', {
    spec: { selector: { matchLabels: { app: 'web' } }, endpoints: intervals.map((interval) => ({ interval })) },
  });
const prometheus = object(MONITORING, 'Prometheus', 'main', { spec: { scrapeInterval: '60s' } });
const service = object('v1', 'Service', 'web', {
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: {},
});
const dashboard = (...targets: Fields[]): CheckedObject =>
  object('v1', 'ConfigMap', 'dashboard', {
    data: { 'web.json': JSON.stringify({ panels: [{ title: 'Requests', targets }] }) },
  });
const told = (...objects: CheckedObject[]): string[] =>
  findings(shortWindow, objects).map(({ severity, what }) => `${severity}: ${what.replace(/ \(app\/\w+\)/g, '')}`);

describe('a rule', () => {
  test('is held to the monitor of the job that it names', () => {
    expect(told(rule('rate(x_total{job="web"}[1m])'), monitor('60s'), service)).toEqual([
      'warning: PrometheusRule "shop/rules": in "Slow", the window [1m] is shorter than 4 scrape intervals of 60 s, as ServiceMonitor "shop/web" sets it.',
    ]);
    expect(told(rule('rate(x_total{job="web"}[4m])'), monitor('60s'), service)).toEqual([]);
    expect(told(rule('rate(x_total{job="web"}[1m])'), monitor('60s', '15s'), service)).toEqual([]);
    expect(told(rule('rate(x_total{job="other"}[1m])'), monitor('60s'), service)).toEqual([]);
  });

  test('is held to the job of a configuration, and to the PodMonitor, under the names that they have', () => {
    const data = { 'prometheus.yml': 'scrape_configs: [{ job_name: web, scrape_interval: 2m }, { job_name: fast }]' };
    const config = object('v1', 'ConfigMap', 'prometheus', { data });
    expect(told(rule('rate(x_total{job="web"}[5m])'), config)).toHaveLength(1);
    expect(told(rule('rate(x_total{job="fast"}[5m])'), config)).toEqual([]);
    const pods = object(MONITORING, 'PodMonitor', 'web', {
      spec: { selector: {}, podMetricsEndpoints: [{ interval: '1m' }] },
    });
    expect(told(rule('rate(x_total{job="shop/web"}[1m])'), pods)).toHaveLength(1);
  });

  test('is held to the shortest interval where it names no job and a Prometheus is here', () => {
    expect(told(rule('rate(x_total[1m])'), monitor('90s'), prometheus)).toEqual([
      'warning: PrometheusRule "shop/rules": in "Slow", the window [1m] is shorter than 4 scrape intervals of 60 s, the shortest one here.',
    ]);
    const config = object('v1', 'ConfigMap', 'prometheus', {
      data: { 'prometheus.yml': 'scrape_configs: [{ job_name: web, scrape_interval: 2m }]' },
    });
    expect(told(rule('rate(x_total[1m])'), config)).toHaveLength(1);
    expect(told(rule('1 > 2'), prometheus)).toEqual([]);
  });

  test('is not held to the monitors of an app where the Prometheus is elsewhere, which asks others, too', () => {
    expect(told(rule('rate(x_total[1m])'), monitor('60s'))).toEqual([]);
    expect(told(rule('rate(x_total[1m])'))).toEqual([]);
  });

  test('gets the interval of the only Prometheus where its monitor has none', () => {
    const usual = object(MONITORING, 'Prometheus', 'main', {});
    const ofWeb = rule('rate(x_total{job="web"}[1m])');
    expect(told(ofWeb, monitor(undefined), service, usual)[0]).toContain('4 scrape intervals of 30 s');
    expect(told(ofWeb, monitor(undefined), service)).toEqual([]);
  });

  test('says how many samples its window holds', () => {
    const why = (expr: string): string | undefined =>
      findings(shortWindow, [rule(expr), prometheus]).map((found) => found.why)[0];
    expect(why('rate(x_total[30s])')).toBe('It holds 0 samples, and a rate takes two: the answer is empty.');
    expect(why('rate(x_total[1m])')).toBe('It holds 1 sample, and a rate takes two: the answer is empty.');
    expect(why('rate(x_total[3m])')).toBe('It holds 3 samples: the answer is empty or jumps whenever one is late.');
    expect(why('avg_over_time(x[1m])')).toBe('It holds 1 sample: the answer is empty or jumps whenever one is late.');
  });

  test('may stand in a file of a ConfigMap, and read what another one records', () => {
    const file = 'groups: [{ name: a, rules: [{ alert: Slow, expr: "rate(x_total[1m])" }] }]';
    expect(told(object('v1', 'ConfigMap', 'rules', { data: { 'a.yml': file } }), prometheus)).toHaveLength(1);
    const recorded = rule('sum(rate(x_total[4m]))', { alert: undefined, record: 'job:x:rate4m' }, { interval: '1m' });
    const reads = object(MONITORING, 'PrometheusRule', 'reads', {
      spec: { groups: [{ rules: [{ alert: 'Slow', expr: 'max_over_time(job:x:rate4m[1m])' }] }] },
    });
    expect(told(recorded, reads)).toEqual([
      expect.stringContaining('2 evaluation intervals of 60 s, at which the rule that records it is evaluated'),
    ]);
    expect(told(rule('x', { alert: undefined, record: 'job:x:rate4m' }), reads, prometheus)).toEqual([]);
  });
});

describe('a dashboard', () => {
  test('is told once of a window that several panels have, as a warning where nothing is drawn', () => {
    const targets = [{ expr: 'rate(x_total[1m])' }, { expr: 'rate(y_total[1m])' }, { expr: 'rate(x_total[3m])' }];
    expect(told(dashboard(...targets), prometheus)).toEqual([
      'warning: ConfigMap "shop/dashboard": in panel "Requests" of web.json and 1 more, the window [1m] is shorter than 4 scrape intervals of 60 s, the shortest one here.',
      'info: ConfigMap "shop/dashboard": in panel "Requests" of web.json, the window [3m] is shorter than 4 scrape intervals of 60 s, the shortest one here.',
    ]);
  });

  test('takes a rate over the distance of its points at its own risk', () => {
    expect(told(dashboard({ expr: 'sum(rate(x_total{app="$app"}[$__interval]))' }))).toEqual([
      'info: ConfigMap "shop/dashboard": in panel "Requests" of web.json, rate() looks at [$__interval].',
    ]);
    expect(told(dashboard({ expr: 'sum(rate(x_total[$__rate_interval]))' }), prometheus)).toEqual([]);
    expect(told(dashboard({ expr: 'max_over_time(x[$__interval])' }))).toEqual([]);
  });

  test('may ask others than Prometheus, hold no queries, or be none', () => {
    const loki = { expr: 'sum(rate({app="web"}[1s]))', datasource: { type: 'loki' } };
    expect(told(dashboard(loki, {}), prometheus)).toEqual([]);
    const data = { 'web.json': '{ "panels": {{ }}, "expr": 1' };
    expect(told(object('v1', 'ConfigMap', 'dashboard', { data }), prometheus)).toEqual([]);
  });

  test("may be one of Grafana's operator, with rows", () => {
    const json = JSON.stringify({ panels: [{ panels: [{ targets: [{ expr: 'rate(x_total[1m])' }] }] }] });
    const rows = JSON.stringify({ panels: [], rows: [{ panels: [{ targets: [{ expr: 'rate(x_total[1m])' }] }] }] });
    for (const content of [json, rows]) {
      const of = object('grafana.integreatly.org/v1beta1', 'GrafanaDashboard', 'web', { spec: { json: content } });
      expect(told(of, prometheus)).toHaveLength(1);
    }
  });
});

describe('R8 reads a recorded series as what is recorded', () => {
  const recording = (expr: string): CheckedObject => rule(expr, { alert: undefined, record: 'job:x:sum' });
  const asking = (query: string, metricType?: string): CheckedObject =>
    scaledObject('web', {
      triggers: [{ type: 'prometheus', metricType, metadata: { query, ignoreNullValues: 'false' } }],
    });
  const through = 'through job:x:sum, which PrometheusRule "shop/rules" (app/rules) records';

  test.each([
    ['sum(x_total)', 'job:x:sum', undefined, `its query reads x_total, a counter by its name, ${through}.`],
    [
      'sum(x_total)',
      'sum(rate(job:x:sum[2m]))',
      undefined,
      `its query aggregates x_total before it takes the rate, ${through}.`,
    ],
    [
      'sum(rate(x_total[5m]))',
      'job:x:sum',
      'Value',
      `its query is a total, ${through}, and metricType Value compares it as it is.`,
    ],
    ['sum by (app) (rate(x_total[5m]))', 'job:x:sum', undefined, 'its query may return several series.'],
    ['sum(rate(x_total[5m]))', 'job:x:sum', undefined, undefined],
  ])('%s behind %s', (recorded, query, metricType, mistake) => {
    expect(mistakes(promqlShape, [recording(recorded), asking(query, metricType)])).toEqual(
      mistake === undefined ? [] : [`ScaledObject "shop/web" (app/web): ${mistake}`],
    );
  });

  test('but not where two rules record it', () => {
    const [a, b] = [recording('sum(x_total)'), recording('sum(y_total)')];
    expect(mistakes(promqlShape, [a, b, asking('sum(job:x:sum)')])).toEqual([]);
  });

  test('and holds a window to how often it is recorded', () => {
    const often = rule('sum(x)', { alert: undefined, record: 'job:x:sum' }, { interval: '2m' });
    expect(mistakes(promqlShape, [often, asking('sum(avg_over_time(job:x:sum[2m]))')])).toEqual([
      expect.stringContaining('its window [2m] is shorter than 2 evaluation intervals of 120 s'),
    ]);
    expect(mistakes(promqlShape, [recording('sum(x)'), asking('sum(avg_over_time(job:x:sum[2m]))')])).toEqual([]);
  });
});
