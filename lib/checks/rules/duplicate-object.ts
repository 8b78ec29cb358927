import { type Finding } from '../finding';
import { describe, namespaceOf, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';

/** Two objects of one kind, namespace and name: the last one applied wins. */
export function* duplicateObject(index: ManifestIndex): Iterable<Finding> {
  const first = new Map<string, CheckedObject>();
  for (const object of index.objects) {
    if (nameOf(object) === '') continue;
    const group = object.manifest.apiVersion.includes('/') ? object.manifest.apiVersion.split('/')[0] : '';
    const key = [group, object.manifest.kind, namespaceOf(object), nameOf(object)].join('/');
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, object);
      continue;
    }
    yield {
      rule: 'duplicate-object',
      severity: 'error',
      objects: [object, other],
      what: `${describe(object)} has the kind, namespace and name of ${describe(other)}.`,
      why: 'They are one object to Kubernetes: whichever is applied last replaces the other.',
      fix: 'Give one of them another name or namespace.',
    };
  }
}
