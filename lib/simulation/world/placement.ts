import { at, fields, list, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { quantityValue } from '../../kubernetes/quantity';
import { type Workload } from './workload';

/** What keeps pods from existing, from a node, or from starting, whatever an autoscaler wants. */
export interface Placement {
  /** Whether two pods cannot share a node: they take a port of it, or have a required anti-affinity. */
  readonly isAlone: boolean;
  /** The most pods that the quotas of the namespace let be; Infinity without any. */
  readonly mostPods: number;
  /** Which quota that is, as the API server says it. */
  readonly quota?: string;
  /** A claim that every pod mounts, and that one node, or one pod, can attach. */
  readonly claim?: { readonly name: string; readonly of: 'node' | 'pod' };
}

/** Nothing keeps them. */
export const ANYWHERE: Placement = { isAlone: false, mostPods: Infinity };

/** What the manifests say of where pods of a workload can be. */
export function placementOf(manifest: Fields, workload: Workload, manifests: readonly Fields[]): Placement {
  const template = fields(manifest, 'spec', 'template');
  const namespace = namespaceOf(manifest);
  const neighbours = manifests.filter((each) => namespaceOf(each) === namespace);
  const claim = claimOf(template, neighbours);
  return {
    isAlone: takesPort(template) || keepsApart(template),
    ...tightestQuota(template, workload, neighbours),
    ...(claim && { claim }),
  };
}

function namespaceOf(manifest: Fields): string {
  return text(manifest, 'metadata', 'namespace') ?? 'default';
}

function takesPort(template: Fields): boolean {
  const onHost = at(template, 'spec', 'hostNetwork') === true;
  return list(template, 'spec', 'containers').some((container) =>
    list(container, 'ports').some((port) => onHost || Number(at(port, 'hostPort') ?? 0) > 0),
  );
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity */
function keepsApart(template: Fields): boolean {
  const labels = fields(template, 'metadata', 'labels');
  const required = ['spec', 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];
  return list(template, ...required).some((term) => {
    const selector = labelSelectorOf(at(term, 'labelSelector'));
    return (
      text(term, 'topologyKey') === 'kubernetes.io/hostname' && selector !== undefined && selects(selector, labels)
    );
  });
}

const SHARED_MODES = ['ReadWriteMany', 'ReadOnlyMany'];

/** @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
function claimOf(template: Fields, neighbours: readonly Fields[]): Placement['claim'] {
  for (const volume of list(template, 'spec', 'volumes')) {
    const name = text(volume, 'persistentVolumeClaim', 'claimName');
    const claim = neighbours.find(
      (each) => text(each, 'kind') === 'PersistentVolumeClaim' && text(each, 'metadata', 'name') === name,
    );
    if (name === undefined || !claim) continue; // which somebody else made, in a mode that nobody knows
    const modes = list(claim, 'spec', 'accessModes').map(String);
    if (modes.length === 0 || modes.some((mode) => SHARED_MODES.includes(mode))) continue;
    return { name, of: modes.every((mode) => mode === 'ReadWriteOncePod') ? 'pod' : 'node' };
  }
  return undefined;
}

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
function tightestQuota(
  template: Fields,
  workload: Workload,
  neighbours: readonly Fields[],
): Pick<Placement, 'mostPods' | 'quota'> {
  let tightest: Pick<Placement, 'mostPods' | 'quota'> = { mostPods: Infinity };
  for (const quota of neighbours) {
    const spec = fields(quota, 'spec');
    // A quota with scopes counts some pods only.
    if (text(quota, 'kind') !== 'ResourceQuota' || list(spec, 'scopes').length > 0 || 'scopeSelector' in spec) continue;
    for (const [resource, hard] of Object.entries(fields(spec, 'hard'))) {
      const most = quantityValue(hard);
      const each = takenBy(resource, template, workload);
      if (most === undefined || !(each > 0)) continue;
      const mostPods = Math.floor((most / each) * (1 + 1e-9));
      if (mostPods >= tightest.mostPods) continue;
      const name = text(quota, 'metadata', 'name') ?? '';
      tightest = { mostPods, quota: `exceeded quota: ${name}, limited: ${resource}=${String(hard)}` };
    }
  }
  return tightest;
}

/** What a pod takes of what a quota counts. */
function takenBy(resource: string, template: Fields, { cpuRequest, memoryRequest }: Workload): number {
  switch (resource) {
    case 'pods':
    case 'count/pods':
      return 1;
    case 'cpu':
    case 'requests.cpu':
      return cpuRequest;
    case 'memory':
    case 'requests.memory':
      return memoryRequest;
    case 'limits.cpu':
    case 'limits.memory':
      return list(template, 'spec', 'containers').reduce<number>(
        (sum, container) => sum + (quantityValue(at(container, 'resources', 'limits', resource.slice(7))) ?? 0),
        0,
      );
    default:
      return 0;
  }
}
