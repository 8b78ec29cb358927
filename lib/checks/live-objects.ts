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
    const { replicas, ...spec } = fields(manifest, 'spec');
    const isLive = Object.keys(fields(manifest, 'status')).length > 0;
    applied.push(
      isLive && replicas !== undefined ? { ...object, manifest: { ...manifest, spec }, source: object } : object,
    );
  }
  return applied;
}
