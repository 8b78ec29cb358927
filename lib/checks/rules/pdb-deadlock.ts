import { type Finding } from '../finding';
import { at, describe, fields, namespaceOf, number } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';

/**
 * R21: a PodDisruptionBudget that never allows an eviction, at the smallest size its workload may have.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#identify-an-application-to-protect
 */
export function* pdbDeadlock(index: ManifestIndex): Iterable<Finding> {
  for (const object of index.objects) {
    if (object.manifest.kind !== 'PodDisruptionBudget') continue;
    const spec = fields(object.manifest, 'spec');
    for (const workload of index.selectedBy(namespaceOf(object), fields(spec, 'selector', 'matchLabels'))) {
      const replicas = Math.max(1, smallestSizeOf(workload));
      if (evictable(spec.minAvailable, spec.maxUnavailable, replicas) > 0) continue;
      const budget = spec.minAvailable === undefined ? 'maxUnavailable' : 'minAvailable';
      yield {
        rule: 'R21',
        severity: 'error',
        objects: [object, workload.object],
        what: `${describe(object)} with ${budget} ${String(at(spec, budget))} allows no eviction from ${describe(workload.object)}, which may run as few as ${replicas} ${replicas === 1 ? 'pod' : 'pods'}.`,
        why: 'kubectl drain hangs, and so does every node upgrade.',
        fix: 'Use maxUnavailable: 1, which never blocks, or keep more replicas than minAvailable.',
      };
    }
  }
}

function smallestSizeOf({ object, autoscalers }: Workload): number {
  const [autoscaler] = autoscalers;
  return autoscaler?.minReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
}

/** How many of the pods may be evicted; percentages round up, as the disruption controller does. */
function evictable(minAvailable: unknown, maxUnavailable: unknown, replicas: number): number {
  if (minAvailable !== undefined) return replicas - countOf(minAvailable, replicas);
  return maxUnavailable === undefined ? replicas : countOf(maxUnavailable, replicas);
}

function countOf(value: unknown, replicas: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((parseFloat(String(value)) / 100) * replicas);
}
