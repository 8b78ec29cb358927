import {
  countersUsed,
  expressionOf,
  intensiveKind,
  isAverage,
  isSingleSeries,
  isTotal,
  parseQuery,
  queryProblem,
  rawCountersIn,
  selectorsIn,
  unguardedDivisorsIn,
  windowsIn,
} from '../../lib/promql';

/** Queries that hold each form of the language. */
const QUERIES = [
  'sum(rate(http_requests_total{app="web"}[2m])) by (pod) / on (pod) clamp_min(count(up), 1)',
  'topk(1, a) or vector(0) and -b unless (c offset 5m)',
  'histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[2m])) by (le)) > bool 0.2',
  'avg_over_time((avg(a) * 2 + 1)[5m:15s]) / ignoring (x) group_left max(b{c=~"d|e"} @ end())',
  'count_values("version", build_info) != 1 ^ 2 % 3',
  'absent(a) + scalar(b) == time() - pi()',
];

/** Every beginning of a query, every end, and the query without one of its characters: what somebody has typed so far. */
function* halves(query: string): Iterable<string> {
  for (let at = 0; at <= query.length; at++) {
    yield query.slice(0, at);
    yield query.slice(at);
    yield query.slice(0, at) + query.slice(at + 1);
  }
}

test.each(QUERIES)('what is left of %s is judged without falling over', (text) => {
  for (const half of halves(text)) {
    const query = parseQuery(half);
    const problem = queryProblem(query);
    const nodes = [query.root, ...(expressionOf(query) ? [expressionOf(query)!] : [])];
    for (const node of nodes) {
      expect(typeof isSingleSeries(query, node)).toBe('boolean');
      expect(typeof isAverage(query, node)).toBe('boolean');
      expect(typeof isTotal(node)).toBe('boolean');
      intensiveKind(query, node);
      expect(Array.isArray(selectorsIn(query, node))).toBe(true);
    }
    for (const part of [
      ...unguardedDivisorsIn(query),
      ...rawCountersIn(query),
      ...windowsIn(query).map((each) => each.text),
    ]) {
      expect(half).toContain(part);
    }
    for (const counter of countersUsed(query, 'aggregated before its speed')) expect(half).toContain(counter);
    if (problem) expect(problem.at).toBeLessThanOrEqual(half.length);
  }
});

test('the queries are whole', () => {
  for (const text of QUERIES) expect([text, parseQuery(text).errorAt]).toEqual([text, undefined]);
});

test.each([
  ['parentheses', `${'('.repeat(20_000)}up${')'.repeat(20_000)}`],
  ['signs', `${'-'.repeat(10_000)}up`],
  ['functions', `${'abs('.repeat(1_500)}up${')'.repeat(1_500)}`],
  ['sums', `up${' + up'.repeat(5_000)}`],
  ['subqueries', `${'max_over_time('.repeat(500)}up${'[1h:1m])'.repeat(500)}`],
  ['what is nested and broken', '('.repeat(5_000)],
])('a query of nothing but %s is left alone instead of walked through', (_, text) => {
  const query = parseQuery(text);
  const expression = expressionOf(query)!;
  expect([queryProblem(query), query.errorAt, typeof query.deepAt]).toEqual([undefined, undefined, 'number']);
  for (const judge of [isSingleSeries, isAverage]) expect(judge(query, expression)).toBe(false);
  expect([isTotal(expression), intensiveKind(query, expression)]).toEqual([false, undefined]);
  expect([unguardedDivisorsIn(query), rawCountersIn(query), windowsIn(query)]).toEqual([
    [],
    expect.any(Array),
    expect.any(Array),
  ]);
});

test('a sum of hundreds of metrics is a query like any other', () => {
  expect(queryProblem(parseQuery(`up${' + up'.repeat(250)}`))).toBeUndefined();
});

test.each([' + ', ' > ', ' or on (pod) '])(
  'a chain of%sthat is too long for the grammar is not called a mistake',
  (operator) => {
    const terms = Array.from(
      { length: 400 },
      (_, i) => `sum(rate(requests_of_service_${i}_total{namespace="shop"}[5m]))`,
    );
    expect(queryProblem(parseQuery(terms.join(operator)))).toBeUndefined();
    const broken = [...terms.slice(0, 40), 'sum(rate(', ...terms.slice(40, 80)].join(operator);
    expect(queryProblem(parseQuery(broken))).toBeDefined();
  },
);
