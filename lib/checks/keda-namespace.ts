import { nameOf, namespaceOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** The namespace of KEDA's operator, if that is among the objects; else the one that everybody installs it into. */
export function kedaNamespaceOf(index: ManifestIndex): string {
  const operator = index.ofKind('apps', 'Deployment').find((object) => nameOf(object) === 'keda-operator');
  return operator ? namespaceOf(operator) : 'keda';
}
