import { type Duration } from 'cdk8s';
import {
  activationProblem,
  goDuration,
  targetProblem,
  timeoutProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** In what form an API answers. */
export enum MetricsApiFormat {
  /** JSON; the place is a path of GJSON, such as `queue.length`. */
  JSON = 'json',
  /** XML; the place is an XPath without predicates, such as `queue.length`. */
  XML = 'xml',
  /** YAML; the place is a path such as `queue.length`. */
  YAML = 'yaml',
  /** The text format of Prometheus; the place is a metric with its labels. */
  PROMETHEUS = 'prometheus',
}

/** What the answers of several pods come to. */
export enum MetricsApiAggregation {
  /** Their mean. */
  AVERAGE = 'average',
  /** Their sum. */
  SUM = 'sum',
  /** The largest. */
  MAXIMUM = 'max',
  /** The least. */
  MINIMUM = 'min',
}

/** Options of `KedaTrigger.metricsApi`. */
export interface MetricsApiTriggerOptions extends KedaTriggerOptions {
  /** What is asked, such as `http://orders.shop.svc:8080/queue`. */
  readonly url: string;
  /** Where in the answer the number is, such as `queue.length`. */
  readonly valueLocation: string;
  /** How much of it one replica can bear. Above 0. */
  readonly targetValue: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationTargetValue?: number;
  /**
   * In what form the answer is.
   * @default MetricsApiFormat.JSON
   */
  readonly format?: MetricsApiFormat;
  /**
   * Whether all pods behind the Service of the URL are asked, which has to be `http://<service>.<namespace>…`.
   * @default false
   */
  readonly aggregateFromKubeServiceEndpoints?: boolean;
  /**
   * What the answers of several pods come to.
   * @default MetricsApiAggregation.AVERAGE
   */
  readonly aggregationType?: MetricsApiAggregation;
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

const TYPE = 'metrics-api';

/** A trigger on a number that an API answers with. */
export function metricsApiTrigger(options: MetricsApiTriggerOptions): TriggerDraft {
  const { url, valueLocation, targetValue, activationTargetValue, authentication } = options;
  const isUrl = /^https?:\/\/[^/]/.test(url);
  return {
    type: TYPE,
    metadata: {
      url,
      valueLocation,
      targetValue,
      activationTargetValue,
      format: options.format,
      aggregateFromKubeServiceEndpoints: options.aggregateFromKubeServiceEndpoints,
      aggregationType: options.aggregationType,
      timeout: goDuration(options.timeout),
      unsafeSsl: options.unsafeSsl,
      authMode: authentication?.mode,
    },
    problems: [
      isUrl
        ? undefined
        : {
            what: `The url "${url}" of a ${TYPE} trigger is not a URL of http or https.`,
            why: 'KEDA cannot ask it: the trigger fails.',
            fix: 'Use one such as http://orders.shop.svc:8080/queue.',
          },
      targetProblem(TYPE, 'targetValue', targetValue),
      activationProblem(TYPE, 'activationTargetValue', activationTargetValue),
      timeoutProblem(TYPE, options.timeout),
      authentication?.parameters && !authentication.mode && authentication.parameters.length > 0
        ? {
            what: `The authentication of a ${TYPE} trigger does not say how it is shown to the API.`,
            why: 'KEDA would ask without it.',
            fix: 'Make it with HttpAuthentication, such as HttpAuthentication.bearer({ token: … }).',
          }
        : undefined,
    ],
    addresses: isUrl ? [url] : [],
  };
}
