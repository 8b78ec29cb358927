import { type MetricSource } from '../../../../lib/simulation';
import { type Moment, type Pod } from '../../../../lib/simulation/world/pod';
import { compileQuery, lookbackOf } from '../../../../lib/simulation/world/query/compile';
import { queryUnit } from '../../../../lib/simulation/world/query/unit';
import { Scrapes } from '../../../../lib/simulation/world/scrapes';
import { sourceOf } from '../../../../lib/simulation/world/signals';
import { messageOf } from '../../../support/synthesize';
import { moment, numbersOf, servingPod } from '../moments';

function scrapesOf(pods: readonly Pod[], moments: readonly Moment[], departed: readonly Pod[] = []): Scrapes {
  const scrapes = new Scrapes(
    numbersOf({ memory: 100, memoryPerRequest: 10, idleCpu: 0 }),
    () => pods,
    () => departed,
    600_000,
  );
  for (const each of moments) scrapes.scrape(each);
  return scrapes;
}

/** What a query gives at a second, as numbers. */
function ask(query: string, scrapes: Scrapes, second: number, sources: Record<string, MetricSource> = {}): number[] {
  const evaluate = compileQuery(query, scrapes, ({ metric = '', matchers }) => sources[metric] ?? sourceOf(metric, {}, matchers.find(({ label }) => label === 'state')?.value)); // prettier-ignore
  const value = evaluate(second * 1000);
  return (typeof value === 'number' ? [value] : value.map((each) => each.value)).map((each) => Number(each.toFixed(6)));
}

/** Moments every 15 s from 0: 100 connections, 20 requests per second, on as many pods as are said. */
function moments(podsAt: (second: number) => number, until = 60): Moment[] {
  let requests = 0;
  return Array.from({ length: until / 15 + 1 }, (_, index) => {
    const second = index * 15;
    const pods = podsAt(second);
    if (index > 0) requests += (20 * 15) / podsAt(second - 1);
    return moment(second, {
      connectionsPerPod: 100 / pods,
      inFlightPerPod: 4 / pods,
      requestsPerSecond: 20 / pods,
      totals: { work: requests * 0.01, requests, latency: requests * 0.02 },
      backlog: 7,
      latency: 0.02,
    });
  });
}

describe('one pod', () => {
  const scrapes = scrapesOf(
    [servingPod('a', -100)],
    moments(() => 1),
  );

  test.each<[string, number[]]>([
    ['connections_active', [100]],
    ['sum(connections_active{app="web"})', [100]],
    ['nginx_process_connections{state="waiting"}', [96]],
    ['requests_in_flight', [4]],
    ['http_requests_per_second', [20]],
    ['http_requests_total', [1200]],
    ['sum(rate(http_requests_total[1m]))', [20]],
    ['sum(irate(http_requests_total[1m]))', [20]],
    ['sum(increase(http_requests_total[1m]))', [1200]],
    ['sum(rate(http_requests_total[15s]))', []],
    ['sum(delta(connections_active[1m]))', [0]],
    ['sum(rate(container_cpu_usage_seconds_total[1m]))', [0.2]],
    ['sum(container_memory_working_set_bytes)', [140]],
    ['queue_length', [7]],
    ['rate(http_request_duration_seconds_sum[1m]) / rate(http_request_duration_seconds_count[1m])', [0.02]],
    ['histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))', [0.059915]],
    ['max_over_time(connections_active[30s])', [100]],
    ['min_over_time(connections_active[30s])', [100]],
    ['sum_over_time(connections_active[30s])', [200]],
    ['count_over_time(connections_active[1m])', [4]],
    ['last_over_time(connections_active[1m])', [100]],
    ['avg_over_time((sum(connections_active))[30s:15s])', [100]],
    ['count_over_time(sum(connections_active)[2m:])', [2]],
    ['-sum(connections_active)', [-100]],
    ['+sum(connections_active) * 2 + 1', [201]],
    ['2 * sum(connections_active) / 10 - 1', [19]],
    ['7 % 4 + 2 ^ 3', [11]],
    ['sum(connections_active) > 50', [100]],
    ['sum(connections_active) > bool 50', [1]],
    ['sum(connections_active) < 50', []],
    ['100 >= bool 100', [1]],
    ['sum(connections_active) == 100', [100]],
    ['sum(connections_active) != 100 or vector(3)', [3]],
    ['sum(connections_active) <= 100 and sum(http_requests_total)', [100]],
    ['sum(connections_active) unless sum(http_requests_total)', []],
    ['sum(connections_active) / sum(requests_in_flight)', [25]],
    ['clamp_max(sum(connections_active), 30)', [30]],
    ['clamp_min(sum(connections_active), 300)', [300]],
    ['scalar(sum(connections_active))', [100]],
    ['abs(vector(-3))', [3]],
    ['ceil(vector(0.2)) + floor(vector(1.8)) + round(vector(2.4)) + sqrt(vector(9))', [7]],
    ['time()', [60]],
    ['42', [42]],
    ['1 < 2', [1]],
  ])('%s', (query, values) => {
    expect(ask(query, scrapes, 60)).toEqual(values);
  });
});

