import { type Duration } from 'cdk8s';
import {
  activationProblem,
  goDuration,
  targetProblem,
  timeoutProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';
import { type Problem } from '../../../validation';

/** What of a queue is measured. */
export enum RabbitMqMode {
  /** The number of its messages. */
  QUEUE_LENGTH = 'QueueLength',
  /** Messages per second that are published to it; by HTTP only. */
  MESSAGE_RATE = 'MessageRate',
  /** Messages per second that are delivered from it; by HTTP only. */
  DELIVER_GET_RATE = 'DeliverGetRate',
  /** Published messages for each delivered one; by HTTP only. */
  PUBLISHED_TO_DELIVERED_RATIO = 'PublishedToDeliveredRatio',
  /** Seconds until it is empty at the rate at which messages are delivered; by HTTP only. */
  EXPECTED_QUEUE_CONSUMPTION_TIME = 'ExpectedQueueConsumptionTime',
}

/** How RabbitMQ is asked. */
export enum RabbitMqProtocol {
  /** As the address says. */
  AUTO = 'auto',
  /** By AMQP, which knows the messages that wait, but not the ones in work. */
  AMQP = 'amqp',
  /** By the HTTP API of the management plugin. */
  HTTP = 'http',
}

/** What several queues come to. */
export enum RabbitMqOperation {
  /** Their sum. */
  SUM = 'sum',
  /** Their mean. */
  AVERAGE = 'avg',
  /** The largest. */
  MAXIMUM = 'max',
}

/** Options of `KedaTrigger.rabbitMq`. */
export interface RabbitMqTriggerOptions extends KedaTriggerOptions {
  /** Name of the queue, or a pattern of names with `useRegex`. */
  readonly queueName: string;
  /**
   * What is measured.
   * @default RabbitMqMode.QUEUE_LENGTH
   */
  readonly mode?: RabbitMqMode;
  /**
   * How much of it one replica can bear: messages, messages per second, a ratio, or seconds. Above 0.
   * @default 20
   */
  readonly value?: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationValue?: number;
  /**
   * Address, such as `amqp://rabbitmq.shop.svc:5672/` or `http://rabbitmq.shop.svc:15672/`, without a password: that belongs into a Secret.
   * @default from `hostFromEnv`, or the parameter `host` of the authentication
   */
  readonly host?: string;
  /**
   * Environment variable of the pods that has the address.
   * @default none
   */
  readonly hostFromEnv?: string;
  /**
   * How RabbitMQ is asked.
   * @default RabbitMqProtocol.AUTO
   */
  readonly protocol?: RabbitMqProtocol;
  /**
   * The virtual host.
   * @default the one of the address
   */
  readonly vhostName?: string;
  /**
   * Environment variable of the pods that has the user name.
   * @default the address or the authentication has it
   */
  readonly usernameFromEnv?: string;
  /**
   * Environment variable of the pods that has the password.
   * @default the address or the authentication has it
   */
  readonly passwordFromEnv?: string;
  /**
   * Whether `queueName` is a pattern; by HTTP only.
   * @default false
   */
  readonly useRegex?: boolean;
  /**
   * Whether only messages count that nobody works on yet; by HTTP only, as AMQP never counts the others.
   * @default false
   */
  readonly excludeUnacknowledged?: boolean;
  /**
   * What several queues come to.
   * @default RabbitMqOperation.SUM
   */
  readonly operation?: RabbitMqOperation;
  /**
   * How many queues of a pattern are asked for at a time; 1 or more.
   * @default 100
   */
  readonly pageSize?: number;
  /**
   * How long an answer may take; by HTTP only.
   * @default KEDA's, 3 s
   */
  readonly timeout?: Duration;
  /**
   * Whether to accept any certificate.
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

const TYPE = 'rabbitmq';

/** A trigger on a queue of RabbitMQ. */
export function rabbitMqTrigger(options: RabbitMqTriggerOptions): TriggerDraft {
  const { mode = RabbitMqMode.QUEUE_LENGTH, value = 20, activationValue, host } = options;
  return {
    type: TYPE,
    metadata: {
      queueName: options.queueName,
      mode,
      value,
      activationValue,
      host,
      hostFromEnv: options.hostFromEnv,
      protocol: options.protocol,
      vhostName: options.vhostName,
      usernameFromEnv: options.usernameFromEnv,
      passwordFromEnv: options.passwordFromEnv,
      useRegex: options.useRegex,
      excludeUnacknowledged: options.excludeUnacknowledged,
      operation: options.operation,
      pageSize: options.pageSize,
      timeout: goDuration(options.timeout),
      unsafeSsl: options.unsafeSsl,
    },
    problems: [
      targetProblem(TYPE, 'value', value),
      activationProblem(TYPE, 'activationValue', activationValue),
      wholeTargetProblem(TYPE, 'pageSize', options.pageSize),
      timeoutProblem(TYPE, options.timeout),
      hostProblem(options),
      httpProblem(options),
    ],
    addresses: host === undefined ? [] : [host],
  };
}

function hostProblem({ host, protocol = RabbitMqProtocol.AUTO }: RabbitMqTriggerOptions): Problem | undefined {
  const isUrl = /^(?:amqps?|https?):\/\/[^/]/.test(host ?? '');
  if (host === undefined || host.trim() === '' || isUrl || protocol !== RabbitMqProtocol.AUTO) return undefined;
  return {
    what: `The host "${host}" of a rabbitmq trigger is not a URL of AMQP or HTTP.`,
    why: 'KEDA reads the protocol from it (unknown host URL scheme), and does not build the scaler.',
    fix: 'Use one such as amqp://rabbitmq.shop.svc:5672/ or http://rabbitmq.shop.svc:15672/.',
  };
}

/** What only the HTTP API knows, asked by AMQP. */
function httpProblem(options: RabbitMqTriggerOptions): Problem | undefined {
  const { protocol = RabbitMqProtocol.AUTO, host, mode = RabbitMqMode.QUEUE_LENGTH } = options;
  const isAmqp =
    protocol === RabbitMqProtocol.AMQP || (protocol === RabbitMqProtocol.AUTO && /^amqps?:/.test(host ?? ''));
  if (!isAmqp) return undefined;
  const needs = {
    [`mode ${mode}`]: mode !== RabbitMqMode.QUEUE_LENGTH,
    useRegex: options.useRegex === true,
    excludeUnacknowledged: options.excludeUnacknowledged === true,
    timeout: options.timeout !== undefined,
  };
  const [needed] = Object.entries(needs).find(([, isNeeded]) => isNeeded) ?? [];
  if (needed === undefined) return undefined;
  return {
    what: `A rabbitmq trigger has ${needed}, and asks by AMQP.`,
    why: 'Only the HTTP API of the management plugin can do that: KEDA does not build the scaler.',
    fix: 'Use the address of the management plugin, such as http://rabbitmq.shop.svc:15672/, or leave it out.',
  };
}
