import { dividedTwice } from '../../../lib/checks/rules/divided-twice';
import { mistakes, scaledObject } from '../objects';

const found = (query: string, metricType?: string): string | undefined => {
  const [what] = mistakes(dividedTwice, [scaledObject('web', { triggers: [{ type: 'prometheus', metricType, metadata: { query } }] })]); // prettier-ignore
  return /its query is (.*), and metricType/.exec(what ?? '')?.[1];
};

test.each([
  ['histogram_quantile(0.95, sum(rate(d_bucket[2m])) by (le))', 'a quantile'],
  ['histogram_quantile(0.95, sum(rate(d_bucket[2m])) by (le)) * 1000', 'a quantile'],
  ['1000 * (quantile(0.9, latency_seconds))', 'a quantile'],
  ['sum(rate(busy[2m])) / sum(threads)', 'a ratio'],
  ['sum(rate(busy[2m])) / clamp_min(sum(threads), 1) or vector(0)', 'a ratio'],
  ['round(sum(a) / sum(b))', 'a ratio'],
  ['sum(rate(requests_total[2m])) / count(up{job="web"} == 1)', 'an average'],
  ['max_over_time((sum(a) / sum(b))[5m:])', 'a ratio'],
  ['sum(rate(requests_total[2m]))', undefined],
  ['sum(rate(requests_total[2m])) / 2', undefined],
  ['sum(bytes) / 1024 / 1024', undefined],
  ['avg(latency)', undefined], // R8
  ['max(queue_length) or vector(0)', undefined],
  ['sum(a) + sum(b) / sum(c)', undefined],
  ['not promql(', undefined],
])('%s is %s', (query, kind) => {
  expect(found(query)).toBe(kind);
  expect(found(query, 'Value')).toBeUndefined();
});
