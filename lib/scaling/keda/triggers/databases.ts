import { NOT_BUILT } from '../../../kubernetes/keda/not-built';
import { type Problem } from '../../../validation';
import {
  activationProblem,
  mayHave,
  targetProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** Where a database is, and what it is asked: by a connection string, or by host, port and the rest. */
export interface DatabaseTriggerOptions extends KedaTriggerOptions {
  /**
   * Environment variable of the pods that has the connection string.
   * @default the authentication has it, or `host` and the others are given
   */
  readonly connectionFromEnv?: string;
  /**
   * Host of the database.
   * @default the connection string has it
   */
  readonly host?: string;
  /**
   * Port of the database.
   * @default the connection string has it
   */
  readonly port?: number;
  /**
   * Name of the user.
   * @default the connection string has it
   */
  readonly username?: string;
  /**
   * Environment variable of the pods that has the password.
   * @default the connection string or the authentication has it
   */
  readonly passwordFromEnv?: string;
}

/** Encryption of connections to PostgreSQL, in its words. */
export enum PostgresqlSslMode {
  /** None. */
  DISABLE = 'disable',
  /** If the server has it not otherwise. */
  ALLOW = 'allow',
  /** If the server has it. */
  PREFER = 'prefer',
  /** Always, whoever the server is. */
  REQUIRE = 'require',
  /** Always, and the certificate is checked. */
  VERIFY_CA = 'verify-ca',
  /** Always, and the certificate is checked, and whose it is. */
  VERIFY_FULL = 'verify-full',
}

/** Options of `KedaTrigger.postgresql`. */
export interface PostgresqlTriggerOptions extends DatabaseTriggerOptions {
  /** What is asked: SQL that answers with one number. */
  readonly query: string;
  /** How much of it one replica can bear. Above 0. */
  readonly targetQueryValue: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationTargetQueryValue?: number;
  /**
   * Name of the database.
   * @default the connection string has it
   */
  readonly dbName?: string;
  /**
   * Encryption of the connection.
   * @default the connection string has it
   */
  readonly sslMode?: PostgresqlSslMode;
}

/** Options of `KedaTrigger.mysql`. */
export interface MysqlTriggerOptions extends DatabaseTriggerOptions {
  /** What is asked: SQL that answers with one number. */
  readonly query: string;
  /** How much of it one replica can bear. Above 0. */
  readonly queryValue: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationQueryValue?: number;
  /**
   * Name of the database.
   * @default the connection string has it
   */
  readonly dbName?: string;
}

/** Options of `KedaTrigger.mongodb`. */
export interface MongodbTriggerOptions extends DatabaseTriggerOptions {
  /** Name of the database. */
  readonly dbName: string;
  /** The collection whose documents are counted. */
  readonly collection: string;
  /** Which documents count: a filter as JSON, such as `{"state":"waiting"}`. */
  readonly query: string;
  /** How many documents one replica can bear. Above 0. */
  readonly queryValue: number;
  /**
   * The number above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationQueryValue?: number;
  /**
   * `mongodb`, or `mongodb+srv`, which needs no port.
   * @default mongodb
   */
  readonly scheme?: string;
}

/** A trigger on a query of PostgreSQL. */
export function postgresqlTrigger(options: PostgresqlTriggerOptions): TriggerDraft {
  const type = 'postgresql';
  const { host, port, username: userName, dbName, sslMode: sslmode } = options;
  return {
    type,
    metadata: {
      query: options.query,
      targetQueryValue: options.targetQueryValue,
      activationTargetQueryValue: options.activationTargetQueryValue,
      connectionFromEnv: options.connectionFromEnv,
      host,
      port,
      userName,
      dbName,
      sslmode,
      passwordFromEnv: options.passwordFromEnv,
    },
    problems: [
      targetProblem(type, 'targetQueryValue', options.targetQueryValue),
      activationProblem(type, 'activationTargetQueryValue', options.activationTargetQueryValue),
      wholeTargetProblem(type, 'port', port),
      connectionProblem(type, 'connection', options, { host, port, userName, dbName, sslmode }),
    ],
    addresses: addressesOf(options),
  };
}

/** A trigger on a query of MySQL. */
export function mysqlTrigger(options: MysqlTriggerOptions): TriggerDraft {
  const type = 'mysql';
  const { host, port, username, dbName } = options;
  return {
    type,
    metadata: {
      query: options.query,
      queryValue: options.queryValue,
      activationQueryValue: options.activationQueryValue,
      connectionStringFromEnv: options.connectionFromEnv,
      host,
      port,
      username,
      dbName,
      passwordFromEnv: options.passwordFromEnv,
    },
    problems: [
      targetProblem(type, 'queryValue', options.queryValue),
      activationProblem(type, 'activationQueryValue', options.activationQueryValue),
      wholeTargetProblem(type, 'port', port),
      connectionProblem(type, 'connectionString', options, { host, port, username, dbName }),
    ],
    addresses: addressesOf(options),
  };
}

/** A trigger on documents of MongoDB. */
export function mongodbTrigger(options: MongodbTriggerOptions): TriggerDraft {
  const type = 'mongodb';
  const { host, port, username, dbName, collection, query, scheme } = options;
  const isWithoutPort = scheme === 'mongodb+srv';
  return {
    type,
    metadata: {
      dbName,
      collection,
      query,
      queryValue: options.queryValue,
      activationQueryValue: options.activationQueryValue,
      connectionStringFromEnv: options.connectionFromEnv,
      scheme,
      host,
      port,
      username,
      passwordFromEnv: options.passwordFromEnv,
    },
    problems: [
      targetProblem(type, 'queryValue', options.queryValue),
      activationProblem(type, 'activationQueryValue', options.activationQueryValue),
      wholeTargetProblem(type, 'port', port),
      connectionProblem(type, 'connectionString', options, { host, ...(isWithoutPort ? {} : { port }), username }),
      isJson(query)
        ? undefined
        : {
            what: `The query \`${query}\` of a mongodb trigger is not JSON.`,
            why: 'KEDA cannot ask it: the trigger fails.',
            fix: 'Write a filter such as {"state":"waiting"}.',
          },
    ],
    addresses: addressesOf(options),
  };
}

/** A database is found by a connection string, or by all of its parts. */
function connectionProblem(
  type: string,
  parameter: string,
  { authentication, connectionFromEnv }: DatabaseTriggerOptions,
  parts: { readonly [key: string]: unknown },
): Problem | undefined {
  if (connectionFromEnv !== undefined || mayHave(authentication, parameter)) return undefined;
  const missing = Object.keys(parts).find((key) => parts[key] === undefined && !mayHave(authentication, key));
  if (missing === undefined) return undefined;
  return {
    what: `A ${type} trigger has no ${missing}, and no connection string.`,
    why: NOT_BUILT,
    fix: `Add connectionFromEnv, an authentication with ${parameter}, or ${Object.keys(parts).join(', ')}.`,
  };
}

function addressesOf({ host, port }: DatabaseTriggerOptions): readonly string[] {
  return host === undefined || port === undefined ? [] : [`tcp://${host}:${port}`];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
