import { conditionFaults, type GivenAuthentication } from '../../../../lib/kubernetes/keda/triggers';

const NONE: GivenAuthentication = { parameters: [], provider: '' };
const gives = (...parameters: readonly string[]): GivenAuthentication => ({ parameters, provider: '' });
const identity = (provider: string): GivenAuthentication => ({ parameters: [], provider });

interface More {
  readonly authentication?: GivenAuthentication;
  readonly isMetricSource?: boolean;
}

const told = (type: string, metadata: Record<string, string>, more: More = { authentication: NONE }): string[] =>
  conditionFaults({ type, metadata, isMetricSource: false, ...more }).map(({ what }) => what);

describe.each(['kafka', 'apache-kafka'])('%s', (type) => {
  test('has a positive lag', () => {
    expect(told(type, { topic: 't', lagThreshold: '0' })).toEqual(['has the lagThreshold 0']);
    expect(told(type, { topic: 't', activationLagThreshold: '-1' })).toEqual(['has the activationLagThreshold -1']);
    expect(told(type, { topic: 't' })).toEqual([]);
  });

  test('limits its partitions in one way, of a topic', () => {
    const limited = { limitToPartitionsWithLag: 'true' };
    expect(told(type, { ...limited, topic: 't', allowIdleConsumers: 'true' })).toEqual([
      'has both limitToPartitionsWithLag and allowIdleConsumers',
    ]);
    expect(told(type, { ...limited, topicFromEnv: 'TOPIC', allowIdleConsumers: 'false' })).toEqual([]);
    expect(told(type, limited)).toEqual(['has limitToPartitionsWithLag, and no topic']);
    expect(told(type, { ensureEvenDistributionOfPartitions: 'true' })).toEqual([
      'has ensureEvenDistributionOfPartitions, and no topic',
    ]);
  });
});

describe('aws-sqs-queue', () => {
  const operator = { identityOwner: 'operator' };

  test('takes the name of a queue or its URL', () => {
    expect(told('aws-sqs-queue', { ...operator, queueURL: 'orders' })).toEqual([]);
    expect(told('aws-sqs-queue', { ...operator, queueURL: 'https://sqs.r.amazonaws.com/1/orders' })).toEqual([]);
    for (const queueURL of ['https://sqs.r.amazonaws.com', 'https://h/orders', 'https://h/1/', 'https://h/1/a/b']) {
      expect(told('aws-sqs-queue', { ...operator, queueURL })).toEqual([
        `has the queueURL "${queueURL}", whose path is not an account and a queue`,
      ]);
    }
  });

  test('needs credentials, unless the operator has them', () => {
    const lacks = [expect.stringMatching(/^has no credentials: identityOwner is pod/)];
    expect(told('aws-sqs-queue', {})).toEqual(lacks);
    expect(told('aws-sqs-queue', { identityOwner: 'pod' }, { authentication: gives('region') })).toEqual(lacks);
    expect(told('aws-sqs-queue', { awsAccessKeyIDFromEnv: 'KEY' })).toEqual([]);
    expect(told('aws-sqs-queue', {}, { authentication: gives('awsAccessKeyID') })).toEqual([]);
    expect(told('aws-sqs-queue', {}, { authentication: identity('aws') })).toEqual([]);
    expect(told('aws-sqs-queue', {}, { authentication: identity('none') })).toEqual(lacks);
    expect(told('aws-sqs-queue', {}, {})).toEqual([]);
  });
});

test('azure-servicebus has a queue, or a topic with a subscription', () => {
  const connection = { connectionFromEnv: 'BUS' };
  const of = (metadata: Record<string, string>) => told('azure-servicebus', { ...connection, ...metadata });
  expect(of({ queueName: 'q' })).toEqual([]);
  expect(of({ topicName: 't', subscriptionName: 's' })).toEqual([]);
  expect(of({ topicName: 't' })).toEqual(['has a topicName, and no subscriptionName']);
  expect(of({ queueName: 'q', subscriptionName: 's' })).toEqual(['has both queueName and subscriptionName']);
  expect(of({ queueName: 'q', topicName: 't' })).toEqual(['has both queueName and topicName']);
  expect(of({})).toEqual(['has no queueName and no topicName']);
});

test('Azure needs a connection, or an account with a pod identity', () => {
  const workload = { authentication: identity('azure-workload') };
  expect(told('azure-servicebus', { queueName: 'q' })).toEqual(['has no connection and no pod identity']);
  expect(told('azure-servicebus', { queueName: 'q', connection: 'written out, where it is not read' })).toEqual([
    'has no connection and no pod identity',
  ]);
  expect(told('azure-servicebus', { queueName: 'q' }, { authentication: gives('connection') })).toEqual([]);
  expect(told('azure-servicebus', { queueName: 'q' }, workload)).toEqual([
    'has no namespace, which it needs with a pod identity',
  ]);
  expect(told('azure-servicebus', { queueName: 'q', namespace: 'n' }, workload)).toEqual([]);
  expect(told('azure-servicebus', { queueName: 'q' }, {})).toEqual([]);
  expect(told('azure-queue', { queueName: 'q' })).toEqual(['has no connection and no pod identity']);
  expect(told('azure-queue', { queueName: 'q', connection: 'c' })).toEqual([]);
  expect(told('azure-queue', { queueName: 'q' }, workload)).toEqual([
    'has no accountName, which it needs with a pod identity',
  ]);
});

