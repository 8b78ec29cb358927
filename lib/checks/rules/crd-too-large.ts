import { fields, show, type Fields } from '../../kubernetes/fields';
import { groupOf } from '../api-groups';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject, type Manifest } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { remembered } from '../remembered';
import { type Rule } from '../rule';

/** What all annotations of an object together may have, in bytes. */
const LIMIT = 262_144;
/** What the values of a ConfigMap or a Secret together may have, in bytes. */
const DATA_LIMIT = 2 ** 20;

/**
 * An object that client-side `kubectl apply` cannot take, because it keeps the whole object in an annotation, or a ConfigMap or Secret that
 * the API server refuses however it comes.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#motivation
 */
export const crdTooLarge: Rule = {
  id: 'R16',
  name: 'crd-too-large',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An object is too large for client-side kubectl apply, or for the API server.',
  source: 'https://github.com/prometheus-operator/prometheus-operator/issues/4355',
  find,
};

function* find(index: ManifestIndex, { serverSideApply }: CheckContext): Iterable<Mistake> {
  for (const object of index.objects) {
    const mistake = dataMistake(object) ?? (serverSideApply === true ? undefined : annotationMistake(object));
    if (mistake) yield { objects: [object], ...mistake };
  }
}

type Told = Omit<Mistake, 'objects'>;

function dataMistake(object: CheckedObject): Told | undefined {
  const { manifest } = object;
  const kind = isKind(object, '', 'ConfigMap') ? 'ConfigMap' : isKind(object, '', 'Secret') ? 'Secret' : undefined;
  if (kind === undefined) return undefined;
  const encoded = kind === 'Secret' ? 'data' : 'binaryData';
  const written = kind === 'Secret' ? 'stringData' : 'data';
  const size = sizeOf(manifest, written, 'utf8') + sizeOf(manifest, encoded, 'base64');
  if (size <= DATA_LIMIT) return undefined;
  return {
    severity: 'error',
    field: sizeOf(manifest, written, 'utf8') > 0 ? written : encoded,
    what: `${describe(object)} holds ${shown(size)} bytes.`,
    why: `The API server refuses it: the values of a ${kind} may have ${shown(DATA_LIMIT)} bytes together.`,
    fix: 'Split it into several, or keep the data in a volume or an image.',
  };
}

function sizeOf(manifest: Fields, field: string, encoding: 'utf8' | 'base64'): number {
  return Object.values(fields(manifest, field)).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0),
    0,
  );
}

/** The bytes of an object as kubectl keeps it in an annotation, beside its own annotations. */
const appliedSize = remembered((manifest: Manifest): number => {
  const applied = JSON.stringify(manifest.status === undefined ? manifest : { ...manifest, status: undefined });
  if (applied.length < LIMIT / 8) return applied.length; // which is far from it, whatever its characters and annotations are
  const annotations = Object.entries(fields(manifest, 'metadata', 'annotations'))
    .map(([key, value]) => Buffer.byteLength(key + show(value)))
    .reduce((sum, size) => sum + size, 0);
  return Buffer.byteLength(applied) + annotations;
});

function annotationMistake(object: CheckedObject): Told | undefined {
  const size = appliedSize(object.manifest);
  if (size <= LIMIT) return undefined;
  const isDefinition = isKind(object, 'apiextensions.k8s.io', 'CustomResourceDefinition');
  return {
    what: `${describe(object)} has ${shown(size)} bytes as JSON.`,
    why: `kubectl apply keeps it in an annotation, and annotations end at ${shown(LIMIT)} bytes: "metadata.annotations: Too long".`,
    fix: `Apply it with --server-side, or ${isDefinition ? 'generate it without descriptions' : 'split it'}.`,
  };
}

function isKind(object: CheckedObject, group: string, kind: string): boolean {
  return object.manifest.kind === kind && groupOf(object) === group;
}

function shown(size: number): string {
  return size.toLocaleString('en-US');
}
