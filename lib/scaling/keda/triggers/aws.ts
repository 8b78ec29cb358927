import { type Duration } from 'cdk8s';
import { type Problem } from '../../../validation';
import {
  activationProblem,
  mayHave,
  mayHavePodIdentity,
  oneOfProblem,
  targetProblem,
  wholeActivationProblem,
  wholeTargetProblem,
  type KedaTriggerOptions,
  type TriggerDraft,
} from './trigger-draft';

/** Where in AWS something is. */
export interface AwsTriggerOptions extends KedaTriggerOptions {
  /** The region, such as `eu-central-1`. */
  readonly awsRegion: string;
  /**
   * Address of the service, if it is not the region's, such as `http://localstack.test.svc:4566`.
   * @default the region's
   */
  readonly awsEndpoint?: string;
}

/** Options of `KedaTrigger.sqs`. */
export interface SqsTriggerOptions extends AwsTriggerOptions {
  /**
   * URL of the queue, or its name in the account of the identity.
   * @default from `queueUrlFromEnv`
   */
  readonly queueUrl?: string;
  /**
   * Environment variable of the pods that has the URL.
   * @default none
   */
  readonly queueUrlFromEnv?: string;
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
   * Whether messages count that somebody works on.
   * @default true
   */
  readonly scaleOnInFlight?: boolean;
  /**
   * Whether messages count that nobody may see yet.
   * @default false
   */
  readonly scaleOnDelayed?: boolean;
}

/** How CloudWatch sums up values. */
export enum CloudWatchStatistic {
  /** Their mean. */
  AVERAGE = 'Average',
  /** Their sum. */
  SUM = 'Sum',
  /** The least. */
  MINIMUM = 'Minimum',
  /** The largest. */
  MAXIMUM = 'Maximum',
  /** How many there are. */
  SAMPLE_COUNT = 'SampleCount',
}

/** Options of `KedaTrigger.cloudWatch`: a metric, or an expression. */
export interface CloudWatchTriggerOptions extends AwsTriggerOptions {
  /**
   * Namespace of the metric, such as `AWS/SQS`.
   * @default none, with an expression
   */
  readonly namespace?: string;
  /**
   * Name of the metric, such as `ApproximateNumberOfMessagesVisible`.
   * @default none, with an expression
   */
  readonly metricName?: string;
  /**
   * Dimensions of the metric, such as `{ QueueName: 'orders' }`.
   * @default none, with an expression
   */
  readonly dimensions?: { readonly [dimension: string]: string };
  /**
   * A query of CloudWatch Metrics Insights instead of a metric.
   * @default none
   */
  readonly expression?: string;
  /** How much of it one replica can bear. Above 0. */
  readonly targetMetricValue: number;
  /**
   * The value above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationTargetMetricValue?: number;
  /**
   * What counts where CloudWatch has no value.
   * @default 0
   */
  readonly minMetricValue?: number;
  /**
   * Whether no value counts as `minMetricValue`, as in KEDA by default.
   * @default true
   */
  readonly ignoreNullValues?: boolean;
  /**
   * How far back values are collected, in whole seconds: a multiple of `metricStatPeriod`.
   * @default KEDA's, 5 min
   */
  readonly metricCollectionTime?: Duration;
  /**
   * How values of a period are summed up.
   * @default CloudWatchStatistic.AVERAGE
   */
  readonly metricStat?: CloudWatchStatistic;
  /**
   * The period that is summed up: 1, 5, 10 or 30 s, or whole minutes.
   * @default KEDA's, 5 min
   */
  readonly metricStatPeriod?: Duration;
  /**
   * Unit of the metric, in CloudWatch's words, such as `Count`.
   * @default any
   */
  readonly metricUnit?: string;
  /**
   * How long before now the collected values end, in whole seconds.
   * @default KEDA's, 0
   */
  readonly metricEndTimeOffset?: Duration;
  /**
   * The account whose metric it is.
   * @default the account of the identity
   */
  readonly awsAccountId?: string;
}

/** A trigger on a queue of SQS. */
export function sqsTrigger(options: SqsTriggerOptions): TriggerDraft {
  const type = 'aws-sqs-queue';
  const { queueUrl, queueLength, activationQueueLength } = options;
  return {
    type,
    metadata: {
      queueURL: queueUrl,
      queueURLFromEnv: options.queueUrlFromEnv,
      queueLength,
      activationQueueLength,
      scaleOnInFlight: options.scaleOnInFlight,
      scaleOnDelayed: options.scaleOnDelayed,
      ...place(options),
    },
    problems: [
      wholeTargetProblem(type, 'queueLength', queueLength),
      wholeActivationProblem(type, 'activationQueueLength', activationQueueLength),
      queueUrlProblem(queueUrl),
      ...awsProblems(type, options),
    ],
  };
}

