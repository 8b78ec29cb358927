import { type Duration, type Size } from 'cdk8s';

/** How much nginx writes to its error log. */
export enum ErrorLogLevel {
  /** Everything that helps to find a mistake. */
  INFO = 'info',
  /** The default of nginx in both controllers. */
  NOTICE = 'notice',
  /** What may need attention. */
  WARN = 'warn',
  /** Requests that failed. */
  ERROR = 'error',
}

/** How nginx handles HTTP: the part of an ingress controller's ConfigMap that both controllers have, under names of their own. */
export interface NginxTuning {
  /**
   * Worker processes of a pod. Without a number nginx counts the cores of the node, not the pod's share of them.
   * @default one per core of the node
   */
  readonly workerProcesses?: number;
  /**
   * Connections of one worker process, to clients and to backends together.
   * @default 1024 in F5's controller, 16384 in the community's
   */
  readonly workerConnections?: number;
  /**
   * Files, and with them connections, that one worker process may have open.
   * @default the limit of the node
   */
  readonly workerOpenFiles?: number;
  /**
   * How long a worker process may finish its requests after a reload.
   * @default no limit in F5's controller, 240 s in the community's
   */
  readonly workerShutdownTimeout?: Duration;
  /**
   * How long an idle connection to a client stays open. Idle connections count as active in the metrics.
   * @default 75 s
   */
  readonly keepAliveTimeout?: Duration;
  /**
   * Requests over one connection of a client.
   * @default 1000
   */
  readonly keepAliveRequests?: number;
  /**
   * Idle connections that a worker process keeps open to the pods of a backend.
   * @default none in F5's controller, 320 in the community's
   */
  readonly upstreamKeepAliveConnections?: number;
  /**
   * How long a connection to a pod may take.
   * @default 60 s in F5's controller, 5 s in the community's
   */
  readonly connectTimeout?: Duration;
  /**
   * How long a pod may be silent while it answers.
   * @default 60 s
   */
  readonly readTimeout?: Duration;
  /**
   * How long a pod may take nothing of a request.
   * @default 60 s
   */
  readonly sendTimeout?: Duration;
  /**
   * The largest body of a request.
   * @default 1 MiB
   */
  readonly clientMaxBodySize?: Size;
  /**
   * Whether answers name the version of nginx.
   * @default true in F5's controller, false in the community's
   */
  readonly serverTokens?: boolean;
  /**
   * Format of the access log.
   * @default the controller's
   * @see https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
   */
  readonly logFormat?: string;
  /**
   * Whether there is an access log.
   * @default true
   */
  readonly accessLog?: boolean;
  /**
   * How much goes to the error log.
   * @default ErrorLogLevel.NOTICE
   */
  readonly errorLogLevel?: ErrorLogLevel;
  /**
   * Whether clients may speak HTTP/2.
   * @default false in F5's controller, true in the community's
   */
  readonly http2?: boolean;
  /**
   * Whether a load balancer in front speaks the PROXY protocol; then every client has to.
   * @default false
   */
  readonly proxyProtocol?: boolean;
}

/** How a ConfigMap says a value. */
export interface ConfigKey {
  readonly key: string;
  readonly text: (value: never) => string;
}

/** The ConfigMap keys of a controller. */
export type ConfigKeys = Readonly<Record<keyof NginxTuning, ConfigKey>>;

/** Ways to write a value into a ConfigMap or an annotation. */
export const asText = (value: string | number | boolean): string => String(value);
export const asOpposite = (value: boolean): string => String(!value);
export const asSeconds = (value: Duration): string => `${value.toMilliseconds() / 1000}s`;
export const asBareSeconds = (value: Duration): string => String(value.toSeconds());
export const asSize = (value: Size): string => {
  const kibibytes = value.toKibibytes();
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}m` : `${kibibytes}k`;
};

/** The data of a controller's ConfigMap. */
export function configData(tuning: NginxTuning, keys: ConfigKeys): { [key: string]: string } {
  const entries = (Object.keys(keys) as (keyof NginxTuning)[]).flatMap((name): [string, string][] => {
    const value = tuning[name];
    if (value === undefined) return [];
    const { key, text } = keys[name];
    return [[key, text(value as never)]];
  });
  return Object.fromEntries(entries);
}
