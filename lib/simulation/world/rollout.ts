import { type Pod } from './pod';
import { countOf, type Workload } from './workload';

/** What the controller of a workload does next. */
export interface RolloutStep {
  readonly create: number;
  readonly victims: readonly Pod[];
}

/**
 * The next step from old pods to new ones.
 *
 * The replicas that an autoscaler changes meanwhile count for the new ones; a Deployment would share them between both.
 *
 * @param leaving whether a deleted pod is still there
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export function rolloutStep(
  { rollout, ordered }: Pick<Workload, 'rollout' | 'ordered'>,
  replicas: number,
  old: readonly Pod[],
  fresh: readonly Pod[],
  leaving: boolean,
): RolloutStep {
  if (rollout.type === 'Recreate') {
    if (old.length > 0) return { create: 0, victims: old };
    return { create: leaving ? 0 : Math.max(0, replicas - fresh.length), victims: fresh.slice(replicas) };
  }
  const surge = countOf(rollout.maxSurge, replicas, Math.ceil);
  const written = countOf(rollout.maxUnavailable, replicas, Math.floor);
  const unavailable = surge === 0 && written === 0 ? 1 : written;
  const all = old.length + fresh.length;
  const most = ordered && leaving ? 0 : replicas + surge - all;
  const create = Math.max(0, Math.min(most, replicas - fresh.length));
  if (create > 0) return { create, victims: [] };
  return { create, victims: victimsOf(replicas - unavailable, old, fresh, replicas) };
}

/** Old pods that may go: those that are not available first, then others as far as enough stay available. */
function victimsOf(least: number, old: readonly Pod[], fresh: readonly Pod[], replicas: number): readonly Pod[] {
  if (old.length === 0) return fresh.slice(replicas);
  const availableOf = (pods: readonly Pod[]): Pod[] => pods.filter(({ available }) => available);
  const newUnavailable = fresh.length - availableOf(fresh).length;
  const mostGone = old.length + fresh.length - least - newUnavailable;
  if (mostGone <= 0) return [];
  const broken = old.filter(({ available }) => !available).slice(0, mostGone);
  const spare = availableOf(old).length + availableOf(fresh).length - least;
  const healthy = availableOf(old).slice(0, Math.max(0, Math.min(spare, mostGone - broken.length)));
  return [...broken, ...healthy];
}
