import { type Duration } from 'cdk8s';
import { type ScalingBehavior } from '../scaling-behavior';
import { type KedaFallback } from './keda-fallback';
import { type KedaPause } from './keda-pause';
import { type ScalingFormula } from './scaling-formula';

/** How far and how fast KEDA is to scale. */
export interface KedaScalingOptions {
  /** The most replicas; 1 or more. */
  readonly maxReplicas: number;
  /**
   * The fewest replicas while there is something to do. 0 stops the target while there is nothing.
   * @default 1
   */
  readonly minReplicas?: number;
  /**
   * How many replicas to keep while there is nothing to do, if that is fewer than `minReplicas`: 0, which is all that KEDA can do.
   * @default none: `minReplicas`
   */
  readonly idleReplicas?: number;
  /**
   * How often to look whether the target is to be woken from 0 replicas; whole seconds.
   * @default KEDA's, 30 s
   */
  readonly pollingInterval?: Duration;
  /**
   * How long nothing must have been to do before the last replica goes; whole seconds. Between 1 and more it has no effect.
   * @default KEDA's, 5 min
   */
  readonly cooldown?: Duration;
  /**
   * How long after it was made the target may not go to 0; whole seconds.
   * @default KEDA's, none
   */
  readonly initialCooldown?: Duration;
  /**
   * What to do while a metric cannot be had.
   * @default none: the number of replicas stays
   */
  readonly fallback?: KedaFallback;
  /**
   * How fast the autoscaler may act.
   * @default none: the controller's own limits, at most double and at least 4 per sync up, 5 min of stabilization down
   */
  readonly behavior?: ScalingBehavior;
  /**
   * One number made of several triggers.
   * @default none: the trigger that asks for the most replicas wins
   */
  readonly formula?: ScalingFormula;
  /**
   * Whether the target gets back the number of replicas that it had, once the ScaledObject is deleted.
   * @default false
   */
  readonly restoreReplicas?: boolean;
  /**
   * Name of the HorizontalPodAutoscaler that KEDA makes.
   * @default keda-hpa- and the name of the ScaledObject
   */
  readonly hpaName?: string;
  /**
   * Whether KEDA stops to scale for now: altogether, at a number of replicas, or in one direction.
   * @default none
   */
  readonly pause?: KedaPause;
  /**
   * Whether the target is kept awake whatever the triggers say: it does not go below `minReplicas`, or 1.
   * @default false
   */
  readonly forceActivation?: boolean;
  /**
   * Whether KEDA takes over the HorizontalPodAutoscaler with the name `hpaName` that is there already, instead of making one.
   * @default false
   */
  readonly transferHpaOwnership?: boolean;
  /**
   * Labels of the ScaledObject that its autoscaler does not get.
   * @default none
   */
  readonly hpaExcludedLabels?: string[];
  /**
   * Annotations of the ScaledObject, which KEDA also gives to its autoscaler.
   * @default none
   */
  readonly annotations?: { readonly [annotation: string]: string };
  /**
   * Name of the container whose environment variables `…FromEnv` and `KedaAuthentication.environment` mean.
   * @default the first one
   */
  readonly environmentContainer?: string;
}
