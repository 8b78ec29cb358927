import { NOT_BUILT } from '../../../kubernetes/keda/not-built';
import { type Problem } from '../../../validation';
import {
  mayHave,
  wholeActivationProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** How Redis is set up. */
export enum RedisTopology {
  /** One server. */
  SINGLE = 'redis',
  /** A Redis Cluster. */
  CLUSTER = 'redis-cluster',
  /** Sentinels that know the master. */
  SENTINEL = 'redis-sentinel',
}

/** How KEDA gets to Redis. */
export interface RedisConnectionOptions extends KedaTriggerOptions {
  /**
   * Address with port, such as `redis.shop.svc:6379`; of a cluster or of sentinels several, separated by commas.
   * @default from `addressFromEnv`, or the parameter `address` of the authentication
   */
  readonly address?: string;
  /**
   * Environment variable of the pods that has the address.
   * @default none
   */
  readonly addressFromEnv?: string;
  /**
   * Environment variable of the pods that has the user name.
   * @default the authentication has it, or there is none
   */
  readonly usernameFromEnv?: string;
  /**
   * Environment variable of the pods that has the password.
   * @default the authentication has it, or there is none
   */
  readonly passwordFromEnv?: string;
  /**
   * How Redis is set up.
   * @default RedisTopology.SINGLE
   */
  readonly topology?: RedisTopology;
  /**
   * Name of the master, for `RedisTopology.SENTINEL`.
   * @default the authentication has it
   */
  readonly sentinelMaster?: string;
  /**
   * The database.
   * @default 0
   */
  readonly databaseIndex?: number;
  /**
   * Whether connections are encrypted.
   * @default as the parameter `tls` of the authentication says, else false
   */
  readonly enableTls?: boolean;
  /**
   * Whether to accept any certificate.
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/** Options of `KedaTrigger.redisList`. */
export interface RedisListTriggerOptions extends RedisConnectionOptions {
  /** Name of the list; a set, sorted set or hash is counted as well. Celery's is the name of its queue: `celery`. */
  readonly listName: string;
  /**
   * How many entries one replica can bear; a whole number above 0.
   * @default 5
   */
  readonly listLength?: number;
  /**
   * The number of entries above which the target is woken from 0 replicas; a whole number.
   * @default 0
   */
  readonly activationListLength?: number;
}

/** Options of `KedaTrigger.redisStream`. */
export interface RedisStreamTriggerOptions extends RedisConnectionOptions {
  /** Name of the stream. */
  readonly stream: string;
  /**
   * The consumer group: what it has not acknowledged yet is measured, or what it lags behind with `lagCount`.
   * @default none: the length of the stream is measured
   */
  readonly consumerGroup?: string;
  /**
   * How many entries that are not acknowledged one replica can bear, with a `consumerGroup`; a whole number above 0.
   * @default 5
   */
  readonly pendingEntriesCount?: number;
  /**
   * How many entries of the stream one replica can bear, without a `consumerGroup`; a whole number above 0.
   * @default 5
   */
  readonly streamLength?: number;
  /**
   * How many entries one replica may lag behind, with a `consumerGroup`; a whole number above 0. Needs Redis 7, and counts instead of `pendingEntriesCount`.
   * @default none
   */
  readonly lagCount?: number;
  /**
   * The number above which the target is woken from 0 replicas; a whole number.
   * @default 0
   */
  readonly activationLagCount?: number;
}

/** A trigger on a list of Redis. */
export function redisListTrigger(options: RedisListTriggerOptions): TriggerDraft {
  const type: string = options.topology ?? RedisTopology.SINGLE;
  const { listName, listLength, activationListLength } = options;
  return {
    type,
    metadata: { listName, listLength, activationListLength, ...connection(options) },
    problems: [
      wholeTargetProblem(type, 'listLength', listLength),
      wholeActivationProblem(type, 'activationListLength', activationListLength),
      ...connectionProblems(type, options),
    ],
    addresses: addressesOf(options),
  };
}

/** A trigger on a stream of Redis. */
export function redisStreamTrigger(options: RedisStreamTriggerOptions): TriggerDraft {
  const type = `${options.topology ?? RedisTopology.SINGLE}-streams`;
  const { stream, consumerGroup, pendingEntriesCount, streamLength, lagCount, activationLagCount } = options;
  return {
    type,
    metadata: {
      stream,
      consumerGroup,
      pendingEntriesCount,
      streamLength,
      lagCount,
      activationLagCount,
      ...connection(options),
    },
    problems: [
      wholeTargetProblem(type, 'pendingEntriesCount', pendingEntriesCount),
      wholeTargetProblem(type, 'streamLength', streamLength),
      wholeTargetProblem(type, 'lagCount', lagCount),
      wholeActivationProblem(type, 'activationLagCount', activationLagCount),
      measureProblem(type, options),
      ...connectionProblems(type, options),
    ],
    addresses: addressesOf(options),
  };
}

/** KEDA measures one of three things, and says nothing about the targets of the others. */
function measureProblem(type: string, options: RedisStreamTriggerOptions): Problem | undefined {
  const { consumerGroup, pendingEntriesCount, streamLength, lagCount } = options;
  const [measured, ignored] =
    consumerGroup === undefined
      ? ['its length, as it has no consumerGroup', { pendingEntriesCount, lagCount }]
      : lagCount === undefined
        ? ['what the consumerGroup has not acknowledged', { streamLength }]
        : ['what the consumerGroup lags behind, as it has lagCount', { streamLength, pendingEntriesCount }];
  const [prop] = Object.entries(ignored).find(([, value]) => value !== undefined) ?? [];
  if (prop === undefined) return undefined;
  return {
    what: `A ${type} trigger has ${prop}, and measures ${measured}.`,
    why: 'KEDA ignores the target: it would scale by another one than the one that was meant.',
    fix: `Remove ${prop}${consumerGroup === undefined ? ', or add consumerGroup' : ''}.`,
  };
}

function connection(options: RedisConnectionOptions): TriggerDraft['metadata'] {
  const { address, topology = RedisTopology.SINGLE } = options;
  return {
    [topology === RedisTopology.SINGLE ? 'address' : 'addresses']: address,
    [topology === RedisTopology.SINGLE ? 'addressFromEnv' : 'addressesFromEnv']: options.addressFromEnv,
    usernameFromEnv: options.usernameFromEnv,
    passwordFromEnv: options.passwordFromEnv,
    sentinelMaster: options.sentinelMaster,
    databaseIndex: options.databaseIndex,
    enableTLS: options.enableTls,
    unsafeSsl: options.unsafeSsl,
  };
}

function connectionProblems(type: string, options: RedisConnectionOptions): readonly (Problem | undefined)[] {
  const { address, addressFromEnv, authentication, topology, sentinelMaster } = options;
  const hasAddress =
    address !== undefined ||
    addressFromEnv !== undefined ||
    mayHave(authentication, 'address', 'addresses', 'host', 'hosts');
  const isWithoutMaster =
    topology === RedisTopology.SENTINEL && sentinelMaster === undefined && !mayHave(authentication, 'sentinelMaster');
  return [
    wholeActivationProblem(type, 'databaseIndex', options.databaseIndex),
    hasAddress
      ? undefined
      : {
          what: `A ${type} trigger has no address.`,
          why: NOT_BUILT,
          fix: 'Add address, addressFromEnv, or an authentication with the parameter address.',
        },
    address === undefined || address.split(',').every((each) => /^[^\s/]+:\d{1,5}$/.test(each.trim()))
      ? undefined
      : {
          what: `The address "${address}" of a ${type} trigger is not a host with a port.`,
          why: 'KEDA cannot connect: the trigger fails. It takes no URL.',
          fix: 'Use an address such as redis.shop.svc:6379.',
        },
    isWithoutMaster
      ? {
          what: `A ${type} trigger has no sentinelMaster.`,
          why: 'The sentinels cannot say where the master is: the trigger fails.',
          fix: 'Add sentinelMaster, such as "mymaster".',
        }
      : undefined,
    options.enableTls !== undefined && authentication?.parameters?.includes('tls')
      ? {
          what: `A ${type} trigger has enableTls, and its authentication the parameter tls.`,
          why: 'KEDA takes one of them only, and does not build the scaler.',
          fix: 'Remove one.',
        }
      : undefined,
  ];
}

function addressesOf({ address }: RedisConnectionOptions): readonly string[] {
  return address === undefined ? [] : address.split(',').map((each) => `tcp://${each.trim()}`);
}
