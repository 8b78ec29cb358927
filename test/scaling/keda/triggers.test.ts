import { Duration } from 'cdk8s';
import {
  CloudWatchStatistic,
  ClusterTriggerAuthentication,
  HttpAuthentication,
  KafkaSasl,
  KafkaTokenProvider,
  KedaAuthentication,
  KedaScaler,
  KedaTrigger,
  PodIdentity,
  RabbitMqMode,
  RabbitMqProtocol,
  RedisTopology,
  ScaleTarget,
  TriggerAuthentication,
  VaultLogin,
  VaultSecretType,
  type VaultKubernetesLogin,
  type VaultSecret,
} from '../../../lib';
import { type Manifest } from '../../../lib/checks/manifest';
import { at, list } from '../../../lib/kubernetes/fields';
import { schemaProblems } from '../../support/schema';
import { chartOn, messageOf, only, synthesize } from '../../support/synthesize';

const target = ScaleTarget.of({ name: 'worker', namespace: 'shop' });
const url = { name: 'rabbitmq', key: 'url' };
const SECRET: VaultSecret = { path: 'a', key: 'b' };
const aws = KedaAuthentication.podIdentity(PodIdentity.aws());
const azure = KedaAuthentication.podIdentity(PodIdentity.azureWorkload());
const google = KedaAuthentication.podIdentity(PodIdentity.gcp());
const region = 'eu-central-1';

function scalerOf(...triggers: KedaTrigger[]): {
  readonly scaler: KedaScaler;
  readonly manifests: readonly Manifest[];
} {
  const chart = chartOn();
  const scaler = new KedaScaler(chart, 'worker', { target, minReplicas: 0, maxReplicas: 9, triggers });
  return { scaler, manifests: synthesize(chart) };
}

/** The trigger as it is written, and the spec of the TriggerAuthentication that is written for it. */
function written(trigger: KedaTrigger): { readonly trigger: unknown; readonly authentication: unknown } {
  const { manifests } = scalerOf(trigger);
  expect(schemaProblems(manifests)).toEqual([]);
  const [own] = list(only(manifests, 'ScaledObject'), 'spec', 'triggers');
  return { trigger: own, authentication: manifests.find(({ kind }) => kind === 'TriggerAuthentication')?.spec };
}

