import { type Duration } from 'cdk8s';
import { prometheusReferenceProblem, type PrometheusReference } from '../../../platform';
import { headersError, type Problem } from '../../../validation';
import { type MetricQuery } from '../../queries/metric-query';
import { judgeQuery } from '../../queries/query-rules';
import { timeoutProblem, type KedaTriggerOptions } from './trigger-draft';

/** A query as the source of a decision about replicas. */
export interface PrometheusTriggerOptions extends KedaTriggerOptions {
  /** Who answers: a `PrometheusServer`, a `PrometheusOperatorStack`, or a reference to another one. */
  readonly prometheus: PrometheusReference;
  /** The query. */
  readonly query: MetricQuery;
  /** What to steer to: the value for one replica, or the value itself with KedaMetricType.VALUE. Above 0. */
  readonly threshold: number;
  /**
   * The value above which the target is woken from 0 replicas. It plays no part with minReplicas 1 or more.
   * @default 0
   */
  readonly activationThreshold?: number;
  /**
   * Whether an empty answer counts as 0, as it does in KEDA by default: a misspelt label then scales to the minimum, and nobody is told.
   * @default false: an empty answer is an error, and the number of replicas stays
   */
  readonly ignoreNullValues?: boolean;
  /**
   * Tenant or namespace that a multi-tenant Prometheus is asked for.
   * @default none
   */
  readonly prometheusNamespace?: string;
  /**
   * Further headers of the request.
   * @default none
   */
  readonly customHeaders?: { [header: string]: string };
  /**
   * Further parameters of the request.
   * @default none
   */
  readonly queryParameters?: { [parameter: string]: string };
  /**
   * How long an answer may take.
   * @default KEDA's, 3 s
   */
  readonly timeout?: Duration;
  /**
   * Whether to accept any certificate.
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/** What the trigger says in the ScaledObject. */
export function prometheusMetadata(options: PrometheusTriggerOptions): { [key: string]: string | undefined } {
  const {
    authentication,
    activationThreshold,
    customHeaders,
    prometheusNamespace: namespace,
    queryParameters,
    timeout,
    unsafeSsl,
  } = options;
  return {
    serverAddress: options.prometheus.url,
    query: options.query.toPromql(),
    threshold: String(options.threshold),
    activationThreshold: activationThreshold === undefined ? undefined : String(activationThreshold),
    ignoreNullValues: String(options.ignoreNullValues ?? false),
    namespace,
    customHeaders: customHeaders && pairs(customHeaders),
    queryParameters: queryParameters && pairs(queryParameters),
    timeout: timeout && `${timeout.toMilliseconds()}`,
    unsafeSsl: unsafeSsl ? 'true' : undefined,
    authModes: authentication?.mode,
  };
}

function pairs(map: { readonly [key: string]: string }): string | undefined {
  const entries = Object.entries(map);
  return entries.length === 0 ? undefined : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

/** What is wrong with a trigger by itself. */
export function prometheusProblems(options: PrometheusTriggerOptions): (Problem | undefined)[] {
  const { prometheus, query, threshold, activationThreshold = 0, timeout } = options;
  const promql = query.toPromql();
  return [
    prometheusReferenceProblem(prometheus),
    threshold > 0 && Number.isFinite(threshold)
      ? undefined
      : {
          what: `The query \`${promql}\` has the threshold ${threshold}.`,
          why: 'The number of replicas is the value divided by the threshold: there is none for 0, and none that makes sense below.',
          fix: 'Set the value that one replica can bear.',
        },
    threshold < 0.001
      ? {
          what: `The query \`${promql}\` has the threshold ${threshold}.`,
          why: 'KEDA keeps three decimals of it, so that it would become 0.',
          fix: `Multiply the query and the threshold: query.times(MetricQuery.number(1000)), threshold ${threshold * 1000}.`,
        }
      : undefined,
    activationThreshold >= 0 && Number.isFinite(activationThreshold)
      ? undefined
      : {
          what: `The query \`${promql}\` has the activation threshold ${activationThreshold}.`,
          why: 'No metric is below 0 for KEDA: it would always be active.',
          fix: 'Use 0 or more.',
        },
    ...['customHeaders', 'queryParameters'].map((prop) =>
      pairsProblem(prop, options[prop as 'customHeaders' | 'queryParameters'] ?? {}),
    ),
    timeoutProblem('prometheus', timeout),
    ...judgeQuery(query, prometheus.scrapeInterval).errors,
  ];
}

/** KEDA splits the pairs at commas and equals signs, and knows no way to quote them. */
function pairsProblem(prop: string, map: { readonly [key: string]: string }): Problem | undefined {
  const wrong = Object.entries(map).find(([key, value]) => key === '' || /[,=]/.test(key + value));
  if (!wrong) return prop === 'customHeaders' ? headersError(map) : undefined;
  return {
    what: `${prop} has "${wrong[0]}": "${wrong[1]}".`,
    why: 'KEDA separates the entries with "," and "=", has no way to quote them, and an entry needs a name.',
    fix: 'Give it a name, and leave the two characters out.',
  };
}
