import {
  expressionOf,
  intensiveKind,
  isAverage,
  isSingleSeries,
  isTotal,
  parseQuery,
  unguardedDivisorsIn,
} from '../../lib/promql';

const of =
  <T>(ask: (query: ReturnType<typeof parseQuery>, node: NonNullable<ReturnType<typeof expressionOf>>) => T) =>
  (text: string): T => {
    const query = parseQuery(text);
    const node = expressionOf(query);
    if (!node) throw new Error(`"${text}" has no expression`);
    return ask(query, node);
  };

test.each([
  ['1', true], ['sum(x)', true], ['sum(x) by (pod)', false], ['sum by () (x)', true], ['sum without (pod) (x)', false],
  ['count_values("v", x)', false], ['topk(1, x)', true], ['topk(2, x)', false], ['limitk(2, x)', false], ['limitk(1, x)', true], ['limit_ratio(0.5, x)', false], ['topk(1, x) by (pod)', false], ['x', false], ['(sum(x))', true], ['-sum(x)', true],
  ['sum(x) offset 5m', true], ['rate(x[2m])', false], ['scalar(x)', true], ['vector(1)', true], ['time()', true], ['absent(x)', true], ['clamp_min(sum(x), 1)', true], ['round(x)', false],
  ['histogram_quantile(0.9, sum(x) by (le))', true], ['histogram_quantile(0.9, sum(x) by (le, pod))', false], ['histogram_quantile(0.9, x)', false], ['histogram_quantile(0.9, sum(x))', false],
  ['max_over_time(sum(x)[5m:])', true], ['max_over_time(x[5m:])', false], ['sum(x) or sum(y)', true], ['sum(x) or y', false], ['sum(x) and y', true], ['x and sum(y)', false], ['sum(x) unless y', true],
  ['1 + x', false], ['1 + sum(x)', true], ['x + 1', false], ['sum(x) * y', true], ['x * y', false], ['1 + 2', true],
] as const)('%s has at most one series: %p', (text, single) => {
  expect(of(isSingleSeries)(text)).toBe(single);
}); // prettier-ignore

test.each([
  ['a / b', ['b']], ['a / 2', []], ['a / clamp_min(b, 1)', []], ['a / clamp(b, 1, 2)', []], ['a / (b > 0)', []], ['a / (b + 1)', []], ['a / (b + c)', ['(b + c)']], ['a / (b or 1)', []],
  ['a / (b * 2)', []], ['a / sum(b)', ['sum(b)']], ['a / (b or c)', ['(b or c)']],
] as const)('the divisors of %s that may be 0 are %p', (text, divisors) => {
  expect(unguardedDivisorsIn(parseQuery(text))).toEqual(divisors);
}); // prettier-ignore

test.each([
  ['avg(x)', true], ['(avg(x))', true], ['avg(x) * 2', true], ['2 * avg(x)', true], ['avg(x) / sum(y)', true], ['avg(x) / y', false], ['sum(x) / avg(y)', false], ['sum(x)', false], ['x', false], ['1 + 2', false],
] as const)('%s is an average: %p', (text, average) => {
  expect(of(isAverage)(text)).toBe(average);
}); // prettier-ignore

test.each([['sum(x)', true], ['count(x)', true], ['(sum(x))', true], ['avg(x)', false], ['x', false]] as const)('%s is a total: %p', (text, total) => {
  expect(of((_, node) => isTotal(node))(text)).toBe(total);
}); // prettier-ignore

test.each([
  ['quantile(0.9, x)', 'a quantile'], ['abs(quantile(0.9, x))', 'a quantile'], ['-histogram_quantile(0.9, x)', 'a quantile'], ['avg(x)', 'an average'], ['sum(x) / count(y)', 'an average'], ['sum(x) / sum(y)', 'a ratio'],
  ['2 * (sum(x) / sum(y))', 'a ratio'], ['sum(x) / sum(y) or vector(0)', 'a ratio'], ['sum(x) + vector(0)', undefined], ['rate(x[2m])', undefined], ['sum(x)', undefined], ['sum(x) > sum(y)', undefined], ['5', undefined], ['time()', undefined],
] as const)('%s is %p already', (text, kind) => {
  expect(of(intensiveKind)(text)).toBe(kind);
}); // prettier-ignore
