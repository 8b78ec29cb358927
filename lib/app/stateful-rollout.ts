import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { wholeNumberProblem, wholeSecondsProblem, type Problem } from '../validation';
import { stoppingOf, type Stopping } from './stopping';

/** Options of `StatefulRollout.onDelete`. */
export interface StatefulRolloutOptions {
  /**
   * How long a pod goes on serving after it was told to stop, while the news travels to every proxy. 0 leaves the pause out.
   * @default 5 s; none for an image without a port
   */
  readonly preStopPause?: Duration;
  /**
   * How long a pod may take to stop, the pause included.
   * @default 30 s
   */
  readonly gracePeriod?: Duration;
  /**
   * How long a new pod must be ready before the next one is replaced.
   * @default 0 s
   */
  readonly minReady?: Duration;
}

/** Options of `StatefulRollout.rolling`. */
export interface StatefulRollingOptions extends StatefulRolloutOptions {
  /**
   * The first ordinal that gets the new version; pods below keep the old one.
   * @default 0: all
   */
  readonly partition?: number;
}

/**
 * How a new version replaces the old one in a StatefulSet: each pod has its name and its claims, so that the old one goes before the new one comes.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies
 */
export class StatefulRollout {
  /** Pod by pod, the highest ordinal first. */
  public static rolling(options: StatefulRollingOptions = {}): StatefulRollout {
    const { partition } = options;
    return new StatefulRollout(
      () => kplus.StatefulSetUpdateStrategy.rollingUpdate({ partition }),
      options,
      wholeNumberProblem('The partition of a rollout', partition, 0),
    );
  }

  /** A pod gets the new version when somebody deletes it. */
  public static onDelete(options: StatefulRolloutOptions = {}): StatefulRollout {
    return new StatefulRollout(() => kplus.StatefulSetUpdateStrategy.onDelete(), options);
  }

  /** How long a new pod must be ready before it counts. */
  public readonly minReady: Duration;

  private constructor(
    private readonly strategy: () => kplus.StatefulSetUpdateStrategy,
    private readonly options: StatefulRolloutOptions,
    private readonly mistake?: Problem,
  ) {
    this.minReady = options.minReady ?? Duration.seconds(0);
  }

  /** @internal */
  public problem(): Problem | undefined {
    const { preStopPause, gracePeriod } = this.options;
    return (
      this.mistake ??
      wholeSecondsProblem('The pause before a pod stops', preStopPause) ??
      wholeSecondsProblem('The grace period of a pod', gracePeriod, 1) ??
      wholeSecondsProblem('The time that a new pod must be ready', this.minReady)
    );
  }

  /** @internal */
  public stopping(defaults: Stopping): Stopping {
    return stoppingOf(this.options, defaults);
  }

  /** @internal */
  public toStrategy(): kplus.StatefulSetUpdateStrategy {
    return this.strategy();
  }
}
