import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { shellCommand } from '../../encode';
import { ClusterProfile, Instructions, checkProps, type IInstructed, type Instruction } from '../../platform';
import { AppChecks, Warnings } from '../../synth';
import { labelsError, problemText, refuse } from '../../validation';
import { ScaleTarget, type IScaleTarget } from '../scale-target';
import { behaviorSpec } from '../scaling-behavior';
import { type KedaScalingOptions } from './keda-scaling-options';
import { type KedaTrigger } from './keda-trigger';
import { refusedScaledObject, scalerProblems, scalerWarnings } from './scaler-rules';
import { annotationProblems, scalerAnnotations } from './scaler-annotations';
import { connectTriggers, writeTriggers } from './written-triggers';

const API_VERSION = 'keda.sh/v1alpha1';

/** Props that every scaler of KEDA's has. */
export interface KedaScalerBaseProps extends KedaScalingOptions {
  /** The workload to scale: a `ScalableWebApp`, an ingress controller's `scaleTarget`, a workload of any cdk8s-plus, or a `ScaleTarget.of` a reference. */
  readonly target: IScaleTarget;
  /**
   * Name of the ScaledObject.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Labels of the ScaledObject, which KEDA also gives to its autoscaler.
   * @default none
   */
  readonly labels?: { [label: string]: string };
}

/** Props of `KedaScaler`. */
export interface KedaScalerProps extends KedaScalerBaseProps {
  /** What to scale on; at least one. */
  readonly triggers: KedaTrigger[];
}

/**
 * A ScaledObject for one workload: KEDA makes a HorizontalPodAutoscaler of it, and takes the workload to 0 and back.
 *
 * @see https://keda.sh/docs/2.20/reference/scaledobject-spec/
 */
export class KedaScaler extends Construct implements IInstructed {
  /** Name of the ScaledObject. */
  public readonly name: string;
  /** Name of the HorizontalPodAutoscaler that KEDA makes: what `kubectl get hpa` shows. */
  public readonly hpaName: string;
  /** Names of its metrics in external.metrics.k8s.io, such as `s0-prometheus`; CPU and memory are not among them. */
  public readonly metricNames: string[];
  /** The ScaledObject itself. */
  public readonly apiObject: ApiObject;

  private readonly namespace?: string;

  /** @throws on what KEDA or the API server would refuse, and on a query that cannot be a reason to scale. */
  constructor(scope: Construct, id: string, props: KedaScalerProps) {
    super(scope, id);
    checkProps(this, 'KedaScaler', props);
    const { target, triggers, name = id, labels, hpaName = `keda-hpa-${name}` } = props;
    const judged = { name, hpaName, triggers, options: props };
    refuse(this, ...scalerProblems(judged), labelsError(labels ?? {}), ...annotationProblems(props, labels ?? {}));
    for (const warning of scalerWarnings(judged)) {
      Warnings.of(this).add(`[${this.node.path}] ${problemText(warning)}`);
    }
    this.name = name;
    this.hpaName = hpaName;
    this.namespace = target.metadata?.namespace;
    this.metricNames = triggers.flatMap((trigger, index) => trigger.metricName(index) ?? []);
    const triggerSpecs = writeTriggers(this, { name, namespace: this.namespace, triggers });
    const manifest = {
      apiVersion: API_VERSION,
      kind: 'ScaledObject',
      metadata: { name, namespace: this.namespace, labels, annotations: scalerAnnotations(props) },
      spec: {
        scaleTargetRef: {
          apiVersion: target.apiVersion,
          kind: target.kind,
          name: target.name,
          envSourceContainerName: props.environmentContainer,
        },
        minReplicaCount: props.minReplicas ?? 1,
        maxReplicaCount: props.maxReplicas,
        idleReplicaCount: props.idleReplicas,
        pollingInterval: props.pollingInterval?.toSeconds(),
        cooldownPeriod: props.cooldown?.toSeconds(),
        initialCooldownPeriod: props.initialCooldown?.toSeconds(),
        fallback: props.fallback?.toSpec(),
        advanced: this.advanced(props),
        triggers: triggerSpecs,
      },
    };
    refuse(this, refusedScaledObject(name, manifest, ClusterProfile.of(this)));
    this.apiObject = new ApiObject(this, 'scaled-object', manifest);
    connectTriggers(this, triggers);
    target.markHasAutoscaler();
    Instructions.of(this).add(this);
    const checks = AppChecks.attach(this);
    if (target instanceof ScaleTarget) {
      checks.provide(`${target.kind} ${this.apiObject.metadata.namespace ?? 'default'}/${target.name}`);
    }
  }

  /** The path of a metric for `kubectl get --raw`: the value that the autoscaler gets. */
  public metricPath(metricName: string): string {
    const namespace = this.namespace ?? 'default';
    const selector = encodeURIComponent(`scaledobject.keda.sh/name=${this.name}`);
    return `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${metricName}?labelSelector=${selector}`;
  }

  /** How to see whether it is ready, what it measures, and how it scales. */
  public instructions(): Instruction[] {
    const kubectl = shellCommand('kubectl', `--namespace=${this.namespace ?? 'default'}`);
    const values = this.metricNames.map((metric) => shellCommand('kubectl', 'get', '--raw', this.metricPath(metric)));
    return [
      {
        title: `See ScaledObject "${this.name}" and what it measures`,
        commands: [`${kubectl} get scaledobject ${this.name}`, ...values],
      },
      {
        title: `Watch ScaledObject "${this.name}" scale`,
        commands: [`${kubectl} get horizontalpodautoscaler ${this.hpaName} --watch`],
      },
    ];
  }

  private advanced({ behavior, hpaName, formula, restoreReplicas }: KedaScalerProps): object | undefined {
    const autoscaler = hpaName !== undefined || behavior !== undefined;
    if (!autoscaler && !formula && !restoreReplicas) return undefined;
    return {
      restoreToOriginalReplicaCount: restoreReplicas ? true : undefined,
      horizontalPodAutoscalerConfig: autoscaler
        ? { name: hpaName, behavior: behavior && behaviorSpec(behavior) }
        : undefined,
      scalingModifiers: formula?.toSpec(),
    };
  }
}
