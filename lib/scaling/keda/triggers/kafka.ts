import { type Problem } from '../../../validation';
import {
  wholeActivationProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** Where a consumer group begins that has no offset yet. */
export enum KafkaOffsetReset {
  /** With the next message. */
  LATEST = 'latest',
  /** With the oldest message. */
  EARLIEST = 'earliest',
}

/** How a client proves to Kafka who it is. */
export enum KafkaSasl {
  /** Not at all. */
  NONE = 'none',
  /** With the parameters `username` and `password`, as they are. */
  PLAINTEXT = 'plaintext',
  /** With the parameters `username` and `password`, by SCRAM-SHA-256. */
  SCRAM_SHA256 = 'scram_sha256',
  /** With the parameters `username` and `password`, by SCRAM-SHA-512. */
  SCRAM_SHA512 = 'scram_sha512',
  /** With a token. */
  OAUTHBEARER = 'oauthbearer',
  /** By Kerberos. */
  GSSAPI = 'gssapi',
}

/** Where the token of `KafkaSasl.OAUTHBEARER` comes from. */
export enum KafkaTokenProvider {
  /** From the parameter `oauthTokenEndpointUri`. */
  BEARER = 'bearer',
  /** From AWS, by a pod identity, for Amazon MSK; needs `awsRegion`. */
  AWS_MSK_IAM = 'aws_msk_iam',
}

/** Options of `KedaTrigger.kafka`. */
export interface KafkaTriggerOptions extends KedaTriggerOptions {
  /**
   * Addresses of brokers, such as `kafka.shop.svc:9092`.
   * @default from `bootstrapServersFromEnv`
   */
  readonly bootstrapServers?: string[];
  /**
   * Environment variable of the pods that has the addresses, separated by commas.
   * @default none
   */
  readonly bootstrapServersFromEnv?: string;
  /** The consumer group whose lag is measured: the one of the pods that are scaled. */
  readonly consumerGroup: string;
  /**
   * The topic.
   * @default all topics of the consumer group
   */
  readonly topic?: string;
  /**
   * How many messages one replica may lag behind; a whole number above 0.
   * @default 10
   */
  readonly lagThreshold?: number;
  /**
   * The lag above which the target is woken from 0 replicas; a whole number.
   * @default 0
   */
  readonly activationLagThreshold?: number;
  /**
   * Where the consumer group begins without an offset.
   * @default KafkaOffsetReset.LATEST
   */
  readonly offsetResetPolicy?: KafkaOffsetReset;
  /**
   * Whether there may be more replicas than partitions; they have nothing to do.
   * @default false
   */
  readonly allowIdleConsumers?: boolean;
  /**
   * Whether there may be no more replicas than partitions with a lag; needs `topic`.
   * @default false
   */
  readonly limitToPartitionsWithLag?: boolean;
  /**
   * Whether the number of replicas is to divide the number of partitions; needs `topic`.
   * @default false
   */
  readonly ensureEvenDistributionOfPartitions?: boolean;
  /**
   * Whether a lag does not count of which nothing is consumed between two polls.
   * @default false
   */
  readonly excludePersistentLag?: boolean;
  /**
   * Whether a partition without a valid offset counts as 0, and not as a lag of one replica.
   * @default false
   */
  readonly scaleToZeroOnInvalidOffset?: boolean;
  /**
   * Partitions that count, such as `1,2,10-12`; needs `topic`.
   * @default all
   */
  readonly partitionLimitation?: string;
  /**
   * Version of the brokers, such as `3.6.0`.
   * @default KEDA's, 2.8.0
   */
  readonly version?: string;
  /**
   * Whether connections are encrypted. Certificates are the parameters `ca`, `cert` and `key` of the authentication.
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Whether to accept any certificate.
   * @default false
   */
  readonly unsafeSsl?: boolean;
  /**
   * How KEDA proves who it is.
   * @default as the parameter `sasl` of the authentication says, else not at all
   */
  readonly sasl?: KafkaSasl;
  /**
   * Where the token of `KafkaSasl.OAUTHBEARER` comes from.
   * @default KafkaTokenProvider.BEARER
   */
  readonly saslTokenProvider?: KafkaTokenProvider;
  /**
   * Region of Amazon MSK.
   * @default none
   */
  readonly awsRegion?: string;
}

const TYPE = 'kafka';

/** A trigger on the lag of a consumer group of Kafka. */
export function kafkaTrigger(options: KafkaTriggerOptions): TriggerDraft {
  const { bootstrapServers, lagThreshold, activationLagThreshold, tls, allowIdleConsumers } = options;
  return {
    type: TYPE,
    metadata: {
      bootstrapServers: bootstrapServers?.join(','),
      bootstrapServersFromEnv: options.bootstrapServersFromEnv,
      consumerGroup: options.consumerGroup,
      topic: options.topic,
      lagThreshold,
      activationLagThreshold,
      offsetResetPolicy: options.offsetResetPolicy,
      allowIdleConsumers,
      limitToPartitionsWithLag: options.limitToPartitionsWithLag,
      ensureEvenDistributionOfPartitions: options.ensureEvenDistributionOfPartitions,
      excludePersistentLag: options.excludePersistentLag,
      scaleToZeroOnInvalidOffset: options.scaleToZeroOnInvalidOffset,
      partitionLimitation: options.partitionLimitation,
      version: options.version,
      tls: tls === undefined ? undefined : tls ? 'enable' : 'disable',
      unsafeSsl: options.unsafeSsl,
      sasl: options.sasl,
      saslTokenProvider: options.saslTokenProvider,
      awsRegion: options.awsRegion,
    },
    problems: [
      wholeTargetProblem(TYPE, 'lagThreshold', lagThreshold),
      wholeActivationProblem(TYPE, 'activationLagThreshold', activationLagThreshold),
      serversProblem(bootstrapServers),
      partitionsProblem(options),
      saslProblem(options),
    ],
    addresses: bootstrapServers?.map((server) => `tcp://${server}`) ?? [],
  };
}

function serversProblem(servers: readonly string[] | undefined): Problem | undefined {
  const wrong = servers?.find((server) => !/^[^\s,/:]+:\d{1,5}$|^\[[\da-fA-F:.]+\]:\d{1,5}$/.test(server));
  if (servers?.length !== 0 && wrong === undefined) return undefined;
  return {
    what:
      wrong === undefined
        ? 'A kafka trigger has no bootstrapServers.'
        : `The bootstrap server "${wrong}" of a kafka trigger is not a host with a port.`,
    why: 'KEDA cannot connect: the trigger fails.',
    fix: 'Use addresses such as kafka.shop.svc:9092.',
  };
}

/** KEDA takes some ways to count partitions only with a topic, and not together. */
function partitionsProblem(options: KafkaTriggerOptions): Problem | undefined {
  const { limitToPartitionsWithLag = false, ensureEvenDistributionOfPartitions = false, topic } = options;
  const needsTopic = {
    limitToPartitionsWithLag,
    ensureEvenDistributionOfPartitions,
    partitionLimitation: options.partitionLimitation !== undefined,
  };
  const [lonely] = Object.entries(needsTopic).find(([, isGiven]) => isGiven && topic === undefined) ?? [];
  if (lonely !== undefined) {
    return {
      what: `A kafka trigger has ${lonely} without a topic.`,
      why: 'KEDA does not build the scaler, or ignores it.',
      fix: `Add topic, or remove ${lonely}.`,
    };
  }
  const together = limitToPartitionsWithLag
    ? { allowIdleConsumers: options.allowIdleConsumers ?? false, ensureEvenDistributionOfPartitions }
    : {};
  const [other] = Object.entries(together).find(([, isGiven]) => isGiven) ?? [];
  if (other === undefined) return undefined;
  return {
    what: `A kafka trigger has both limitToPartitionsWithLag and ${other}.`,
    why: 'They contradict each other: KEDA does not build the scaler.',
    fix: 'Remove one of them.',
  };
}

function saslProblem({ sasl, saslTokenProvider, authentication, awsRegion }: KafkaTriggerOptions): Problem | undefined {
  if (saslTokenProvider === KafkaTokenProvider.AWS_MSK_IAM && awsRegion === undefined) {
    return {
      what: 'A kafka trigger takes its token from AWS, and has no awsRegion.',
      why: 'KEDA does not build the scaler.',
      fix: 'Add awsRegion, the region of the cluster.',
    };
  }
  const isPassword = [KafkaSasl.PLAINTEXT, KafkaSasl.SCRAM_SHA256, KafkaSasl.SCRAM_SHA512].includes(
    sasl ?? KafkaSasl.NONE,
  );
  const parameters = authentication?.parameters ?? (authentication ? ['username', 'password'] : []);
  const missing = ['username', 'password'].find((parameter) => !parameters.includes(parameter));
  if (!isPassword || missing === undefined) return undefined;
  return {
    what: `A kafka trigger has sasl ${sasl ?? ''}, and its authentication has no ${missing}.`,
    why: 'KEDA does not build the scaler.',
    fix: 'Add KedaAuthentication.secrets({ username: …, password: … }).',
  };
}
