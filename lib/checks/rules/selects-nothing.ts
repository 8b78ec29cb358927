import { at, fields, list, show, text } from '../../kubernetes/fields';
import { labelSelectorOf, selects, showLabels, type LabelSelector } from '../../kubernetes/label-selector';
import { type Mistake } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { meantWorkload } from '../meant-workload';
import { containersOf, podLabelsOf, templatePathOf } from '../pod-template';
import { remembered } from '../remembered';
import { type Rule } from '../rule';
import { lastingLabels } from '../runtime-labels';
import { typoOf } from '../similar-names';
import { isUnknown } from '../unknown-value';

/** A NetworkPolicy that misses the pods that it was written for, or their ports, and a spread that does not count its own pods. */
export const selectsNothing: Rule = {
  id: 'R95',
  name: 'selects-nothing',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A NetworkPolicy or a spread of pods selects none of what it was written for.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const policy of index.ofKind('networking.k8s.io', 'NetworkPolicy')) {
    const selected = selectedBy(index, policy);
    if (selected.length === 0) yield* missesPods(index, policy);
    else yield* missesPorts(policy, selected);
  }
  for (const workload of index.workloads) yield* missesItself(workload);
}

function selectedBy(index: ManifestIndex, policy: CheckedObject): readonly Workload[] {
  const selector = labelSelectorOf(at(policy.manifest, 'spec', 'podSelector') ?? {});
  return selector ? index.workloadsByLabel.selected([namespaceOf(policy)], selector) : [];
}

function* missesPods(index: ManifestIndex, policy: CheckedObject): Iterable<Mistake> {
  const selector = labelSelectorOf(at(policy.manifest, 'spec', 'podSelector'));
  if (!selector || selector.matchExpressions.length > 0) return;
  const meant = meantWorkload(index.workloadsIn(namespaceOf(policy)), selector.matchLabels);
  if (!meant || !isSlip(selector.matchLabels, meant.labels)) return; // its pods may be an operator's, or somebody else's
  yield {
    objects: [policy, meant.workload.object],
    field: 'spec.podSelector',
    what: `${describe(policy)} is about pods with ${showLabels(selector.matchLabels)}, and no workload of namespace "${namespaceOf(policy)}" has such pods.`,
    why: 'It limits nobody and admits nobody: the pods that it was written for stay as open, or as closed, as they are without it.',
    fix: `Did you mean ${showLabels(meant.labels)}, as on the pods of ${describe(meant.workload.object)}?`,
  };
}

/** Whether labels differ by slips of the keyboard alone. */
function isSlip(wanted: Readonly<Record<string, string>>, meant: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const other = meant[key] ?? '';
    return value === other || typoOf(value, [other]) !== undefined;
  });
}

/** A port by its name is looked up in the containers of each pod that is connected to. */
function* missesPorts(policy: CheckedObject, selected: readonly Workload[]): Iterable<Mistake> {
  const { matchLabels } = fields(policy.manifest, 'spec', 'podSelector');
  const isOfAll = Object.keys(fields(matchLabels)).length === 0;
  if (isOfAll || !servesSomething(selected)) return; // pods that are applied from somewhere else may have it
  const names = portNamesOf(selected);
  for (const [i, rule] of list(policy.manifest, 'spec', 'ingress').entries()) {
    for (const [j, entry] of list(rule, 'ports').entries()) {
      const port = at(entry, 'port');
      if (typeof port !== 'string' || names.has(port) || isUnknown(port) || OF_SIDECARS.test(port)) continue;
      const shown = [...names].map((name) => `"${name}"`).join(', ');
      yield {
        objects: [policy, ...selected.slice(0, 1).map(({ object }) => object)],
        field: `spec.ingress[${i}].ports[${j}].port`,
        what: `${describe(policy)} admits connections to port ${show(port)}, and ${selected.length === 1 ? describe(selected[0]!.object) : 'none of its pods'} has ${shown === '' ? 'no port with a name' : shown}.`,
        why: 'A port by its name is looked up in the containers of the pods: this entry admits nothing.',
        fix:
          shown === ''
            ? `Name a port of the container ${show(port)}, or use its number.`
            : `Use ${shown}, or the number.`,
      };
    }
  }
}

/** Ports of containers that a mesh adds to the pods. */
const OF_SIDECARS = /envoy|istio|linkerd|dapr|mesh/;

/** Whether some workloads are more than Jobs, to whose pods nobody connects. */
const servesSomething = remembered((workloads: readonly Workload[]): boolean =>
  workloads.some(({ object }) => !object.manifest.kind.endsWith('Job')),
);

/** The names of ports that some workloads have, looked up once for all policies that select the same. */
const portNamesOf = remembered(
  (workloads: readonly Workload[]): ReadonlySet<string> =>
    new Set(
      workloads
        .flatMap(({ template }) => containersOf(template))
        .flatMap(({ container }) => list(container, 'ports').flatMap((port) => text(port, 'name') ?? [])),
    ),
);

/** Whether a selector asks for what somebody fills in, or for a label that a controller gives to the pods. */
function isDecidedLater({ matchLabels, matchExpressions }: Required<LabelSelector>): boolean {
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  const asked = Object.fromEntries(keys.map((key) => [key, '']));
  return Object.keys(lastingLabels(asked)).length < keys.length || Object.values(matchLabels).some(isUnknown);
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#implicit-conventions */
function* missesItself(workload: Workload): Iterable<Mistake> {
  const { object, template } = workload;
  const labels = podLabelsOf(workload);
  if (Object.keys(labels).length === 0 || Object.values(labels).some(isUnknown)) return; // as in a patch
  for (const [i, constraint] of list(template, 'spec', 'topologySpreadConstraints').entries()) {
    const selector = labelSelectorOf(at(constraint, 'labelSelector'));
    if (!selector || selects(selector, labels) || isDecidedLater(selector)) continue;
    yield {
      objects: [object],
      field: `${templatePathOf(object)}spec.topologySpreadConstraints[${i}].labelSelector`,
      what: `${describe(object)} spreads pods by ${text(constraint, 'topologyKey') ?? 'a topology'}, and counts pods of other labels than its own.`,
      why: 'The scheduler looks at where those others are: its own pods may all land in one place.',
      fix: `Select its own pods: matchLabels: { ${Object.entries(labels)
        .slice(0, 2)
        .map(([key, value]) => `${key}: ${String(value)}`)
        .join(', ')} }.`,
    };
  }
}
