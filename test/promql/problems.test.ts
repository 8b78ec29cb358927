import { parseQuery, queryProblem } from '../../lib/promql';

test.each([
  'sum(x)', 'rate(x[5m])', 'sum by (a) (x)', 'topk(3, x)', 'label_replace(x, "a", "$1", "b", "(.*)")', 'x > bool 1', '1 > bool 2', 'x and y', 'max_over_time(rate(x[1m])[5m:])', 'vector(1)', 'round(x, 5)', 'round(x)', 'x{a=~"b.*"}', 'quantile(0.9, x)', '-x', 'x offset 5m', 'time()', 'count_values("v", x)', 'clamp(x, 1, 2)', 'histogram_quantile(0.9, x)',
])('%s is taken', (text) => {
  expect(queryProblem(parseQuery(text))).toBeUndefined();
}); // prettier-ignore

test.each([
  '', 'sum(', 'rate(x)', 'sum(x[5m])', 'topk(x)', 'topk("a", x)', '1 > 2', 'x and 1', '"a" + x', 'x[5m]', '"text"', 'rate(sum(x)[5m])', 'x{a=~"("}', 'x[0s]', 'round()', 'round(x, 1, 2, 3)', 'label_replace(x, "a")', '-"a"', 'rate(x[5m])[5m]', 'clamp(x, 1)', '{}', '{a=""}', 'vector(x)', 'abs(1)', 'x + y[5m]', 'absent(1)',
])('%s is refused', (text) => {
  expect(queryProblem(parseQuery(text))).toBeDefined();
}); // prettier-ignore
