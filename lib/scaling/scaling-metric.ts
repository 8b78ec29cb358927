import { type Size } from 'cdk8s';
import { type Cpu } from 'cdk8s-plus-28';
import {
  apiVersionProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  kindProblem,
  labelKeyProblem,
  nameError,
  selectingLabelsError,
  type Problem,
} from '../validation';
import { MetricTarget } from './metric-target';

/** A custom or external metric, with the labels that tell its series apart. */
export interface MetricSelection {
  /** Name of the metric, as its API serves it. */
  readonly name: string;
  /**
   * Labels that the series must have.
   * @default all series
   */
  readonly matchLabels?: { [label: string]: string };
}

/** The object that an Object metric describes. */
export interface DescribedObject {
  /** Kind of the object, such as `Service` or `Ingress`. */
  readonly kind: string;
  /** Name of the object; it is in the namespace of the autoscaler. */
  readonly name: string;
  /**
   * API version of the object.
   * @default 'v1'
   */
  readonly apiVersion?: string;
}

/**
 * One metric that an autoscaler watches. With several, the one that asks for the most replicas wins.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export class ScalingMetric {
  /** CPU use in percent of the CPU request, averaged over all pods. Every container needs a CPU request. */
  public static cpuUtilization(percent: number): ScalingMetric {
    return ScalingMetric.resource('cpu', MetricTarget.averageUtilization(percent));
  }

  /** CPU use per pod. */
  public static cpuAverage(cpu: Cpu): ScalingMetric {
    return ScalingMetric.resource('cpu', MetricTarget.averageValue(cpu.amount));
  }

  /** Memory use in percent of the memory request, averaged over all pods. Every container needs a memory request. */
  public static memoryUtilization(percent: number): ScalingMetric {
    return ScalingMetric.resource('memory', MetricTarget.averageUtilization(percent));
  }

  /** Memory use per pod. */
  public static memoryAverage(memory: Size): ScalingMetric {
    const kibibytes = memory.toKibibytes();
    const quantity = kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
    return ScalingMetric.resource('memory', MetricTarget.averageValue(quantity));
  }

  /** A resource that metrics-server reports, summed over the containers of a pod. Target: utilization or average value. */
  public static resource(name: string, target: MetricTarget): ScalingMetric {
    return new ScalingMetric({ type: 'Resource', resource: { name, target: target.toSpec() } }, [
      target.problem(),
      nameError('The resource', name, labelKeyProblem(name)),
    ]);
  }

  /** A resource of one container, whatever its sidecars use. Target: utilization or average value. */
  public static containerResource(container: string, name: string, target: MetricTarget): ScalingMetric {
    return new ScalingMetric(
      { type: 'ContainerResource', containerResource: { name, container, target: target.toSpec() } },
      [
        target.problem(),
        nameError('The resource', name, labelKeyProblem(name)),
        nameError('The container', container, dnsLabelProblem(container)),
      ],
    );
  }

  /** A custom metric of the pods themselves. Target: average value. Needs custom.metrics.k8s.io. */
  public static pods(metric: MetricSelection, target: MetricTarget): ScalingMetric {
    return new ScalingMetric({ type: 'Pods', pods: { metric: selectionOf(metric), target: target.toSpec() } }, [
      target.problem(),
      selectionProblem(metric),
    ]);
  }

  /** A custom metric of another object. Target: value or average value. Needs custom.metrics.k8s.io. */
  public static object(describedObject: DescribedObject, metric: MetricSelection, target: MetricTarget): ScalingMetric {
    const { apiVersion = 'v1', kind, name } = describedObject;
    return new ScalingMetric(
      {
        type: 'Object',
        object: { describedObject: { apiVersion, kind, name }, metric: selectionOf(metric), target: target.toSpec() },
      },
      [
        target.problem(),
        selectionProblem(metric),
        nameError('The API version of the described object', apiVersion, apiVersionProblem(apiVersion)),
        nameError('The kind of the described object', kind, kindProblem(kind)),
        nameError('The described object', name, dnsSubdomainProblem(name)),
      ],
    );
  }

  /** A metric from outside the cluster's objects. Target: value or average value. Needs external.metrics.k8s.io. */
  public static external(metric: MetricSelection, target: MetricTarget): ScalingMetric {
    return new ScalingMetric({ type: 'External', external: { metric: selectionOf(metric), target: target.toSpec() } }, [
      target.problem(),
      selectionProblem(metric),
    ]);
  }

  private constructor(
    private readonly spec: object,
    private readonly problems: readonly (Problem | undefined)[],
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    return this.problems.find((problem) => problem !== undefined);
  }

  /** @internal */
  public toSpec(): object {
    return this.spec;
  }
}

function selectionOf({ name, matchLabels }: MetricSelection): object {
  return matchLabels === undefined ? { name } : { name, selector: { matchLabels } };
}

/** The names are judged with the whole autoscaler. */
function selectionProblem({ name, matchLabels }: MetricSelection): Problem | undefined {
  return selectingLabelsError(`The prop "matchLabels" of metric "${name}"`, matchLabels);
}
