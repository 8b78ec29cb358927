import { type CheckOptions, type Fields } from '../../../lib/checks';
import { triggerKeyUnread } from '../../../lib/checks/rules/trigger-key-unread';
import { triggerRefused } from '../../../lib/checks/rules/trigger-refused';
import { container, deployment, findings, object, scaledObject } from '../objects';

const CRON = { timezone: 'Asia/Seoul', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '5' };

function told(rule: typeof triggerRefused, spec: Fields, options?: CheckOptions): string[] {
  return findings(rule, [scaledObject('web', spec)], options).map(({ what }) =>
    what.replace(/^ScaledObject "[^"]*" \([^)]*\): /, ''),
  );
}

const refusals = (trigger: Fields, more: Fields = {}): string[] =>
  told(triggerRefused, { triggers: [trigger], ...more });
const unread = (trigger: Fields): string[] => told(triggerKeyUnread, { triggers: [trigger] });

/** Triggers as KEDA's documentation has them. */
const VALID: readonly Fields[] = [
  {
    type: 'activemq',
    metadata: { managementEndpoint: 'amq:8161', destinationName: 'q', brokerName: 'b' },
    authenticationRef: { name: 'a' },
  },
  {
    type: 'apache-kafka',
    metadata: { bootstrapServers: 'kafka:9092', consumerGroup: 'g', topic: 't', lagThreshold: '5' },
  },
  {
    type: 'artemis-queue',
    metadata: { managementEndpoint: 'artemis:8161', queueName: 'q', brokerName: 'b', brokerAddress: 'a' },
    authenticationRef: { name: 'a' },
  },
  {
    type: 'aws-cloudwatch',
    metadata: {
      namespace: 'AWS/SQS',
      dimensionName: 'Q',
      dimensionValue: 'k',
      metricName: 'm',
      targetMetricValue: '2.1',
      minMetricValue: '1.5',
      awsRegion: 'eu-west-1',
      identityOwner: 'operator',
    },
  },
  {
    type: 'aws-kinesis-stream',
    metadata: { streamName: 's', awsRegion: 'eu-west-1', shardCount: '2' },
    authenticationRef: { name: 'a' },
  },
  {
    type: 'aws-sqs-queue',
    metadata: { queueURL: 'https://sqs.eu-west-1.amazonaws.com/1/q', queueLength: '5', awsRegion: 'eu-west-1' },
    authenticationRef: { name: 'a' },
  },
  {
    type: 'aws-sqs-queue',
    metadata: { queueURLFromEnv: 'QUEUE_URL', awsRegion: 'eu-west-1', identityOwner: 'operator' },
  },
  { type: 'azure-blob', metadata: { blobContainerName: 'c', blobCount: '5', connectionFromEnv: 'CONNECTION' } },
  {
    type: 'azure-eventhub',
    metadata: { connectionFromEnv: 'HUB', storageConnectionFromEnv: 'STORE', consumerGroup: 'g' },
  },
  { type: 'azure-queue', metadata: { queueName: 'q', queueLength: '5', connectionFromEnv: 'CONNECTION' } },
  { type: 'azure-servicebus', metadata: { queueName: 'q', messageCount: '5', connectionFromEnv: 'CONNECTION' } },
  { type: 'beanstalkd', metadata: { server: 'beanstalkd:11300', tube: 't', value: '5' } },
  { type: 'cpu', metricType: 'Utilization', metadata: { value: '60', containerName: 'app' } },
  { type: 'memory', metricType: 'AverageValue', metadata: { value: '200Mi' } },
  { type: 'cron', metadata: CRON },
  {
    type: 'datadog',
    metadata: { query: 'per_second(x)', queryValue: '7', age: '120' },
    authenticationRef: { name: 'a' },
  },
  {
    type: 'elasticsearch',
    metadata: {
      addresses: 'http://e:9200',
      index: 'i',
      searchTemplateName: 't',
      valueLocation: 'v',
      targetValue: '10',
      passwordFromEnv: 'PASSWORD',
      username: 'u',
    },
  },
  { type: 'etcd', metadata: { endpoints: 'e:2379', watchKey: 'length', value: '5' } },
  { type: 'external', metadata: { scalerAddress: 'scaler:9090', anything: 'goes', longitude: '-3' } },
  { type: 'external-push', metadata: { scalerAddress: 'scaler:9090', anything: 'goes' } },
  {
    type: 'gcp-pubsub',
    metadata: { subscriptionName: 's', mode: 'SubscriptionSize', value: '5', credentialsFromEnv: 'CREDENTIALS' },
  },
  { type: 'gcp-storage', metadata: { bucketName: 'b', targetObjectCount: '5', credentialsFromEnv: 'CREDENTIALS' } },
  {
    type: 'github-runner',
    metadata: { owner: 'o', runnerScope: 'repo', repos: 'r', targetWorkflowQueueLength: '1' },
    authenticationRef: { name: 'a' },
  },
  { type: 'graphite', metadata: { serverAddress: 'http://g', query: 'q', threshold: '10', queryTime: '-10Minutes' } },
  {
    type: 'ibmmq',
    metadata: { host: 'https://mq', queueName: 'q', queueDepth: '5', usernameFromEnv: 'U', passwordFromEnv: 'P' },
  },
  {
    type: 'influxdb',
    metadata: {
      serverURL: 'http://i:8086',
      organizationNameFromEnv: 'O',
      thresholdValue: '4',
      query: 'q',
      authTokenFromEnv: 'T',
    },
  },
  {
    type: 'kafka',
    metadata: {
      bootstrapServers: 'kafka:9092',
      consumerGroup: 'g',
      topic: 't',
      lagThreshold: '5',
      offsetResetPolicy: 'latest',
    },
  },
  { type: 'kafka', metadata: { bootstrapServersFromEnv: 'KAFKA', consumerGroupFromEnv: 'GROUP', topic: 't' } },
  { type: 'kubernetes-workload', metadata: { podSelector: 'app=backend', value: '0.5' } },
  { type: 'loki', metadata: { serverAddress: 'http://loki', query: 'q', threshold: '1' } },
  {
    type: 'metrics-api',
    metadata: { targetValue: '8', url: 'http://a/stats', valueLocation: 'tasks', authMode: 'basic' },
    authenticationRef: { name: 'a' },
  },
  {
    type: 'mongodb',
    metadata: { dbName: 'd', collection: 'c', query: '{}', queryValue: '1', connectionStringFromEnv: 'MONGO' },
  },
  { type: 'mssql', metadata: { connectionStringFromEnv: 'MSSQL', query: 'SELECT 1', targetValue: '5' } },
  { type: 'mysql', metadata: { connectionStringFromEnv: 'MYSQL', query: 'SELECT 1', queryValue: '4.4' } },
  {
    type: 'mysql',
    metadata: {
      host: 'h',
      port: '3306',
      username: 'u',
      dbName: 'd',
      passwordFromEnv: 'P',
      query: 'q',
      queryValue: '4',
    },
  },
  {
    type: 'nats-jetstream',
    metadata: {
      natsServerMonitoringEndpoint: 'nats:8222',
      account: '$G',
      stream: 's',
      consumer: 'c',
      lagThreshold: '10',
    },
  },
  { type: 'new-relic', metadata: { account: '1', queryKey: 'k', nrql: 'SELECT 1', threshold: '50', region: 'EU' } },
  { type: 'postgresql', metadata: { connectionFromEnv: 'PG', query: 'SELECT 1', targetQueryValue: '1.1' } },
  {
    type: 'postgresql',
    metadata: {
      host: 'h',
      port: '5432',
      userName: 'u',
      dbName: 'd',
      sslmode: 'disable',
      passwordFromEnv: 'P',
      query: 'q',
      targetQueryValue: '2',
    },
  },
  { type: 'prometheus', metadata: { serverAddress: 'http://p:9090', query: 'sum(up)', threshold: '5' } },
  { type: 'pulsar', metadata: { adminURL: 'http://p', topic: 't', subscription: 's', msgBacklogThreshold: '5' } },
  { type: 'rabbitmq', metadata: { hostFromEnv: 'HOST', mode: 'QueueLength', value: '100', queueName: 'q' } },
  { type: 'rabbitmq', metadata: { queueName: 'q', mode: 'MessageRate', value: '1' }, authenticationRef: { name: 'a' } },
  {
    type: 'redis',
    metadata: {
      address: 'redis:6379',
      passwordFromEnv: 'P',
      listName: 'l',
      listLength: '10',
      enableTLS: 'false',
      databaseIndex: '0',
    },
  },
  { type: 'redis', metadata: { hostFromEnv: 'H', portFromEnv: 'P', listName: 'l' } },
  {
    type: 'redis-streams',
    metadata: { addressFromEnv: 'A', stream: 's', consumerGroup: 'g', pendingEntriesCount: '10' },
  },
  { type: 'redis-sentinel', metadata: { addresses: 'a:1,b:2', listName: 'l', sentinelMaster: 'm' } },
  { type: 'selenium-grid', metadata: { url: 'http://grid/graphql', browserName: 'chrome' } },
  {
    type: 'solace-event-queue',
    metadata: {
      solaceSempBaseURL: 'http://s',
      messageVpn: 'v',
      queueName: 'q',
      messageCountTarget: '50',
      username: 'u',
      password: 'p',
    },
  },
  {
    type: 'temporal',
    metadata: { endpoint: 'temporal:7233', taskQueue: 'q', namespace: 'default', targetQueueSize: '5' },
  },
];

