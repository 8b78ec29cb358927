import { NOT_BUILT } from '../../../kubernetes/keda/not-built';
import { type Problem } from '../../../validation';
import {
  mayHave,
  mayHavePodIdentity,
  oneOfProblem,
  wholeActivationProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** What several queues or subscriptions come to. */
export enum ServiceBusOperation {
  /** Their sum. */
  SUM = 'sum',
  /** Their mean. */
  AVERAGE = 'avg',
  /** The largest. */
  MAXIMUM = 'max',
}

/** Options of `KedaTrigger.azureServiceBus`: a queue, or a subscription of a topic. */
export interface AzureServiceBusTriggerOptions extends KedaTriggerOptions {
  /**
   * Name of the queue, or a pattern of names with `useRegex`.
   * @default none, with a topic
   */
  readonly queueName?: string;
  /**
   * Name of the topic; needs `subscriptionName`.
   * @default none, with a queue
   */
  readonly topicName?: string;
  /**
   * Name of the subscription of the topic, or a pattern with `useRegex`.
   * @default none, with a queue
   */
  readonly subscriptionName?: string;
  /**
   * How many messages one replica can bear; a whole number above 0.
   * @default 5
   */
  readonly messageCount?: number;
  /**
   * The number of messages above which the target is woken from 0 replicas; a whole number.
   * @default 0
   */
  readonly activationMessageCount?: number;
  /**
   * Name of the namespace of the Service Bus; needed with a pod identity.
   * @default the one of the connection
   */
  readonly namespace?: string;
  /**
   * Environment variable of the pods that has the connection string.
   * @default the authentication has the parameter `connection`, or a pod identity
   */
  readonly connectionFromEnv?: string;
  /**
   * Whether names are patterns.
   * @default false
   */
  readonly useRegex?: boolean;
  /**
   * What several queues or subscriptions come to.
   * @default ServiceBusOperation.SUM
   */
  readonly operation?: ServiceBusOperation;
  /**
   * The cloud of Azure, such as `AzureUSGovernmentCloud`.
   * @default AzurePublicCloud
   */
  readonly cloud?: string;
  /**
   * End of the address of the Service Bus in a private cloud.
   * @default the cloud's
   */
  readonly endpointSuffix?: string;
}

/** Which messages of a storage queue count. */
export enum StorageQueueStrategy {
  /** All, the ones in work too. */
  ALL = 'all',
  /** Only the ones that nobody works on; KEDA sees 32 of them at most. */
  VISIBLE_ONLY = 'visibleonly',
}

/** Options of `KedaTrigger.azureStorageQueue`. */
export interface AzureStorageQueueTriggerOptions extends KedaTriggerOptions {
  /** Name of the queue. */
  readonly queueName: string;
  /**
   * How many messages one replica can bear; a whole number above 0.
   * @default 5
   */
  readonly queueLength?: number;
  /**
   * The number of messages above which the target is woken from 0 replicas; a whole number.
   * @default 0
   */
  readonly activationQueueLength?: number;
  /**
   * Which messages count.
   * @default StorageQueueStrategy.ALL
   */
  readonly queueLengthStrategy?: StorageQueueStrategy;
  /**
   * Name of the storage account; needed with a pod identity.
   * @default the one of the connection
   */
  readonly accountName?: string;
  /**
   * Environment variable of the pods that has the connection string.
   * @default the authentication has the parameter `connection`, or a pod identity
   */
  readonly connectionFromEnv?: string;
  /**
   * The cloud of Azure, such as `AzureUSGovernmentCloud`.
   * @default AzurePublicCloud
   */
  readonly cloud?: string;
  /**
   * End of the address of the queue in a private cloud.
   * @default the cloud's
   */
  readonly endpointSuffix?: string;
}

/** A trigger on a queue or a subscription of Azure Service Bus. */
export function azureServiceBusTrigger(options: AzureServiceBusTriggerOptions): TriggerDraft {
  const type = 'azure-servicebus';
  const { queueName, topicName, subscriptionName, messageCount, activationMessageCount, namespace } = options;
  return {
    type,
    metadata: {
      queueName,
      topicName,
      subscriptionName,
      messageCount,
      activationMessageCount,
      namespace,
      connectionFromEnv: options.connectionFromEnv,
      useRegex: options.useRegex,
      operation: options.operation,
      cloud: options.cloud,
      endpointSuffix: options.endpointSuffix,
    },
    problems: [
      oneOfProblem(type, { queueName, topicName }, 'KEDA measures a queue, or a subscription of a topic.'),
      (topicName === undefined) === (subscriptionName === undefined)
        ? undefined
        : {
            what: `An ${type} trigger has ${topicName === undefined ? 'a subscriptionName without a topicName' : 'a topicName without a subscriptionName'}.`,
            why: 'KEDA does not build the scaler.',
            fix: 'Give both, or a queueName alone.',
          },
      wholeTargetProblem(type, 'messageCount', messageCount),
      wholeActivationProblem(type, 'activationMessageCount', activationMessageCount),
      identityProblem(type, options, 'namespace', namespace),
    ],
  };
}

/** A trigger on a queue of Azure Storage. */
export function azureStorageQueueTrigger(options: AzureStorageQueueTriggerOptions): TriggerDraft {
  const type = 'azure-queue';
  const { queueName, queueLength, activationQueueLength, accountName } = options;
  return {
    type,
    metadata: {
      queueName,
      queueLength,
      activationQueueLength,
      queueLengthStrategy: options.queueLengthStrategy,
      accountName,
      connectionFromEnv: options.connectionFromEnv,
      cloud: options.cloud,
      endpointSuffix: options.endpointSuffix,
    },
    problems: [
      wholeTargetProblem(type, 'queueLength', queueLength),
      wholeActivationProblem(type, 'activationQueueLength', activationQueueLength),
      identityProblem(type, options, 'accountName', accountName),
    ],
  };
}

/** Azure is asked with a connection string, or by a pod identity, which does not say where. */
function identityProblem(
  type: string,
  { authentication, connectionFromEnv }: KedaTriggerOptions & { readonly connectionFromEnv?: string },
  where: string,
  place: string | undefined,
): Problem | undefined {
  const provider = authentication?.podIdentityProvider;
  if (provider !== undefined && provider !== 'azure-workload') {
    return {
      what: `An ${type} trigger has a pod identity of ${provider}.`,
      why: 'KEDA does not build the scaler: Azure does not know it.',
      fix: 'Use PodIdentity.azureWorkload().',
    };
  }
  if (provider !== undefined && place === undefined) {
    return {
      what: `An ${type} trigger has a pod identity, and no ${where}.`,
      why: 'KEDA does not know where to ask, and does not build the scaler.',
      fix: `Add ${where}.`,
    };
  }
  if (connectionFromEnv !== undefined || mayHavePodIdentity(authentication) || mayHave(authentication, 'connection')) {
    return undefined;
  }
  return {
    what: `An ${type} trigger has no connection.`,
    why: NOT_BUILT,
    fix: 'Use KedaAuthentication.podIdentity(PodIdentity.azureWorkload()), secrets with connection, or connectionFromEnv.',
  };
}