describe('several pods', () => {
  const pods = [servingPod('a', -100), servingPod('b', -100), servingPod('idle', -100, Infinity)];
  const scrapes = scrapesOf(
    pods,
    moments(() => 2),
  );

  test.each<[string, number[]]>([
    ['connections_active', [50, 50, 0]],
    ['sum(connections_active)', [100]],
    ['avg(connections_active)', [33.333333]],
    ['max(connections_active)', [50]],
    ['min(connections_active)', [0]],
    ['count(connections_active)', [3]],
    ['group(connections_active)', [1]],
    ['sum by (pod) (connections_active)', [50, 50, 0]],
    ['sum without (job) (connections_active)', [50, 50, 0]],
    ['sum without (pod) (connections_active)', [100]],
    ['sum by (app) (connections_active)', [100]],
    ['count by (instance) (connections_active)', [1, 1, 1]],
    ['connections_active / http_requests_per_second', [5, 5, NaN]],
    ['sum(rate(http_requests_total[1m]))', [20]],
    ['sum(10 - connections_active)', [-70]],
    ['sum(custom)', [5]],
    ['sum(later)', [60]],
  ])('%s', (query, values) => {
    const sources = { custom: 5, later: (second: number) => second };
    expect(ask(query, scrapes, 60, sources)).toEqual(values);
  });
});

test('a bare average over time counts a pod that has just come for more than it was', () => {
  const pods = [servingPod('old', -100), servingPod('new', 50)];
  const scrapes = scrapesOf(
    pods,
    moments((second) => (second >= 50 ? 2 : 1)),
  );
  expect(ask('sum(avg_over_time(connections_active[1m]))', scrapes, 60)).toEqual([137.5]);
  expect(ask('avg_over_time(sum(connections_active)[1m:15s])', scrapes, 60)).toEqual([100]);
});

test('it also counts a pod that has gone', () => {
  const gone = servingPod('gone', -100, -100, 50);
  const scrapes = scrapesOf(
    [servingPod('old', -100)],
    moments((second) => (second >= 50 ? 1 : 2)),
    [gone],
  );
  expect(ask('sum(avg_over_time(connections_active[1m]))', scrapes, 60)).toEqual([112.5]);
  expect(ask('sum(connections_active)', scrapes, 60)).toEqual([100]);
});

test('a counter that begins within the window is not stretched beyond its begin', () => {
  const scrapes = scrapesOf(
    [servingPod('new', 20, 20, Infinity, 400)],
    moments(() => 1),
  );
  // Samples at 30, 45 and 60: 200, 500 and 800 requests; it was 0 at 20.
  expect(ask('sum(increase(http_requests_total[1m]))', scrapes, 60)).toEqual([750]);
});

test('a value is too old after 5 minutes', () => {
  const scrapes = scrapesOf([servingPod('a', -100)], [moment(0, { connectionsPerPod: 3 })]);
  expect(ask('connections_active', scrapes, 299)).toEqual([3]);
  expect(ask('connections_active', scrapes, 300)).toEqual([]);
  expect(ask('scalar(connections_active)', scrapes, 300)).toEqual([NaN]);
});

test('what is older than the retention is forgotten', () => {
  const scrapes = scrapesOf(
    [servingPod('a', -100)],
    Array.from({ length: 3000 }, (_, second) => moment(second, { connectionsPerPod: second })),
  );
  expect(ask('count_over_time(connections_active[1h])', scrapes, 3000)).toEqual([601]);
});

describe('a query is refused', () => {
  test.each([
    ['', 'The query "" cannot be read'],
    ['sum(', 'The query "sum(" cannot be read from'],
    ['topk(2, connections_active)', 'has "topk(2, connections_active)", which the model cannot compute.'],
    ['connections_active offset 5m', 'has "connections_active offset 5m", which the model cannot compute.'],
    ['rate(sum(http_requests_total))', 'has "sum(http_requests_total)", which the model cannot compute.'],
    ['label_replace(connections_active, "a", "b", "c", "d")', 'which the model cannot compute.'],
    ['histogram_quantile(0.9, connections_active)', 'has "connections_active", which the model cannot compute.'],
    ['clamp_min(connections_active, time())', 'has "time()", which the model cannot compute.'],
    ['connections_active atan2 connections_active', 'which the model cannot compute.'],
    ['bananas', 'Nobody knows what the metric "bananas" measures.'],
    [`up${' + up'.repeat(1500)}`, 'is nested too deeply for the model.'],
  ])('%s', (query, message) => {
    const scrapes = scrapesOf([], []);
    expect(messageOf(() => ask(query, scrapes, 0))).toContain(message);
  });
});

test.each([
  ['sum(rate(http_requests_total[2m]))', 'requests/s'],
  ['sum(increase(http_requests_total[2m]))', 'requests'],
  ['sum(rate(container_cpu_usage_seconds_total[2m]))', 'cores'],
  ['sum(rate(http_request_duration_seconds_sum[2m]))', 'number'],
  ['sum(nginx_connections_active)', 'connections'],
  ['sum(nginx_process_connections{state="waiting"})', 'connections'],
  ['histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[2m])))', 'seconds'],
  ['sum(a_requests_total) / sum(b_requests_total)', 'number'],
  ['42', 'number'],
])('%s is measured in %s', (query, unit) => {
  expect(queryUnit(query, { ofSelector: ({ metric = '' }) => sourceOf(metric, {}) })).toBe(unit);
});

test('a query looks back as far as its windows reach together', () => {
  expect(lookbackOf('avg_over_time(sum(rate(http_requests_total[2m]))[1m:15s])')).toBe(195);
});
