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
  for (const budget of index.ofKind('policy', 'PodDisruptionBudget')) {
    for (const workload of guardedBy(index, budget) ?? []) {
      const other = first.get(workload);
      if (!other) first.set(workload, budget);
      else {
        yield {
          objects: [budget, other, workload.object],
          field: 'spec.selector',
          what: `${describe(budget)} and ${describe(other)} both select the pods of ${describe(workload.object)}.`,
          why: 'The eviction API answers with an error for a pod that has more than one budget, so kubectl drain hangs and nodes cannot be upgraded.',
          fix: 'Keep one of the two, or narrow a selector.',
        };
      }
    }
  }
}
