import { fields, list, number, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** A claim that one node can attach, under a workload whose pods may run on several: those on other nodes never start. */
export const sharedVolume: Rule = {
  id: 'R72',
  name: 'shared-volume',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'Several pods mount a volume that only one node, or one pod, can have.',
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  find,
};

/** What can be shared by pods on several nodes. */
const SHARED_MODES = ['ReadWriteMany', 'ReadOnlyMany'];

function* find(index: ManifestIndex, { capacity }: CheckContext): Iterable<Mistake> {
  const nodes = capacity?.nodes ?? Infinity;
  for (const workload of index.workloads) {
    if (!['Deployment', 'ReplicaSet', 'Rollout', 'StatefulSet'].includes(workload.object.manifest.kind)) continue;
    for (const [i, volume] of list(workload.template, 'spec', 'volumes').entries()) {
      const name = text(volume, 'persistentVolumeClaim', 'claimName');
      const claim = name && index.find('PersistentVolumeClaim', namespaceOf(workload.object), name);
      if (!claim) continue; // which somebody else made, in a mode that nobody knows
      const modes = list(claim.manifest, 'spec', 'accessModes');
      if (modes.length === 0 || modes.some((mode) => SHARED_MODES.includes(String(mode)))) continue;
      const isOfOnePod = modes.every((mode) => mode === 'ReadWriteOncePod');
      if (!isOfOnePod && nodes === 1) continue;
      const field = `${templatePathOf(workload.object)}spec.volumes[${i}].persistentVolumeClaim`;
      yield* mistakesOf(workload, claim, isOfOnePod, field);
    }
  }
}

function* mistakesOf(workload: Workload, claim: CheckedObject, isOfOnePod: boolean, field: string): Iterable<Mistake> {
  const { object, autoscalers } = workload;
  const [autoscaler] = autoscalers;
  const most = autoscaler?.maxReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
  const mode = isOfOnePod ? 'ReadWriteOncePod' : 'ReadWriteOnce';
  const waits = isOfOnePod ? 'Every pod but the first stays Pending' : 'Pods on a second node stay in ContainerCreating with Multi-Attach errors'; // prettier-ignore
  if (most > 1) {
    yield {
      severity: isOfOnePod ? 'error' : 'warning',
      objects: [object, claim, ...(autoscaler ? [autoscaler.object] : [])],
      field,
      what: `${describe(object)} may run ${most} pods${autoscaler ? `, because ${describe(autoscaler.object)} says so` : ''}, and all of them mount ${describe(claim)}, whose access mode is ${mode}.`,
      why: `${waits}: replicas rise, capacity does not.`,
      fix: 'Use a volume with ReadWriteMany, a StatefulSet with volumeClaimTemplates, or a single replica.',
    };
  } else if (most === 1 && surges(object)) {
    yield {
      objects: [object, claim],
      field,
      what: `${describe(object)} starts its new pod before the old one has gone, and both mount ${describe(claim)}, whose access mode is ${mode}.`,
      why: `${isOfOnePod ? 'The new pod stays Pending' : 'On another node the new pod stays in ContainerCreating with a Multi-Attach error'}, and the rollout never ends.`,
      fix: 'Set strategy: { type: Recreate }, or use a StatefulSet with volumeClaimTemplates.',
    };
  }
}

/** Whether a rollout makes a pod before it deletes one: the default of a Deployment. */
function surges({ manifest }: CheckedObject): boolean {
  if (manifest.kind !== 'Deployment') return false;
  const strategy = fields(manifest, 'spec', 'strategy');
  const surge = fields(strategy, 'rollingUpdate').maxSurge ?? '25%';
  return text(strategy, 'type') !== 'Recreate' && surge !== 0 && surge !== '0%' && surge !== '0';
}
