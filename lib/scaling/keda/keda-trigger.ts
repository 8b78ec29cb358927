import { cronProblems } from '../../kubernetes/keda/cron-problems';
import { type Size } from 'cdk8s';
import { type Cpu } from 'cdk8s-plus-28';
import { type Problem } from '../../validation';
import { type KedaAuthentication } from './authentication/keda-authentication';
import { cloudWatchTrigger, sqsTrigger, type CloudWatchTriggerOptions, type SqsTriggerOptions } from './triggers/aws';
import {
  azureServiceBusTrigger,
  azureStorageQueueTrigger,
  type AzureServiceBusTriggerOptions,
  type AzureStorageQueueTriggerOptions,
} from './triggers/azure';
import {
  mongodbTrigger,
  mysqlTrigger,
  postgresqlTrigger,
  type MongodbTriggerOptions,
  type MysqlTriggerOptions,
  type PostgresqlTriggerOptions,
} from './triggers/databases';
import {
  datadogClusterAgentTrigger,
  datadogTrigger,
  type DatadogClusterAgentTriggerOptions,
  type DatadogTriggerOptions,
} from './triggers/datadog';
import { externalTrigger, type ExternalTriggerOptions } from './triggers/external';
import { pubSubTrigger, type PubSubTriggerOptions } from './triggers/google';
import { kafkaTrigger, type KafkaTriggerOptions } from './triggers/kafka';
import { kubernetesWorkloadTrigger, type KubernetesWorkloadTriggerOptions } from './triggers/kubernetes-workload';
import { metricNameOf } from './triggers/metric-name';
import { metricsApiTrigger, type MetricsApiTriggerOptions } from './triggers/metrics-api';
import { natsJetStreamTrigger, type NatsJetStreamTriggerOptions } from './triggers/nats';
import { prometheusMetadata, prometheusProblems, type PrometheusTriggerOptions } from './triggers/prometheus';
import { rabbitMqTrigger, type RabbitMqTriggerOptions } from './triggers/rabbitmq';
import {
  redisListTrigger,
  redisStreamTrigger,
  type RedisListTriggerOptions,
  type RedisStreamTriggerOptions,
} from './triggers/redis';
import { capital, triggerNameProblem, type KedaTriggerOptions, type TriggerDraft } from './triggers/trigger-draft';
import { tableProblems } from './triggers/trigger-problems';

/** Options of a trigger on CPU or memory. */
export interface ResourceTriggerOptions {
  /**
   * The only container that counts.
   * @default all containers of a pod
   */
  readonly container?: string;
}

/** Options of `KedaTrigger.cron`. */
export interface CronTriggerOptions {
  /** When it begins: minute, hour, day, month and day of the week, such as `0 8 * * 1-5`. */
  readonly start: string;
  /** When it ends, in the same form. */
  readonly end: string;
  /** Time zone of the two, such as `Asia/Seoul`. */
  readonly timezone: string;
  /** How many replicas there are to be in between, at least. */
  readonly replicas: number;
}

interface TriggerSpec {
  readonly type: string;
  readonly metadata: { readonly [key: string]: string | undefined };
  readonly metricType?: string;
  readonly name?: string;
  readonly useCachedMetrics?: true;
}

/**
 * What KEDA watches. With several triggers the one that asks for the most replicas wins, unless a formula combines them.
 *
 * What is wrong with a trigger is an error of the scaler that takes it: a required key that is missing or empty, a target of 0, an identity that its server
 * does not know.
 *
 * @see https://keda.sh/docs/2.20/scalers/
 */
export class KedaTrigger {
  /**
   * Any trigger of KEDA 2.20, by its type and what stands in its `metadata`. A type that does not exist, a required key that is missing and a key
   * that no scaler reads are errors of the scaler that takes it.
   *
   * @param type what KEDA calls it, such as `solr`
   * @param metadata its keys, as texts
   * @param authentication where the parameters that are secrets come from; none if it is left out
   * @param options what every trigger has; its `authentication` counts where the argument before is left out
   * @see https://keda.sh/docs/2.20/scalers/
   */
  public static of(
    type: string,
    metadata: { readonly [key: string]: string },
    authentication?: KedaAuthentication,
    options: KedaTriggerOptions = {},
  ): KedaTrigger {
    return KedaTrigger.from(
      { type, metadata },
      { ...options, authentication: authentication ?? options.authentication },
    );
  }

  /** The answer of Prometheus to a query. */
  public static prometheus(options: PrometheusTriggerOptions): KedaTrigger {
    const draft = {
      type: 'prometheus',
      metadata: prometheusMetadata(options),
      problems: prometheusProblems(options),
      addresses: [options.prometheus.url],
    };
    return KedaTrigger.from(draft, options, options);
  }

  /** CPU use in percent of the CPU request. */
  public static cpuUtilization(percent: number, options: ResourceTriggerOptions = {}): KedaTrigger {
    return KedaTrigger.resource('cpu', 'Utilization', String(percent), percent, options);
  }

