/**
 * How many pods a node drain or upgrade may take away at a time.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class DisruptionBudget {
  /** At most so many pods, or such a percentage as `25%`. `maxUnavailable(1)` can never block a drain. */
  public static maxUnavailable(amount: number | string): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: amount });
  }

  /** At least so many pods stay, or such a percentage as `50%`. Must be less than the fewest replicas, or drains hang. */
  public static minAvailable(amount: number | string): DisruptionBudget {
    return new DisruptionBudget({ minAvailable: amount });
  }

  /** No budget: a drain may take all pods at once. */
  public static none(): DisruptionBudget {
    return new DisruptionBudget(undefined);
  }

  private constructor(private readonly budget: object | undefined) {}

  /** @internal */
  public toSpec(): object | undefined {
    return this.budget;
  }
}
