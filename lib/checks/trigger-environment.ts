import { text } from '../kubernetes/fields';
import { type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { containersOf, type ContainerOfPod } from './pod-template';

/** The container whose variables the keys of a trigger such as `hostFromEnv` name, with the workload that has it. */
export function environmentOf(
  index: ManifestIndex,
  object: CheckedObject,
): (ContainerOfPod & { readonly object: CheckedObject }) | undefined {
  const target = index.targetOf(object);
  if (!target) return undefined;
  const named = text(object.manifest, 'spec', 'scaleTargetRef', 'envSourceContainerName');
  const containers = containersOf(target.template).filter(({ field }) => field === 'containers');
  const source = named === undefined ? containers[0] : containers.find(({ name }) => name === named);
  return source && { ...source, object: target.object };
}