  /** CPU use of a pod. */
  public static cpuAverage(cpu: Cpu, options: ResourceTriggerOptions = {}): KedaTrigger {
    return KedaTrigger.resource('cpu', 'AverageValue', cpu.amount, parseFloat(cpu.amount), options);
  }

  /** Memory use in percent of the memory request, a whole number above 0; every container needs a request. */
  public static memoryUtilization(percent: number, options: ResourceTriggerOptions = {}): KedaTrigger {
    return KedaTrigger.resource('memory', 'Utilization', String(percent), percent, options);
  }

  /** Memory use of a pod. */
  public static memoryAverage(memory: Size, options: ResourceTriggerOptions = {}): KedaTrigger {
    const kibibytes = memory.toKibibytes();
    const quantity = kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
    return KedaTrigger.resource('memory', 'AverageValue', quantity, kibibytes, options);
  }

  /** The time of day. */
  public static cron({ start, end, timezone, replicas }: CronTriggerOptions): KedaTrigger {
    const metadata = { timezone, start, end, desiredReplicas: String(replicas) };
    const problems = [...cronProblems(metadata)].map(({ what, why, fix }) => ({ what: `${capital(what)}.`, why, fix }));
    return KedaTrigger.from({ type: 'cron', metadata, problems }, {});
  }

  /**
   * A queue of RabbitMQ.
   *
   * @see https://keda.sh/docs/2.20/scalers/rabbitmq-queue/
   */
  public static rabbitMq(options: RabbitMqTriggerOptions): KedaTrigger {
    return KedaTrigger.from(rabbitMqTrigger(options), options);
  }

  /**
   * The lag of a consumer group of Apache Kafka.
   *
   * @see https://keda.sh/docs/2.20/scalers/apache-kafka/
   */
  public static kafka(options: KafkaTriggerOptions): KedaTrigger {
    return KedaTrigger.from(kafkaTrigger(options), options);
  }

  /**
   * The length of a list of Redis.
   *
   * @see https://keda.sh/docs/2.20/scalers/redis-lists/
   */
  public static redisList(options: RedisListTriggerOptions): KedaTrigger {
    return KedaTrigger.from(redisListTrigger(options), options);
  }

  /**
   * The entries of a stream of Redis: pending ones, the lag, or all.
   *
   * @see https://keda.sh/docs/2.20/scalers/redis-streams/
   */
  public static redisStream(options: RedisStreamTriggerOptions): KedaTrigger {
    return KedaTrigger.from(redisStreamTrigger(options), options);
  }

  /**
   * The messages of a queue of Amazon SQS.
   *
   * @see https://keda.sh/docs/2.20/scalers/aws-sqs/
   */
  public static sqs(options: SqsTriggerOptions): KedaTrigger {
    return KedaTrigger.from(sqsTrigger(options), options);
  }

  /**
   * A metric of Amazon CloudWatch.
   *
   * @see https://keda.sh/docs/2.20/scalers/aws-cloudwatch/
   */
  public static cloudWatch(options: CloudWatchTriggerOptions): KedaTrigger {
    return KedaTrigger.from(cloudWatchTrigger(options), options);
  }

  /**
   * A subscription or a topic of Google Pub/Sub. KEDA 2.20 calls it deprecated, as Google does its metrics API.
   *
   * @see https://keda.sh/docs/2.20/scalers/gcp-pub-sub/
   */
  public static pubSub(options: PubSubTriggerOptions): KedaTrigger {
    return KedaTrigger.from(pubSubTrigger(options), options);
  }

  /**
   * A queue or a subscription of Azure Service Bus.
   *
   * @see https://keda.sh/docs/2.20/scalers/azure-service-bus/
   */
  public static azureServiceBus(options: AzureServiceBusTriggerOptions): KedaTrigger {
    return KedaTrigger.from(azureServiceBusTrigger(options), options);
  }

  /**
   * A queue of Azure Storage.
   *
   * @see https://keda.sh/docs/2.20/scalers/azure-storage-queue/
   */
  public static azureStorageQueue(options: AzureStorageQueueTriggerOptions): KedaTrigger {
    return KedaTrigger.from(azureStorageQueueTrigger(options), options);
  }

  /**
   * The lag of a consumer of NATS JetStream.
   *
   * @see https://keda.sh/docs/2.20/scalers/nats-jetstream/
   */
  public static natsJetStream(options: NatsJetStreamTriggerOptions): KedaTrigger {
    return KedaTrigger.from(natsJetStreamTrigger(options), options);
  }

  /**
   * The answer of PostgreSQL to a query.
   *
   * @see https://keda.sh/docs/2.20/scalers/postgresql/
   */
  public static postgresql(options: PostgresqlTriggerOptions): KedaTrigger {
    return KedaTrigger.from(postgresqlTrigger(options), options);
  }

  /**
   * The answer of MySQL to a query.
   *
   * @see https://keda.sh/docs/2.20/scalers/mysql/
   */
  public static mysql(options: MysqlTriggerOptions): KedaTrigger {
    return KedaTrigger.from(mysqlTrigger(options), options);
  }

