import { byPromtool, checkRules, hasPromtool } from '../support/promtool';
import { expressionOf, parseQuery, selectorsIn, durationSeconds } from '../../lib/promql';
import {
  countersUsed,
  isAverage,
  queryProblem,
  isSingleSeries,
  rawCountersIn,
  unguardedDivisorsIn,
  windowsIn,
} from '../../lib/promql';

const ruleOf = (expr: string): string =>
  JSON.stringify({ groups: [{ name: 'a', rules: [{ record: 'level:metric:operation', expr }] }] });

function expression(text: string) {
  const node = expressionOf(parseQuery(text));
  if (!node) throw new Error(`${text} has no expression.`);
  return node;
}

test('what the grammar does not understand is found with its place', () => {
  expect(parseQuery('sum(rate(x[1m]))').errorAt).toBeUndefined();
  expect(parseQuery('sum(rate(x[1m])').errorAt).toBe(15);
  expect(parseQuery('').errorAt).toBe(0);
  expect(parseQuery('{{ .Values.query }}').errorAt).toBeGreaterThanOrEqual(0);
});

test('a query is parsed once, and old ones are forgotten', () => {
  expect(parseQuery('up')).toBe(parseQuery('up'));
  const first = parseQuery('up');
  for (let i = 0; i < 1001; i++) parseQuery(`metric_${i}`);
  expect(parseQuery('up')).not.toBe(first);
});

test('queries that differ in the content of quotes have one tree, and each its own text', () => {
  const [one, other] = ['a-1', 'b-2'].map((app) => parseQuery(`sum(rate(x{app="${app}"}[2m]))`));
  expect(other?.root).toBe(one?.root);
  expect([one, other].map((query) => query && selectorsIn(query)[0]?.matchers[0]?.value)).toEqual(['a-1', 'b-2']);
});

test.each([
  [`{a="'"} + b{c="'"}`, `{a="'"} * b{c="'"}`],
  ['a{b="\\""} + c{d=""}', 'a{b="\\""} * c{d=""}'],
  ['a # "b" + c', 'a + "b" # c'],
  ['a{b="c} + d', 'a{b="c} * d'],
  ['a{b="c\nd"} + e', 'a{b="c\nd"} * e'],
  ['a{b="c"} + `d"e"`', 'a{b="c"} * `d"e"`'],
])('%j and %j have a tree each', (one, other) => {
  expect(parseQuery(other).root).not.toBe(parseQuery(one).root);
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
    ['e f', [{ label: 'g h', operator: '=', value: 'i"j' }]],
  ]);
});

test.each([
  ['rate(sum(a_total)[5m:1m])', ['a_total']],
  ['sum(irate((sum by (pod) (a_total + b_total))[5m:1m]))', ['a_total', 'b_total']],
  ['max_over_time(sum(rate(a_total[1m]))[5m:1m])', []],
  ['rate(max_over_time(a_total[1m])[5m:1m])', []],
  ['rate(count(a_total)[5m:1m])', []],
])('%s aggregates these counters before it takes their speed: %j', (text, counters) => {
  expect(countersUsed(parseQuery(text), 'aggregated before its speed')).toEqual(counters);
});

