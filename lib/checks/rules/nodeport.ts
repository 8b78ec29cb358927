import { list, number, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/**
 * A nodePort out of the cluster's range, taken twice, or on a Service that has none.
 */
export const nodePort: Rule = {
  id: 'R23',
  name: 'nodeport',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A node port is out of range, used twice, or set on a Service that cannot have one.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  find,
};

function* find(index: ManifestIndex, { nodePortRange: [first, last] }: CheckContext): Iterable<Mistake> {
  const owners = new Map<string, CheckedObject>();
  for (const object of index.objects) {
    if (object.manifest.kind !== 'Service') continue;
    const type = text(object.manifest, 'spec', 'type') ?? 'ClusterIP';
    for (const [i, port] of list(object.manifest, 'spec', 'ports').entries()) {
      const value = number(port, 'nodePort');
      if (value === undefined || value === 0) continue; // 0 is how the API says none
      const finding = { objects: [object], field: `spec.ports[${i}].nodePort` };
      if (type !== 'NodePort' && type !== 'LoadBalancer') {
        yield {
          ...finding,
          what: `${describe(object)} asks for nodePort ${value}, but is of type ${type}.`,
          why: 'The API server refuses it: only NodePort and LoadBalancer Services have node ports.',
          fix: 'Expose it as a NodePort, or drop the nodePort.',
        };
        continue;
      }
      if (!Number.isInteger(value) || value < first || value > last) {
        yield {
          ...finding,
          what: `${describe(object)} asks for nodePort ${value}, out of the cluster's range ${first}–${last}.`,
          why: 'The API server refuses the Service: "provided port is not in the valid range".',
          fix: `Choose a port from ${first} to ${last}, or give the cluster profile the range that the API server was started with.`,
        };
      }
      const key = `${value}/${text(port, 'protocol') ?? 'TCP'}`;
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, object);
        continue;
      }
      yield {
        ...finding,
        objects: [object, owner],
        what: `${describe(object)} and ${describe(owner)} both ask for nodePort ${value}.`,
        why: 'A node port belongs to one Service of the whole cluster: the second apply is refused.',
        fix: 'Choose another port for one of them, or leave it out and let Kubernetes choose.',
      };
    }
  }
}
