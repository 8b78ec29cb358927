import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../platform';
import { AppChecks } from '../synth';
import { ConstructError, annotationsError, int32Problem, labelsError, refuse } from '../validation';
import { ScaleTarget, targetProblems, type IScaleTarget } from './scale-target';
import { behaviorProblem, behaviorSpec, type ScalingBehavior } from './scaling-behavior';
import { type ScalingMetric } from './scaling-metric';

/** How far and how fast to scale. */
export interface HorizontalScalingOptions {
  /** The most replicas; 1 or more. */
  readonly maxReplicas: number;
  /**
   * The fewest replicas. 0 needs an object or external metric and Kubernetes 1.37, or its feature gate before.
   * @default 1
   */
  readonly minReplicas?: number;
  /**
   * How fast the autoscaler may act.
   * @default none: the controller's own limits, at most double and at least 4 per sync up, 5 min of stabilization down
   */
  readonly behavior?: ScalingBehavior;
  /**
   * Annotations of the HorizontalPodAutoscaler.
   * @default none
   */
  readonly annotations?: { readonly [annotation: string]: string };
  /**
   * Whether KEDA's webhook overlooks the autoscaler, so that a ScaledObject for the same target is accepted while it is there:
   * the annotation `validations.keda.sh/hpa-ownership: "false"`.
   * @default false
   */
  readonly overlookedByKeda?: boolean;
}

const OWNERSHIP = 'validations.keda.sh/hpa-ownership';

/** Props of `HorizontalScaler`. */
export interface HorizontalScalerProps extends HorizontalScalingOptions {
  /** The workload to scale: a `ScalableWebApp`, a Deployment or StatefulSet of any cdk8s-plus, or a `ScaleTarget.of` a reference. */
  readonly target: IScaleTarget;
  /** What to scale on; at least one. */
  readonly metrics: ScalingMetric[];
  /**
   * Name of the HorizontalPodAutoscaler.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Labels of the HorizontalPodAutoscaler.
   * @default none
   */
  readonly labels?: { [label: string]: string };
}

/**
 * A HorizontalPodAutoscaler (autoscaling/v2) for one workload.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export class HorizontalScaler extends Construct {
  /** Name of the HorizontalPodAutoscaler. */
  public readonly name: string;
  /** The HorizontalPodAutoscaler itself. */
  public readonly apiObject: ApiObject;

  /** @throws if there is no metric: the API server would silently scale on 80 % CPU. */
  constructor(scope: Construct, id: string, props: HorizontalScalerProps) {
    super(scope, id);
    checkProps(this, 'HorizontalScaler', props);
    const { target, metrics, minReplicas, maxReplicas, behavior, name = id, labels, annotations } = props;
    if (metrics.length === 0) {
      throw new ConstructError(this, {
        what: `The autoscaler "${name}" of ${target.kind} "${target.name}" has no metric.`,
        why: 'The API server would fill in 80 % CPU utilization, which nobody asked for.',
        fix: 'Add one, such as ScalingMetric.cpuUtilization(50).',
      });
    }
    refuse(
      this,
      int32Problem(`The maxReplicas of the autoscaler "${name}"`, maxReplicas),
      int32Problem(`The minReplicas of the autoscaler "${name}"`, minReplicas),
      behavior && behaviorProblem(behavior),
      ...metrics.map((metric) => metric.problem()),
      ...targetProblems(target),
      labelsError(labels ?? {}),
      annotationsError(annotations ?? {}),
    );
    this.name = name;
    this.apiObject = new ApiObject(this, 'hpa', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {
        name,
        namespace: target.metadata?.namespace,
        labels,
        annotations: props.overlookedByKeda ? { ...annotations, [OWNERSHIP]: 'false' } : annotations,
      },
      spec: {
        scaleTargetRef: { apiVersion: target.apiVersion, kind: target.kind, name: target.name },
        minReplicas,
        maxReplicas,
        metrics: metrics.map((metric) => metric.toSpec()),
        behavior: behavior && behaviorSpec(behavior),
      },
    });
    target.markHasAutoscaler();
    const checks = AppChecks.attach(this);
    if (target instanceof ScaleTarget) {
      checks.provide(`${target.kind} ${this.apiObject.metadata.namespace ?? 'default'}/${target.name}`);
    }
  }
}
