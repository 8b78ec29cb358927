import { Duration } from 'cdk8s';
import { KnownMetric, MetricExporter, MetricQuery, MetricType } from '../../../lib';
import { gaugesIn, judgeQuery } from '../../../lib/scaling/queries/query-rules';
import { parseQuery } from '../../../lib/scaling/queries/promql-syntax';

const judge = (promql: string, exporter?: MetricExporter, seconds = 30) =>
  judgeQuery(MetricQuery.raw(promql, { exporter }), Duration.seconds(seconds));

test.each([
  'sum(avg_over_time(nginx_ingress_nginx_connections_active{app_kubernetes_io_instance="main"}[2m]))',
  'sum(rate(nginx_http_requests_total[2m]))',
  'sum(rate(nginx_http_requests_total[2m] offset 5m)) / scalar(count(up))',
  'absent(nginx_http_requests_total)',
  'count(nginx_http_requests_total)',
  'max_over_time(sum(nginx_connections_active)[5m:30s])',
  'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[2m])))',
  'sum(increase(http_request_duration_seconds_count[120]))',
  'sum(queue_jobs) or vector(0)',
  'sum by () (queue_jobs)',
  '-(sum(queue_jobs))',
  'sum(queue_jobs offset 1h) @ end()',
  'sum({"queue.jobs", pod="a"})',
  'sum({__name__="queue_jobs", pod=`a`})',
  'sum({job="queue"})',
  'sum(rate(nginx_http_requests_total[1m + 1m]))',
  'clamp_max(sum(queue_jobs), 9)',
])('%s is fine', (promql) => {
  expect(judge(promql)).toEqual({ errors: [], warnings: [] });
});

test.each<[name: string, promql: string, exporter?: MetricExporter]>([
  ['a bracket that is not closed', 'sum(rate(nginx_http_requests_total[2m])'],
  ['a function that is none', 'sum(rat(nginx_http_requests_total[2m]))'],
  ['a mistake in the second line', 'sum(\n  queue_jobs{app=web}\n)'],
  ['nothing', ' '],
  ['no metric', 'vector(1)'],
  ['a counter as it is', 'sum(nginx_http_requests_total{pod="a"})'],
  ['an average of a counter', 'sum(avg_over_time(nginx_http_requests_total[2m]))'],
  ['a rate of a gauge', 'sum(rate(nginx_connections_active[2m]))'],
  ['a metric that the exporter of its prefix does not have', 'sum(nginx_ingress_nginx_active_connections)'],
  ['a metric of another exporter than the named one', 'sum(nginx_connections_active)', MetricExporter.F5_NGINX],
  ['a metric that is like none', 'sum(temperature)', MetricExporter.PODINFO],
  ['a window as long as the scrape interval', 'sum(avg_over_time(queue_jobs[30s]))'],
])('%s is an error', (...[, promql, exporter]) => {
  const { errors } = judge(promql, exporter);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchSnapshot();
});

test('pods by a pattern are a warning', () => {
  const { errors, warnings } = judge('sum(rate(nginx_http_requests_total{pod=~"nginx-.*"}[2m]))');
  expect(errors).toEqual([]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatchSnapshot();
});

test('a gauge with the name of a counter is known to be one', () => {
  const known = MetricQuery.raw('sum(nginx_ingress_controller_ingress_resources_total) + sum(orders_total)');
  expect(gaugesIn(known)).toEqual(['nginx_ingress_controller_ingress_resources_total']);
  const gauge = new KnownMetric({
    name: 'orders_total',
    type: MetricType.GAUGE,
    description: 'open orders',
    labels: [],
  });
  const exporter = MetricExporter.of({ name: 'shop', metrics: [gauge] });
  expect(gaugesIn(MetricQuery.raw('sum(orders_total)', { exporter }))).toEqual(['orders_total']);
  expect(judge('sum(orders_total)', exporter)).toEqual({ errors: [], warnings: [] });
});

test('a query knows its selectors, what is around them, and its windows', () => {
  expect(parseQuery('avg(rate(a{b!~"c"}[1h30m])) + sum(d)')).toMatchObject({
    selectors: [
      { metric: 'a', matchers: [{ label: 'b', operator: '!~', value: 'c' }], within: ['rate', 'avg'], position: 9 },
      { metric: 'd', matchers: [], within: ['sum'] },
    ],
    windows: [5_400_000],
  });
  expect(parseQuery('AVG(a)').selectors).toMatchObject([{ within: ['avg'] }]);
});