/** A trigger on a metric of CloudWatch. */
export function cloudWatchTrigger(options: CloudWatchTriggerOptions): TriggerDraft {
  const type = 'aws-cloudwatch';
  const { dimensions, targetMetricValue, activationTargetMetricValue, minMetricValue = 0 } = options;
  return {
    type,
    metadata: {
      namespace: options.namespace,
      metricName: options.metricName,
      dimensionName: dimensions && Object.keys(dimensions).join(';'),
      dimensionValue: dimensions && Object.values(dimensions).join(';'),
      expression: options.expression,
      targetMetricValue,
      activationTargetMetricValue,
      minMetricValue,
      ignoreNullValues: options.ignoreNullValues,
      metricCollectionTime: secondsOf(options.metricCollectionTime),
      metricStat: options.metricStat,
      metricStatPeriod: secondsOf(options.metricStatPeriod),
      metricUnit: options.metricUnit,
      metricEndTimeOffset: secondsOf(options.metricEndTimeOffset),
      awsAccountId: options.awsAccountId,
      ...place(options),
    },
    problems: [
      targetProblem(type, 'targetMetricValue', targetMetricValue),
      activationProblem(type, 'activationTargetMetricValue', activationTargetMetricValue),
      ...metricProblems(type, options),
      periodProblem(options),
      ...awsProblems(type, options),
    ],
  };
}

function place({ awsRegion, awsEndpoint }: AwsTriggerOptions): TriggerDraft['metadata'] {
  return { awsRegion, awsEndpoint };
}

function secondsOf(time: Duration | undefined): number | undefined {
  return time && time.toMilliseconds() / 1000;
}

function queueUrlProblem(url: string | undefined): Problem | undefined {
  if (url === undefined || !/^https?:/.test(url) || /^https?:\/\/[^/]+\/[^/]+\/[^/]+$/.test(url)) return undefined;
  return {
    what: `The queueUrl "${url}" of an aws-sqs-queue trigger does not end in an account and a queue.`,
    why: 'KEDA cannot tell the name of the queue, and does not build the scaler.',
    fix: 'Use one such as https://sqs.eu-central-1.amazonaws.com/123456789012/orders.',
  };
}

function metricProblems(type: string, options: CloudWatchTriggerOptions): readonly (Problem | undefined)[] {
  const { expression, namespace, metricName, dimensions } = options;
  const why = 'KEDA reads an expression, or a metric with its namespace and dimensions.';
  const choice = oneOfProblem(type, { expression, metricName }, why);
  if (choice || expression !== undefined) return [choice];
  const isWithout =
    namespace === undefined ? 'namespace' : Object.keys(dimensions ?? {}).length === 0 ? 'dimensions' : undefined;
  const semicolon = Object.entries(dimensions ?? {}).find(([name, value]) => /;|^$/.test(name) || /;|^$/.test(value));
  return [
    isWithout === undefined
      ? undefined
      : {
          what: `An ${type} trigger has the metric "${metricName ?? ''}" without ${isWithout}.`,
          why: 'KEDA does not build the scaler.',
          fix: 'Name all three, such as { namespace: "AWS/SQS", metricName: "…", dimensions: { QueueName: "orders" } }.',
        },
    semicolon && {
      what: `An ${type} trigger has the dimension "${semicolon[0]}" = "${semicolon[1]}".`,
      why: 'KEDA separates dimensions with ";", and takes none that is empty.',
      fix: 'Use an expression for such a metric.',
    },
  ];
}

function periodProblem({
  metricStatPeriod,
  metricCollectionTime,
  metricEndTimeOffset,
}: CloudWatchTriggerOptions): Problem | undefined {
  const period = secondsOf(metricStatPeriod) ?? 300;
  const collection = secondsOf(metricCollectionTime) ?? 300;
  if (![1, 5, 10, 30].includes(period) && !(period >= 60 && period % 60 === 0)) {
    return {
      what: `The metricStatPeriod of an aws-cloudwatch trigger is ${period} s.`,
      why: 'CloudWatch sums up 1, 5, 10 or 30 s, or whole minutes: KEDA does not build the scaler.',
      fix: 'Use one of these.',
    };
  }
  if (collection <= 0 || collection % period !== 0) {
    return {
      what: `The metricCollectionTime of an aws-cloudwatch trigger is ${collection} s, and its metricStatPeriod ${period} s.`,
      why: 'KEDA collects whole periods only, and does not build the scaler.',
      fix: `Use a multiple of ${period} s.`,
    };
  }
  const offset = secondsOf(metricEndTimeOffset) ?? 0;
  if (Number.isInteger(offset) && offset >= 0) return undefined;
  return {
    what: `The metricEndTimeOffset of an aws-cloudwatch trigger is ${offset} s.`,
    why: 'KEDA reads whole seconds, and does not build the scaler.',
    fix: 'Use whole seconds.',
  };
}

/** AWS answers nobody whom it does not know. */
function awsProblems(type: string, { awsRegion, authentication }: AwsTriggerOptions): readonly (Problem | undefined)[] {
  const provider = authentication?.podIdentityProvider;
  const isKnown = mayHavePodIdentity(authentication) || mayHave(authentication, 'awsAccessKeyID', 'awsRoleArn');
  return [
    isKnown
      ? undefined
      : {
          what: `An ${type} trigger in ${awsRegion} has ${authentication ? 'an authentication without a pod identity or an access key' : 'no authentication'}.`,
          why: 'KEDA does not know as whom to ask AWS (awsAccessKeyID not found), and does not build the scaler.',
          fix: 'Use KedaAuthentication.podIdentity(PodIdentity.aws()), or secrets with awsAccessKeyID and awsSecretAccessKey.',
        },
    provider === undefined || provider === 'aws'
      ? undefined
      : {
          what: `An ${type} trigger has a pod identity of ${provider}.`,
          why: 'AWS does not know it: the trigger fails.',
          fix: 'Use PodIdentity.aws().',
        },
  ];
}
