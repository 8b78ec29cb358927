import { expressionOf, parseQuery, selectorsIn, durationSeconds } from '../../lib/promql';
import { isAverage, isSingleSeries, rawCountersIn, unguardedDivisorsIn, windowsIn } from '../../lib/promql';

function expression(text: string) {
  const node = expressionOf(parseQuery(text));
  if (!node) throw new Error(`${text} has no expression.`);
  return node;
}

test('what the grammar does not understand is found with its place', () => {
  expect(parseQuery('sum(rate(x[1m]))').errorAt).toBeUndefined();
  expect(parseQuery('sum(rate(x[1m])').errorAt).toBe(15);
  expect(parseQuery('').errorAt).toBe(0);
  expect(parseQuery('{{ .Values.query }}').errorAt).toBeDefined();
});

test('a query is parsed once, and old ones are forgotten', () => {
  expect(parseQuery('up')).toBe(parseQuery('up'));
  const first = parseQuery('up');
  for (let i = 0; i < 1001; i++) parseQuery(`metric_${i}`);
  expect(parseQuery('up')).not.toBe(first);
});

test('selectors are read with their metric and their conditions', () => {
  const query = parseQuery('sum(a{x="1", y=~\'b.*\', z!=`c\\d`}) / on() {__name__="d"} + {"e f", "g h"="i\\"j"}');
  expect(selectorsIn(query).map(({ metric, matchers }) => [metric, matchers])).toEqual([
    [
      'a',
      [
        { label: 'x', operator: '=', value: '1' },
        { label: 'y', operator: '=~', value: 'b.*' },
        { label: 'z', operator: '!=', value: 'c\\d' },
      ],
    ],
    ['d', [{ label: '__name__', operator: '=', value: 'd' }]],
    [undefined, [{ label: 'g h', operator: '=', value: 'i"j' }]],
  ]);
});

test.each([
  ['http_requests_total', ['http_requests_total']],
  ['sum(http_requests_total{app="web"}) by (pod)', ['http_requests_total']],
  ['max_over_time(a_count[5m]) + b_bucket', ['a_count', 'b_bucket']],
  ['sum(rate(http_requests_total[2m]))', []],
  ['sum(increase(a_total[5m] offset 1h))', []],
  ['rate(sum(a_total)[5m:1m])', []],
  ['count(a_total)', []],
  ['absent(a_total)', []],
  ['sum(enqueued_total) - sum(dequeued_total)', []],
  ['job:http_requests_total', []],
  ['job:a:rate5m_total', []],
  ['nginx_connections_active', []],
])('%s reads these counters raw: %j', (text, counters) => {
  expect(rawCountersIn(parseQuery(text))).toEqual(counters);
});

test.each([
  ['sum(x)', true],
  ['sum by () (x)', true],
  ['(sum(x))', true],
  ['-sum(x)', true],
  ['sum(x) offset 5m', true],
  ['sum(x) * 100', true],
  ['100 * sum(x)', true],
  ['sum(a) / sum(b)', true],
  ['sum(a) or vector(0)', true],
  ['sum(a) and b', true],
  ['ceil(sum(a))', true],
  ['clamp_max(sum(a), 5)', true],
  ['scalar(x)', true],
  ['absent(x)', true],
  ['5', true],
  ['topk(1, x)', true],
  ['histogram_quantile(0.9, sum(rate(x_bucket[5m])) by (le))', true],
  ['sum(x) > 5', true],
  ['max(x) @ end()', true],
  ['x', false],
  ['x{app="web"}', false],
  ['rate(x[5m])', false],
  ['sum by (pod) (x)', false],
  ['sum without (pod) (x)', false],
  ['topk(2, x)', false],
  ['topk by (pod) (1, x)', false],
  ['count_values("v", x)', false],
  ['sum(x) or y', false],
  ['x and sum(y)', false],
  ['x * 2', false],
  ['a / b', false],
  ['histogram_quantile(0.9, sum(rate(x_bucket[5m])) by (le, pod))', false],
  ['label_replace(x, "a", "b", "c", "d")', false],
])('%s has one series at most: %s', (text, single) => {
  expect(isSingleSeries(parseQuery(text), expression(text))).toBe(single);
});

test.each([
  ['sum(a) / sum(b)', ['sum(b)']],
  ['a / b / c', ['b', 'c']],
  ['sum(a) / 100', []],
  ['sum(a) / clamp_min(sum(b), 1)', []],
  ['sum(a) / (sum(b) > 0)', []],
  ['sum(a) / (sum(b) + 1)', []],
  ['sum(a) / (sum(b) or vector(1))', []],
  ['sum(a) / (sum(b) + sum(c))', ['(sum(b) + sum(c))']],
  ['sum(a) * sum(b)', []],
])('%s may divide by 0: %j', (text, divisors) => {
  expect(unguardedDivisorsIn(parseQuery(text)).sort()).toEqual(divisors);
});

test.each([
  ['avg(x)', true],
  ['(avg(x))', true],
  ['avg(x) * 100', true],
  ['100 * avg(x)', true],
  ['avg(x) / avg(y)', true],
  ['sum(avg_over_time(x[1m]))', false],
  ['sum(x)', false],
  ['sum(a) / sum(b)', false],
  ['x', false],
])('%s is an average: %s', (text, average) => {
  expect(isAverage(parseQuery(text), expression(text))).toBe(average);
});

test('windows say how long they are and whether they need several samples', () => {
  expect(windowsIn(parseQuery('sum(rate(a[90s])) + max_over_time(b[1h30m]) + sum(c[$__interval])'))).toEqual([
    { text: '90s', seconds: 90, isRate: true },
    { text: '1h30m', seconds: 5400, isRate: false },
  ]);
});

test.each([
  ['500ms', 0.5],
  ['1d12h', 129600],
  ['', undefined],
  ['1', undefined],
  ['5 m', undefined],
  [60, undefined],
])('the duration %j has %s seconds', (duration, seconds) => {
  expect(durationSeconds(duration)).toBe(seconds);
});