test('Google needs credentials, and Pub/Sub a subscription or a topic', () => {
  const gcp = { authentication: identity('gcp') };
  expect(told('gcp-storage', {})).toEqual(['has no credentials']);
  expect(told('gcp-storage', { credentials: 'written out, where it is not read' })).toEqual(['has no credentials']);
  expect(told('gcp-storage', { credentialsFromEnvFile: 'FILE' })).toEqual([]);
  expect(told('gcp-storage', {}, { authentication: gives('GoogleApplicationCredentials') })).toEqual([]);
  expect(told('gcp-storage', {}, {})).toEqual([]);
  expect(told('gcp-pubsub', {}, gcp)).toEqual(['has no subscriptionName and no topicName']);
  expect(told('gcp-pubsub', { subscriptionName: 's', topicName: 't' }, gcp)).toEqual([
    'has both subscriptionName and topicName',
  ]);
  expect(told('gcp-pubsub', { topicNameFromEnv: 'TOPIC' }, gcp)).toEqual([]);
});

test('a target is there and above 0, unless only a formula reads the metric', () => {
  const formula = { authentication: NONE, isMetricSource: true };
  expect(told('metrics-api', {})).toEqual(['has no targetValue']);
  expect(told('metrics-api', { targetValue: '0.0' })).toEqual(['has the targetValue 0.0']);
  expect(told('metrics-api', {}, formula)).toEqual([]);
  expect(told('kubernetes-workload', {})).toEqual(['has no value']);
  expect(told('kubernetes-workload', { value: '-1' })).toEqual(['has the value -1']);
  expect(told('kubernetes-workload', { value: '0.5' })).toEqual([]);
  expect(told('kubernetes-workload', { value: '${VALUE}' })).toEqual([]);
  expect(told('kubernetes-workload', {}, formula)).toEqual([]);
});

test('postgresql has a connection or all of its parts', () => {
  const target = { targetQueryValue: '5' };
  expect(told('postgresql', target)).toEqual([
    'has no connection, and without one it lacks host, port, userName, dbName, sslmode',
  ]);
  expect(told('postgresql', { ...target, host: 'h', port: '5432', userName: 'u', dbName: 'd' })).toEqual([
    'has no connection, and without one it lacks sslmode',
  ]);
  const parts = gives('host', 'port', 'userName', 'dbName', 'sslmode');
  expect(told('postgresql', target, { authentication: parts })).toEqual([]);
  expect(told('postgresql', target, { authentication: gives('connection') })).toEqual([]);
  expect(told('postgresql', target, {})).toEqual([]);
  expect(told('postgresql', { targetQueryValue: '0', connectionFromEnv: 'DB' })).toEqual([
    'has the targetQueryValue 0',
  ]);
});

describe('rabbitmq', () => {
  const amqp = { host: 'amqp://rabbitmq.mq.svc:5672/' };
  const http = { host: 'http://rabbitmq.mq.svc:15672/' };

  test('takes queueLength, or a mode with a value', () => {
    expect(told('rabbitmq', amqp)).toEqual([]);
    expect(told('rabbitmq', { ...amqp, queueLength: '20' })).toEqual([]);
    expect(told('rabbitmq', { ...amqp, mode: 'QueueLength', value: '20' })).toEqual([]);
    expect(told('rabbitmq', { ...amqp, queueLength: '20', mode: 'QueueLength', value: '20' })).toEqual([
      'has queueLength beside mode or value',
    ]);
    expect(told('rabbitmq', { ...amqp, value: '20' })).toEqual(['has a value, and no mode']);
    expect(told('rabbitmq', { ...amqp, mode: 'QueueLength' })).toEqual(['has a mode, and no value above 0']);
    expect(told('rabbitmq', { ...amqp, mode: 'Length', value: '1' })).toEqual(['has the mode "Length"']);
  });

  test('asks for rates at the management API', () => {
    const rate = { mode: 'MessageRate', value: '100' };
    expect(told('rabbitmq', { ...amqp, ...rate })).toEqual(['has the mode MessageRate, and asks by AMQP']);
    expect(told('rabbitmq', { ...http, ...rate })).toEqual([]);
    expect(told('rabbitmq', { hostFromEnv: 'URL', ...rate })).toEqual([]);
    expect(told('rabbitmq', { hostFromEnv: 'URL', protocol: 'amqp', ...rate })).toHaveLength(1);
    expect(told('rabbitmq', { ...amqp, ...rate }, { authentication: gives('protocol') })).toEqual([]);
  });

  test('names a protocol that there is, and leaves to HTTP what AMQP cannot do', () => {
    expect(told('rabbitmq', { ...amqp, protocol: 'mqtt' })).toEqual(['has the protocol "mqtt"']);
    expect(told('rabbitmq', { ...amqp, excludeUnacknowledged: 'true' })).toEqual([
      'has excludeUnacknowledged, and asks by AMQP',
    ]);
    expect(told('rabbitmq', { ...http, useRegex: 'true' })).toEqual([]);
  });
});

test('redis has addresses, or hosts with ports', () => {
  expect(told('redis', {})).toEqual(['has no address']);
  expect(told('redis', { address: 'r:1', enableTLS: 'enable' })).toEqual([
    'has the enableTLS "enable", which is not a boolean',
  ]);
  expect(told('redis', { host: 'h' })).toEqual(['has no address, and of host and port only host']);
  expect(told('redis', { portFromEnv: 'PORT' })).toEqual(['has no address, and of host and port only port']);
  expect(told('redis', { host: 'h', port: '6379' })).toEqual([]);
  expect(told('redis', { host: 'h' }, { authentication: gives('port') })).toEqual([]);
  expect(told('redis-cluster', { addressesFromEnv: 'NODES' })).toEqual([]);
  expect(told('redis', {}, {})).toEqual([]);
});

test('a scaler whose conditions nobody wrote down is not judged', () => {
  expect(told('solr', {})).toEqual([]);
});