test('triggers as KEDA documents them are built, and every key of them is read', () => {
  expect(new Set(VALID.map(({ type }) => type)).size).toBeGreaterThan(40);
  expect(VALID.flatMap((trigger) => [...refusals(trigger), ...unread(trigger)])).toEqual([]);
});

test.each<[Fields, string]>([
  [{ type: 'promethius' }, 'KEDA has no trigger of the type "promethius".'],
  [{ type: 'mysql', metadata: { query: 'q' } }, 'its mysql trigger has no queryValue.'],
  [{ type: 'mysql', metadata: { query: ' ', queryValue: '1' } }, 'its mysql trigger has no query.'],
  [{ type: 'rabbitmq', metadata: { queueName: 'q' } }, 'its rabbitmq trigger has no host.'],
  [
    { type: 'ibmmq', metadata: { host: 'h', usernameFromEnv: 'U', passwordFromEnv: 'P' } },
    'its ibmmq trigger has no queueName or queueNames.',
  ],
  [{ type: 'cron', metadata: { ...CRON, timezone: undefined } }, 'its cron trigger has no timezone.'],
  [{ type: 'cron', metadata: { ...CRON, end: CRON.start } }, 'the cron trigger starts and ends at "0 8 * * 1-5".'],
  [
    { type: 'cron', metadata: { ...CRON, end: '0 0 * * 7' } },
    'the end "0 0 * * 7" of the cron trigger has the day of the week "7", which is outside of 0 to 6: Sunday is 0.',
  ],
  [
    { type: 'cron', metadata: { ...CRON, timezone: 'Asia/Soul' } },
    'the timezone "Asia/Soul" of the cron trigger does not exist.',
  ],
  [{ type: 'cron', metadata: { ...CRON, desiredReplicas: '0' } }, 'the cron trigger has desiredReplicas 0.'],
])('%j is refused', (trigger, refusal) => {
  expect(refusals(trigger)).toEqual([refusal]);
});

