import { text } from '../../kubernetes/fields';
import { groupOf, groupOfApiVersion } from '../api-groups';
import { type CheckContext } from '../check-options';
import { clusterHasObject, hasMaker, sayProvided } from '../cluster-provides';
import { counterpartOf, type Wanted } from '../counterpart';
import { type FieldEdit } from '../field-edit';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { targetReferenceOf, type ManifestIndex } from '../manifest-index';
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
  const namesakes = firstByName(index);
  for (const { object } of index.autoscalers) {
    const { kind, name } = targetReferenceOf(object);
    if (kind === '' || name === '') continue;
    const wanted = { kind, namespace: namespaceOf(object), name };
    const target = counterpartOf(index, context, wanted);
    if (target.state === 'here') yield* targetMistakes(object, target.object);
    else if (!clusterHasObject(context, kind, wanted.namespace, name)) {
      const renamed = renamedWith(index, object, wanted);
      if (renamed) {
        yield notRenamed(object, wanted, renamed);
        continue;
      }
      const namesake = isOfOthers(object) ? undefined : namesakeOf(namesakes, context, wanted);
      const meant = namesake ?? (target.state === 'missing' ? target.meant : undefined);
      if (meant || target.state === 'missing') yield missingTarget(context, object, wanted, meant);
    }
  }
  yield* verticalMistakes(index, context);
}

/** A VerticalPodAutoscaler of a workload whose name is a slip away. */
function* verticalMistakes(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  for (const object of index.ofKind('autoscaling.k8s.io', 'VerticalPodAutoscaler')) {
    const [kind = '', name = ''] = ['kind', 'name'].map((key) => text(object.manifest, 'spec', 'targetRef', key));
    if (kind === '' || name === '') continue;
    const target = counterpartOf(index, context, { kind, namespace: namespaceOf(object), name });
    if (target.state !== 'missing' || !target.meant) continue;
    yield {
      objects: [object, target.meant],
      field: 'spec.targetRef.name',
      what: `${describe(object)} is of ${kind} "${name}", which is not among the objects of namespace ${namespaceOf(object)}.`,
      why: 'It finds no pods to watch: it recommends nothing, and resizes nothing.',
      fix: `Did you mean ${describe(target.meant)}?`,
      edits: [{ is: 'set', field: 'spec.targetRef.name', value: nameOf(target.meant) }],
    };
  }
}

/** A workload that somebody gave a prefix or a suffix which the autoscaler has, too, while the name of its target stayed. */
function renamedWith(
  index: ManifestIndex,
  object: CheckedObject,
  { kind, namespace, name }: Wanted,
): CheckedObject | undefined {
  const own = nameOf(object);
  const cuts = [...own.matchAll(/-/g)].map(({ index: at }) => at);
  const names = cuts.flatMap((at) => [`${own.slice(0, at + 1)}${name}`, `${name}${own.slice(at)}`]);
  return names.map((each) => index.find(kind, namespace, each)).find((found) => found !== undefined);
}

function notRenamed(object: CheckedObject, { kind, namespace, name }: Wanted, target: CheckedObject): Mistake {
  return {
    severity: 'warning', // the other one may be somewhere else
    objects: [object, target],
    field: `${FIELD}.name`,
    what: `${describe(object)} scales ${kind} "${name}", which is not among the objects of namespace ${namespace}; ${describe(target)} is.`,
    why: 'It reports FailedGetScale and nothing scales.',
    fix: `Name "${nameOf(target)}". Kustomize renames the target of an HPA along; of a ScaledObject it does with nameReference: [{ kind: ${kind}, fieldSpecs: [{ kind: ScaledObject, path: spec/scaleTargetRef/name }] }] in its configurations.`,
  };
}

