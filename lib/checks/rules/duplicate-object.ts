import { groupOf, isClusterScoped } from '../api-groups';
import { type Mistake } from '../finding';
import { describe, namespaceOf, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
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

function* find(index: ManifestIndex): Iterable<Mistake> {
  const definitions = index.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition');
  const scopes = new Map<string, boolean>();
  const first = new Map<string, CheckedObject>();
  for (const object of index.objects) {
    if (nameOf(object) === '' || object.manifest.kind === 'APIService') continue; // of which R14 knows more
    const kind = `${groupOf(object)}/${object.manifest.kind}`;
    const clusterScoped = scopes.get(kind) ?? isClusterScoped(object, definitions);
    scopes.set(kind, clusterScoped);
    const key = [kind, clusterScoped ? '' : namespaceOf(object), nameOf(object)].join('/');
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, object);
      continue;
    }
    yield {
      objects: [object, other],
      field: 'metadata.name',
      what: `${describe(object)} has the kind, namespace and name of ${describe(other)}.`,
      why: 'They are one object to Kubernetes: whichever is applied last replaces the other.',
      fix: 'Give one of them another name or namespace.',
    };
  }
}
