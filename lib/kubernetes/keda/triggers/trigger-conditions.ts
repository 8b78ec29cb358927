import { parseGoBool } from '../../go-text';
import { type TriggerFault } from './trigger-faults';

/** What a scaler is built from, as far as manifests tell. */
export interface TriggerInput {
  readonly type: string;
  /** What its metadata says. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What its authentication gives; undefined where nobody knows. */
  readonly authentication?: GivenAuthentication;
  /** Whether its value only goes into a formula, so that it needs no target. */
  readonly isMetricSource: boolean;
}

/** What an authentication gives a scaler. */
export interface GivenAuthentication {
  /** The names of its parameters. */
  readonly parameters: readonly string[];
  /** The provider of its pod identity; empty without one. */
  readonly provider: string;
}

/**
 * What the scalers of the most used triggers refuse of keys that stand together.
 *
 * @see https://github.com/kedacore/keda/tree/v2.20.2/pkg/scalers (Validate of each)
 */
export function conditionFaults(input: TriggerInput): readonly TriggerFault[] {
  const find = Object.hasOwn(CONDITIONS, input.type) ? CONDITIONS[input.type] : undefined;
  return find ? [...find(new Given(input))] : [];
}

type Condition = (given: Given) => Iterable<TriggerFault>;

/** Asks a trigger for what it has. */
class Given {
  public readonly isMetricSource: boolean;
  public readonly authentication?: GivenAuthentication;
  private readonly metadata: Readonly<Record<string, string>>;

  public constructor({ metadata, authentication, isMetricSource }: TriggerInput) {
    this.metadata = metadata;
    this.authentication = authentication;
    this.isMetricSource = isMetricSource;
  }

  public text(key: string): string {
    return (this.metadata[key] ?? '').trim();
  }

  /** Whether a key is there, itself or by the variable that it names. */
  public has(...keys: readonly string[]): boolean {
    return keys.some((key) => this.text(key) !== '' || this.text(`${key}FromEnv`) !== '');
  }

  public isTrue(key: string): boolean {
    return parseGoBool(this.text(key)) === true;
  }

  /** Whether the authentication lacks all of some parameters, for certain. */
  public isWithout(...parameters: readonly string[]): boolean {
    return this.authentication?.parameters.some((each) => parameters.includes(each)) === false;
  }

  /** The provider of the pod identity, where it is known; empty for none. */
  public get provider(): string | undefined {
    const provider = this.authentication?.provider;
    return provider === 'none' ? '' : provider;
  }
}

const CONDITIONS: Readonly<Record<string, Condition>> = {
  'apache-kafka': kafka,
  'aws-cloudwatch': aws,
  'aws-dynamodb': aws,
  'aws-dynamodb-streams': aws,
  'aws-kinesis-stream': aws,
  'aws-sqs-queue': function* (given) {
    yield* queueOf(given);
    yield* aws(given);
  },
  'azure-queue': (given) => azure(given, 'accountName', given.has('connection')),
  'azure-servicebus': serviceBus,
  'gcp-cloudtasks': google,
  'gcp-pubsub': function* (given) {
    if (given.has('subscriptionName') === given.has('topicName')) {
      const [what, fix] = given.has('topicName')
        ? ['has both subscriptionName and topicName', 'Keep one of them.']
        : ['has no subscriptionName and no topicName', 'Add subscriptionName.'];
      yield { key: given.has('topicName') ? 'topicName' : undefined, what, fix };
    }
    yield* google(given);
  },
  'gcp-stackdriver': google,
  'gcp-storage': google,
  kafka,
  'kubernetes-workload': (given) => positiveTarget(given, 'value'),
  'metrics-api': (given) => target(given, 'targetValue'),
  postgresql: function* (given) {
    yield* target(given, 'targetQueryValue');
    if (given.has('connection') || !given.isWithout('connection')) return;
    const lacks = ['host', 'port', 'userName', 'dbName', 'sslmode'].filter((key) => given.text(key) === '' && given.isWithout(key)); // prettier-ignore
    if (lacks.length === 0) return;
    yield {
      isOfCredentials: true,
      what: `has no connection, and without one it lacks ${lacks.join(', ')}`,
      fix: `Add connectionFromEnv, an authentication that gives connection, or ${lacks.join(', ')}.`,
    };
  },
  rabbitmq: rabbit,
  redis: redisAddress,
  'redis-cluster': redisAddress,
  'redis-cluster-streams': redisAddress,
  'redis-sentinel': redisAddress,
  'redis-sentinel-streams': redisAddress,
  'redis-streams': redisAddress,
};

