import { fields } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** What all annotations of an object together may have, in bytes. */
const LIMIT = 262_144;

/**
 * A CRD that client-side `kubectl apply` cannot take, because it keeps the whole object in an annotation.
 */
export const crdTooLarge: Rule = {
  id: 'R16',
  name: 'crd-too-large',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A definition is too large for client-side kubectl apply.',
  source: 'https://github.com/prometheus-operator/prometheus-operator/issues/4355',
  find,
};

function* find(index: ManifestIndex, { serverSideApply }: CheckContext): Iterable<Mistake> {
  if (serverSideApply === true) return;
  for (const object of index.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')) {
    const { status: _, ...applied } = object.manifest;
    const annotations = Object.entries(fields(object.manifest, 'metadata', 'annotations'))
      .map(([key, value]) => Buffer.byteLength(key + String(value)))
      .reduce((sum, size) => sum + size, 0);
    const size = Buffer.byteLength(JSON.stringify(applied)) + annotations;
    if (size <= LIMIT) continue;
    const shown = size.toLocaleString('en-US');
    yield {
      objects: [object],
      what: `${describe(object)} has ${shown} bytes as JSON.`,
      why: `kubectl apply keeps it in an annotation, and annotations end at ${LIMIT.toLocaleString('en-US')} bytes: "metadata.annotations: Too long".`,
      fix: 'Apply it with --server-side, or generate it without descriptions.',
    };
  }
}
