import { nameOf, namespaceOf } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { remembered } from './remembered';

/** The namespace of KEDA's operator, if that is among the objects; else the one that everybody installs it into. */
export const kedaNamespaceOf = remembered((index: ManifestIndex): string => {
  const operator = index.ofKind('apps', 'Deployment').find((object) => nameOf(object) === 'keda-operator');
  return operator ? namespaceOf(operator) : 'keda';
});
