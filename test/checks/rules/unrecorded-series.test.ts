import { unrecordedSeries } from '../../../lib/checks/rules/unrecorded-series';
import { mistakes, object, scaledObject } from '../objects';

const rules = object('monitoring.coreos.com/v1', 'PrometheusRule', 'rules', {
  spec: { groups: [{ rules: [{ record: 'job:requests:rate5m', expr: 'sum(rate(requests_total[5m]))' }] }] },
});
const asking = (query: string) => scaledObject('web', { triggers: [{ type: 'prometheus', metadata: { query } }] });

test('a series that is recorded under nearly the same name', () => {
  expect(mistakes(unrecordedSeries, [rules, asking('sum(job:request:rate5m)')])).toEqual([
    'ScaledObject "shop/web" (app/web): its query reads job:request:rate5m, which no rule records; PrometheusRule "shop/rules" (app/rules) records job:requests:rate5m.',
  ]);
});

test.each(['sum(job:requests:rate5m)', 'sum(job:queue:length)', 'sum(requests)', 'vector(1)'])(
  '%s is none',
  (query) => {
    expect(mistakes(unrecordedSeries, [rules, asking(query)])).toEqual([]);
  },
);

test('where nothing is recorded, rules are elsewhere', () => {
  expect(mistakes(unrecordedSeries, [asking('sum(job:request:rate5m)')])).toEqual([]);
});
