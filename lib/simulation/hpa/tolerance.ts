/** How far usage may be from its target before anything scales, as a share of the target. */
export interface Tolerances {
  /** Below the target. */
  readonly down: number;
  /** Above the target. */
  readonly up: number;
  /** From Kubernetes 1.33: both edges belong to the tolerance. */
  readonly inclusive: boolean;
}

/**
 * Whether a ratio of usage to target is close enough to 1 to leave everything as it is.
 * Before 1.33 a ratio of 1.1 is outside of a tolerance of 0.1, because |1 − 1.1| is above 0.1 in floating point.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function isWithinTolerance(ratio: number, { down, up, inclusive }: Tolerances): boolean {
  return inclusive ? 1 - down <= ratio && ratio <= 1 + up : Math.abs(1 - ratio) <= up;
}
