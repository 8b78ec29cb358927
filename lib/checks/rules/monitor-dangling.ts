import { at, fields, list, show, text } from '../../kubernetes/fields';
import { labelSelectorOf, showSelector, type LabelSelector } from '../../kubernetes/label-selector';
import { type CheckContext } from '../check-options';
import { hasMaker } from '../cluster-provides';
import { type Mistake } from '../finding';
import { LabelIndex } from '../label-index';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { monitoredNamespaces, MONITORING } from '../monitoring';
import { containersOf } from '../pod-template';
import { remembered } from '../remembered';
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
  const monitors = index.ofKind(MONITORING, 'ServiceMonitor');
  const services = new LabelIndex(monitors.length > 0 ? index.ofKind('', 'Service') : [], {
    namespaceOf,
    labelsOf: ({ manifest }) => fields(manifest, 'metadata', 'labels'),
  });
  for (const monitor of monitors) {
    const selector = labelSelectorOf(fields(monitor.manifest, 'spec').selector);
    const namespaces = monitoredNamespaces(monitor);
    if (!selector) continue;
    const selected = services.selected(namespaces, selector);
    const [other] = selected.length > 0 ? [] : elsewhereOf(context, monitor, selector, services);
    if (other) {
      yield otherNamespace(monitor, selector, other);
      continue;
    }
    if (!services.hasAny(namespaces)) continue;
    if (selected.length > 0) yield* servicePortMistakes(index, monitor, selected);
    else yield* noService(context, monitor, selector, index.workloadsByLabel.selected(namespaces, selector));
  }
  for (const monitor of index.ofKind(MONITORING, 'PodMonitor')) {
    const selector = labelSelectorOf(fields(monitor.manifest, 'spec').selector);
    if (!selector) continue;
    yield* podPortMistakes(monitor, index.workloadsByLabel.selected(monitoredNamespaces(monitor), selector));
  }
}

/** Services that a monitor without a namespaceSelector would select, if they were in its own namespace. */
function elsewhereOf(
  context: CheckContext,
  monitor: CheckedObject,
  selector: LabelSelector,
  services: LabelIndex<CheckedObject>,
): readonly CheckedObject[] {
  const isOwn = Object.keys(fields(monitor.manifest, 'spec', 'namespaceSelector')).length === 0;
  const isSome = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0;
  return isOwn && isSome && !hasMaker(context, namespaceOf(monitor)) ? services.selected(undefined, selector) : [];
}

function otherNamespace(monitor: CheckedObject, selector: LabelSelector, service: CheckedObject): Mistake {
  return {
    severity: 'warning', // an operator may make a Service beside the monitor later
    objects: [monitor, service],
    field: 'spec.selector',
    what: `${describe(monitor)} selects ${showSelector(selector)} in its own namespace, and ${describe(service)}, which has it, is in another.`,
    why: 'Without a namespaceSelector a ServiceMonitor looks into its own namespace only: Prometheus has no target for it.',
    fix: `Add namespaceSelector: { matchNames: [${namespaceOf(service)}] }.`,
  };
}

function* noService(
  context: CheckContext,
  monitor: CheckedObject,
  selector: LabelSelector,
  [meant]: readonly Workload[],
): Iterable<Mistake> {
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
      if (servicePortsOf(services).has(port)) continue;
      const names = [...servicePortsOf(services)];
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
    if (port !== undefined || !isPort(targetPort)) continue;
    const pods = podsBehind(index)(services);
    if (pods.length > 0 && !portsOf(pods).has(targetPort)) {
      yield noContainerPort(monitor, pods, targetPort, `spec.endpoints[${i}].targetPort`);
    }
  }
}

function isPort(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function* podPortMistakes(monitor: CheckedObject, pods: readonly Workload[]): Iterable<Mistake> {
  if (pods.length === 0) return; // pods of an operator, most often
  for (const [i, endpoint] of list(monitor.manifest, 'spec', 'podMetricsEndpoints').entries()) {
    const field = ['port', 'portNumber', 'targetPort'].find((each) => isPort(at(endpoint, each)));
    const port = at(endpoint, field ?? '');
    if (field === undefined || !isPort(port) || portsOf(pods).has(port)) continue;
    yield noContainerPort(monitor, pods, port, `spec.podMetricsEndpoints[${i}].${field}`);
  }
}

/** @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.86.0/pkg/prometheus/promcfg.go (targetPort) */
function noContainerPort(
  monitor: CheckedObject,
  pods: readonly Workload[],
  port: string | number,
  field: string,
): Mistake {
  const [workload] = pods;
  const isName = typeof port === 'string';
  const ports = workload ? portsOfWorkload(workload).filter((each) => typeof each === typeof port) : [];
  const shown = ports.map(show).join(', ');
  return {
    objects: workload ? [monitor, workload.object] : [monitor],
    field,
    what: `${describe(monitor)} scrapes container port ${show(port)}; ${workload ? describe(workload.object) : 'the workload'} has ${shown || (isName ? 'no port with a name' : 'none')}.`,
    why: `Prometheus has no target for it: a port is found by its ${isName ? 'name' : 'number'} among the ports of the container.`,
    fix: isName
      ? `Name a container port "${port}", or scrape one that there is.`
      : `Add containerPort: ${port} to the container, or scrape one that it has.`,
  };
}

/** The names of the ports of all Services of a list; undefined is a port without a name. */
const servicePortsOf = remembered(
  (services: readonly CheckedObject[]) =>
    new Set(services.flatMap(({ manifest }) => list(manifest, 'spec', 'ports').map((each) => text(each, 'name')))),
);

/** The workloads that the Services of a list send to. */
const podsBehind = remembered((index: ManifestIndex) =>
  remembered((services: readonly CheckedObject[]): readonly Workload[] => {
    const selections = services.map((service) =>
      index.selectedBy(namespaceOf(service), fields(service.manifest, 'spec', 'selector')),
    );
    return [...new Set(selections)].flat();
  }),
);

/** The container ports of all workloads of a list, by name and by number. */
const portsOf = remembered((pods: readonly Workload[]) => new Set(pods.flatMap(portsOfWorkload)));

function portsOfWorkload({ template }: Workload): (string | number)[] {
  return containersOf(template).flatMap(({ container }) =>
    list(container, 'ports').flatMap((port) => [at(port, 'name'), at(port, 'containerPort')].filter(isPort)),
  );
}