function* kafka(given: Given): Iterable<TriggerFault> {
  if (Number(given.text('lagThreshold') || 1) <= 0) {
    yield notPositive(given, 'lagThreshold');
  }
  if (Number(given.text('activationLagThreshold')) < 0) {
    yield {
      key: 'activationLagThreshold',
      what: `has the activationLagThreshold ${given.text('activationLagThreshold')}`,
      fix: 'Use a whole number from 0 on.',
    };
  }
  for (const other of ['allowIdleConsumers', 'ensureEvenDistributionOfPartitions']) {
    if (!given.isTrue('limitToPartitionsWithLag') || !given.isTrue(other)) continue;
    yield {
      key: other,
      what: `has both limitToPartitionsWithLag and ${other}`,
      fix: 'Keep one of them.',
    };
  }
  if (given.has('topic')) return;
  for (const key of ['limitToPartitionsWithLag', 'ensureEvenDistributionOfPartitions']) {
    if (given.isTrue(key)) yield { key, what: `has ${key}, and no topic`, fix: 'Add topic.' };
  }
}

function* queueOf(given: Given): Iterable<TriggerFault> {
  const url = given.text('queueURL');
  const [, path] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
  if (path === undefined) return; // the name of a queue
  const [, account, queue, ...more] = path.split('/');
  if (account !== undefined && (queue ?? '') !== '' && more.length === 0) return;
  yield {
    key: 'queueURL',
    what: `has the queueURL "${url}", whose path is not an account and a queue`,
    fix: 'Write it as https://sqs.<region>.amazonaws.com/<account>/<queue>.',
  };
}

function* aws(given: Given): Iterable<TriggerFault> {
  const isPod = ['', 'pod'].includes(given.text('identityOwner'));
  if (given.provider !== '' || !isPod || given.has('awsAccessKeyID')) return;
  if (!given.isWithout('awsRoleArn', 'awsAccessKeyID', 'awsAccessKeyId')) return;
  yield {
    isOfCredentials: true,
    what: 'has no credentials: identityOwner is pod unless it says otherwise, and KEDA asks for awsAccessKeyID',
    fix: 'Refer to a TriggerAuthentication with podIdentity.provider: aws, or set identityOwner: operator to use the identity of KEDA’s operator.',
  };
}

function* azure(given: Given, account: string, hasConnection: boolean): Iterable<TriggerFault> {
  if (given.provider === 'azure-workload' && given.text(account) === '') {
    yield { what: `has no ${account}, which it needs with a pod identity`, fix: `Add ${account}.` };
  }
  if (given.provider === '' && !hasConnection && given.isWithout('connection')) {
    yield {
      isOfCredentials: true,
      what: 'has no connection and no pod identity',
      fix: 'Add connectionFromEnv, or a TriggerAuthentication with connection or with podIdentity.provider: azure-workload.',
    };
  }
}

function* serviceBus(given: Given): Iterable<TriggerFault> {
  const [queue, topic, subscription] = ['queueName', 'topicName', 'subscriptionName'].map((key) => given.text(key) !== ''); // prettier-ignore
  if (queue && subscription) yield { key: 'subscriptionName', what: 'has both queueName and subscriptionName', fix: 'Remove subscriptionName, or write topicName instead of queueName.' }; // prettier-ignore
  else if (queue && topic) yield { key: 'topicName', what: 'has both queueName and topicName', fix: 'Keep one of them.' };
  else if (topic && !subscription) yield { key: 'topicName', what: 'has a topicName, and no subscriptionName', fix: 'Add subscriptionName.' }; // prettier-ignore
  else if (!queue && !topic) yield { what: 'has no queueName and no topicName', fix: 'Add queueName, or topicName and subscriptionName.' }; // prettier-ignore
  yield* azure(given, 'namespace', given.text('connectionFromEnv') !== '');
}

function* google(given: Given): Iterable<TriggerFault> {
  const isGiven = ['credentialsFromEnv', 'credentialsFromEnvFile'].some((key) => given.text(key) !== '');
  if (given.provider === undefined || given.provider === 'gcp' || isGiven) return;
  if (!given.isWithout('GoogleApplicationCredentials')) return;
  yield {
    isOfCredentials: true,
    what: 'has no credentials',
    fix: 'Add credentialsFromEnv, or a TriggerAuthentication with GoogleApplicationCredentials or with podIdentity.provider: gcp.',
  };
}

