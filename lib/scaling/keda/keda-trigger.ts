import { cronProblems } from '../../kubernetes/keda/cron-problems';
import { type Size } from 'cdk8s';
import { type Cpu } from 'cdk8s-plus-28';
import { type Problem } from '../../validation';
import { type PrometheusAuthentication } from './prometheus-authentication';
import { prometheusMetadata, prometheusProblems, type PrometheusTriggerOptions } from './prometheus-trigger';

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
 * @see https://keda.sh/docs/2.20/scalers/
 */
export class KedaTrigger {
  /** The answer of Prometheus to a query. */
  public static prometheus(options: PrometheusTriggerOptions): KedaTrigger {
    const spec = {
      type: 'prometheus',
      metadata: prometheusMetadata(options),
      metricType: options.metricType,
      name: options.triggerName,
      useCachedMetrics: options.cached ? (true as const) : undefined,
    };
    return new KedaTrigger(spec, prometheusProblems(options), options);
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
    const problems = [...cronProblems(metadata)].map(({ what, why, fix }) => ({ what: sentence(what), why, fix }));
    return new KedaTrigger({ type: 'cron', metadata }, problems);
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
    return new KedaTrigger({ type, metricType, metadata }, [amount > 0 && whole ? undefined : problem]);
  }

  private constructor(
    private readonly spec: TriggerSpec,
    private readonly mistakes: readonly (Problem | undefined)[],
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
  public get authentication(): PrometheusAuthentication | undefined {
    return this.prometheus?.authentication;
  }

  /** @internal */
  public problems(): readonly (Problem | undefined)[] {
    return this.mistakes;
  }

  /** The name of its metric in external.metrics.k8s.io; undefined for CPU and memory, which KEDA leaves to Kubernetes. @internal */
  public metricName(index: number): string | undefined {
    if (this.measuresPods) return undefined;
    const { type, metadata } = this.spec;
    if (type !== 'cron') return `s${index}-${type}`;
    const plain = (schedule = '') =>
      schedule
        .replaceAll(' ', '')
        .replaceAll('*', 'x')
        .replaceAll('/', 'Sl')
        .replaceAll('?', 'Qm')
        .replaceAll(',', 'Cm');
    const name = `cron-${metadata.timezone ?? ''}-${plain(metadata.start)}-${plain(metadata.end)}`;
    return `s${index}-${name.replaceAll(/[/.:%()]/g, '-')}`;
  }

  /** @internal */
  public toSpec(authenticationRef?: object): object {
    return { ...this.spec, authenticationRef };
  }
}

function sentence(what: string): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
}