/** Whether an autoscaler names the API group of somebody's own kind, which may well have workloads of the same name. */
function isOfOthers({ manifest }: CheckedObject): boolean {
  const group = groupOfApiVersion(text(manifest, 'spec', 'scaleTargetRef', 'apiVersion'));
  return group?.includes('.') === true && !['argoproj.io', 'apps.openshift.io'].includes(group);
}

/** A workload of the same name: of another kind, or in another namespace where nothing else makes any in this one. */
function namesakeOf(
  namesakes: ReadonlyMap<string, CheckedObject>,
  context: CheckContext,
  { kind, namespace, name }: Wanted,
): CheckedObject | undefined {
  const beside = namesakes.get(`${namespace}/${name}`);
  if (beside && beside.manifest.kind !== kind) return beside;
  return hasMaker(context, namespace) ? undefined : namesakes.get(name);
}

/** The first workload of each name, and of each name in a namespace: `web`, and `shop/web`. */
function firstByName(index: ManifestIndex): ReadonlyMap<string, CheckedObject> {
  const first = new Map<string, CheckedObject>();
  for (const { object } of index.workloads) {
    for (const key of [nameOf(object), `${namespaceOf(object)}/${nameOf(object)}`]) {
      if (!first.has(key)) first.set(key, object);
    }
  }
  return first;
}

function missingTarget(
  context: CheckContext,
  object: CheckedObject,
  { kind, namespace, name }: Wanted,
  meant: CheckedObject | undefined,
): Mistake {
  if (meant && isNowhere(meant) && meant.manifest.kind === kind && nameOf(meant) === name) {
    return {
      severity: 'warning',
      objects: [object, meant],
      field: FIELD,
      what: `${describe(object)} scales ${kind} "${name}" of its own namespace, and ${describe(meant)} names no namespace.`,
      why: `kubectl puts an object without a namespace into that of its context, or of -n. In any other than ${namespace} the autoscaler reports FailedGetScale.`,
      fix: `Set metadata.namespace of ${kind} "${name}" to ${namespace}.`,
    };
  }
  return {
    ...(!meant && { severity: 'warning' }), // something else may bring it along
    objects: meant ? [object, meant] : [object],
    field: FIELD,
    what: `${describe(object)} scales ${kind} "${name}", which is not among the objects of namespace ${namespace}.`,
    why: 'It reports FailedGetScale and nothing scales.',
    fix: meant ? meantAs(meant, kind) : `Correct the name, or ${sayProvided(context, `${kind} ${namespace}/${name}`)}.`,
    ...(meant && namespaceOf(meant) === namespace && { edits: editsFor({ kind, name }, meant) }),
  };
}

/** What was probably meant: another kind of the same name, another name, or one in another namespace. */
function meantAs(meant: CheckedObject, kind: string): string {
  const other = meant.manifest.kind;
  return other === kind
    ? `Did you mean ${describe(meant)}?`
    : `Did you mean ${describe(meant)}? Then write kind: ${other}.`;
}

/** Whether an object says no namespace, so that whoever applies it decides. */
function isNowhere({ manifest }: CheckedObject): boolean {
  return text(manifest.metadata, 'namespace') === undefined;
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
    edits: [
      apiVersion === undefined || text(object.manifest, 'spec', 'scaleTargetRef', 'apiVersion') === undefined
        ? { is: 'add', field: `${FIELD}.name`, key: 'apiVersion', value: target.manifest.apiVersion }
        : { is: 'set', field: `${FIELD}.apiVersion`, value: target.manifest.apiVersion },
    ],
  };
}

function editsFor({ kind, name }: Pick<Wanted, 'kind' | 'name'>, meant: CheckedObject): FieldEdit[] {
  return [
    ...(meant.manifest.kind === kind
      ? []
      : [{ is: 'set', field: `${FIELD}.kind`, value: meant.manifest.kind } as const]),
    ...(nameOf(meant) === name ? [] : [{ is: 'set', field: `${FIELD}.name`, value: nameOf(meant) } as const]),
  ];
}
