import { fields, list, text } from '../kubernetes/fields';
import { nameOf, namespaceOf, type CheckedObject } from './manifest';

/**
 * Objects without what a cluster made of them, where they were exported from one: those that another object controls are its own, the
 * replicas of an object with a status are what its autoscaler set, and of several exports of one object the latest counts.
 */
export function asApplied(objects: readonly CheckedObject[]): CheckedObject[] {
  const applied: CheckedObject[] = [];
  const latest = latestExports(objects);
  for (const object of objects) {
    const { manifest } = object;
    const exported = exportedIdentity(object);
    if (exported !== undefined && latest.get(exported) !== object) continue;
    if (list(manifest, 'metadata', 'ownerReferences').some((owner) => fields(owner).controller === true)) continue;
    const isLive = Object.keys(fields(manifest, 'status')).length > 0;
    applied.push(isLive ? withoutReplicas(object) : object);
  }
  return applied;
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions which are compared as numbers */
function latestExports(objects: readonly CheckedObject[]): ReadonlyMap<string, CheckedObject> {
  const latest = new Map<string, CheckedObject>();
  for (const object of objects) {
    const exported = exportedIdentity(object);
    if (exported === undefined) continue;
    const known = latest.get(exported);
    if (!known || versionOf(object) > versionOf(known)) latest.set(exported, object);
  }
  return latest;
}

/** What an object was on its cluster; a copy of an export that was given another name is another object. */
function exportedIdentity(object: CheckedObject): string | undefined {
  const uid = text(object.manifest, 'metadata', 'uid');
  return uid && [uid, object.manifest.kind, namespaceOf(object), nameOf(object)].join('/');
}

function versionOf({ manifest }: CheckedObject): number {
  return Number(text(manifest, 'metadata', 'resourceVersion')) || 0;
}

function withoutReplicas(object: CheckedObject): CheckedObject {
  const { manifest } = object;
  const { replicas, ...spec } = fields(manifest, 'spec');
  return replicas === undefined ? object : { ...object, manifest: { ...manifest, spec }, source: object };
}
