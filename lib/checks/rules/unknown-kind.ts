import { unknownKindOf, type UnknownKind } from '../../kubernetes/schema';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { removedApiOf } from '../removed-apis';
import { type Rule } from '../rule';
import { structureOf } from '../structure';

/** Kinds that an API version of Kubernetes does not have: misspelt, of another version, or of a later release. Removed ones are R25's. */
export const unknownKind: Rule = {
  id: 'R62',
  name: 'unknown-kind',
  severity: 'error',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.2.0',
  about: 'Kubernetes 1.28 to 1.37',
  summary: 'An API version does not have the kind.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const { schemas } = structureOf(index, context);
  const known = new Map<string, UnknownKind | undefined>();
  for (const object of index.objects) {
    const { apiVersion, kind } = object.manifest;
    const key = `${apiVersion}/${kind}`;
    if (!known.has(key)) {
      known.set(key, removedApiOf(object.manifest) ? undefined : unknownKindOf(apiVersion, kind, schemas));
    }
    const unknown = known.get(key);
    if (unknown) yield mistakeOf(unknown, object, schemas.release);
  }
}

function mistakeOf(unknown: UnknownKind, object: CheckedObject, release: string): Mistake {
  const { apiVersion, kind } = object.manifest;
  const isLater = unknown.is === 'release';
  return {
    objects: [object],
    field: unknown.is === 'spelling' ? 'kind' : 'apiVersion',
    what: `${describe(object)}: ${isLater ? `Kubernetes ${release} does not serve ${kind} in ${apiVersion}` : `${apiVersion} has no kind ${kind}`}.`,
    why: 'kubectl apply stops at it with "no matches for kind".',
    fix: fixOf(unknown),
    ...(unknown.is === 'spelling' && { edits: [{ is: 'set', field: 'kind', value: unknown.kind }] }),
    ...(unknown.is === 'version' && { edits: [{ is: 'set', field: 'apiVersion', value: unknown.apiVersion }] }),
  };
}

function fixOf(unknown: UnknownKind): string {
  switch (unknown.is) {
    case 'spelling':
      return `Did you mean ${unknown.kind}?`;
    case 'version':
      return `Write apiVersion: ${unknown.apiVersion}.`;
    case 'release':
      return `Kubernetes ${unknown.since} is the first release that serves it: upgrade, or use an older version of the kind.`;
  }
}
