import { groupOf, isClusterScoped } from './api-groups';
import { nameOf, namespaceOf, type CheckedObject } from './manifest';

/**
 * What makes an object one object to Kubernetes: group, kind, namespace where its kind has one, and name. Undefined without a name, and for
 * an APIService, of which R14 knows more.
 */
export function identitiesIn(objects: readonly CheckedObject[]): (object: CheckedObject) => string | undefined {
  const definitions = objects.filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition');
  const scopes = new Map<string, boolean>();
  return (object) => {
    if (nameOf(object) === '' || object.manifest.kind === 'APIService') return undefined;
    const kind = `${groupOf(object)}/${object.manifest.kind}`;
    const clusterScoped = scopes.get(kind) ?? isClusterScoped(object, definitions);
    scopes.set(kind, clusterScoped);
    return [kind, clusterScoped ? '' : namespaceOf(object), nameOf(object)].join('/');
  };
}
