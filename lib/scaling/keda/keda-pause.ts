import { wholeNumberProblem, type Problem } from '../../validation';

const PREFIX = 'autoscaling.keda.sh';

/**
 * How KEDA stops to scale for now, by annotations that can be set and removed while it runs.
 *
 * @see https://keda.sh/docs/2.20/concepts/scaling-deployments/#pausing-autoscaling
 */
export class KedaPause {
  /** At as many replicas as there are. */
  public static now(): KedaPause {
    return new KedaPause({ paused: 'true' });
  }

  /** At a number of replicas, to which the target goes first; 0 stops it. Not of a ScaledJob. */
  public static at(replicas: number): KedaPause {
    return new KedaPause({ 'paused-replicas': String(replicas) }, replicas);
  }

  /** Down: more replicas are made, and none is taken away. Not of a ScaledJob. */
  public static scaleIn(): KedaPause {
    return new KedaPause({ 'paused-scale-in': 'true' });
  }

  /** Up: replicas are taken away, and no more are made. Not of a ScaledJob. */
  public static scaleOut(): KedaPause {
    return new KedaPause({ 'paused-scale-out': 'true' });
  }

  private constructor(
    private readonly names: { readonly [name: string]: string },
    private readonly replicas?: number,
  ) {}

  /** Whether KEDA can pause Jobs so. @internal */
  public get isForJobs(): boolean {
    return this.names.paused !== undefined;
  }

  /** @internal */
  public problem(): Problem | undefined {
    return wholeNumberProblem('The number of replicas of a pause', this.replicas, 0);
  }

  /** @internal */
  public toAnnotations(): { readonly [annotation: string]: string } {
    return Object.fromEntries(Object.entries(this.names).map(([name, value]) => [`${PREFIX}/${name}`, value]));
  }
}
