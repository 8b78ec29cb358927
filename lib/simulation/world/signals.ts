import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { type MetricUnit } from '../prediction';
import { type MetricSource, type Signal, type WorldOptions } from './options';

/** What names of metrics say, by convention; the first that fits counts. */
const NAMES: readonly (readonly [pattern: RegExp, signal: Signal])[] = [
  [/cpu_(usage_)?seconds/, 'cpu'],
  [/memory|working_set|_rss/, 'memory'],
  [/(duration|latency|response_time).*_count$/, 'requests'],
  [/(duration|latency|response_time).*_sum$/, 'requestSeconds'],
  [/(duration|latency|response_time).*(_bucket|_quantile)?$/, 'latency'],
  [/connections?_(waiting|idle)|idle_connections/, 'idleConnections'],
  [/connections?_(accepted|handled)|connections_total$/, 'requests'],
  [/connections?/, 'connections'],
  [/in_?flight|in_progress|active_requests|current_requests|concurren/, 'inFlight'],
  [/consumergroup_lag|consumer_lag|rabbitmq_queue_messages$|num_undelivered_messages/, 'messages'],
  [/queue|backlog|lag|messages|jobs|pending/, 'queue'],
  [/(requests?|hits|responses?|http).*(per_second|_rate|rps|qps)$|^(rps|qps)$/, 'requestRate'],
  [/requests?|hits|responses?|http_server/, 'requests'],
];

/** KEDA's scalers whose value is what waits in a queue. */
const QUEUES = new Set([
  ...[
    'kafka',
    'apache-kafka',
    'rabbitmq',
    'redis',
    'redis-streams',
    'redis-cluster',
    'redis-cluster-streams',
    'redis-sentinel',
    'redis-sentinel-streams',
    'aws-sqs-queue',
    'azure-queue',
    'azure-servicebus',
  ],
  ...['gcp-pubsub', 'nats-jetstream', 'stan', 'pulsar', 'activemq', 'artemis-queue', 'beanstalkd', 'ibmmq'],
]);

/** Whether a KEDA scaler measures a queue, so that requests wait for pods instead of being lost. */
export function isQueue(scaler: string): boolean {
  return QUEUES.has(scaler);
}

/**
 * Whether a scaler counts the messages that pods work on as well as those that wait, as the source of each says.
 *
 * @see https://github.com/kedacore/keda/tree/v2.20.2/pkg/scalers
 */
export function countsWork(scaler: string, metadata: Readonly<Record<string, string | undefined>>): boolean {
  switch (scaler) {
    case 'aws-sqs-queue': // ApproximateNumberOfMessagesNotVisible
      return metadata.scaleOnInFlight !== 'false';
    case 'kafka': // the offset is committed when the work is done
    case 'apache-kafka':
    case 'gcp-pubsub': // num_undelivered_messages are those that nobody has acknowledged
    case 'nats-jetstream': // num_pending and num_ack_pending
      return true;
    case 'rabbitmq': // the management API counts unacknowledged messages, AMQP does not
      return (
        (metadata.protocol === 'http' || /^https?:/.test(metadata.host ?? '')) &&
        metadata.excludeUnacknowledged !== 'true'
      );
    default:
      return false;
  }
}

/**
 * What a metric measures: as the options say, or else as its name says.
 *
 * @param state the label `state`, by which some exporters tell kinds of connections apart
 * @throws InputError if neither says it.
 */
export function sourceOf(metric: string, { metrics = {} }: WorldOptions, state?: string): MetricSource {
  const given = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (given !== undefined) return checkedSource(metric, given);
  if (state === 'waiting' && metric.includes('connections')) return 'idleConnections';
  const known = NAMES.find(([pattern]) => pattern.test(metric.toLowerCase()));
  if (known) return known[1];
  throw new InputError({
    what: `Nobody knows what the metric ${show(metric)} measures.`,
    why: 'The autoscaler would follow a number that the model does not have.',
    fix: `Say it: --set metrics.${metric}=requests, or another of ${SIGNALS.join(', ')}, or a number. In code: world.metrics: { ${show(metric)}: 'requests' }.`,
  });
}

const UNITS: Readonly<Record<Signal, MetricUnit>> = {
  requests: 'requests',
  requestRate: 'requests/s',
  connections: 'connections',
  idleConnections: 'connections',
  inFlight: 'requests',
  queue: 'messages',
  cpu: 'cores',
  memory: 'bytes',
  latency: 'seconds',
  requestSeconds: 'seconds',
  messages: 'messages',
  clientRequests: 'requests',
  clientRate: 'requests/s',
  clientConnections: 'connections',
  lostRequests: 'requests',
  desiredReplicas: 'number',
  replicas: 'number',
  readyReplicas: 'number',
  pods: 'number',
  pendingPods: 'number',
  runningPods: 'number',
  readyPods: 'number',
};
const SIGNALS = Object.keys(UNITS);

/** The unit of what a source measures. */
export function unitOf(source: MetricSource | undefined): MetricUnit {
  return typeof source === 'string' ? UNITS[source] : 'number';
}

/**
 * What somebody said of a metric.
 *
 * @throws InputError if the model does not have it.
 */
export function checkedSource(metric: string, source: MetricSource): MetricSource {
  const isKnown = typeof source === 'string' ? SIGNALS.includes(source) : typeof source === 'function' || Number.isFinite(source); // prettier-ignore
  if (isKnown) return source;
  throw new InputError({
    what: `world.metrics says that ${show(metric)} measures ${show(source)}.`,
    why: 'The model does not have it.',
    fix: `Use one of ${SIGNALS.join(', ')}, a number, or a function of the second.`,
  });
}
