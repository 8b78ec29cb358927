/**
 * How many replicas to run while KEDA cannot get a metric. It sets in after so many failed queries in a row; the autoscaler of Kubernetes
 * asks every 15 s.
 *
 * @see https://keda.sh/docs/2.20/reference/scaledobject-spec/#fallback
 */
export class KedaFallback {
  /**
   * A fixed number.
   *
   * @param replicas whole number from 0 up; what is wrong with it is an error of the scaler
   * @param failureThreshold failed queries in a row, of the autoscaler or of a poll; 3 if it is left out
   */
  public static replicas(replicas: number, failureThreshold = 3): KedaFallback {
    return new KedaFallback(replicas, failureThreshold, 'static');
  }

  /**
   * As many as there are.
   *
   * @param failureThreshold failed queries in a row; 3 if it is left out
   */
  public static currentReplicas(failureThreshold = 3): KedaFallback {
    return new KedaFallback(1, failureThreshold, 'currentReplicas');
  }

  /**
   * As many as there are, but no fewer than a number.
   *
   * @param replicas the fewest
   * @param failureThreshold failed queries in a row; 3 if it is left out
   */
  public static atLeast(replicas: number, failureThreshold = 3): KedaFallback {
    return new KedaFallback(replicas, failureThreshold, 'currentReplicasIfHigher');
  }

  /**
   * As many as there are, but no more than a number.
   *
   * @param replicas the most
   * @param failureThreshold failed queries in a row; 3 if it is left out
   */
  public static atMost(replicas: number, failureThreshold = 3): KedaFallback {
    return new KedaFallback(replicas, failureThreshold, 'currentReplicasIfLower');
  }

  /**
   * What the formula makes of the triggers that are left, in which the failed one is nil; a number if that is nothing.
   *
   * @param replicas the number
   * @param failureThreshold failed queries in a row; 3 if it is left out
   */
  public static byFormula(replicas: number, failureThreshold = 3): KedaFallback {
    return new KedaFallback(replicas, failureThreshold, 'scalingModifiers');
  }

  private constructor(
    private readonly replicas: number,
    private readonly failureThreshold: number,
    private readonly behavior: string,
  ) {}

  /** @internal */
  public toSpec(): object {
    return { failureThreshold: this.failureThreshold, replicas: this.replicas, behavior: this.behavior };
  }
}
