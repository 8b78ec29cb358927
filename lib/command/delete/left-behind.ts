import { nameOf, type CheckedObject } from '../../checks/manifest';
import { list } from '../../kubernetes/fields';

/** prometheus-operator's flag for a Service of all kubelets, which it makes and never deletes. */
const KUBELET_SERVICE = /^--?kubelet-service=([^/]+)\/(.+)$/;

/** What controllers made for themselves, and leave when they are deleted. */
export function leftBehindBy(objects: readonly CheckedObject[]): CheckedObject[] {
  return objects.flatMap((object) => {
    const containers = list(object.manifest, 'spec', 'template', 'spec', 'containers');
    return containers.flatMap((container) =>
      list(container, 'args').flatMap((argument) => {
        const [, namespace, name] = KUBELET_SERVICE.exec(String(argument)) ?? [];
        if (namespace === undefined || name === undefined) return [];
        const origin = `made by ${object.manifest.kind} ${nameOf(object)}`;
        return [{ manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } }, origin }];
      }),
    );
  });
}