const RABBIT_MODES = ['QueueLength', 'MessageRate', 'DeliverGetRate', 'PublishedToDeliveredRatio', 'ExpectedQueueConsumptionTime']; // prettier-ignore

function* rabbit(given: Given): Iterable<TriggerFault> {
  const isUnknownProtocol = given.text('protocol') === '' && !given.isWithout('protocol');
  const scheme = /^(amqp|http)s?:/i.exec(given.text('host'))?.[1]?.toLowerCase();
  const written = given.text('protocol') || 'auto';
  const protocol = written === 'auto' ? scheme : written;
  const [length, mode, value] = ['queueLength', 'mode', 'value'].map((key) => given.text(key));
  const isSet = (text = ''): boolean => text !== '' && Number(text) !== 0;
  if (!['auto', 'amqp', 'http'].includes(written)) {
    yield { key: 'protocol', what: `has the protocol "${written}"`, fix: 'Write amqp, http or auto.' };
  }
  if (isSet(length) && (mode !== '' || isSet(value))) {
    yield {
      key: 'queueLength',
      what: 'has queueLength beside mode or value',
      fix: 'Remove queueLength: mode: QueueLength and value say the same.',
    };
  } else if (mode === '' && isSet(value)) {
    yield { key: 'value', what: 'has a value, and no mode', fix: 'Add mode: QueueLength.' };
  } else if (mode !== undefined && mode !== '' && !isSet(value)) {
    yield { key: 'mode', what: 'has a mode, and no value above 0', fix: 'Add value.' };
  } else if (mode !== undefined && mode !== '' && !RABBIT_MODES.includes(mode)) {
    yield { key: 'mode', what: `has the mode "${mode}"`, fix: `Write one of ${RABBIT_MODES.join(', ')}.` };
  } else if (mode !== '' && mode !== 'QueueLength' && protocol === 'amqp' && !isUnknownProtocol) {
    yield {
      key: 'mode',
      what: `has the mode ${mode}, and asks by AMQP`,
      fix: 'Ask the management API: protocol: http, and a host such as http://…:15672/.',
    };
  }
  for (const key of ['useRegex', 'excludeUnacknowledged']) {
    if (!given.isTrue(key) || protocol !== 'amqp' || isUnknownProtocol) continue;
    yield {
      key,
      what: `has ${key}, and asks by AMQP`,
      fix: 'Ask the management API: protocol: http, and a host such as http://…:15672/.',
    };
  }
}

function* redisAddress(given: Given): Iterable<TriggerFault> {
  const tls = given.text('enableTLS');
  if (tls !== '' && parseGoBool(tls) === undefined) {
    yield {
      key: 'enableTLS',
      what: `has the enableTLS "${tls}", which is not a boolean`,
      fix: 'Write "true" or "false".',
    };
  }
  if (given.has('address', 'addresses') || !given.isWithout('address', 'addresses')) return;
  const lacks = (['host', 'port'] as const).filter((key) => !given.has(key, `${key}s`) && given.isWithout(key, `${key}s`)); // prettier-ignore
  if (lacks.length === 0) return;
  yield {
    what:
      lacks.length === 2
        ? 'has no address'
        : `has no address, and of host and port only ${lacks[0] === 'port' ? 'host' : 'port'}`,
    fix: lacks.length === 2 ? 'Add address, as <host>:<port>.' : `Add ${lacks[0]}.`,
  };
}

/** A target that has to be there, and not 0, unless it is only part of a formula. */
function* target(given: Given, key: string): Iterable<TriggerFault> {
  const value = given.text(key);
  if (given.isMetricSource || (value !== '' && Number(value) !== 0)) return;
  if (value === '') yield { what: `has no ${key}`, fix: `Add ${key}.` };
  else yield notPositive(given, key);
}

function* positiveTarget(given: Given, key: string): Iterable<TriggerFault> {
  if (given.isMetricSource || Number(given.text(key)) > 0 || Number.isNaN(Number(given.text(key)))) return;
  if (given.text(key) === '') yield { what: `has no ${key}`, fix: `Add ${key}.` };
  else yield notPositive(given, key);
}

function notPositive(given: Given, key: string): TriggerFault {
  return { key, what: `has the ${key} ${given.text(key)}`, fix: 'Use a number above 0.' };
}
