interface Metadata {
  readonly [key: string]: string | undefined;
}

/** What scalers call their metrics, behind the place of the trigger; of `kubernetes-workload` and `external` only the cluster knows. */
const NAMES: { readonly [type: string]: (metadata: Metadata) => string | undefined } = {
  'aws-cloudwatch': () => 'aws-cloudwatch',
  'aws-sqs-queue': ({ queueURL }) =>
    behind('aws-sqs-', queueURL && (/^\w+:\/\/[^/]+\/[^/]+\/([^/]+)$/.exec(queueURL)?.[1] ?? queueURL)),
  'azure-queue': ({ queueName }) => behind('azure-queue-', queueName),
  'azure-servicebus': ({ queueName, topicName, useRegex }) =>
    behind(
      'azure-servicebus-',
      useRegex === 'true' ? `${queueName === undefined ? 'topic' : 'queue'}-regex` : (queueName ?? topicName),
    ),
  cron: ({ timezone = '', start = '', end = '' }) => `cron-${timezone}-${plain(start)}-${plain(end)}`,
  'gcp-pubsub': ({ subscriptionName, topicName }) => behind('gcp-ps-', subscriptionName ?? topicName),
  kafka: ({ topic, consumerGroup, topicFromEnv }) =>
    topicFromEnv === undefined ? behind('kafka-', topic ?? (consumerGroup && `${consumerGroup}-topics`)) : undefined,
  'metrics-api': ({ valueLocation }) => behind('metric-api-', valueLocation),
  mongodb: ({ collection }) => behind('mongodb-', collection),
  mysql: ({ dbName, connectionStringFromEnv }) =>
    connectionStringFromEnv === undefined ? behind('mysql-', dbName) : undefined,
  'nats-jetstream': ({ stream }) => behind('nats-jetstream-', stream),
  postgresql: () => 'postgresql',
  prometheus: () => 'prometheus',
  rabbitmq: ({ queueName }) => behind('rabbitmq-', queueName && encodeURIComponent(queueName).replaceAll('%20', '+')),
  ...Object.fromEntries(
    ['redis', 'redis-cluster', 'redis-sentinel'].flatMap((type) => [
      [type, ({ listName }: Metadata) => behind('redis-', listName)],
      [`${type}-streams`, ({ stream }: Metadata) => behind('redis-streams-', stream)],
    ]),
  ),
};

/** The name of a trigger's metric in external.metrics.k8s.io; undefined where the manifest does not tell it. */
export function metricNameOf(index: number, type: string, metadata: Metadata): string | undefined {
  const name = NAMES[type]?.(metadata);
  return name === undefined ? undefined : `s${index}-${name.replaceAll(/[/.:%()]/g, '-')}`;
}

function behind(prefix: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : prefix + name;
}

function plain(schedule: string): string {
  return schedule
    .replaceAll(' ', '')
    .replaceAll('*', 'x')
    .replaceAll('/', 'Sl')
    .replaceAll('?', 'Qm')
    .replaceAll(',', 'Cm');
}
