import { type Duration } from 'cdk8s';
import { NOT_BUILT } from '../../../kubernetes/keda/not-built';
import { type Problem } from '../../../validation';
import {
  activationProblem,
  goDuration,
  mayHave,
  targetProblem,
  timeoutProblem,
  wholeActivationProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** What the series of a query come to. */
export enum DatadogAggregator {
  /** Their mean. */
  AVERAGE = 'average',
  /** The largest. */
  MAXIMUM = 'max',
}

/** Options of `KedaTrigger.datadog`; the authentication has `apiKey` and `appKey`, and `datadogSite` for another site than datadoghq.com. */
export interface DatadogTriggerOptions extends KedaTriggerOptions {
  /** The query, such as `sum:trace.express.request.hits{env:prod}.as_rate()`. */
  readonly query: string;
  /** How much of it one replica can bear. Above 0. */
  readonly targetValue: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationQueryValue?: number;
  /**
   * What several series come to.
   * @default none: more than one is an error
   */
  readonly queryAggregator?: DatadogAggregator;
  /**
   * How far back values are asked for, in whole seconds.
   * @default KEDA's, 90 s
   */
  readonly age?: Duration;
  /**
   * How long before now the values end, in whole seconds.
   * @default KEDA's, 0
   */
  readonly timeWindowOffset?: Duration;
  /**
   * How many of the newest values are left out, because they may not be complete.
   * @default KEDA's, 0
   */
  readonly lastAvailablePointOffset?: number;
  /**
   * What counts where Datadog has no value.
   * @default none: an error
   */
  readonly metricUnavailableValue?: number;
  /**
   * How long an answer may take.
   * @default KEDA's, 3 s
   */
  readonly timeout?: Duration;
}

/**
 * Options of `KedaTrigger.datadogClusterAgent`; the authentication has `datadogNamespace`, `datadogMetricsService`, `datadogMetricsServicePort`,
 * `authMode` and `token`.
 */
export interface DatadogClusterAgentTriggerOptions extends KedaTriggerOptions {
  /** Name of the DatadogMetric. */
  readonly datadogMetricName: string;
  /** Namespace of the DatadogMetric. */
  readonly datadogMetricNamespace: string;
  /** How much of it one replica can bear. Above 0. */
  readonly targetValue: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationTargetValue?: number;
  /**
   * What counts where Datadog has no value.
   * @default none: an error
   */
  readonly metricUnavailableValue?: number;
  /**
   * How long an answer may take.
   * @default KEDA's, 3 s
   */
  readonly timeout?: Duration;
}

const TYPE = 'datadog';

/** A trigger on a query of Datadog. */
export function datadogTrigger(options: DatadogTriggerOptions): TriggerDraft {
  const { query, targetValue, activationQueryValue, age, timeWindowOffset, lastAvailablePointOffset } = options;
  const [ageSeconds, offsetSeconds] = [secondsOf(age), secondsOf(timeWindowOffset)];
  return {
    type: TYPE,
    metadata: {
      query,
      targetValue,
      activationQueryValue,
      queryAggregator: options.queryAggregator,
      age: ageSeconds,
      timeWindowOffset: offsetSeconds,
      lastAvailablePointOffset,
      metricUnavailableValue: options.metricUnavailableValue,
      timeout: goDuration(options.timeout),
    },
    problems: [
      /\{.*\}/s.test(query)
        ? undefined
        : {
            what: `The query \`${query}\` of a ${TYPE} trigger has no scope.`,
            why: 'KEDA does not build the scaler: a query has a scope in braces.',
            fix: 'Add one, such as {env:prod}, or {*} for everything.',
          },
      targetProblem(TYPE, 'targetValue', targetValue),
      activationProblem(TYPE, 'activationQueryValue', activationQueryValue),
      wholeActivationProblem(TYPE, 'age', ageSeconds),
      wholeActivationProblem(TYPE, 'timeWindowOffset', offsetSeconds),
      wholeActivationProblem(TYPE, 'lastAvailablePointOffset', lastAvailablePointOffset),
      timeoutProblem(TYPE, options.timeout),
      parameterProblem(options, ['apiKey', 'appKey']),
    ],
  };
}

/** A trigger on a metric that the cluster agent of Datadog keeps. */
export function datadogClusterAgentTrigger(options: DatadogClusterAgentTriggerOptions): TriggerDraft {
  const { datadogMetricName, datadogMetricNamespace, targetValue, activationTargetValue } = options;
  return {
    type: TYPE,
    metadata: {
      useClusterAgentProxy: true,
      datadogMetricName,
      datadogMetricNamespace,
      targetValue,
      activationTargetValue,
      metricUnavailableValue: options.metricUnavailableValue,
      timeout: goDuration(options.timeout),
    },
    problems: [
      targetProblem(TYPE, 'targetValue', targetValue),
      activationProblem(TYPE, 'activationTargetValue', activationTargetValue),
      timeoutProblem(TYPE, options.timeout),
      parameterProblem(options, ['datadogNamespace', 'datadogMetricsService']),
    ],
  };
}

function secondsOf(time: Duration | undefined): number | undefined {
  return time && time.toMilliseconds() / 1000;
}

function parameterProblem({ authentication }: KedaTriggerOptions, needed: readonly string[]): Problem | undefined {
  const missing = needed.find((parameter) => !mayHave(authentication, parameter));
  if (missing === undefined) return undefined;
  return {
    what: `The authentication of a ${TYPE} trigger has no ${missing}.`,
    why: NOT_BUILT,
    fix: `Use KedaAuthentication.secrets with ${needed.join(' and ')}.`,
  };
}