test('the fix names the type that was meant, and the places where a key may stand', () => {
  const fix = (trigger: Fields) =>
    findings(triggerRefused, [scaledObject('web', { triggers: [trigger] })]).map((each) => each.fix);
  expect(fix({ type: 'rabbit-mq' })).toEqual(['Use rabbitmq.']);
  expect(fix({ type: 'teapot' })).toEqual(['Use a type of https://keda.sh/docs/2.20/scalers/.']);
  expect(fix({ type: 'rabbitmq', metadata: { queueName: 'q' } })).toEqual([
    'Add host or hostFromEnv or an authenticationRef that has it.',
  ]);
});

test('a schedule for no more than the minimum changes nothing, unless it wakes the target', () => {
  const trigger = { type: 'cron', metadata: CRON };
  expect(refusals(trigger, { minReplicaCount: 5 })).toEqual(['its cron trigger asks for 5, and minReplicaCount is 5.']);
  expect(refusals(trigger, { minReplicaCount: 4 })).toEqual([]);
  expect(refusals(trigger, { minReplicaCount: 5, idleReplicaCount: 0 })).toEqual([]);
});

test('what another release has is not judged, but schedules are', () => {
  const triggers = [
    { type: 'kueue' },
    { type: 'mysql', metadata: { old: '1' } },
    { type: 'cron', metadata: { start: 'x' } },
  ];
  expect(told(triggerRefused, { triggers }, { keda: '2.19' })).toEqual([
    'the start "x" of the cron trigger has 1 field instead of 5.',
  ]);
  expect(told(triggerKeyUnread, { triggers }, { keda: '2.19' })).toEqual([]);
});

