import { podDisruptionBudgetRefusals } from '../../kubernetes/admission';
import { fields, number, show } from '../../kubernetes/fields';
import { guardedBy } from '../disruption-budgets';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { remembered } from '../remembered';
import { type Rule } from '../rule';
import { told } from '../told';

/**
 * A PodDisruptionBudget that never allows an eviction, at the smallest size its workload may have.
 */
export const pdbDeadlock: Rule = {
  id: 'R21',
  name: 'pdb-deadlock',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'unsafe',
  since: '0.1.0',
  summary: 'A PodDisruptionBudget never allows an eviction.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#identify-an-application-to-protect',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const object of index.objects) {
    if (object.manifest.kind !== 'PodDisruptionBudget') continue;
    yield* told(object, podDisruptionBudgetRefusals(object.manifest));
    const spec = fields(object.manifest, 'spec');
    const guarded = guardedBy(index, object) ?? [];
    if (guarded.length === 0) continue;
    const replicas = fewestPodsOf(guarded);
    const minAvailable = spec.minAvailable ?? undefined;
    const maxUnavailable = spec.maxUnavailable ?? undefined;
    if (evictable(minAvailable, maxUnavailable, replicas) > 0) continue;
    const workloads = guarded.slice(0, NAMED).map((workload) => workload.object);
    const others = guarded.length > NAMED ? ` and ${guarded.length - NAMED} others` : '';
    const budget =
      minAvailable === undefined ? `maxUnavailable ${show(maxUnavailable)}` : `minAvailable ${show(minAvailable)}`;
    yield {
      objects: [object, ...workloads],
      field: minAvailable === undefined ? 'spec.maxUnavailable' : 'spec.minAvailable',
      what: `${describe(object)} with ${budget} allows no eviction from ${workloads.map(describe).join(' and ')}${others}, which may run as few as ${replicas} ${replicas === 1 ? 'pod' : 'pods'}.`,
      why: 'kubectl drain hangs, and so does every node upgrade.',
      fix: 'Use maxUnavailable: 1, which never blocks, or keep more replicas than minAvailable.',
      edits: [
        ...(minAvailable === undefined
          ? []
          : [{ is: 'rename', field: 'spec.minAvailable', to: 'maxUnavailable' } as const]),
        { is: 'set', field: 'spec.maxUnavailable', value: 1 },
      ],
    };
  }
}

/** How many workloads a message names. */
const NAMED = 20;

const fewestPodsOf = remembered((guarded: readonly Workload[]): number =>
  guarded.reduce((sum, workload) => sum + Math.max(1, smallestSizeOf(workload)), 0),
);

function smallestSizeOf({ object, autoscalers }: Workload): number {
  const [autoscaler] = autoscalers;
  return autoscaler?.minReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
}

/** How many of the pods may be evicted; percentages round up, as the disruption controller does. */
function evictable(minAvailable: unknown, maxUnavailable: unknown, replicas: number): number {
  if (minAvailable !== undefined) return replicas - countOf(minAvailable, replicas);
  return maxUnavailable === undefined ? replicas : countOf(maxUnavailable, replicas);
}

/** A number of pods or a percentage of them; NaN, which allows nothing, where it is neither. */
function countOf(value: unknown, replicas: number): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Math.ceil((parseFloat(value) / 100) * replicas) : NaN;
}
