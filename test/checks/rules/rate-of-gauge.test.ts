import { rateOfGauge } from '../../../lib/checks/rules/rate-of-gauge';
import { mistakes, scaledObject } from '../objects';

const found = (query: string, gauges: string[] = []): number =>
  mistakes(rateOfGauge, [scaledObject('web', { triggers: [{ type: 'prometheus', metadata: { query } }] })], { gauges })
    .length;

test.each([
  ['sum(rate(num_undelivered_messages[2m]))', 1],
  ['increase(rabbitmq_queue_messages_ready{queue="x"}[5m])', 1],
  ['sum(rate(kafka_consumergroup_lag[2m]))', 1],
  ['rate(container_memory_working_set_bytes[5m])', 1],
  ['sum(rate(http_requests_total[2m]))', 0],
  ['sum(rate(messages_total[2m]))', 0],
  ['sum(num_undelivered_messages)', 0],
  ['avg_over_time(num_undelivered_messages[5m])', 0],
  ['deriv(num_undelivered_messages[5m])', 0],
])('%s: %d findings', (query, count) => {
  expect(found(query)).toBe(count);
});

test('who says that a metric is a gauge is believed', () => {
  expect(found('sum(rate(shop_orders[2m]))')).toBe(0);
  expect(found('sum(rate(shop_orders[2m]))', ['shop_orders'])).toBe(1);
});