test('what is put in later is not judged', () => {
  expect(refusals({ type: '${TYPE}' })).toEqual([]);
  expect(refusals({ type: 'cron', metadata: { ...CRON, start: '${START}' } })).toEqual([]);
});

test.each<[Fields, string, string]>([
  [{ type: 'cron', metadata: { ...CRON, timeZone: 'UTC' } }, 'timeZone', 'Did you mean timezone?'],
  [
    { type: 'mysql', metadata: { query: 'q', queryValue: '1', password: 'x' } },
    'password',
    'Give it by passwordFromEnv or a TriggerAuthentication.',
  ],
  [
    { type: 'redis', metadata: { listName: 'l', address: 'a', listLenght: '5' } },
    'listLenght',
    'Did you mean listLength?',
  ],
  [{ type: 'cpu', metadata: { value: '50', averageUtilization: '50' } }, 'averageUtilization', 'Remove it.'],
  [{ type: 'cron', metadata: { ...CRON, startFromEnv: 'X' } }, 'startFromEnv', 'Remove it.'],
])('a key that a scaler does not read is told: %j', (trigger, key, fix) => {
  const found = findings(triggerKeyUnread, [scaledObject('web', { triggers: [trigger] })]);
  expect(found.map((each) => [each.severity, each.fix])).toEqual([[fix.includes('mean') ? 'warning' : 'info', fix]]);
  expect(found[0]?.what).toContain(`the ${String(trigger.type)} scaler does not read the key ${key} of its trigger.`);
});

test('a variable is looked up in the container that KEDA takes it from', () => {
  const trigger = {
    type: 'rabbitmq',
    metadata: { queueName: 'q', mode: 'QueueLength', value: '5', hostFromEnv: 'HOST' },
  };
  const told = (env: Fields, spec: Fields = {}) =>
    findings(triggerRefused, [
      scaledObject('web', { triggers: [trigger], ...spec }),
      deployment('web', { containers: [container('web', env), container('side', { env: [{ name: 'HOST' }] })] }),
    ]).map(({ what, fix }) => `${what} ${fix}`);
  expect(told({})).toEqual([expect.stringMatching(/takes host from the variable HOST, .*"web".* Add HOST/)]);
  expect(told({ env: [{ name: 'HOSTS' }] })).toEqual([expect.stringContaining('Did you mean HOSTS?')]);
  expect(told({ env: [{ name: 'AMQP_URL' }] })).toEqual([expect.stringContaining('Did you mean AMQP_URL?')]);
  expect(told({ env: [{ name: 'HOST' }] })).toEqual([]);
  expect(told({ envFrom: [{ secretRef: { name: 'rabbit' } }] })).toEqual([]);
  expect(told({}, { scaleTargetRef: { name: 'web', envSourceContainerName: 'side' } })).toEqual([]);
  expect(told({}, { scaleTargetRef: { name: 'web', envSourceContainerName: 'none' } })).toEqual([
    expect.stringContaining('takes variables from container "none"'),
  ]);
  expect(told({}, { triggers: [{ ...trigger, authenticationRef: { name: 'rabbit' } }] })).toEqual([]);
});

describe('a cron trigger whose starts and ends do not alternate', () => {
  test.each([
    [
      '0 8 * * 1-5',
      '0 18 * * *',
      'its cron trigger ends on Friday 18:00 and again on Saturday 18:00, and does not start in between.',
    ],
    [
      '0 8 * * *',
      '0 18 * * 5',
      'its cron trigger starts on Monday 08:00 and again on Tuesday 08:00, and does not end in between.',
    ],
    ['0 8 * * 1-5', '0 18 * * 1-5', undefined],
  ])('from %s to %s', (start, end, mistake) => {
    expect(refusals({ type: 'cron', metadata: { ...CRON, start, end } })).toEqual(
      mistake === undefined ? [] : [mistake],
    );
  });
});