test.each<[string, KedaTrigger, object]>([
  [
    'rabbitmq, whose queueLength is mode and value',
    KedaTrigger.rabbitMq({ queueName: 'orders', value: 50, hostFromEnv: 'RABBITMQ_URL' }),
    { queueName: 'orders', mode: 'QueueLength', value: '50', hostFromEnv: 'RABBITMQ_URL' },
  ],
  [
    'rabbitmq by HTTP',
    KedaTrigger.rabbitMq({
      queueName: 'orders-.*',
      mode: RabbitMqMode.MESSAGE_RATE,
      value: 0.5,
      host: 'http://rabbitmq.shop.svc:15672/',
      useRegex: true,
      timeout: Duration.millis(1500),
    }),
    {
      queueName: 'orders-.*',
      mode: 'MessageRate',
      value: '0.5',
      host: 'http://rabbitmq.shop.svc:15672/',
      useRegex: 'true',
      timeout: '1500ms',
    },
  ],
  [
    'kafka',
    KedaTrigger.kafka({ bootstrapServers: ['a:9092', 'b:9092'], consumerGroup: 'orders', lagThreshold: 5, tls: true }),
    { bootstrapServers: 'a:9092,b:9092', consumerGroup: 'orders', lagThreshold: '5', tls: 'enable' },
  ],
  [
    'redis',
    KedaTrigger.redisList({ listName: 'celery', listLength: 10, address: 'redis.shop.svc:6379' }),
    { listName: 'celery', listLength: '10', address: 'redis.shop.svc:6379' },
  ],
  [
    'redis-cluster-streams',
    KedaTrigger.redisStream({
      stream: 'orders',
      consumerGroup: 'workers',
      lagCount: 7,
      address: 'a:6379,b:6379',
      topology: RedisTopology.CLUSTER,
    }),
    { stream: 'orders', consumerGroup: 'workers', lagCount: '7', addresses: 'a:6379,b:6379' },
  ],
  [
    'aws-sqs-queue',
    KedaTrigger.sqs({
      queueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/orders',
      awsRegion: region,
      authentication: aws,
    }),
    { queueURL: 'https://sqs.eu-central-1.amazonaws.com/1/orders', awsRegion: region },
  ],
  [
    'aws-cloudwatch',
    KedaTrigger.cloudWatch({
      awsRegion: region,
      namespace: 'AWS/ApplicationELB',
      metricName: 'RequestCount',
      dimensions: { LoadBalancer: 'app/shop', TargetGroup: 'web' },
      targetMetricValue: 100,
      metricStat: CloudWatchStatistic.SUM,
      metricStatPeriod: Duration.minutes(1),
      authentication: aws,
    }),
    {
      awsRegion: region,
      namespace: 'AWS/ApplicationELB',
      metricName: 'RequestCount',
      dimensionName: 'LoadBalancer;TargetGroup',
      dimensionValue: 'app/shop;web',
      targetMetricValue: '100',
      minMetricValue: '0',
      metricStat: 'Sum',
      metricStatPeriod: '60',
    },
  ],
  [
    'gcp-pubsub',
    KedaTrigger.pubSub({ subscriptionName: 'orders', authentication: google }),
    { subscriptionName: 'orders', mode: 'SubscriptionSize', value: '10' },
  ],
  [
    'azure-servicebus',
    KedaTrigger.azureServiceBus({ queueName: 'orders', namespace: 'shop', messageCount: 3, authentication: azure }),
    { queueName: 'orders', namespace: 'shop', messageCount: '3' },
  ],
  [
    'azure-queue',
    KedaTrigger.azureStorageQueue({ queueName: 'orders', connectionFromEnv: 'STORAGE' }),
    { queueName: 'orders', connectionFromEnv: 'STORAGE' },
  ],
  [
    'nats-jetstream',
    KedaTrigger.natsJetStream({
      natsServerMonitoringEndpoint: 'nats.shop.svc:8222',
      account: '$G',
      stream: 'orders',
      consumer: 'workers',
    }),
    { natsServerMonitoringEndpoint: 'nats.shop.svc:8222', account: '$G', stream: 'orders', consumer: 'workers' },
  ],
  [
    'postgresql',
    KedaTrigger.postgresql({ query: 'SELECT 1', targetQueryValue: 2.5, connectionFromEnv: 'DB' }),
    { query: 'SELECT 1', targetQueryValue: '2.5', connectionFromEnv: 'DB' },
  ],
  [
    'mysql',
    KedaTrigger.mysql({ query: 'SELECT 1', queryValue: 2, connectionFromEnv: 'DB' }),
    { query: 'SELECT 1', queryValue: '2', connectionStringFromEnv: 'DB' },
  ],
  [
    'mongodb',
    KedaTrigger.mongodb({ dbName: 'shop', collection: 'jobs', query: '{}', queryValue: 2, connectionFromEnv: 'DB' }),
    { dbName: 'shop', collection: 'jobs', query: '{}', queryValue: '2', connectionStringFromEnv: 'DB' },
  ],
  [
    'metrics-api',
    KedaTrigger.metricsApi({
      url: 'http://orders.shop.svc/queue',
      valueLocation: 'length',
      targetValue: 4,
      authentication: HttpAuthentication.bearer({ token: url }),
    }),
    { url: 'http://orders.shop.svc/queue', valueLocation: 'length', targetValue: '4', authMode: 'bearer' },
  ],
  [
    'external-push',
    KedaTrigger.externalPush({ scalerAddress: 'scaler.shop.svc:9090', metadata: { empty: '', shop: 'a' } }),
    { scalerAddress: 'scaler.shop.svc:9090', empty: '', shop: 'a' },
  ],
  [
    'kubernetes-workload',
    KedaTrigger.kubernetesWorkload({ podSelector: { app: 'web', tier: 'a' }, value: 0.5 }),
    { podSelector: 'app=web,tier=a', value: '0.5' },
  ],
  [
    'datadog',
    KedaTrigger.datadog({
      query: 'sum:hits{env:prod}',
      targetValue: 7,
      age: Duration.minutes(2),
      authentication: KedaAuthentication.secrets({ apiKey: url, appKey: url }),
    }),
    { query: 'sum:hits{env:prod}', targetValue: '7', age: '120' },
  ],
  ['solr', KedaTrigger.of('nsq', { nsqLookupdHTTPAddresses: 'a:1', topic: 't', channel: 'c' }), { topic: 't' }],
])('%s has the metadata that its scaler reads', (_, trigger, metadata) => {
  expect(at(written(trigger).trigger, 'metadata')).toMatchObject(metadata);
  expect(
    Object.values(at(written(trigger).trigger, 'metadata') as object).every((value) => typeof value === 'string'),
  ).toBe(true);
});

