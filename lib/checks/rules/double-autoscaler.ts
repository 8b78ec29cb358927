import { type Finding } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { describeTarget, targetReferenceOf, type ManifestIndex } from '../manifest-index';

/**
 * R4: one workload, one autoscaler. A KEDA ScaledObject counts, because KEDA makes an HPA of it.
 *
 * @see https://github.com/kedacore/keda/issues/5825
 */
export function* doubleAutoscaler(index: ManifestIndex): Iterable<Finding> {
  const first = new Map<string, CheckedObject>();
  for (const { object } of index.autoscalers) {
    const { kind, name } = targetReferenceOf(object);
    if (name === '') continue;
    const key = `${namespaceOf(object)}/${kind}/${name}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, object);
      continue;
    }
    yield {
      rule: 'R4',
      severity: 'error',
      objects: [object, other],
      what: `${describe(object)} and ${describe(other)} both scale ${describeTarget(index, object)}.`,
      why: 'They overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.',
      fix: 'Keep one autoscaler and give it the metrics of both: the highest recommendation wins.',
    };
  }
}