describe('an authentication that is here', () => {
  const rabbit = {
    type: 'rabbitmq',
    metadata: { queueName: 'q', mode: 'QueueLength', value: '5' },
    authenticationRef: { name: 'a' },
  };
  const given = (spec: Fields) =>
    findings(triggerRefused, [
      scaledObject('web', { triggers: [rabbit] }),
      object('keda.sh/v1alpha1', 'TriggerAuthentication', 'a', { spec }),
    ]).map(({ what }) => what.replace(/^ScaledObject "[^"]*" \([^)]*\): /, ''));
  const secret = (parameter: string) => ({ secretTargetRef: [{ parameter, name: 's', key: 'k' }] });

  test('has to give what the trigger needs', () => {
    expect(given(secret('host'))).toEqual([]);
    expect(given(secret('hostname'))).toEqual([
      'its rabbitmq trigger has no host, and its authentication gives hostname.',
    ]);
    expect(given({ env: [] })).toEqual([
      'its rabbitmq trigger has no host, and its authentication gives no parameters.',
    ]);
  });

  test('gives no host by its pod identity', () => {
    expect(given({ ...secret('hostname'), podIdentity: { provider: 'azure-workload' } })).toEqual([
      'its rabbitmq trigger has no host, and its authentication gives hostname.',
    ]);
  });

  test('may give more than it names', () => {
    expect(given({ ...secret('hostname'), azureKeyVault: { vaultUri: 'https://v' } })).toEqual([]);
    expect(given({})).toEqual([]);
  });
});

test('a slip of a key is a warning, also of a scaler that reads keys which nobody knows', () => {
  const severities = (type: string, metadata: Fields) =>
    findings(triggerKeyUnread, [scaledObject('web', { triggers: [{ type, metadata }] })]).map(
      ({ severity, fix }) => `${severity}: ${fix}`,
    );
  const kafka = { bootstrapServers: 'kafka.shop.svc:9092', consumerGroup: 'g', topic: 't' };
  expect(severities('kafka', { ...kafka, lagTreshold: '5' })).toEqual(['warning: Did you mean lagThreshold?']);
  expect(severities('apache-kafka', { ...kafka, lagTreshold: '5' })).toEqual(['warning: Did you mean lagThreshold?']);
  expect(severities('apache-kafka', { ...kafka, clientId: 'web' })).toEqual([]);
  expect(severities('cron', { ...CRON, comment: 'nights' })).toEqual(['info: Remove it.']);
});

test.each(['prometheus', 'cron'])('a field of the trigger in the metadata of %s is told with its place', (type) => {
  const metadata = {
    ...(type === 'cron' ? CRON : { serverAddress: 'http://p', query: 'up', threshold: '1' }),
    metricType: 'Value',
  };
  expect(findings(triggerKeyUnread, [scaledObject('web', { triggers: [{ type, metadata }] })])).toMatchObject([
    { severity: 'warning', fix: 'Write metricType one level higher, beside type and metadata.' },
  ]);
});

describe('what a scaler does not take', () => {
  const kafka = { bootstrapServers: 'kafka.kafka.svc:9092', consumerGroup: 'g' };
  const whole = (trigger: Fields, spec: Fields = {}) =>
    findings(triggerRefused, [scaledObject('web', { triggers: [trigger], ...spec })]);

  test('is told at its key, with what follows', () => {
    expect(whole({ type: 'kafka', metadata: { ...kafka, lagThreshold: '0' } })).toMatchObject([
      {
        field: 'spec.triggers[0].metadata.lagThreshold',
        severity: 'error',
        why: 'KEDA does not build the scaler, and it makes no autoscaler unless it can build all of them: nothing scales.',
        fix: 'Use a number above 0.',
      },
    ]);
  });

  test('is told once', () => {
    expect(refusals({ type: 'kafka', metadata: { ...kafka, lagThreshold: '-0.5' } })).toEqual([
      'its kafka trigger has the lagThreshold "-0.5", which is not a whole number.',
    ]);
  });

  test('is not told of values that nobody knows yet', () => {
    expect(refusals({ type: 'kafka', metadata: { ...kafka, lagThreshold: '${LAG}' } })).toEqual([]);
    const sqs = { awsRegion: 'r', identityOwner: 'operator', queueURL: 'https://sqs.r.amazonaws.com/${PATH}' };
    expect(refusals({ type: 'aws-sqs-queue', metadata: sqs })).toEqual([]);
  });

  test('is not told of another release, whose scalers may differ', () => {
    const triggers = [{ type: 'kafka', metadata: { ...kafka, lagThreshold: '0' } }];
    expect(told(triggerRefused, { triggers }, { keda: '2.19' })).toEqual([]);
  });

  test('is a target that no HPA can have, unless only a formula reads it', () => {
    const prometheus = {
      type: 'prometheus',
      metadata: { serverAddress: 'http://p.m.svc', query: 'up', threshold: '0' },
    };
    const [told, ...more] = whole(prometheus);
    expect(more).toEqual([]);
    expect(told?.what).toContain('has the threshold 0');
    expect(told?.why).toContain('refuses the HPA');
    const formula = { advanced: { scalingModifiers: { formula: 'a', target: '1' } } };
    expect(whole({ ...prometheus, name: 'a' }, formula)).toEqual([]);
  });

  test('keeps a ScaledJob from starting Jobs', () => {
    const triggers = [{ type: 'kafka', metadata: { ...kafka, lagThreshold: '0' } }];
    expect(
      findings(triggerRefused, [object('keda.sh/v1alpha1', 'ScaledJob', 'web', { spec: { triggers } })]),
    ).toMatchObject([{ why: 'KEDA does not build the scaler, and it starts no Job unless it can build all of them.' }]);
  });

  test('is not told of a target of a ScaledJob, of which no HPA is made', () => {
    const triggers = [{ type: 'redis', metadata: { address: 'r.s.svc:6379', listName: 'l', listLength: '-1' } }];
    expect(findings(triggerRefused, [object('keda.sh/v1alpha1', 'ScaledJob', 'web', { spec: { triggers } })])).toEqual(
      [],
    );
  });

  test('is a part of the authentication, where all of it is here', () => {
    const trigger = {
      type: 'azure-servicebus',
      metadata: { queueName: 'q' },
      authenticationRef: { name: 'a' },
    };
    const judged = (...authentications: readonly Fields[]) =>
      findings(triggerRefused, [
        scaledObject('web', { triggers: [trigger] }),
        ...authentications.map((spec) => object('keda.sh/v1alpha1', 'TriggerAuthentication', 'a', { spec })),
      ]).map(({ fix }) => fix);
    expect(judged({ podIdentity: { provider: 'azure-workload' } })).toEqual(['Add namespace.']);
    expect(judged({ podIdentity: { provider: '${PROVIDER}' } })).toEqual([]);
    expect(judged({ secretTargetRef: [{ parameter: '${NAME}', name: 's', key: 'k' }] })).toEqual([]);
    expect(judged()).toEqual([]);
  });
});

test('the container of whose variables the triggers read has to be there', () => {
  const named = (envSourceContainerName: string) =>
    scaledObject('web', { scaleTargetRef: { name: 'web', envSourceContainerName }, triggers: [] });
  const told = (name: string, ...containers: string[]) =>
    findings(triggerRefused, [
      deployment('web', { containers: containers.map((each) => container(each)) }),
      named(name),
    ]).map(({ what, fix }) => [what, fix]);
  expect(told('web', 'app')).toEqual([
    [
      'ScaledObject "shop/web" (app/web) takes variables from container "web", which Deployment "shop/web" (app/web) does not have.',
      'Name "app".',
    ],
  ]);
  expect(told('main', 'app', 'proxy').map(([, fix]) => fix)).toEqual(['Name one of its containers: app, proxy.']);
  for (const name of ['app', '', '${CONTAINER}']) expect(told(name, 'app', 'proxy')).toEqual([]);
  expect(findings(triggerRefused, [named('web')])).toEqual([]);
});
