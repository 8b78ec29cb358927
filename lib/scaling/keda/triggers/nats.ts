import {
  mayHave,
  oneOfProblem,
  wholeActivationProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** Options of `KedaTrigger.natsJetStream`. */
export interface NatsJetStreamTriggerOptions extends KedaTriggerOptions {
  /** Host and port of the monitoring of a server, such as `nats.shop.svc:8222`. */
  readonly natsServerMonitoringEndpoint: string;
  /**
   * Name of the account: `$G` is the global one.
   * @default none, with an `accountID`
   */
  readonly account?: string;
  /**
   * Id of the account, with an operator.
   * @default none, with an `account`
   */
  readonly accountID?: string;
  /** Name of the stream. */
  readonly stream: string;
  /** Name of the consumer whose lag is measured: messages that it has not acknowledged yet. */
  readonly consumer: string;
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
   * Whether the monitoring is asked by HTTPS.
   * @default false
   */
  readonly useHttps?: boolean;
}

/** A trigger on a consumer of NATS JetStream. */
export function natsJetStreamTrigger(options: NatsJetStreamTriggerOptions): TriggerDraft {
  const type = 'nats-jetstream';
  const { natsServerMonitoringEndpoint: endpoint, account, accountID, authentication, useHttps } = options;
  const { lagThreshold, activationLagThreshold } = options;
  const isElsewhere = mayHave(authentication, 'account', 'accountID');
  const isUrl = /^[a-z]+:\/\//i.test(endpoint);
  return {
    type,
    metadata: {
      natsServerMonitoringEndpoint: endpoint,
      account,
      accountID,
      stream: options.stream,
      consumer: options.consumer,
      lagThreshold,
      activationLagThreshold,
      useHttps,
    },
    problems: [
      isElsewhere && account === undefined && accountID === undefined
        ? undefined
        : oneOfProblem(
            type,
            { account, accountID },
            'KEDA looks for the stream in one account; the global one is "$G".',
          ),
      isUrl
        ? {
            what: `The natsServerMonitoringEndpoint "${endpoint}" of a ${type} trigger is a URL.`,
            why: 'KEDA puts the scheme before it: the address would have two.',
            fix: 'Use a host and a port, such as nats.shop.svc:8222, and useHttps for HTTPS.',
          }
        : undefined,
      wholeTargetProblem(type, 'lagThreshold', lagThreshold),
      wholeActivationProblem(type, 'activationLagThreshold', activationLagThreshold),
    ],
    addresses: isUrl ? [] : [`${useHttps ? 'https' : 'http'}://${endpoint}`],
  };
}