test.each([
  ['http_requests_total', ['http_requests_total']],
  ['sum(http_requests_total{app="web"}) by (pod)', ['http_requests_total']],
  ['max_over_time(a_seconds_count[5m]) + b_bucket', ['a_seconds_count', 'b_bucket']],
  ['sum(rate(http_requests_total[2m]))', []],
  ['sum(increase(a_total[5m] offset 1h))', []],
  ['rate(sum(a_total)[5m:1m])', []], // wrong otherwise: see below
  ['a_total / 100', ['a_total']],
  ['sum(a_total) / sum(b_total)', []],
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
  ['avg_over_time(sum(x)[2m:15s])', true],
  ['max_over_time((sum(x) + 1)[2m:15s] offset 1m)', true],
  ['avg_over_time(x[2m:15s])', false],
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
  expect(windowsIn(parseQuery('sum(rate(a[90s])) + max_over_time(b[1h30m]) + sum(c[$__interval])'))).toMatchObject([
    { text: '90s', seconds: 90, isRate: true },
    { text: '1h30m', seconds: 5400, isRate: false },
  ]);
  expect(
    windowsIn(parseQuery('rate(a[120] offset 5m) + avg_over_time(sum(b)[1m:15s]) + rate(a[1m + 1m])')),
  ).toMatchObject([
    { text: '120', seconds: 120, isRate: true },
    { text: '1m', seconds: 60, isRate: false },
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

test.each([
  ['sum(rate(x))', 9, 'rate() takes a range such as x[2m], and `x` is an instant vector'],
  ['sum(x[5m])', 4, 'sum() takes an instant vector, and `x[5m]` is a range'],
  ['sum(avg_over_time(x))', 18, 'avg_over_time() takes a range such as x[2m], and `x` is an instant vector'],
  ['histogram_quantile(x)', 0, 'histogram_quantile() takes 2 arguments, not 1'],
  ['round(x, 1, 2)', 0, 'round() takes 1 to 2 arguments, not 3'],
  ['label_join(x, "a")', 0, 'label_join() takes 3 or more arguments, not 2'],
  ['topk(x)', 0, 'topk() takes 2 arguments, not 1'],
  ['topk("a", x)', 5, 'topk() takes a number, and `"a"` is a string'],
  ['COUNT_VALUES(1, x)', 13, 'count_values() takes a string, and `1` is a number'],
  ['vector(x)', 7, 'vector() takes a number, and `x` is an instant vector'],
  ['time(x)', 0, 'time() takes 0 arguments, not 1'],
  ['rate(sum(x))', 5, 'rate() takes a range such as x[2m], and `sum(x)` is an instant vector'],
  ['max_over_time(sum(x)[5m])', 14, 'only a metric has a range; that of `sum(x)` is [5m:]'],
  ['-x[5m]', 0, 'only a metric has a range; that of `-x` is [5m:]'],
  ['rate(x[0s])', 5, 'its range is 0'],
  ['x{__name__=~"y"}', 0, 'x{__name__=~"y"} names its metric twice'],
  ['sum(5)', 4, 'sum() takes an instant vector, and `5` is a number'],
  ['1[5m:1m]', 0, 'a subquery takes an instant vector, and `1` is a number'],
  ['sum(x) or 0', 10, 'or takes an instant vector, and `0` is a number'],
  ['sum(x) + "a"', 9, '+ takes a number or an instant vector, and `"a"` is a string'],
  ['sum(x[5m] > 1)', 4, '> takes a number or an instant vector, and `x[5m]` is a range'],
  ['-"a"', 1, 'a sign takes a number or an instant vector, and `"a"` is a string'],
  ['1 > 2', 0, 'two numbers are compared by > bool, not by >'],
  ['x[5m]', 0, 'its answer is a range such as x[2m], and no number'],
  ['"a"', 0, 'its answer is a string, and no number'],
  ['sum({})', 4, '{} names no metric, and no label that a series must have'],
  [
    'sum({a="", b!="c", d=~".*", e!~".+"})',
    4,
    '{a="", b!="c", d=~".*", e!~".+"} names no metric, and no label that a series must have',
  ],
  ['up{a=~"("}', 0, '"(" is not a pattern of RE2'],
  ['up{a!~"(?=b)c"}', 0, '"(?=b)c" is not a pattern of RE2'],
])('%s is refused at %s: %s', (text, at, reason: string) => {
  expect(queryProblem(parseQuery(text))).toEqual({ at, reason });
  const isForRules = reason.startsWith('its answer'); // it is KEDA and rules that need numbers
  if (hasPromtool && !isForRules) expect(() => checkRules(ruleOf(text))).toThrow();
});

test.each([
  'sum(rate(x[5m] offset 1h))',
  'rate(x[5m:] offset 1m @ 5)',
  'round(x)',
  'hour()',
  'label_join(x, "a", "-", "b", "c", "d")',
  'sort_by_label(x, "a", "b")',
  'info(x, {a=""})',
  'clamp((x), -1, +1)',
  '1 > bool 2',
  'time() - x > 5',
  'scalar(x) * pi() + 5m',
  'predict_linear(x[5m], 60)',
  'quantile(0.9, x)',
  '{a="b"} or {a!=""} or {a=~".+"} or {a!~".*"} or {"a.b"} or {__name__="c"}',
  'x{a=~"(?i)b|(?P<c>d)|[[:alpha:]]+|\\\\p{Greek}|\\\\Qe(\\\\E"}',
  'a > on(x) group_left(y) b',
  '# why\nsum by (a) ( # of all\n  rate(x[5m]) # at the end\n) # really',
  'max without(id) ( # of one\n  last_over_time(x{a="b", # inside\n c="d"}[20s])\n)',
  'topk(3, # so many\n x)',
  'a # first\n  / # by\n  on(x) # labels\n  group_left # many\n  b',
  'sum( # don\'t "count\n  x{a="b"}) + x{c="it\'s # no comment"}',
])(`%s is taken, ${byPromtool}`, (text) => {
  expect(queryProblem(parseQuery(text))).toBeUndefined();
  const isExperimental = /sort_by_label|info\(/.test(text); // behind a flag of Prometheus
  if (!isExperimental) checkRules(ruleOf(text));
});

test('what the grammar does not understand has a place and no reason', () => {
  expect(queryProblem(parseQuery('sum(x'))).toEqual({ at: 5 });
  expect(queryProblem(parseQuery(''))).toEqual({ at: 0 });
  expect(queryProblem(parseQuery('no_function(x)'))).toEqual({ at: 11 });
});
