import { invalidQuery } from '../../../lib/checks/rules/invalid-query';
import { mistakes, object } from '../objects';

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
  ['rate(x)', 'rate() takes a range such as x[2m], not an instant vector'],
])('an alert on %s', (expr, reason) => {
  const found = mistakes(invalidQuery, [rule(expr)]);
  if (reason === undefined) expect(found).toEqual([]);
  else {
    expect(found[0]).toContain('PrometheusRule "shop/web" (app/web): the expression of "Slow" is not valid PromQL: ');
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
