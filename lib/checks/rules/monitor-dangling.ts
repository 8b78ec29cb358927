import { at, fields, list, text } from '../../kubernetes/fields';
import { labelSelectorOf, selects, showSelector, type LabelSelector } from '../../kubernetes/label-selector';
import { type CheckContext } from '../check-options';
import { hasMaker } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { monitoredNamespaces, MONITORING } from '../monitoring';
import { containersOf, podLabelsOf } from '../pod-template';
import { type Rule } from '../rule';

/** Namespaces whose Services Kubernetes and operators make by themselves. */
const FOREIGN = ['default', 'kube-system'];

/**
 * A ServiceMonitor or PodMonitor whose selector or port finds nothing. A ServiceMonitor selects Services by the Services' own labels.
 */
export const monitorDangling: Rule = {
  id: 'R12',
  name: 'monitor-dangling',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'A monitor finds no Service, no pod or no port.',
  source: 'https://prometheus-operator.dev/docs/developer/getting-started/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const services = byNamespace(index.ofKind('', 'Service'), namespaceOf);
  const workloads = byNamespace(index.workloads, ({ object }) => namespaceOf(object));
  for (const monitor of index.ofKind(MONITORING, 'ServiceMonitor')) {
    const selector = labelSelectorOf(fields(monitor.manifest, 'spec').selector);
    const neighbours = inNamespaces(services, monitoredNamespaces(monitor));
    if (!selector || neighbours.length === 0) continue;
    const selected = neighbours.filter(({ manifest }) => selects(selector, fields(manifest, 'metadata', 'labels')));
    if (selected.length > 0) yield* servicePortMistakes(index, monitor, selected);
    else yield* noService(context, monitor, selector, inNamespaces(workloads, monitoredNamespaces(monitor)));
  }
  for (const monitor of index.ofKind(MONITORING, 'PodMonitor')) {
    const selector = labelSelectorOf(fields(monitor.manifest, 'spec').selector);
    const neighbours = inNamespaces(workloads, monitoredNamespaces(monitor));
    if (!selector) continue;
    yield* podPortMistakes(
      monitor,
      neighbours.filter((workload) => selects(selector, podLabelsOf(workload))),
    );
  }
}

function byNamespace<T>(all: Iterable<T>, namespaceOfEach: (each: T) => string): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const each of all) {
    const group = grouped.get(namespaceOfEach(each));
    if (group) group.push(each);
    else grouped.set(namespaceOfEach(each), [each]);
  }
  return grouped;
}

function inNamespaces<T>(grouped: ReadonlyMap<string, readonly T[]>, namespaces: readonly string[] | undefined): T[] {
  return namespaces ? namespaces.flatMap((namespace) => grouped.get(namespace) ?? []) : [...grouped.values()].flat();
}

function* noService(
  context: CheckContext,
  monitor: CheckedObject,
  selector: LabelSelector,
  pods: readonly Workload[],
): Iterable<Mistake> {
  const meant = pods.find((workload) => selects(selector, podLabelsOf(workload)));
  const namespaces = monitoredNamespaces(monitor);
  const isElsewhere =
    !namespaces || namespaces.some((namespace) => FOREIGN.includes(namespace) || hasMaker(context, namespace));
  if (!meant && isElsewhere) return;
  const isByLabels = (selector.matchExpressions ?? []).length === 0;
  yield {
    severity: meant ? 'error' : 'warning', // without pods of these labels, an operator may make the Service later
    objects: meant ? [monitor, meant.object] : [monitor],
    field: 'spec.selector',
    what: `${describe(monitor)} selects ${showSelector(selector)}, which no Service has${meant ? `; only the pods of ${describe(meant.object)} do` : ''}.`,
    why: 'A ServiceMonitor selects by the labels of Services, not of pods: Prometheus has no target for it.',
    fix: `${isByLabels ? `Label the Service ${showSelector(selector)}` : 'Give the Service labels that meet it'}, or correct the selector.`,
  };
}

function* servicePortMistakes(
  index: ManifestIndex,
  monitor: CheckedObject,
  services: readonly CheckedObject[],
): Iterable<Mistake> {
  for (const [i, endpoint] of list(monitor.manifest, 'spec', 'endpoints').entries()) {
    const port = text(endpoint, 'port');
    if (port !== undefined) {
      const names = services.flatMap(({ manifest }) =>
        list(manifest, 'spec', 'ports').map((each) => text(each, 'name')),
      );
      if (names.includes(port)) continue;
      const meant = names.length === 1 ? names[0] : undefined;
      const shown = names.map((name) => (name === undefined ? 'one without a name' : `"${name}"`)).join(', ');
      yield {
        objects: [monitor, ...services.slice(0, 1)],
        field: `spec.endpoints[${i}].port`,
        what: `${describe(monitor)} scrapes port "${port}"; ${services.map(describe).slice(0, 3).join(' and ')} has ${shown || 'no port'}.`,
        why: 'Prometheus has no target for it: a port is found by its name in the Service.',
        fix: `Name a port of the Service "${port}", or scrape one that it has.`,
        ...(meant !== undefined && { edits: [{ is: 'set', field: `spec.endpoints[${i}].port`, value: meant }] }),
      };
    }
    const targetPort = at(endpoint, 'targetPort');
    if (port !== undefined || typeof targetPort !== 'string') continue;
    const pods = services.flatMap((service) =>
      index.selectedBy(namespaceOf(service), fields(service.manifest, 'spec', 'selector')),
    );
    if (pods.length > 0 && !pods.some((workload) => portNames(workload).includes(targetPort))) {
      yield noContainerPort(monitor, pods, targetPort, `spec.endpoints[${i}].targetPort`);
    }
  }
}

function* podPortMistakes(monitor: CheckedObject, pods: readonly Workload[]): Iterable<Mistake> {
  if (pods.length === 0) return; // pods of an operator, most often
  for (const [i, endpoint] of list(monitor.manifest, 'spec', 'podMetricsEndpoints').entries()) {
    const port = text(endpoint, 'port');
    if (port === undefined || pods.some((workload) => portNames(workload).includes(port))) continue;
    yield noContainerPort(monitor, pods, port, `spec.podMetricsEndpoints[${i}].port`);
  }
}

function noContainerPort(monitor: CheckedObject, pods: readonly Workload[], port: string, field: string): Mistake {
  const [workload] = pods;
  const names = workload ? portNames(workload).map((name) => `"${name}"`) : [];
  return {
    objects: workload ? [monitor, workload.object] : [monitor],
    field,
    what: `${describe(monitor)} scrapes container port "${port}"; ${workload ? describe(workload.object) : 'the workload'} has ${names.join(', ') || 'no port with a name'}.`,
    why: 'Prometheus has no target for it: a port is found by its name in the container.',
    fix: `Name a container port "${port}", or scrape one that there is.`,
  };
}

function portNames({ template }: Workload): string[] {
  return containersOf(template).flatMap(({ container }) =>
    list(container, 'ports').flatMap((port) => text(port, 'name') ?? []),
  );
}
