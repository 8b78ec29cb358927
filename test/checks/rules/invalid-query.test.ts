import { stringify } from 'yaml';
import { invalidQuery } from '../../../lib/checks/rules/invalid-query';
import { findings, mistakes, object } from '../objects';

const rule = (expr: unknown) =>
  object('monitoring.coreos.com/v1', 'PrometheusRule', 'web', {
    spec: { groups: [{ rules: [{ alert: 'Slow', expr }] }] },
  });
const adapter = (seriesQuery: string, metricsQuery: string) =>
  object('v1', 'ConfigMap', 'adapter', {
    data: {
      'config.yaml': `rules:\n  - seriesQuery: '${seriesQuery}'\n    name: { as: qps }\n    metricsQuery: '${metricsQuery}'\n`,
    },
  });

test.each([
  ['sum(rate(x[5m])) by (app) > 5', undefined],
  ['absent(up{job="web"})', undefined],
  [1, undefined],
  ['rate(x[5m]) by (app)', 'unexpected "by (app)" at character 13'],
  ['sum(rate(x[5m])', 'it ends too early'],
  ['rate(x)', 'rate() takes a range such as x[2m], and `x` is an instant vector'],
])('an alert on %s', (expr, reason) => {
  const found = mistakes(invalidQuery, [rule(expr)]);
  if (reason === undefined) expect(found).toEqual([]);
  else {
    expect(found).toEqual([
      `PrometheusRule "shop/web" (app/web): the expression of "Slow" is not valid PromQL: ${reason}.`,
    ]);
  }
});

test('an adapter is asked with its templates filled in', () => {
  const good = 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)';
  expect(mistakes(invalidQuery, [adapter('http_requests_total{namespace!=""}', good)])).toEqual([]);
  expect(mistakes(invalidQuery, [adapter('http_requests_total', '<<.LabelValuesByName>>')])).toEqual([]);
  expect(
    mistakes(invalidQuery, [
      adapter('http_requests_total', 'rate(<<.Series>>{<<.LabelMatchers>>}[2m]) by (<<.GroupBy>>)'),
    ]),
  ).toEqual([
    'ConfigMap "shop/adapter" (app/adapter): the metricsQuery of "qps" is not valid PromQL once its template is filled in: unexpected "by (label)" at character 30.',
  ]);
  expect(mistakes(invalidQuery, [adapter('http_requests_total{namespace!="}', good)])[0]).toContain(
    'the seriesQuery of "qps" is not valid PromQL',
  );
});

test('rules are named by what they record, or by their place; what only Grafana knows is said', () => {
  const rules = [{ record: 'job:errors', expr: 'rate(x)' }, { expr: 'rate(x[$__rate_interval])' }];
  const spec = { groups: [{ rules }] };
  const found = findings(invalidQuery, [object('monitoring.coreos.com/v1', 'PrometheusRule', 'web', { spec })]);
  expect(found.map(({ what }) => /the expression of "([^"]*)"/.exec(what)?.[1])).toEqual(['job:errors', 'rule 2']);
  expect(found.map(({ fix }) => fix)).toEqual([
    'Try the expression on the page of a Prometheus server, which marks the place.',
    'Only Grafana knows $__rate_interval: write what it stands for, such as a window of [5m].',
  ]);
});

test('a rule of an adapter without a name is one all the same', () => {
  const data = { 'config.yaml': "rules:\n  - seriesQuery: '{'\n    metricsQuery: 'rate(x'\n" };
  expect(mistakes(invalidQuery, [object('v1', 'ConfigMap', 'adapter', { data })])).toEqual([
    expect.stringContaining('the seriesQuery is not valid PromQL'),
    expect.stringContaining('the metricsQuery is not valid PromQL'),
  ]);
});

test('a rule file in a ConfigMap is not loaded', () => {
  const data = {
    'web.rules': 'groups:\n  - rules: [{ alert: Slow, expr: "rate(x)" }, { alert: Quick, expr: "x > 1" }]\n',
  };
  const found = findings(invalidQuery, [object('v1', 'ConfigMap', 'rules', { data })]);
  expect(found.map(({ severity }) => severity)).toEqual(['warning']);
  expect(found.map(({ what, why, field }) => [what, why, field])).toEqual([
    [
      'ConfigMap "shop/rules" (app/rules): the expression of "Slow" is not valid PromQL: rate() takes a range such as x[2m], and `x` is an instant vector.',
      'Prometheus does not load the file: a reload keeps the rules from before, and a restart fails.',
      'data["web.rules"]',
    ],
  ]);
});

test.each([
  ['sum(rate(x_total[$__rate_interval])) by (app', true],
  ['sum(rate(x_total{app="$app"}[${window}:]))', false],
  ['sum(rate(x_total[$__interval:1m]))', false],
  ['topk($n, rate(x_total[5m]', false],
])('a panel of Prometheus that asks %s', (expr, isRefused) => {
  const panel = (type: string | undefined) =>
    object('v1', 'ConfigMap', 'dashboard', {
      data: { 'web.json': JSON.stringify({ panels: [{ title: 'A', datasource: { type }, targets: [{ expr }] }] }) },
    });
  const found = findings(invalidQuery, [panel('prometheus')]);
  expect(found.map(({ severity, what }) => [severity, what])).toEqual(
    isRefused ? [['warning', expect.stringContaining('a query of panel "A" of web.json is not valid PromQL')]] : [],
  );
  expect(findings(invalidQuery, [panel('loki')])).toEqual([]);
  expect(findings(invalidQuery, [panel(undefined)])).toEqual([]);
});

test('rule files of Loki look the same, and are in another language', () => {
  const expr = 'sum(rate({app="web"} |~ "(?i)error"[5m])) > 0';
  const data = {
    'loki.yaml': `groups:\n  - rules: [{ alert: Errors, expr: '${expr}' }, { alert: More, expr: 'rate(x)' }]\n`,
  };
  expect(findings(invalidQuery, [object('v1', 'ConfigMap', 'rules', { data })])).toEqual([]);
  const pattern = { 'a.yaml': `groups:\n  - rules: [{ alert: A, expr: 'x{a=~"b|c"' }]\n` };
  expect(findings(invalidQuery, [object('v1', 'ConfigMap', 'rules', { data: pattern })])).toHaveLength(1);
});

test('a pattern of an adapter that Go does not take is told: the adapter does not start', () => {
  const configured = (rule: object) => {
    const content = stringify({ rules: [{ seriesQuery: 'x_total', ...rule }] });
    return object('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': content } });
  };
  const told = (rule: object) => findings(invalidQuery, [configured(rule)]).map(({ what }) => what);
  expect(told({ name: { matches: '^(.*_total$', as: '$1' } })).toEqual([
    'ConfigMap "shop/adapter" (app/adapter): the pattern "^(.*_total$" of the rule for x_total is not a regular expression of Go.',
  ]);
  expect(told({ seriesFilters: [{ isNot: '(?!x)' }, { is: '[' }] })).toHaveLength(2);
  expect(told({ name: { matches: '^(.*)_total$' }, seriesFilters: [{ is: '^x' }] })).toEqual([]);
  expect(told({ name: { matches: '{{ .Values.matches }(' } })).toEqual([]);
});
