import { fields, list, text } from '../../kubernetes/fields';
import { labelSelectorOf, showLabels } from '../../kubernetes/label-selector';
import { type Mistake } from '../finding';
import { describe, namespaceOf } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { isChartHook } from '../chart-hooks';
import { containersOf } from '../pod-template';
import { remembered } from '../remembered';
import { type Rule } from '../rule';

/** How many neighbours one finding names. */
const NAMED = 3;

/** Metrics that an HPA averages over the pods of the selector. */
const AVERAGED = ['Resource', 'ContainerResource', 'Pods'];

/**
 * An autoscaler measures whatever its target's selector matches, also the pods of others; and a Service sends requests to them.
 */
export const selectorOverlap: Rule = {
  id: 'R5',
  name: 'selector-overlap',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'The selector of a scaled workload or of a Service also matches the pods of another workload.',
  source: 'https://github.com/kubernetes/kubernetes/issues/124307',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const workload of index.workloads) {
    if (workload.autoscalers.length > 0) yield* scaledOverlap(index, workload);
  }
  for (const service of index.ofKind('', 'Service')) {
    const selected = lasting(index.selectedBy(namespaceOf(service), fields(service.manifest, 'spec', 'selector')));
    if (selected.length < 2) continue;
    for (const port of list(service.manifest, 'spec', 'ports')) {
      const name = text(port, 'targetPort');
      if (name === undefined) continue;
      const { first, deaf } = serversOf(selected)(name);
      if (!deaf || !first) continue;
      yield {
        severity: 'warning',
        objects: [service, deaf.object, first.object],
        field: 'spec.selector',
        what: `${describe(service)} selects ${describe(deaf.object)} beside ${describe(first.object)}, and only the latter serves its port "${name}".`,
        why: 'The selector is wider than meant: a later port of that name would receive the requests of the other.',
        fix: `Select by a label that ${describe(deaf.object)} does not carry.`,
      };
    }
  }
}

function* scaledOverlap(index: ManifestIndex, workload: Workload): Iterable<Mistake> {
  const { object, autoscalers } = workload;
  const selector = labelSelectorOf(fields(object.manifest, 'spec').selector);
  if (!selector || Object.keys(selector.matchLabels).length === 0) return;
  const others: Workload[] = [];
  for (const other of lasting(index.workloadsByLabel.selected([namespaceOf(object)], selector))) {
    if (other.object === object) continue;
    others.push(other);
    if (others.length === NAMED) break;
  }
  const [autoscaler] = autoscalers;
  const averages = list(autoscaler?.object.manifest, 'spec', 'metrics').some((metric) =>
    AVERAGED.includes(text(metric, 'type') ?? ''),
  );
  const concerned = averages ? others : others.filter((other) => other.autoscalers.length > 0);
  if (!autoscaler || concerned.length === 0) return;
  yield {
    objects: [object, autoscaler.object, ...concerned.map((other) => other.object)],
    field: 'spec.selector',
    what: `${describe(object)} selects ${showLabels(selector.matchLabels)}, which the pods of ${concerned.map((other) => describe(other.object)).join(' and ')} carry too.`,
    why: `${describe(autoscaler.object)} measures all of them: it averages the others in, or stops with AmbiguousSelector where both are scaled.`,
    fix: 'Give the pods and the selector of each a label of its own, such as app.kubernetes.io/component. A selector cannot be changed once applied: recreate the workload.',
  };
}

/** Those of a selection that stay: not the test and the hooks of a chart. */
const lasting = remembered((selected: readonly Workload[]): readonly Workload[] =>
  selected.filter(({ object }) => !isChartHook(object)),
);

/** The first of a selection that has a port of a name, and the first that has not. */
const serversOf = remembered((selected: readonly Workload[]) => {
  const answers = new Map<string, { readonly first?: Workload; readonly deaf?: Workload }>();
  return (name: string) => {
    let answer = answers.get(name);
    if (!answer) {
      const isServing = (each: Workload): boolean => portNamesOf(each).has(name);
      answer = { first: selected.find(isServing), deaf: selected.find((each) => !isServing(each)) };
      answers.set(name, answer);
    }
    return answer;
  };
});

const portNamesOf = remembered(
  ({ template }: Workload) =>
    new Set(
      containersOf(template).flatMap(({ container }) =>
        list(container, 'ports').map((port) => text(port, 'name') ?? ''),
      ),
    ),
);
