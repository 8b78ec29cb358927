import { groupOf, isBuiltIn } from '../../checks/api-groups';
import { type CheckedObject } from '../../checks/manifest';

/** Objects that are applied together, when everything before them is there. */
export interface ApplyStage {
  /** Such as `10`, or `2` of manifests whose files name no stage. */
  readonly id: string;
  /** What it is, such as `controllers`. */
  readonly name: string;
  readonly objects: readonly CheckedObject[];
}

/** What the stages of this project's files are for. */
const NAMES: Readonly<Record<string, string>> = {
  '00': 'definitions and namespaces',
  '10': 'controllers',
  '20': 'their configuration',
  '30': 'apps',
  '40': 'load',
};

/** Stages by kind, where files do not name any: what the next one needs comes before it. */
const BY_KIND = ['definitions and namespaces', 'controllers and apps', 'what they serve', 'custom resources'] as const;

/** Within a stage: first what others refer to. */
const ORDER = [
  ...['Namespace', 'CustomResourceDefinition', 'PriorityClass', 'StorageClass', 'IngressClass', 'ResourceQuota'],
  ...['LimitRange', 'ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Secret'],
  ...['ConfigMap', 'PersistentVolume', 'PersistentVolumeClaim', 'Service', 'NetworkPolicy', 'PodDisruptionBudget'],
  ...['DaemonSet', 'Deployment', 'StatefulSet', 'ReplicaSet', 'Pod', 'Job', 'CronJob', 'Ingress'],
];
const LATE = [
  'HorizontalPodAutoscaler',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];
const MIDDLE = ORDER.length;

/**
 * The stages of objects, the first one first: by the numbers in front of their files' names, or by kind where a file has none.
 */
export function stagesOf(objects: readonly CheckedObject[]): ApplyStage[] {
  const isStaged = objects.length > 0 && objects.every(({ stage }) => stage !== undefined);
  const stages = new Map<number, CheckedObject[]>();
  for (const object of objects) {
    const number = isStaged ? (object.stage ?? 0) : stageOfKind(object);
    const found = stages.get(number);
    if (found) found.push(object);
    else stages.set(number, [object]);
  }
  return [...stages]
    .sort(([a], [b]) => a - b)
    .map(([number, members]) => {
      const id = isStaged ? String(number).padStart(2, '0') : String(number + 1);
      return { id, name: (isStaged ? NAMES[id] : BY_KIND[number]) ?? `stage ${id}`, objects: inOrder(members) };
    });
}

function stageOfKind(object: CheckedObject): number {
  const { kind } = object.manifest;
  if (kind === 'Namespace' || kind === 'CustomResourceDefinition') return 0;
  if (kind === 'APIService' || kind.endsWith('WebhookConfiguration') || kind === 'HorizontalPodAutoscaler') return 2;
  return isBuiltIn(groupOf(object)) ? 1 : 3;
}

function inOrder(objects: readonly CheckedObject[]): CheckedObject[] {
  return [...objects].sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ manifest }: CheckedObject): number {
  const [early, late] = [ORDER.indexOf(manifest.kind), LATE.indexOf(manifest.kind)];
  return early >= 0 ? early : late >= 0 ? MIDDLE + 1 + late : MIDDLE;
}
