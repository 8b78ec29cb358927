import { showLabels } from '../../kubernetes/label-selector';
import { fields, list, number, text, type Fields } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { hasMaker } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { containersOf, podLabelsOf } from '../pod-template';
import { remembered } from '../remembered';
import { type Rule } from '../rule';
import { lastingLabels, writtenLabels } from '../runtime-labels';

/** How many workloads are looked through for what was meant. */
const ENOUGH = 200;

/** The label of a StatefulSet's pods that has their name. */
const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** Kinds whose pods wait for requests. */
const SERVING = new Set(['DaemonSet', 'Deployment', 'Pod', 'ReplicaSet', 'Rollout', 'StatefulSet']);

/** Labels that whole groups of workloads share. */
const GROUPING =
  /(?:^|\/)(?:part-of|managed-by|instance|version|component|tier|release|heritage|chart|environment|env|stage|team|owner|project)$/;

/** What every cluster runs in kube-system without anybody applying it, by the values of its labels. */
const BROUGHT_ALONG = new Set<unknown>([
  'coredns',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-dns',
  'kube-proxy',
  'kube-scheduler',
]);

/**
 * A Service whose selector, or whose named targetPort, no pod has. Silent where the namespace has no workload at all, or has custom
 * resources whose operator may make the pods.
 */
export const serviceNoEndpoints: Rule = {
  id: 'R19',
  name: 'service-no-endpoints',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A Service selects no pod, or sends to a port that its pods do not have.',
  source:
    'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  for (const service of index.ofKind('', 'Service')) {
    const selector = fields(service.manifest, 'spec', 'selector');
    if (Object.keys(selector).length === 0 || text(service.manifest, 'spec', 'type') === 'ExternalName') continue;
    const namespace = namespaceOf(service);
    const written = writtenLabels(selector);
    const selected = index.selectedBy(namespace, written);
    if (selected.length > 0) {
      yield* ordinalMistakes(service, selector, selected);
      yield* portMistakes(service, selected);
      continue;
    }
    const isChosenLater = index.selectedBy(namespace, lastingLabels(selector)).length > 0;
    if (isChosenLater || Object.keys(written).length === 0 || hasMaker(context, namespace)) continue;
    if (namespace === 'kube-system' && Object.values(selector).some((value) => BROUGHT_ALONG.has(value))) continue;
    yield* emptyMistakes(index, service, written);
  }
}

function* emptyMistakes(index: ManifestIndex, service: CheckedObject, selector: Fields): Iterable<Mistake> {
  const namespace = namespaceOf(service);
  const neighbours = servingIn(index, namespace);
  if (neighbours.length === 0) return;
  const meant = neighbours.find((workload) => isNear(selector, podLabelsOf(workload)));
  yield {
    severity: meant ? 'error' : 'warning', // whose pods may be those of another repository
    objects: meant ? [service, meant.object] : [service],
    field: 'spec.selector',
    what: `${describe(service)} selects ${showLabels(selector)}, which no pod of namespace ${namespace} has${meant ? `; the pods of ${describe(meant.object)} have ${showLabels(podLabelsOf(meant))}` : ''}.`,
    why: 'It has no endpoints: every connection is refused.',
    fix: meant
      ? `Select ${showLabels(podLabelsOf(meant))}, or fewer of these labels.`
      : 'Select the labels of the pod template.',
  };
}

/** The first workloads of a namespace that serve, as many as are looked through. */
function servingIn(index: ManifestIndex, namespace: string): readonly Workload[] {
  const serving: Workload[] = [];
  for (const workload of index.workloadsIn(namespace)) {
    if (serving.length === ENOUGH) break;
    if (SERVING.has(workload.object.manifest.kind)) serving.push(workload);
  }
  return serving;
}

/** A Service for one pod of a StatefulSet, by the name that its controller gives it. */
function* ordinalMistakes(service: CheckedObject, selector: Fields, selected: readonly Workload[]): Iterable<Mistake> {
  const pod = text(selector, POD_NAME);
  if (pod === undefined) return;
  const sets = selected.filter(({ object }) => object.manifest.kind === 'StatefulSet');
  const owner = sets.find(
    ({ object }) => /^-\d+$/.test(pod.slice(nameOf(object).length)) && pod.startsWith(nameOf(object)),
  );
  const [first] = sets;
  if (!first || (owner && hasOrdinal(owner, Number(pod.slice(nameOf(owner.object).length + 1))))) return;
  const { object } = owner ?? first;
  const start = firstOrdinalOf(object);
  const count = largestSizeOf(owner ?? first);
  yield {
    objects: [service, object],
    field: `spec.selector["${POD_NAME}"]`,
    what: `${describe(service)} selects the pod "${pod}", which ${describe(object)} with ${count} ${count === 1 ? 'replica' : 'replicas'} does not have.`,
    why: 'It has no endpoints: every connection is refused.',
    fix: `Select one of "${nameOf(object)}-${start}" to "${nameOf(object)}-${start + count - 1}", or run more replicas.`,
  };
}

function hasOrdinal(set: Workload, ordinal: number): boolean {
  const start = firstOrdinalOf(set.object);
  return ordinal >= start && ordinal < start + largestSizeOf(set);
}

function firstOrdinalOf({ manifest }: CheckedObject): number {
  return number(manifest, 'spec', 'ordinals', 'start') ?? 0;
}

function largestSizeOf({ object, autoscalers }: Workload): number {
  return autoscalers[0]?.maxReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
}

/** Whether pods have one of the labels, or one of their values under another key; labels of groups say nothing. */
function isNear(selector: Fields, labels: Fields): boolean {
  const values = Object.entries(labels)
    .filter(([key]) => !GROUPING.test(key))
    .map(([, value]) => value);
  return Object.entries(selector).some(
    ([key, value]) => !GROUPING.test(key) && typeof value === 'string' && values.includes(value),
  );
}

function* portMistakes(service: CheckedObject, workloads: readonly Workload[]): Iterable<Mistake> {
  for (const [i, port] of list(service.manifest, 'spec', 'ports').entries()) {
    const targetPort = text(port, 'targetPort');
    if (targetPort === undefined) continue;
    const names = portNamesOf(workloads);
    if (names.includes(targetPort) || workloads.length > ENOUGH) continue;
    const [workload] = workloads;
    yield {
      objects: [service, ...(workload ? [workload.object] : [])],
      field: `spec.ports[${i}].targetPort`,
      what: `${describe(service)} sends to port "${targetPort}"; ${workloads
        .slice(0, 3)
        .map(({ object }) => describe(object))
        .join(' and ')} has ${names.map((name) => `"${name}"`).join(', ') || 'no port with a name'}.`,
      why: 'A named targetPort is looked up in the containers: the Service has no endpoint for this port.',
      fix: `Name a container port "${targetPort}", or use its number.`,
    };
  }
}

const portNamesOf = remembered((workloads: readonly Workload[]) =>
  workloads
    .slice(0, ENOUGH)
    .flatMap(({ template }) => containersOf(template))
    .flatMap(({ container }) => list(container, 'ports').flatMap((port) => text(port, 'name') ?? [])),
);
