import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps, requireProvidedApi } from '../../platform';
import { AppChecks } from '../../synth';
import { dnsSubdomainProblem, nameError, refuse, wholeNumberProblem } from '../../validation';
import { HorizontalScaler, type HorizontalScalingOptions } from '../horizontal-scaler';
import { targetProblems, type IScaleTarget, type ScaleTargetMetadata } from '../scale-target';
import { ScalingMetric } from '../scaling-metric';
import { type RolloutStrategy } from './rollout-strategy';

/** Props of `ArgoRollout`. */
export interface ArgoRolloutProps {
  /** Whose pods it runs: a `ScalableWebApp`, or a Deployment of any cdk8s-plus. Argo Rollouts scales the workload itself down to 0. */
  readonly workload: IScaleTarget;
  /** How one version replaces the other. */
  readonly strategy: RolloutStrategy;
  /**
   * Name of the Rollout.
   * @default the name of the workload
   */
  readonly name?: string;
  /**
   * How many pods run as long as nothing scales the Rollout. Together with an autoscaler it is an error.
   * @default 1, or none as soon as something scales it
   */
  readonly replicas?: number;
  /**
   * How many old versions are kept to go back to.
   * @default 10
   */
  readonly revisionHistoryLimit?: number;
}

/**
 * A Rollout of Argo Rollouts that runs the pods of a workload: canaries and blue-green. It is what an autoscaler scales, instead of the workload.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/migrating/#reference-deployment-from-rollout
 */
export class ArgoRollout extends Construct implements IScaleTarget {
  public readonly apiVersion = 'argoproj.io/v1alpha1';
  public readonly kind = 'Rollout';
  /** Name of the Rollout. */
  public readonly name: string;
  /** Metadata of the Rollout: it is in the namespace of its workload. */
  public readonly metadata: ScaleTargetMetadata;
  /** The Rollout. */
  public readonly apiObject: ApiObject;

  /** @throws if nobody said that the cluster has Argo Rollouts, and on a strategy that it does not take. */
  constructor(scope: Construct, id: string, props: ArgoRolloutProps) {
    super(scope, id);
    checkProps(this, 'ArgoRollout', props);
    const { workload, strategy, replicas, revisionHistoryLimit } = props;
    this.name = props.name ?? workload.name;
    this.metadata = { namespace: workload.metadata?.namespace };
    requireProvidedApi(this, `Rollout "${this.name}"`, ARGO_ROLLOUTS);
    refuse(
      this,
      nameError('The Rollout', this.name, dnsSubdomainProblem(this.name)),
      wholeNumberProblem('The number of replicas', replicas, 0),
      wholeNumberProblem('The revisionHistoryLimit of a Rollout', revisionHistoryLimit, 0),
      ...targetProblems(workload),
      ...strategy.problems(),
    );
    const { apiVersion, kind, name } = workload;
    this.apiObject = new ApiObject(this, 'rollout', {
      apiVersion: this.apiVersion,
      kind: this.kind,
      metadata: { name: this.name, namespace: this.metadata.namespace },
      spec: {
        ...(replicas === undefined ? {} : { replicas }),
        ...(revisionHistoryLimit === undefined ? {} : { revisionHistoryLimit }),
        workloadRef: { apiVersion, kind, name, scaleDown: 'onsuccess' },
        strategy: strategy.toSpec(),
      },
    });
    workload.markHasAutoscaler(); // with replicas of its own, each apply would start its pods again
    AppChecks.attach(this);
  }

  /** Called by whatever scales the Rollout. An explicit `replicas` stays in the manifest, where the rules report it. */
  public markHasAutoscaler(): void {
    // The Rollout has no replicas unless somebody asked for them.
  }

  /** Scales on CPU use in percent of the CPU request, averaged over the pods of both versions. */
  public scaleOnCpu(percent: number, options: HorizontalScalingOptions): HorizontalScaler {
    return this.scaleOn([ScalingMetric.cpuUtilization(percent)], options);
  }

  /** Scales on any metrics; the one that asks for the most replicas wins. */
  public scaleOn(metrics: ScalingMetric[], options: HorizontalScalingOptions): HorizontalScaler {
    return new HorizontalScaler(this, 'scaler', { ...options, metrics, target: this, name: this.name });
  }
}

const ARGO_ROLLOUTS = {
  group: 'argoproj.io',
  product: 'Argo Rollouts',
  source: 'https://argo-rollouts.readthedocs.io/en/stable/installation/',
};
