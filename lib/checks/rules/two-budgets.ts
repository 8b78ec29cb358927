import { type Mistake } from '../finding';
import { guardedBy } from '../disruption-budgets';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { type Rule } from '../rule';

/** Two PodDisruptionBudgets over the same pods: the eviction API then refuses to choose. */
export const twoBudgets: Rule = {
  id: 'R77',
  name: 'two-budgets',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'Two PodDisruptionBudgets select the same pods.',
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/#how-api-initiated-eviction-works',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const first = new Map<Workload, CheckedObject>();
  const known = new Map<readonly Workload[], Rivals>();
  for (const budget of index.ofKind('policy', 'PodDisruptionBudget')) {
    const guarded = guardedBy(index, budget) ?? [];
    const rivals = known.get(guarded) ?? rivalsOver(guarded, first);
    for (const [other, [workload, ...more]] of rivals) {
      if (!workload) continue;
      yield {
        objects: [budget, other, workload.object],
        field: 'spec.selector',
        what: `${describe(budget)} and ${describe(other)} both select the pods of ${describe(workload.object)}${more.length > 0 ? ` and of ${more.length} more` : ''}.`,
        why: 'The eviction API answers with an error for a pod that has more than one budget, so kubectl drain hangs and nodes cannot be upgraded.',
        fix: 'Keep one of the two, or narrow a selector.',
      };
    }
    if (known.has(guarded)) continue;
    for (const workload of guarded) if (!first.has(workload)) first.set(workload, budget);
    known.set(guarded, rivalsOver(guarded, first));
  }
}

/** The budgets that had been there for workloads, with those that they share. */
type Rivals = ReadonlyMap<CheckedObject, readonly Workload[]>;

function rivalsOver(guarded: readonly Workload[], first: ReadonlyMap<Workload, CheckedObject>): Rivals {
  const rivals = new Map<CheckedObject, Workload[]>();
  for (const workload of guarded) {
    const other = first.get(workload);
    if (!other) continue;
    const shared = rivals.get(other);
    if (shared) shared.push(workload);
    else rivals.set(other, [workload]);
  }
  return rivals;
}
