import { text } from '../../kubernetes/fields';
import { groupOf, groupOfApiVersion } from '../api-groups';
import { type CheckContext } from '../check-options';
import { clusterHasObject } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { targetReferenceOf, type ManifestIndex } from '../manifest-index';
import { similarName } from '../similar-names';
import { type Rule } from '../rule';

/** Kinds that have pods, but no number of them to change. */
const UNSCALABLE = ['CronJob', 'DaemonSet', 'Job', 'Pod'];
const FIELD = 'spec.scaleTargetRef';

/**
 * An autoscaler of a workload that is not there, or of a kind that cannot be scaled. Silent where the autoscaler's namespace has no
 * workload at all: those are somewhere else.
 */
export const targetMissing: Rule = {
  id: 'R1',
  name: 'target-missing',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'An autoscaler scales a workload that does not exist.',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const byName = new Map<string, CheckedObject>();
  for (const { object } of index.workloads) if (!byName.has(nameOf(object))) byName.set(nameOf(object), object);
  for (const { object } of index.autoscalers) {
    const { kind, name } = targetReferenceOf(object);
    if (kind === '' || name === '') continue;
    const namespace = namespaceOf(object);
    const target = index.find(kind, namespace, name);
    if (target) yield* targetMistakes(object, target);
    else if (!clusterHasObject(context, kind, namespace, name)) {
      yield* missingTarget(index, object, byName.get(name), `${kind} "${name}"`);
    }
  }
}

function* missingTarget(
  index: ManifestIndex,
  object: CheckedObject,
  namesake: CheckedObject | undefined,
  target: string,
): Iterable<Mistake> {
  const neighbours = index.workloadsIn(namespaceOf(object)).map((workload) => workload.object);
  if (neighbours.length === 0 && !namesake) return;
  const { name } = targetReferenceOf(object);
  const similar = similarName(name, neighbours.map(nameOf));
  const meant = namesake ?? neighbours.find((neighbour) => nameOf(neighbour) === similar);
  yield {
    objects: meant ? [object, meant] : [object],
    field: FIELD,
    what: `${describe(object)} scales ${target}, which is not among the objects of namespace ${namespaceOf(object)}.`,
    why: 'It reports FailedGetScale and nothing scales.',
    fix: meant
      ? `Did you mean ${describe(meant)}?`
      : `Correct the name, or say that the cluster has it: clusterProvides: ['${targetReferenceOf(object).kind} ${namespaceOf(object)}/${name}'].`,
  };
}

function* targetMistakes(object: CheckedObject, target: CheckedObject): Iterable<Mistake> {
  const objects = [object, target];
  if (UNSCALABLE.includes(target.manifest.kind)) {
    yield {
      objects,
      field: FIELD,
      what: `${describe(object)} scales ${describe(target)}, a kind that has no replicas.`,
      why: 'The API server has no scale subresource for it: the autoscaler reports FailedGetScale.',
      fix: 'Scale a Deployment or a StatefulSet.',
    };
    return;
  }
  const isKeda = object.manifest.kind === 'ScaledObject';
  const apiVersion = text(object.manifest, 'spec', 'scaleTargetRef', 'apiVersion') ?? (isKeda ? 'apps/v1' : undefined);
  if (groupOfApiVersion(apiVersion) === groupOf(target)) return;
  yield {
    objects,
    field: `${FIELD}.apiVersion`,
    what: `${describe(object)} scales ${target.manifest.kind} of ${apiVersion ?? 'no apiVersion'}, and ${describe(target)} is of ${target.manifest.apiVersion}.`,
    why: 'The autoscaler looks in the other API group: "no matches for kind", and nothing scales.',
    fix: `Set scaleTargetRef.apiVersion to ${target.manifest.apiVersion}.`,
  };
}
