import { type Fields } from '../../kubernetes/fields';
import { isProposal, type MetricFailure, type MetricProposal, type MetricResult } from './metric-result';

/** What all metrics of an HPA ask for together. */
export interface CombinedMetrics {
  /** The highest proposal; undefined where the failures forbid to scale. */
  readonly replicas?: number;
  /** The metric that a reason names; undefined where nothing may scale. */
  readonly winner?: MetricProposal;
  readonly failures: readonly MetricFailure[];
  /** What the reconcile reports if a metric failed. */
  readonly error?: string;
  /** Entries of `status.currentMetrics`, by metric; empty for one that failed. */
  readonly statuses: readonly Fields[];
}

/**
 * The highest proposal wins, and of equal ones the first. A metric that failed may hide a higher one, so nothing goes down then.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-on-multiple-metrics
 */
export function combineMetrics(results: readonly MetricResult[], currentReplicas: number): CombinedMetrics {
  const failures = results.filter((result): result is MetricFailure => !isProposal(result));
  const statuses = results.map((result) => (isProposal(result) ? result.status : { type: '' }));
  let winner: MetricProposal | undefined;
  for (const result of results) {
    if (!isProposal(result)) continue;
    // A proposal of zero gives way to any later one, even to another zero.
    if (!winner || winner.replicas === 0 || result.replicas > winner.replicas) winner = result;
  }
  const [first] = failures;
  if (!first) return { replicas: winner?.replicas, winner, failures, statuses };
  const error = `invalid metrics (${failures.length} invalid out of ${results.length}), first error is: ${first.error}`;
  if (!winner || winner.replicas < currentReplicas) return { failures, error, statuses };
  return { replicas: winner.replicas, winner, failures, error, statuses };
}
