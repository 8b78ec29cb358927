import { fields, list } from '../kubernetes/fields';
import { type CheckedObject } from './manifest';

/**
 * Objects without what a cluster made of them, where they were exported from one: those that another object controls are its own, and the
 * replicas of an object with a status are what its autoscaler set.
 */
export function asApplied(objects: Iterable<CheckedObject>): CheckedObject[] {
  const applied: CheckedObject[] = [];
  for (const object of objects) {
    const { manifest } = object;
    if (list(manifest, 'metadata', 'ownerReferences').some((owner) => fields(owner).controller === true)) continue;
    const isLive = Object.keys(fields(manifest, 'status')).length > 0;
    applied.push(isLive ? withoutReplicas(object) : object);
  }
  return applied;
}

function withoutReplicas(object: CheckedObject): CheckedObject {
  const { manifest } = object;
  const { replicas, ...spec } = fields(manifest, 'spec');
  return replicas === undefined ? object : { ...object, manifest: { ...manifest, spec }, source: object };
}
