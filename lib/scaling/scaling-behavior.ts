import { type Duration } from 'cdk8s';
import { int32Problem, wholeSecondsProblem, type Problem } from '../validation';

/** Which policy counts when several of them allow a change. */
export enum PolicySelection {
  /** The one that allows the largest change; the API's default. */
  MAX = 'Max',
  /** The one that allows the smallest change. */
  MIN = 'Min',
}

/** How far the number of pods may change within a period. */
export class ScalingPolicy {
  /** At most so many pods per period; the period is 1 s to 30 min. */
  public static pods(value: number, period: Duration): ScalingPolicy {
    return new ScalingPolicy('Pods', value, period);
  }

  /** At most so many percent of the pods per period; 100 doubles. The period is 1 s to 30 min. */
  public static percent(value: number, period: Duration): ScalingPolicy {
    return new ScalingPolicy('Percent', value, period);
  }

  private constructor(
    private readonly type: string,
    private readonly value: number,
    private readonly period: Duration,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    return (
      int32Problem('The value of a scaling policy', this.value) ??
      wholeSecondsProblem('The period of a scaling policy', this.period, 1)
    );
  }

  /** @internal */
  public toSpec(): object {
    return { type: this.type, value: this.value, periodSeconds: this.period.toSeconds() };
  }
}

/** Options of `ScalingRules.of`. What is left out gets the API's default for the direction. */
export interface ScalingRulesOptions {
  /**
   * How far the number of pods may change within a period.
   * @default up: 4 pods or 100 % per 15 s; down: 100 % per 15 s
   */
  readonly policies?: ScalingPolicy[];
  /**
   * Which policy counts.
   * @default PolicySelection.MAX
   */
  readonly selectPolicy?: PolicySelection;
  /**
   * How long the autoscaler looks back for a more careful recommendation: 0 to 1 h.
   * @default up: 0; down: 5 min
   */
  readonly stabilizationWindow?: Duration;
  /**
   * How far the metric may be off its target without any change, as a quantity: `50m` is 5 %. Kubernetes 1.35 and newer.
   * @default the controller's, 100m
   */
  readonly tolerance?: string;
}

/** The rules for one direction. */
export class ScalingRules {
  /** Rules with these policies and windows. */
  public static of(options: ScalingRulesOptions): ScalingRules {
    return new ScalingRules(options);
  }

  /** Never scale in this direction. */
  public static disabled(): ScalingRules {
    return new ScalingRules({}, 'Disabled');
  }

  private constructor(
    private readonly options: ScalingRulesOptions,
    private readonly selectPolicy: string | undefined = options.selectPolicy,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { policies = [], stabilizationWindow } = this.options;
    return (
      wholeSecondsProblem('The stabilization window', stabilizationWindow) ??
      policies.map((policy) => policy.problem()).find((problem) => problem !== undefined)
    );
  }

  /** @internal */
  public toSpec(): object {
    const { policies, stabilizationWindow, tolerance } = this.options;
    return {
      policies: policies?.map((policy) => policy.toSpec()),
      selectPolicy: this.selectPolicy,
      stabilizationWindowSeconds: stabilizationWindow?.toSeconds(),
      tolerance,
    };
  }
}

/**
 * How fast an autoscaler may act. An empty behavior is not the same as none: it switches to the policies that are the
 * API's defaults, whereas without one the number of replicas may double, or grow to 4, at each sync.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
export interface ScalingBehavior {
  /**
   * Rules for adding pods.
   * @default the API's
   */
  readonly scaleUp?: ScalingRules;
  /**
   * Rules for removing pods.
   * @default the API's
   */
  readonly scaleDown?: ScalingRules;
}

/** @internal */
export function behaviorProblem({ scaleUp, scaleDown }: ScalingBehavior): Problem | undefined {
  return scaleUp?.problem() ?? scaleDown?.problem();
}

/** @internal */
export function behaviorSpec(behavior: ScalingBehavior): object {
  return { scaleUp: behavior.scaleUp?.toSpec(), scaleDown: behavior.scaleDown?.toSpec() };
}
