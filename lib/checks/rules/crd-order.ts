import { text } from '../../kubernetes/fields';
import { groupOf, isBuiltIn } from '../api-groups';
import { type CheckContext } from '../check-options';
import { clusterHasGroup, sayProvided } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

interface Definition {
  readonly object: CheckedObject;
  readonly place: number;
}

/**
 * A custom resource that comes before the CRD of its kind. Silent for groups of which no CRD is among the objects: those are
 * installed elsewhere.
 */
export const crdOrder: Rule = {
  id: 'R15',
  name: 'crd-order',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A custom resource is applied before the definition of its kind.',
  source: 'https://github.com/kubernetes/kubectl/issues/1179',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const definitions = new Map<string, Definition>();
  const groups = new Map<string, CheckedObject>();
  for (const [place, object] of index.objects.entries()) {
    const { manifest } = object;
    if (manifest.kind !== 'CustomResourceDefinition') continue;
    const group = text(manifest, 'spec', 'group') ?? '';
    const kind = `${group}/${text(manifest, 'spec', 'names', 'kind') ?? ''}`;
    if (!definitions.has(kind)) definitions.set(kind, { object, place });
    if (!groups.has(group)) groups.set(group, object);
  }
  if (definitions.size === 0) return;
  const told = new Set<string>();
  for (const [place, object] of index.objects.entries()) {
    const group = groupOf(object);
    const definition = definitions.get(`${group}/${object.manifest.kind}`);
    if (definition) {
      if (!precedes(object, place, definition)) continue;
      const isOneFile = object.stage !== undefined || fileOf(object) === fileOf(definition.object);
      const files = `${fileOf(definition.object)} ${fileOf(object)}`;
      if (told.has(files)) continue; // the others come too early for the same reason
      told.add(files);
      yield {
        ...(!isOneFile && { severity: 'warning' }), // who applies one file after the other may know the order
        objects: [object, definition.object],
        field: 'kind',
        what: `${describe(object)} comes before its definition ${describe(definition.object)}.`,
        why: 'kubectl apply stops at it with "no matches for kind": the API server does not know the kind yet.',
        fix: 'Apply definitions first: put them into an earlier file or stage.',
      };
      continue;
    }
    const sibling = groups.get(group);
    if (!sibling || isBuiltIn(group) || clusterHasGroup(context, group)) continue;
    yield {
      severity: 'warning',
      objects: [object, sibling],
      field: 'kind',
      what: `${describe(object)} has no definition here, while ${describe(sibling)} of the same group ${group} has.`,
      why: 'kubectl apply stops at it with "no matches for kind" on a cluster that does not have the definition.',
      fix: `Add the definition of ${object.manifest.kind}, or ${sayProvided(context, group)}.`,
    };
  }
}

function precedes(object: CheckedObject, place: number, definition: Definition): boolean {
  const [stage, other] = [object.stage, definition.object.stage];
  if (stage !== other && stage !== undefined && other !== undefined) return stage < other;
  const isOneApply = stage !== undefined || folderOf(object) === folderOf(definition.object);
  return isOneApply && place < definition.place;
}

function fileOf({ origin }: CheckedObject): string {
  return origin.replace(/:\d+$/, '');
}

/** kubectl takes the files of a folder in their order; which folder somebody applies first nobody can tell. */
function folderOf({ origin }: CheckedObject): string {
  return origin.replace(/[^/]*$/, '');
}
