import { Schemas, type Fault } from '../kubernetes/schema';
import { type CheckContext } from './check-options';
import { type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { isUnknownScalar } from './unknown-value';

/** What the schemas say about objects: each object is looked at once, whatever number of rules asks. */
export interface Structure {
  readonly schemas: Schemas;
  readonly faultsOf: (object: CheckedObject) => readonly Fault[];
}

const known = new WeakMap<ManifestIndex, Structure>();

/** The structure of some objects. An index is checked for one release of Kubernetes and of KEDA. */
export function structureOf(index: ManifestIndex, { kubernetes, keda }: CheckContext): Structure {
  const before = known.get(index);
  if (before) return before;
  const definitions = index.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition').map(({ manifest }) => manifest);
  const schemas = new Schemas({ kubernetes, keda, definitions, isUnknown: isUnknownScalar });
  const faults = new Map<CheckedObject, readonly Fault[]>();
  const structure: Structure = {
    schemas,
    faultsOf: (object) => {
      const found = faults.get(object) ?? (isEncrypted(object) ? [] : schemas.faultsOf(object.manifest));
      faults.set(object, found);
      return found;
    },
  };
  known.set(index, structure);
  return structure;
}

/** An object that SOPS has encrypted: whoever decrypts it takes its own field away, and its values are others. */
function isEncrypted({ manifest }: CheckedObject): boolean {
  return typeof manifest.sops === 'object';
}
