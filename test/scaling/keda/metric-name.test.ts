import { metricNameOf } from '../../../lib/scaling/keda/triggers/metric-name';

test.each<[string, Record<string, string>, string | undefined]>([
  ['cron', { timezone: 'Asia/Seoul', start: '0 8 * * *', end: '0 18 * * *' }, 's0-cron-Asia-Seoul-08xxx-018xxx'],
  ['cron', {}, 's0-cron---'],
  ['azure-servicebus', { queueName: 'orders' }, 's0-azure-servicebus-orders'],
  ['azure-servicebus', { topicName: 'orders' }, 's0-azure-servicebus-orders'],
  ['azure-servicebus', { queueName: 'o.*', useRegex: 'true' }, 's0-azure-servicebus-queue-regex'],
  ['azure-servicebus', { topicName: 'o.*', useRegex: 'true' }, 's0-azure-servicebus-topic-regex'],
  ['kafka', { topic: 'orders' }, 's0-kafka-orders'],
  ['kafka', { consumerGroup: 'shop' }, 's0-kafka-shop-topics'],
  ['kafka', { topicFromEnv: 'TOPIC' }, undefined],
  ['mysql', { connectionStringFromEnv: 'DSN', dbName: 'shop' }, undefined],
  ['kubernetes-workload', { podSelector: 'app=web' }, undefined],
])('the metric of a %s trigger of %j is called %s', (type, metadata, name) => {
  expect(metricNameOf(0, type, metadata)).toBe(name);
});
