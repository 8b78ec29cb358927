import { Duration } from 'cdk8s';
import { KnownMetric, MetricExporter, MetricQuery, MetricType } from '../../../lib';
import { gaugesIn, judgeQuery, judgeRule } from '../../../lib/scaling/queries/query-rules';

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
  'sum(rate(nginx_http_request_duration_seconds_count[2m]))', // of nginx-lua-prometheus
  'sum(nginx_connections_per_worker)',
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
  ['a metric that misses a letter', 'sum(nginx_connections_activ)'],
  ['a metric that misses its last word', 'sum(rate(nginx_http_requests[2m]))'],
  ['a metric with its words in another order', 'sum(nginx_active_connections)'],
  ['a metric of another exporter than the named one', 'sum(nginx_connections_active)', MetricExporter.F5_NGINX],
  ['a metric that is like none', 'sum(temperature)', MetricExporter.PODINFO],
  ['a rate of a sum of counters', 'rate(sum(nginx_http_requests_total)[5m:30s])'],
  ['a number where a range is due', 'sum(rate(nginx_http_requests_total))'],
  ['a pattern that is none', 'sum(queue_jobs{pod=~"("})'],
  ['a window of a subquery that is shorter than two scrape intervals', 'max_over_time(sum(queue_jobs)[30s:15s])'],
  ['a window as long as the scrape interval', 'sum(avg_over_time(queue_jobs[30s]))'],
])('%s is an error', (...[, promql, exporter]) => {
  const { errors } = judge(promql, exporter);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchSnapshot();
});

test.each<[string, number, number]>([
  ['vector(1)', 0, 0],
  ['kube_pod_container_status_restarts_total > 5', 0, 1],
  ['rate(sum(nginx_http_requests_total)[5m:1m])', 0, 1],
  ['rate(nginx_connections_active[5m])', 0, 1],
  ['up{pod=~"a.*"} == 0', 0, 0],
  ['sum(', 1, 0],
  ['sum(rate(x))', 1, 0],
  ['sum(nginx_connections_activ)', 1, 0],
  ['rate(x[30s])', 1, 0],
])('the rule %s has %s errors and %s warnings', (promql, errors, warnings) => {
  const judged = judgeRule(MetricQuery.raw(promql), Duration.seconds(30));
  expect([judged.errors.length, judged.warnings.length]).toEqual([errors, warnings]);
  for (const { why } of [...judged.errors, ...judged.warnings]) expect(why).not.toMatch(/replicas|scales/);
});

test('pods by a pattern are a warning', () => {
  const { errors, warnings } = judge('sum(rate(nginx_http_requests_total{pod=~"nginx-.*"}[2m]))');
  expect(errors).toEqual([]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatchSnapshot();
});

test.each([
  ['http_requests_total{stauts="500"}', 'status'],
  ['http_request_duration_seconds_bucket{mehtod="GET"}', 'method'],
  ['http_request_duration_seconds_bucket{ll="1"}', 'le'],
  ['http_requests_total{team="shop", node="a", app="b"}', undefined],
  ['queue_jobs{stauts="500"}', undefined],
])('a label of %s was to be %s', (series, meant) => {
  const { errors, warnings } = judge(`sum(rate(${series}[2m]))`);
  expect([errors, warnings.map(({ fix }) => fix)]).toEqual([
    [],
    meant === undefined ? [] : [`Did you mean "${meant}"?`],
  ]);
  if (meant === 'status') expect(warnings).toMatchSnapshot();
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