test('metrics are called as their scalers call them', () => {
  const { scaler } = scalerOf(
    KedaTrigger.rabbitMq({ queueName: 'a/b c', hostFromEnv: 'H' }),
    KedaTrigger.kafka({ bootstrapServers: ['a:1'], consumerGroup: 'g.h' }),
    KedaTrigger.redisList({ listName: 'celery', address: 'a:1' }),
    KedaTrigger.sqs({
      queueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/orders',
      awsRegion: region,
      authentication: aws,
    }),
    KedaTrigger.external({ scalerAddress: 'a:1' }),
    KedaTrigger.cpuUtilization(50),
    KedaTrigger.metricsApi({ url: 'http://a', valueLocation: 'a.b', targetValue: 1 }),
  );
  expect(scaler.metricNames).toEqual([
    's0-rabbitmq-a-2Fb+c',
    's1-kafka-g-h-topics',
    's2-redis-celery',
    's3-aws-sqs-orders',
    's6-metric-api-a-b',
  ]);
});

test.each<[string, KedaTrigger, string, string]>([
  ['type', KedaTrigger.of('rabitmq', {}), 'KEDA has no trigger of the type "rabitmq".', 'Did you mean "rabbitmq"?'],
  ['strange type', KedaTrigger.of('unheard', {}), 'no trigger of the type "unheard"', 'Use a type of https://keda.sh'],
  [
    'key',
    KedaTrigger.of('nsq', { nsqLookupdHTTPAddresses: 'a', topic: 't', chanel: 'c' }),
    'A nsq trigger has no channel.',
    'Add channel or channelFromEnv.',
  ],
  [
    'unread key',
    KedaTrigger.of('redis', { listName: 'a', address: 'a:1', listlength: '5' }),
    'KEDA does not read the key listlength of a redis trigger.',
    'Did you mean listLength?',
  ],
  [
    'secret in the metadata',
    KedaTrigger.of('etcd', { endpoints: 'a', watchKey: 'b', value: '1', password: 'x' }),
    'KEDA does not read the key password of an etcd trigger.',
    'Give it by passwordFromEnv or an authentication with the parameter password.',
  ],
  [
    'empty queue',
    KedaTrigger.rabbitMq({ queueName: ' ', hostFromEnv: 'H' }),
    'The queueName of a rabbitmq trigger is empty.',
    'Give queueName a value',
  ],
  [
    'no host',
    KedaTrigger.rabbitMq({ queueName: 'a' }),
    'A rabbitmq trigger has no host.',
    'Add host or hostFromEnv or an authentication with the parameter host.',
  ],
  [
    'authentication without the host',
    KedaTrigger.rabbitMq({
      queueName: 'a',
      authentication: KedaAuthentication.secrets({ username: url, password: url }),
    }),
    'A rabbitmq trigger has no host.',
    'Add host',
  ],
  [
    'misspelt parameter',
    KedaTrigger.rabbitMq({
      queueName: 'a',
      hostFromEnv: 'H',
      authentication: KedaAuthentication.secrets({ usernam: url }),
    }),
    'The authentication of a rabbitmq trigger has the parameter usernam, which KEDA does not read.',
    'Did you mean username?',
  ],
  [
    'target',
    KedaTrigger.rabbitMq({ queueName: 'a', hostFromEnv: 'H', value: 0 }),
    'The value of a rabbitmq trigger is 0.',
    'a number above 0',
  ],
  [
    'whole target',
    KedaTrigger.redisList({ listName: 'a', address: 'a:1', listLength: 0.5 }),
    'The listLength of a redis trigger is 0.5.',
    'Use a whole number above 0.',
  ],
  [
    'activation',
    KedaTrigger.rabbitMq({ queueName: 'a', hostFromEnv: 'H', activationValue: -1 }),
    'The activationValue of a rabbitmq trigger is -1.',
    'Use 0 or more.',
  ],
  [
    'AMQP and a rate',
    KedaTrigger.rabbitMq({ queueName: 'a', host: 'amqp://a', mode: RabbitMqMode.MESSAGE_RATE }),
    'A rabbitmq trigger has mode MessageRate, and asks by AMQP.',
    'Use the address of the management plugin',
  ],
  [
    'AMQP and a pattern',
    KedaTrigger.rabbitMq({ queueName: 'a', hostFromEnv: 'H', protocol: RabbitMqProtocol.AMQP, useRegex: true }),
    'A rabbitmq trigger has useRegex, and asks by AMQP.',
    'Use the address',
  ],
  [
    'strange host',
    KedaTrigger.rabbitMq({ queueName: 'a', host: 'rabbitmq:5672' }),
    'The host "rabbitmq:5672" of a rabbitmq trigger',
    'amqp://',
  ],
  [
    'no server',
    KedaTrigger.kafka({ consumerGroup: 'g' }),
    'A kafka trigger has no bootstrapServers.',
    'Add bootstrapServers or bootstrapServersFromEnv.',
  ],
  [
    'strange server',
    KedaTrigger.kafka({ consumerGroup: 'g', bootstrapServers: ['kafka://a'] }),
    'The bootstrap server "kafka://a"',
    'kafka.shop.svc:9092',
  ],
  [
    'partitions without a topic',
    KedaTrigger.kafka({ consumerGroup: 'g', bootstrapServers: ['a:1'], limitToPartitionsWithLag: true }),
    'A kafka trigger has limitToPartitionsWithLag without a topic.',
    'Add topic',
  ],
  [
    'partitions twice',
    KedaTrigger.kafka({
      consumerGroup: 'g',
      topic: 't',
      bootstrapServers: ['a:1'],
      limitToPartitionsWithLag: true,
      allowIdleConsumers: true,
    }),
    'A kafka trigger has both limitToPartitionsWithLag and allowIdleConsumers.',
    'Remove one of them.',
  ],
  [
    'sasl without a password',
    KedaTrigger.kafka({
      consumerGroup: 'g',
      bootstrapServers: ['a:1'],
      sasl: KafkaSasl.SCRAM_SHA512,
      authentication: KedaAuthentication.secrets({ username: url }),
    }),
    'A kafka trigger has sasl scram_sha512, and its authentication has no password.',
    'KedaAuthentication.secrets',
  ],
  [
    'a token of AWS without its region',
    KedaTrigger.kafka({
      consumerGroup: 'g',
      bootstrapServers: ['a:1'],
      sasl: KafkaSasl.OAUTHBEARER,
      saslTokenProvider: KafkaTokenProvider.AWS_MSK_IAM,
      authentication: aws,
    }),
    'has no awsRegion.',
    'Add awsRegion',
  ],
  [
    'no address',
    KedaTrigger.redisList({ listName: 'a' }),
    'A redis trigger has no address.',
    'Add address, addressFromEnv',
  ],
  [
    'URL as address',
    KedaTrigger.redisList({ listName: 'a', address: 'redis://a:1' }),
    'is not a host with a port.',
    'redis.shop.svc:6379',
  ],
  [
    'sentinel',
    KedaTrigger.redisList({ listName: 'a', address: 'a:1', topology: RedisTopology.SENTINEL }),
    'A redis-sentinel trigger has no sentinelMaster.',
    'Add sentinelMaster',
  ],
  [
    'target of something else',
    KedaTrigger.redisStream({ stream: 'a', address: 'a:1', pendingEntriesCount: 5 }),
    'A redis-streams trigger has pendingEntriesCount, and measures its length',
    'Remove pendingEntriesCount, or add consumerGroup.',
  ],
  [
    'AWS without identity',
    KedaTrigger.sqs({ queueUrl: 'orders', awsRegion: region }),
    'has no authentication.',
    'PodIdentity.aws()',
  ],
  [
    'foreign identity',
    KedaTrigger.sqs({ queueUrl: 'orders', awsRegion: region, authentication: google }),
    'a pod identity of gcp.',
    'Use PodIdentity.aws().',
  ],
  [
    'no queue',
    KedaTrigger.sqs({ awsRegion: region, authentication: aws }),
    'An aws-sqs-queue trigger has no queueURL.',
    'Add queueURL or queueURLFromEnv.',
  ],
  [
    'URL without a queue',
    KedaTrigger.sqs({ queueUrl: 'https://sqs/1', awsRegion: region, authentication: aws }),
    'does not end in an account and a queue.',
    'orders.',
  ],
  [
    'metric without dimensions',
    KedaTrigger.cloudWatch({
      awsRegion: region,
      namespace: 'a',
      metricName: 'b',
      targetMetricValue: 1,
      authentication: aws,
    }),
    'without dimensions.',
    'Name all three',
  ],
  [
    'period',
    KedaTrigger.cloudWatch({
      awsRegion: region,
      expression: 'SELECT',
      targetMetricValue: 1,
      metricStatPeriod: Duration.seconds(7),
      authentication: aws,
    }),
    'The metricStatPeriod of an aws-cloudwatch trigger is 7 s.',
    'Use one of these.',
  ],
  [
    'two subscriptions',
    KedaTrigger.pubSub({ subscriptionName: 'a', topicName: 'b', mode: 'C', authentication: google }),
    'has both subscriptionName and topicName.',
    'Give one of them',
  ],
  [
    'Google without identity',
    KedaTrigger.pubSub({ subscriptionName: 'a' }),
    'A gcp-pubsub trigger has no identity.',
    'PodIdentity.gcp()',
  ],
  [
    'identity without a place',
    KedaTrigger.azureServiceBus({ queueName: 'a', authentication: azure }),
    'has a pod identity, and no namespace.',
    'Add namespace.',
  ],
  [
    'topic alone',
    KedaTrigger.azureServiceBus({ topicName: 'a', connectionFromEnv: 'C' }),
    'a topicName without a subscriptionName',
    'Give both',
  ],
  [
    'no connection',
    KedaTrigger.azureStorageQueue({ queueName: 'a' }),
    'An azure-queue trigger has no connection.',
    'connectionFromEnv',
  ],
  [
    'monitoring by URL',
    KedaTrigger.natsJetStream({ natsServerMonitoringEndpoint: 'http://a:1', account: 'a', stream: 'b', consumer: 'c' }),
    'is a URL.',
    'useHttps',
  ],
  [
    'no account',
    KedaTrigger.natsJetStream({ natsServerMonitoringEndpoint: 'a:1', stream: 'b', consumer: 'c' }),
    'A nats-jetstream trigger has no account or accountID.',
    'Give one of them',
  ],
  [
    'part of a database',
    KedaTrigger.postgresql({ query: 'SELECT 1', targetQueryValue: 1, host: 'a', port: 1, username: 'b', dbName: 'c' }),
    'A postgresql trigger has no sslmode, and no connection string.',
    'Add connectionFromEnv',
  ],
  [
    'query',
    KedaTrigger.mongodb({ dbName: 'a', collection: 'b', query: '{a', queryValue: 1, connectionFromEnv: 'C' }),
    'The query `{a` of a mongodb trigger is not JSON.',
    'Write a filter',
  ],
  [
    'unshown credentials',
    KedaTrigger.metricsApi({
      url: 'http://a',
      valueLocation: 'b',
      targetValue: 1,
      authentication: KedaAuthentication.secrets({ token: url }),
    }),
    'does not say how it is shown to the API.',
    'HttpAuthentication',
  ],
  [
    'all pods',
    KedaTrigger.kubernetesWorkload({ podSelector: {}, value: 1 }),
    'The podSelector of a kubernetes-workload trigger is empty.',
    'Name labels',
  ],
  ['scope', KedaTrigger.datadog({ query: 'sum:a', targetValue: 1 }), 'has no scope.', '{env:prod}'],
  [
    'own key',
    KedaTrigger.external({ scalerAddress: 'a:1', metadata: { scalerAddress: 'b:1' } }),
    'has the key scalerAddress.',
    'Use the prop scalerAddress.',
  ],
  [
    'file in a namespace',
    KedaTrigger.rabbitMq({ queueName: 'a', authentication: KedaAuthentication.file('a.json') }),
    'An authentication: it has the filePath "a.json", which KEDA reads of a ClusterTriggerAuthentication only.',
    'Make it a ClusterTriggerAuthentication',
  ],
  [
    'name',
    KedaTrigger.of('nsq', { nsqLookupdHTTPAddresses: 'a', topic: 't', channel: 'c' }, undefined, {
      triggerName: 'a-b',
    }),
    'A trigger has the name "a-b".',
    'Begin it with a letter',
  ],
])('%s: one clear error', (_, trigger, what, fix) => {
  const message = messageOf(() => scalerOf(trigger));
  expect(message).toMatch(/^\[test\/worker\] /);
  expect(message).toContain(what);
  expect(message).toContain(fix);
});

