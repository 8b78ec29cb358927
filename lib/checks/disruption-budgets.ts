import { fields } from '../kubernetes/fields';
import { labelSelectorOf } from '../kubernetes/label-selector';
import { namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex, type Workload } from './manifest-index';
import { remembered } from './remembered';

/**
 * The workloads whose pods a PodDisruptionBudget guards: the same list for all budgets that select the same, and undefined where expressions
 * decide, which may select fewer pods.
 */
export function guardedBy(index: ManifestIndex, budget: CheckedObject): readonly Workload[] | undefined {
  const selector = labelSelectorOf(fields(budget.manifest, 'spec').selector);
  if (!selector || selector.matchExpressions.length > 0) return undefined;
  const namespace = namespaceOf(budget);
  const isEmpty = Object.keys(selector.matchLabels).length === 0; // which selects every pod of the namespace
  const selected = isEmpty ? index.workloadsIn(namespace) : index.selectedBy(namespace, selector.matchLabels);
  return evictableOf(selected);
}

/** Those whose pods a drain evicts. */
const evictableOf = remembered((selected: readonly Workload[]): readonly Workload[] =>
  selected.filter(({ object }) => object.manifest.kind !== 'DaemonSet'),
);
