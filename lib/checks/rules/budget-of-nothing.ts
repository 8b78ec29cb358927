import { fields } from '../../kubernetes/fields';
import { labelSelectorOf, showLabels } from '../../kubernetes/label-selector';
import { type CheckContext } from '../check-options';
import { hasMaker } from '../cluster-provides';
import { guardedBy } from '../disruption-budgets';
import { type Mistake } from '../finding';
import { describe, namespaceOf } from '../manifest';
import { meantWorkload } from '../meant-workload';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A PodDisruptionBudget whose selector misses the pods that it was written for by a letter or a word. */
export const budgetOfNothing: Rule = {
  id: 'R76',
  name: 'budget-of-nothing',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'unsafe',
  since: '0.2.0',
  summary: 'A PodDisruptionBudget selects no pods.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  for (const budget of index.ofKind('policy', 'PodDisruptionBudget')) {
    if (hasMaker(context, namespaceOf(budget))) continue; // an operator's pods, which nobody sees
    const selector = labelSelectorOf(fields(budget.manifest, 'spec').selector);
    if (!selector || guardedBy(index, budget)?.length !== 0) continue;
    const meant = meantWorkload(index.workloadsIn(namespaceOf(budget)), selector.matchLabels);
    if (!meant) continue; // its pods may be an operator's, or somebody else's
    yield {
      objects: [budget, meant.workload.object],
      field: 'spec.selector',
      what: `${describe(budget)} selects pods with ${showLabels(selector.matchLabels)}, and no workload of namespace "${namespaceOf(budget)}" has such pods.`,
      why: 'It protects nothing: a drain may evict all pods at once.',
      edits: Object.entries(meant.labels).map(([key, value]) => ({
        ...{ is: 'set', field: `spec.selector.matchLabels["${key}"]`, value },
      })),
      fix: `Did you mean ${showLabels(meant.labels)}, as on the pods of ${describe(meant.workload.object)}?`,
    };
  }
}