describe('authentications', () => {
  test('a scaler writes its own, in the namespace of its target', () => {
    const { manifests } = scalerOf(
      KedaTrigger.rabbitMq({ queueName: 'a', authentication: KedaAuthentication.secrets({ host: url }) }),
      KedaTrigger.sqs({ queueUrl: 'orders', awsRegion: region, authentication: aws }),
    );
    expect(schemaProblems(manifests)).toEqual([]);
    expect(only(manifests, 'TriggerAuthentication', 'worker-rabbitmq')).toMatchObject({
      metadata: { namespace: 'shop' },
      spec: { secretTargetRef: [{ parameter: 'host', name: 'rabbitmq', key: 'url' }] },
    });
    expect(only(manifests, 'TriggerAuthentication', 'worker-aws-sqs-queue-1').spec).toEqual({
      podIdentity: { provider: 'aws' },
    });
    expect(
      list(only(manifests, 'ScaledObject'), 'spec', 'triggers').map((each) => at(each, 'authenticationRef')),
    ).toEqual([{ name: 'worker-rabbitmq' }, { name: 'worker-aws-sqs-queue-1' }]);
  });

  test('triggers share one of the namespace or of the cluster', () => {
    const chart = chartOn();
    const own = new TriggerAuthentication(chart, 'rabbitmq', { from: KedaAuthentication.secrets({ host: url }) });
    const shared = new ClusterTriggerAuthentication(chart, 'file', { from: KedaAuthentication.file('a.json') });
    const triggers = [own, shared].map(({ authentication }) =>
      KedaTrigger.rabbitMq({ queueName: 'a', authentication }),
    );
    new KedaScaler(chart, 'worker', { target: ScaleTarget.of({ name: 'worker' }), maxReplicas: 3, triggers });
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests)).toEqual([]);
    expect(
      list(only(manifests, 'ScaledObject'), 'spec', 'triggers').map((each) => at(each, 'authenticationRef')),
    ).toEqual([{ name: 'rabbitmq' }, { name: 'file', kind: 'ClusterTriggerAuthentication' }]);
    expect(only(manifests, 'ClusterTriggerAuthentication').spec).toEqual({ filePath: 'a.json' });
  });

  test.each<[string, KedaAuthentication, string]>([
    ['nothing', KedaAuthentication.all(), 'An authentication has nothing in it.'],
    ['no parameter', KedaAuthentication.secrets({}), 'The secretTargetRef of an authentication is empty.'],
    ['name of a Secret', KedaAuthentication.secrets({ host: { name: 'A b', key: 'a' } }), 'The Secret "A b" must'],
    [
      'key of a ConfigMap',
      KedaAuthentication.configMaps({ host: { name: 'a', key: 'a b' } }),
      'The key "a b" of ConfigMap "a"',
    ],
    ['variable', KedaAuthentication.environment({ host: { name: '1' } }), 'The environment variable "1" must'],
    ['path', KedaAuthentication.file('/etc/a'), 'The file "/etc/a" of an authentication'],
    ['two identities', KedaAuthentication.all(aws, google), 'An authentication has podIdentity twice.'],
    [
      'one parameter twice',
      KedaAuthentication.all(KedaAuthentication.secrets({ host: url }), KedaAuthentication.configMaps({ host: url })),
      'the parameter host from two places.',
    ],
    [
      'a reference',
      KedaAuthentication.all(KedaAuthentication.triggerAuthentication('a'), aws),
      'is to be joined with others.',
    ],
    ['role', KedaAuthentication.podIdentity(PodIdentity.aws({ roleArn: 'queues' })), 'The roleArn "queues"'],
    ['external id', KedaAuthentication.podIdentity(PodIdentity.aws({ externalId: 'a' })), 'without a roleArn.'],
    [
      'authority',
      KedaAuthentication.podIdentity(PodIdentity.azureWorkload({ identityAuthorityHost: 'https://a' })),
      'without an identityTenantId.',
    ],
    [
      'address of Vault',
      KedaAuthentication.vault({
        address: 'vault',
        login: VaultLogin.operatorToken(),
        secrets: { host: { path: 'a', key: 'b' } },
      }),
      'The address "vault" of Vault',
    ],
    [
      'certificate without its name',
      KedaAuthentication.vault({
        address: 'https://vault',
        login: VaultLogin.operatorToken(),
        secrets: { host: { path: 'a', key: 'b', type: VaultSecretType.PKI } },
      }),
      'has the type PKI without pki.',
    ],
    ['path in Vault', vault({ path: ' ', key: 'b' }), 'The path of the parameter host in Vault is empty.'],
    ['key in Vault', vault({ path: 'a', key: '' }), 'The key of the parameter host in Vault is empty.'],
    [
      'certificate without its type',
      vault({ path: 'a', key: 'b', pki: { commonName: 'web' } }),
      'has pki without the type PKI.',
    ],
    ['role of Vault', vault(SECRET, { mount: 'kubernetes', role: '' }), 'The role of a login to Vault is empty.'],
    [
      'file of a login to Vault',
      vault(SECRET, { mount: 'kubernetes', role: 'keda', tokenFile: ' ' }),
      'The tokenFile of a login to Vault is empty.',
    ],
    [
      'account and file of a login to Vault',
      vault(SECRET, { mount: 'kubernetes', role: 'keda', tokenFile: '/token', serviceAccountName: 'keda' }),
      'A login to Vault has the service account "keda" and a file.',
    ],
    [
      'account of a login to Vault',
      vault(SECRET, { mount: 'kubernetes', role: 'keda', serviceAccountName: 'A b' }),
      'The service account "A b" must',
    ],
    [
      'no name of a parameter',
      KedaAuthentication.secrets({ ' ': url }),
      'A parameter of an authentication has no name.',
    ],
    [
      'file beside others',
      KedaAuthentication.all(KedaAuthentication.file('a.json'), KedaAuthentication.secrets({ host: url })),
      'An authentication has a file and other sources.',
    ],
    [
      'store without a secret',
      KedaAuthentication.awsSecretsManager({ podIdentity: PodIdentity.aws(), secrets: {} }),
      'The awsSecretManager of an authentication is empty.',
    ],
    [
      'store without a login',
      KedaAuthentication.awsSecretsManager({ secrets: { host: { name: 'a' } } }),
      'has neither podIdentity nor accessKey.',
    ],
    [
      'identity of another cloud',
      KedaAuthentication.gcpSecretManager({ podIdentity: PodIdentity.aws(), secrets: { host: { id: 'a' } } }),
      'has a pod identity of aws.',
    ],
    [
      'vault of Azure',
      KedaAuthentication.azureKeyVault({
        vaultUri: 'a',
        podIdentity: PodIdentity.azureWorkload(),
        secrets: { host: { name: 'a' } },
      }),
      'The vaultUri "a"',
    ],
    [
      'OAuth2',
      KedaAuthentication.oauth2({ clientId: 'a', clientSecret: url, tokenUrl: 'login' }),
      'An authentication: the tokenUrl "login" of its oauth2 is not a URL of http or https.',
    ],
    ['token', KedaAuthentication.serviceAccountTokens({ token: 'A b' }), 'The service account "A b" must'],
  ])('%s: one clear error', (_, from, what) => {
    const message = messageOf(() => new TriggerAuthentication(chartOn(), 'rabbitmq', { from }));
    expect(message).toMatch(/^\[test\/rabbitmq\] /);
    expect(message).toContain(what);
  });

  test('a file is for the cluster only', () => {
    const from = KedaAuthentication.file('a.json');
    expect(messageOf(() => new TriggerAuthentication(chartOn(), 'a', { from }))).toContain(
      'ClusterTriggerAuthentication',
    );
  });
});

function vault(host: VaultSecret, login?: VaultKubernetesLogin): KedaAuthentication {
  return KedaAuthentication.vault({
    address: 'https://vault',
    login: login ? VaultLogin.kubernetes(login) : VaultLogin.operatorToken(),
    secrets: { host },
  });
}

test('sources of one kind are joined', () => {
  const chart = chartOn();
  const from = KedaAuthentication.all(
    KedaAuthentication.secrets({ host: { name: 'rabbitmq', key: 'url' } }),
    KedaAuthentication.secrets({ password: { name: 'rabbitmq', key: 'password' } }),
  );
  new TriggerAuthentication(chart, 'rabbitmq', { from });
  const parameters = list(only(synthesize(chart), 'TriggerAuthentication'), 'spec', 'secretTargetRef');
  expect(parameters.map((each) => at(each, 'parameter'))).toEqual(['host', 'password']);
});
