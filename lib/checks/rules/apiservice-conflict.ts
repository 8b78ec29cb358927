import { fields, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/**
 * An API group version has one APIService in a cluster. Metrics adapters fight over those of the metrics APIs.
 */
export const apiServiceConflict: Rule = {
  id: 'R14',
  name: 'apiservice-conflict',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'Two adapters register the same metrics API.',
  source: 'https://github.com/kedacore/keda/issues/470',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const first = new Map<string, CheckedObject>();
  for (const object of index.ofKind('apiregistration.k8s.io', 'APIService')) {
    const name = nameOf(object);
    if (name === '') continue;
    const spec = fields(object.manifest, 'spec');
    const named = `${text(spec, 'version') ?? ''}.${text(spec, 'group') ?? ''}`;
    if (named !== name && text(spec, 'group') !== '') {
      yield {
        objects: [object],
        field: 'metadata.name',
        what: `${describe(object)} registers ${named}.`,
        why: 'The API server refuses it: the name of an APIService is its version and group.',
        fix: `Name it ${named}.`,
      };
    }
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, object);
      continue;
    }
    yield {
      objects: [object, other],
      field: 'spec.service',
      what: `${describe(object)} and ${describe(other)} both register ${name}, for ${backendOf(object)} and ${backendOf(other)}.`,
      why: 'The last one applied wins: autoscalers that need the metrics of the other see nothing.',
      fix: 'Keep one adapter for this API, and let the other serve none: a cluster has one external.metrics.k8s.io.',
    };
  }
}

function backendOf({ manifest }: CheckedObject): string {
  const service = fields(manifest, 'spec', 'service');
  return `${text(service, 'namespace') ?? 'default'}/${text(service, 'name') ?? '(none)'}`;
}
