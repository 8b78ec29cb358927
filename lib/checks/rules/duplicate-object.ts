import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { identitiesIn } from '../object-identity';
import { type Rule } from '../rule';

/** Two objects of one kind, namespace and name: the last one applied wins. */
export const duplicateObject: Rule = {
  id: 'R26',
  name: 'duplicate-object',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'Two objects have the same kind, namespace and name.',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  find,
};

/** Whether two files bring the same Namespace along, so that each can be applied alone: nothing replaces anything. */
function isSaidTwice({ manifest }: CheckedObject, { manifest: other }: CheckedObject): boolean {
  return manifest.kind === 'Namespace' && JSON.stringify(manifest) === JSON.stringify(other);
}

function* find(index: ManifestIndex): Iterable<Mistake> {
  const identityOf = identitiesIn(index.objects);
  const first = new Map<string, CheckedObject>();
  for (const object of index.objects) {
    const identity = identityOf(object);
    if (identity === undefined) continue;
    const other = first.get(identity);
    if (other === undefined) {
      first.set(identity, object);
      continue;
    }
    if (isSaidTwice(object, other)) continue;
    yield {
      objects: [object, other],
      field: 'metadata.name',
      what: `${describe(object)} has the kind, namespace and name of ${describe(other)}.`,
      why: 'They are one object to Kubernetes: whichever is applied last replaces the other.',
      fix: 'Give one of them another name or namespace.',
    };
  }
}
