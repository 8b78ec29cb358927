import { fields, list, number, text, written } from '../../kubernetes/fields';
import { quantityValue } from '../../kubernetes/quantity';
import { type Mistake } from '../finding';
import { hasDefaultLimit, hasDefaultRequest } from '../limit-ranges';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { containersOf, longRunningContainersOf, requestOfPod, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** A ResourceQuota or a LimitRange that refuses the pods which an autoscaler asks for. */
export const namespaceQuota: Rule = {
  id: 'R73',
  name: 'namespace-quota',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A ResourceQuota has no room for the pods that an autoscaler may ask for, or a LimitRange refuses them.',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  find,
};

/** What a quota counts, and how much of it a pod takes. */
const COUNTED: Readonly<Record<string, (workload: Workload) => number>> = {
  pods: () => 1,
  'count/pods': () => 1,
  cpu: (workload) => requestOfPod(workload.template, 'cpu'),
  'requests.cpu': (workload) => requestOfPod(workload.template, 'cpu'),
  memory: (workload) => requestOfPod(workload.template, 'memory'),
  'requests.memory': (workload) => requestOfPod(workload.template, 'memory'),
  'limits.cpu': (workload) => limitOfPod(workload, 'cpu'),
  'limits.memory': (workload) => limitOfPod(workload, 'memory'),
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const range of index.ofKind('', 'LimitRange')) yield* outOfRange(index, range);
  for (const quota of index.ofKind('', 'ResourceQuota')) {
    const spec = fields(quota.manifest, 'spec');
    if (list(spec, 'scopes').length > 0 || 'scopeSelector' in spec) continue; // which counts some pods only
    const workloads = index
      .workloadsIn(namespaceOf(quota))
      .filter(({ object }) => ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'].includes(object.manifest.kind));
    for (const [resource, most] of Object.entries(fields(spec, 'hard'))) {
      yield* refusedPods(index, quota, resource, workloads);
      yield* tooMany(quota, resource, quantityValue(most), workloads);
    }
  }
}

/**
 * Containers that ask for more than a LimitRange allows, or for less.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
function* outOfRange(index: ManifestIndex, range: CheckedObject): Iterable<Mistake> {
  const limits = list(range.manifest, 'spec', 'limits').filter((limit) => text(limit, 'type') === 'Container');
  for (const { object, template } of index.workloadsIn(namespaceOf(range))) {
    for (const { container, name, path } of containersOf(template)) {
      for (const [kind, resource] of PARTS) {
        const asked = fields(container, 'resources', kind)[resource];
        const value = quantityValue(asked);
        const over = limits
          .map((limit) => fields(limit, 'max')[resource])
          .find((max) => isLess(quantityValue(max), value));
        const under = limits
          .map((limit) => fields(limit, 'min')[resource])
          .find((min) => isLess(value, quantityValue(min)));
        if (over === undefined && under === undefined) continue;
        yield {
          severity: 'error',
          objects: [object, range],
          field: `${templatePathOf(object)}${path}.resources.${kind}.${resource}`,
          what: `Container "${name}" of ${describe(object)} has ${kind}.${resource} ${written(asked)}, and ${describe(range)} allows ${over === undefined ? `no less than ${written(under)}` : `no more than ${written(over)}`}.`,
          why: `The API server refuses every pod of it: "${over === undefined ? 'minimum' : 'maximum'} ${resource} usage per Container is ${written(over ?? under)}".`,
          fix: 'Ask for an amount within the bounds, or change the LimitRange.',
        };
      }
    }
  }
}

const PARTS = ['requests', 'limits'].flatMap((kind) => ['cpu', 'memory'].map((resource) => [kind, resource] as const));

function isLess(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}

/** What all workloads of a namespace ask for at their largest size, against a quota of it. */
function* tooMany(
  quota: CheckedObject,
  resource: string,
  most: number | undefined,
  workloads: readonly Workload[],
): Iterable<Mistake> {
  const countOf = COUNTED[resource];
  const scaled = workloads.filter(({ autoscalers }) => autoscalers.length > 0);
  const [largest] = [...scaled].sort((a, b) => largestSizeOf(b) - largestSizeOf(a));
  if (!countOf || most === undefined || !largest) return;
  const total = workloads.reduce((sum, workload) => sum + largestSizeOf(workload) * countOf(workload), 0);
  if (total <= most * ROUNDING) return;
  const [autoscaler] = largest.autoscalers;
  yield {
    objects: [quota, ...(autoscaler ? [autoscaler.object] : []), largest.object],
    field: `spec.hard["${resource}"]`,
    what: `At their largest size the workloads of namespace "${namespaceOf(quota)}" take ${shown(resource, total)} of ${resource}, and ${describe(quota)} allows ${shown(resource, most)}. The largest is ${describe(largest.object)} with up to ${largestSizeOf(largest)} pods.`,
    why: 'The API server refuses further pods: replicas rise, pods do not.',
    fix: 'Raise the quota, or lower maxReplicas to what it has room for.',
  };
}

/** Pods without a request, or a limit, that a quota counts: each of them is refused. */
function* refusedPods(
  index: ManifestIndex,
  quota: CheckedObject,
  resource: string,
  workloads: readonly Workload[],
): Iterable<Mistake> {
  const [, kind = 'requests', name = ''] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(resource) ?? [];
  const hasDefault = kind === 'limits' ? hasDefaultLimit : hasDefaultRequest;
  if (name === '' || hasDefault(index, namespaceOf(quota), name)) return;
  for (const { object, template } of workloads) {
    const ofPod = fields(template, 'spec', 'resources', kind)[name];
    const bare = longRunningContainersOf(template).find(({ container }) => {
      const limit = fields(container, 'resources', 'limits')[name];
      return (kind === 'limits' ? limit : (fields(container, 'resources', 'requests')[name] ?? limit)) === undefined;
    });
    if (ofPod !== undefined || !bare) continue;
    yield {
      severity: 'error',
      objects: [object, quota],
      field: `${templatePathOf(object)}${bare.path}.resources`,
      what: `Container "${bare.name}" of ${describe(object)} sets no ${kind}.${name}, which ${describe(quota)} counts.`,
      why: 'The API server refuses every pod without it: "must specify".',
      fix: `Set resources.${kind}.${name}, or give the namespace a LimitRange with a default.`,
    };
  }
}

/** What a sum of fractions may be off. */
const ROUNDING = 1 + 1e-9;

function largestSizeOf({ object, autoscalers: [autoscaler] }: Workload): number {
  return autoscaler?.maxReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
}

function limitOfPod({ template }: Workload, resource: string): number {
  return longRunningContainersOf(template).reduce(
    (sum, { container }) => sum + (quantityValue(fields(container, 'resources', 'limits')[resource]) ?? 0),
    0,
  );
}

function shown(resource: string, value: number): string {
  return resource.endsWith('memory') ? `${Number((value / 2 ** 30).toFixed(2))} GiB` : `${Number(value.toFixed(3))}`;
}