  /**
   * The number of documents of MongoDB that a query finds.
   *
   * @see https://keda.sh/docs/2.20/scalers/mongodb/
   */
  public static mongodb(options: MongodbTriggerOptions): KedaTrigger {
    return KedaTrigger.from(mongodbTrigger(options), options);
  }

  /**
   * A number that an API answers with.
   *
   * @see https://keda.sh/docs/2.20/scalers/metrics-api/
   */
  public static metricsApi(options: MetricsApiTriggerOptions): KedaTrigger {
    return KedaTrigger.from(metricsApiTrigger(options), options);
  }

  /**
   * The number of pods of another workload.
   *
   * @see https://keda.sh/docs/2.20/scalers/kubernetes-workload/
   */
  public static kubernetesWorkload(options: KubernetesWorkloadTriggerOptions): KedaTrigger {
    return KedaTrigger.from(kubernetesWorkloadTrigger(options), options);
  }

  /**
   * The answer of Datadog to a query.
   *
   * @see https://keda.sh/docs/2.20/scalers/datadog/
   */
  public static datadog(options: DatadogTriggerOptions): KedaTrigger {
    return KedaTrigger.from(datadogTrigger(options), options);
  }

  /**
   * A DatadogMetric, as the cluster agent of Datadog knows it.
   *
   * @see https://keda.sh/docs/2.20/scalers/datadog/
   */
  public static datadogClusterAgent(options: DatadogClusterAgentTriggerOptions): KedaTrigger {
    return KedaTrigger.from(datadogClusterAgentTrigger(options), options);
  }

  /**
   * What a scaler of somebody else answers, by gRPC.
   *
   * @see https://keda.sh/docs/2.20/scalers/external/
   */
  public static external(options: ExternalTriggerOptions): KedaTrigger {
    return KedaTrigger.from(externalTrigger('external', options), options);
  }

  /**
   * What a scaler of somebody else answers, which also tells KEDA at once that there is something to do.
   *
   * @see https://keda.sh/docs/2.20/scalers/external-push/
   */
  public static externalPush(options: ExternalTriggerOptions): KedaTrigger {
    return KedaTrigger.from(externalTrigger('external-push', options), options);
  }

  private static resource(
    type: string,
    metricType: string,
    value: string,
    amount: number,
    { container }: ResourceTriggerOptions,
  ): KedaTrigger {
    const whole = metricType === 'AverageValue' || Number.isInteger(amount);
    const problem = {
      what: `A trigger has the ${type} target ${value}${metricType === 'Utilization' ? ' %' : ''}.`,
      why: 'KEDA cannot make an autoscaler of it.',
      fix: 'Use a whole percentage above 0, or an amount above 0.',
    };
    const metadata = { value, containerName: container };
    return new KedaTrigger({ type, metadata, metricType }, [amount > 0 && whole ? undefined : problem]);
  }

  private static from(draft: TriggerDraft, options: KedaTriggerOptions, query?: PrometheusTriggerOptions): KedaTrigger {
    const { metricType, cached, triggerName: name, authentication } = options;
    const metadata = Object.fromEntries(
      Object.entries(draft.metadata).map(([key, value]) => [key, value === undefined ? undefined : String(value)]),
    );
    const spec = {
      type: draft.type,
      metadata,
      metricType,
      name,
      useCachedMetrics: cached ? (true as const) : undefined,
    };
    const problems = [
      ...(draft.problems ?? []),
      triggerNameProblem(name),
      ...tableProblems({ type: draft.type, metadata, authentication }),
    ];
    return new KedaTrigger(spec, problems, authentication, draft.addresses, query);
  }

  private constructor(
    private readonly spec: TriggerSpec,
    private readonly mistakes: readonly (Problem | undefined)[],
    /** @internal */
    public readonly authentication?: KedaAuthentication,
    /** Addresses that KEDA connects to, as URLs. @internal */
    public readonly addresses: readonly string[] = [],
    /** @internal */
    public readonly prometheus?: PrometheusTriggerOptions,
  ) {}

  /** What KEDA calls it, such as `prometheus`. */
  public get type(): string {
    return this.spec.type;
  }

  /** @internal */
  public get name(): string | undefined {
    return this.spec.name;
  }

  /** Whether it needs pods to measure. @internal */
  public get measuresPods(): boolean {
    return this.spec.type === 'cpu' || this.spec.type === 'memory';
  }

  /** @internal */
  public problems(): readonly (Problem | undefined)[] {
    return this.mistakes;
  }

  /** The name of its metric in external.metrics.k8s.io; undefined for CPU and memory, which KEDA leaves to Kubernetes, and where only the cluster knows. @internal */
  public metricName(index: number): string | undefined {
    return metricNameOf(index, this.spec.type, this.spec.metadata);
  }

  /** @internal */
  public toSpec(authenticationRef?: object): object {
    return { ...this.spec, authenticationRef };
  }
}
