import { type Problem } from '../validation';

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

  private constructor(private readonly budget: { readonly [field: string]: number | string } | undefined) {}

  /** @internal */
  public problem(): Problem | undefined {
    for (const [field, amount] of Object.entries(this.budget ?? {})) {
      const isNumber = typeof amount === 'number';
      if (isNumber ? Number.isInteger(amount) && amount >= 0 && amount < 2 ** 31 : /^\d+%$/.test(amount)) continue;
      return {
        what: `The disruption budget has ${field} ${amount}.`,
        why: 'The API server takes a whole number from 0 up, or a percentage.',
        fix: "Use a number of pods such as 1, or a percentage such as '25%'.",
      };
    }
    return undefined;
  }

  /** @internal */
  public toSpec(): object | undefined {
    return this.budget;
  }
}
