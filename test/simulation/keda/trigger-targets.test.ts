import { KafkaOffsetReset, KedaAuthentication, KedaTrigger, PodIdentity, RedisTopology } from '../../../lib';
import { readTrigger } from '../../../lib/simulation/keda/trigger';
import { isQueue } from '../../../lib/simulation/world/signals';

const secret = { name: 'a', key: 'b' };
const aws = KedaAuthentication.podIdentity(PodIdentity.aws());
const stream = { stream: 'orders', address: 'redis:6379', activationLagCount: 2 };

/** What predict reads of the triggers that the constructs write. */
test.each<[string, KedaTrigger, number, number, boolean]>([
  ['rabbitmq', KedaTrigger.rabbitMq({ queueName: 'a', hostFromEnv: 'H', value: 7, activationValue: 2 }), 7, 2, true],
  [
    'kafka',
    KedaTrigger.kafka({
      bootstrapServers: ['a:1'],
      consumerGroup: 'g',
      offsetResetPolicy: KafkaOffsetReset.EARLIEST,
      lagThreshold: 7,
      activationLagThreshold: 2,
    }),
    7,
    2,
    true,
  ],
  ['kafka without a target', KedaTrigger.kafka({ bootstrapServers: ['a:1'], consumerGroup: 'g' }), 10, 0, true],
  [
    'redis-cluster',
    KedaTrigger.redisList({ listName: 'a', address: 'a:1', listLength: 7, topology: RedisTopology.CLUSTER }),
    7,
    0,
    true,
  ],
  ['redis-streams by their length', KedaTrigger.redisStream({ ...stream, streamLength: 7 }), 7, 2, true],
  ['redis-streams by what is pending', KedaTrigger.redisStream({ ...stream, consumerGroup: 'g' }), 5, 2, true],
  ['redis-streams by the lag', KedaTrigger.redisStream({ ...stream, consumerGroup: 'g', lagCount: 9 }), 9, 2, true],
  [
    'aws-sqs-queue',
    KedaTrigger.sqs({ queueUrl: 'a', awsRegion: 'b', queueLength: 7, activationQueueLength: 2, authentication: aws }),
    7,
    2,
    true,
  ],
  [
    'gcp-pubsub',
    KedaTrigger.pubSub({ subscriptionName: 'a', credentialsFromEnv: 'G', value: 7, activationValue: 2 }),
    7,
    2,
    true,
  ],
  [
    'azure-servicebus',
    KedaTrigger.azureServiceBus({ queueName: 'a', connectionFromEnv: 'C', messageCount: 7, activationMessageCount: 2 }),
    7,
    2,
    true,
  ],
  ['azure-queue', KedaTrigger.azureStorageQueue({ queueName: 'a', connectionFromEnv: 'C' }), 5, 0, true],
  [
    'nats-jetstream',
    KedaTrigger.natsJetStream({
      natsServerMonitoringEndpoint: 'a:1',
      account: '$G',
      stream: 'b',
      consumer: 'c',
      lagThreshold: 7,
      activationLagThreshold: 2,
    }),
    7,
    2,
    true,
  ],
  [
    'postgresql',
    KedaTrigger.postgresql({
      query: 'SELECT 1',
      targetQueryValue: 7,
      activationTargetQueryValue: 2,
      connectionFromEnv: 'C',
    }),
    7,
    2,
    false,
  ],
  [
    'mysql',
    KedaTrigger.mysql({ query: 'SELECT 1', queryValue: 7, activationQueryValue: 2, connectionFromEnv: 'C' }),
    7,
    2,
    false,
  ],
  [
    'mongodb',
    KedaTrigger.mongodb({
      dbName: 'a',
      collection: 'b',
      query: '{}',
      queryValue: 7,
      activationQueryValue: 2,
      connectionFromEnv: 'C',
    }),
    7,
    2,
    false,
  ],
  [
    'metrics-api',
    KedaTrigger.metricsApi({ url: 'http://a', valueLocation: 'b', targetValue: 7, activationTargetValue: 2 }),
    7,
    2,
    false,
  ],
  [
    'kubernetes-workload',
    KedaTrigger.kubernetesWorkload({ podSelector: { app: 'a' }, value: 7, activationValue: 2 }),
    7,
    2,
    false,
  ],
  [
    'datadog',
    KedaTrigger.datadog({
      query: 'sum:a{*}',
      targetValue: 7,
      activationQueryValue: 2,
      authentication: KedaAuthentication.secrets({ apiKey: secret, appKey: secret }),
    }),
    7,
    2,
    false,
  ],
  [
    'aws-cloudwatch',
    KedaTrigger.cloudWatch({
      awsRegion: 'a',
      expression: 'SELECT',
      targetMetricValue: 7,
      activationTargetMetricValue: 2,
      authentication: aws,
    }),
    7,
    2,
    false,
  ],
])('%s: predict reads the targets that the construct wrote', (_, trigger, threshold, activationThreshold, queue) => {
  expect(trigger.problems().filter(Boolean)).toEqual([]);
  const read = readTrigger(JSON.parse(JSON.stringify(trigger.toSpec())), 3);
  expect(read).toMatchObject({ threshold, activationThreshold, metricType: 'AverageValue' });
  expect(isQueue(read.type)).toBe(queue);
});
