/** Where a scaler keeps its target and its activation target, and what they are where nothing is said. */
export interface TriggerTargets {
  /** Keys of the target; the first that is given counts. */
  readonly keys: readonly string[];
  /** The key of the activation target, which is 0 without it. */
  readonly activation: string;
  /** The target where no key is given; undefined if KEDA needs one. */
  readonly preset?: number;
}

type Metadata = Readonly<Record<string, string | undefined>>;

const KAFKA = { keys: ['lagThreshold'], activation: 'activationLagThreshold', preset: 10 };
const LIST = { keys: ['listLength'], activation: 'activationListLength', preset: 5 };
const LENGTH = { keys: ['queueLength'], activation: 'activationQueueLength', preset: 5 };
const QUERY = { keys: ['queryValue'], activation: 'activationQueryValue' };

const TARGETS: ReadonlyMap<string, TriggerTargets> = new Map([
  ['kafka', KAFKA],
  ['apache-kafka', KAFKA],
  ['nats-jetstream', KAFKA],
  ['rabbitmq', { keys: ['value', 'queueLength'], activation: 'activationValue', preset: 20 }],
  ['redis', LIST],
  ['redis-cluster', LIST],
  ['redis-sentinel', LIST],
  ['aws-sqs-queue', LENGTH],
  ['azure-queue', LENGTH],
  ['azure-servicebus', { keys: ['messageCount'], activation: 'activationMessageCount', preset: 5 }],
  ['gcp-pubsub', { keys: ['value'], activation: 'activationValue', preset: 10 }],
  ['aws-cloudwatch', { keys: ['targetMetricValue'], activation: 'activationTargetMetricValue' }],
  ['datadog', { keys: ['targetValue', 'queryValue'], activation: 'activationQueryValue' }],
  ['kubernetes-workload', { keys: ['value'], activation: 'activationValue' }],
  ['metrics-api', { keys: ['targetValue'], activation: 'activationTargetValue' }],
  ['mongodb', QUERY],
  ['mysql', QUERY],
  ['postgresql', { keys: ['targetQueryValue'], activation: 'activationTargetQueryValue' }],
  ['cron', { keys: [], activation: '', preset: 1 }],
]);
const OTHER = { keys: ['threshold', 'targetValue', 'value'], activation: 'activationThreshold' };

/**
 * Where a trigger has its targets.
 *
 * @see https://github.com/kedacore/keda/tree/v2.20.2/pkg/scalers
 */
export function triggerTargets(type: string, metadata: Metadata): TriggerTargets {
  if (/^redis(-cluster|-sentinel)?-streams$/.test(type)) return streamTargets(metadata);
  return TARGETS.get(type) ?? OTHER;
}

/** A stream is measured by what its consumer group lags behind or has not acknowledged, or by its length. */
function streamTargets({ consumerGroup, lagCount }: Metadata): TriggerTargets {
  const isLag = Number(lagCount ?? '0') !== 0;
  const key = consumerGroup === undefined ? 'streamLength' : isLag ? 'lagCount' : 'pendingEntriesCount';
  return { keys: [key], activation: 'activationLagCount', preset: 5 };
}
