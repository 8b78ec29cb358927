import { type Duration } from 'cdk8s';
import { type Problem } from '../../../validation';
import {
  activationProblem,
  goDuration,
  mayHave,
  mayHavePodIdentity,
  oneOfProblem,
  targetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** What of a subscription is measured. Other metrics of Google's are given by their names in `mode`. */
export enum PubSubMode {
  /** Messages that are not acknowledged yet. */
  SUBSCRIPTION_SIZE = 'SubscriptionSize',
  /** Seconds since the oldest message was published that is not acknowledged yet. */
  OLDEST_UNACKED_MESSAGE_AGE = 'OldestUnackedMessageAge',
}

/** Options of `KedaTrigger.pubSub`: a subscription or a topic. */
export interface PubSubTriggerOptions extends KedaTriggerOptions {
  /**
   * The subscription: its id in the project of the identity, or `projects/p/subscriptions/s`.
   * @default none, with a topic
   */
  readonly subscriptionName?: string;
  /**
   * The topic, for metrics of topics.
   * @default none, with a subscription
   */
  readonly topicName?: string;
  /**
   * What is measured: a value of `PubSubMode`, or a metric of Google's without its prefix, such as `AckMessageCount`.
   * @default PubSubMode.SUBSCRIPTION_SIZE
   */
  readonly mode?: string;
  /**
   * How much of it one replica can bear: messages, or seconds. Above 0.
   * @default 10
   */
  readonly value?: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationValue?: number;
  /**
   * How values of a distribution are summed up, such as `sum`, `mean` or `percentile_99`.
   * @default none
   */
  readonly aggregation?: string;
  /**
   * How far back values are looked for.
   * @default KEDA's, 2 min, 5 min with an aggregation
   */
  readonly timeHorizon?: Duration;
  /**
   * What counts where Google has no value.
   * @default none: an error
   */
  readonly valueIfNull?: number;
  /**
   * Environment variable of the pods that has the key of a service account of Google, as JSON.
   * @default the authentication says who asks
   */
  readonly credentialsFromEnv?: string;
}

const TYPE = 'gcp-pubsub';

/** A trigger on a subscription or a topic of Google Pub/Sub. */
export function pubSubTrigger(options: PubSubTriggerOptions): TriggerDraft {
  const { subscriptionName, topicName, mode = PubSubMode.SUBSCRIPTION_SIZE, value = 10, activationValue } = options;
  return {
    type: TYPE,
    metadata: {
      subscriptionName,
      topicName,
      mode,
      value,
      activationValue,
      aggregation: options.aggregation,
      timeHorizon: goDuration(options.timeHorizon),
      valueIfNull: options.valueIfNull,
      credentialsFromEnv: options.credentialsFromEnv,
    },
    problems: [
      oneOfProblem(TYPE, { subscriptionName, topicName }, 'KEDA takes exactly one of them.'),
      topicName !== undefined && options.mode === undefined
        ? {
            what: `A ${TYPE} trigger on the topic "${topicName}" has no mode.`,
            why: 'A topic has no size: KEDA would ask for the messages of a subscription, and find nothing.',
            fix: 'Add mode, a metric of topics such as "MessageSizes", or use subscriptionName.',
          }
        : undefined,
      targetProblem(TYPE, 'value', value),
      activationProblem(TYPE, 'activationValue', activationValue),
      identityProblem(options),
    ],
  };
}

function identityProblem({ authentication, credentialsFromEnv }: PubSubTriggerOptions): Problem | undefined {
  const provider = authentication?.podIdentityProvider;
  if (provider !== undefined && provider !== 'gcp') {
    return {
      what: `A ${TYPE} trigger has a pod identity of ${provider}.`,
      why: 'Google does not know it: the trigger fails.',
      fix: 'Use PodIdentity.gcp().',
    };
  }
  const isKnown =
    credentialsFromEnv !== undefined ||
    mayHavePodIdentity(authentication) ||
    mayHave(authentication, 'GoogleApplicationCredentials');
  if (isKnown) return undefined;
  return {
    what: `A ${TYPE} trigger has no identity.`,
    why: 'KEDA does not know as whom to ask Google, and does not build the scaler.',
    fix: 'Use KedaAuthentication.podIdentity(PodIdentity.gcp()), secrets with GoogleApplicationCredentials, or credentialsFromEnv.',
  };
}
