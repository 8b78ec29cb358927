import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { showLabels } from '../../kubernetes/label-selector';
import { groupOf, isBuiltIn } from '../api-groups';
import { type Mistake } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { containersOf, podLabelsOf } from '../pod-template';
import { type Rule } from '../rule';

/** How many workloads are looked through for what was meant. */
const ENOUGH = 200;

/** Custom resources that never have pods of their own. */
const WITHOUT_PODS = new Set([
  'monitoring.coreos.com/ServiceMonitor',
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/Probe',
  'keda.sh/ScaledObject',
  'keda.sh/TriggerAuthentication',
  'autoscaling.k8s.io/VerticalPodAutoscaler',
  'metallb.io/IPAddressPool',
  'metallb.io/L2Advertisement',
  'cert-manager.io/Certificate',
  'cert-manager.io/Issuer',
]);

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

function* find(index: ManifestIndex): Iterable<Mistake> {
  const operated = new Set(index.objects.filter(mayHavePods).map(namespaceOf));
  for (const service of index.ofKind('', 'Service')) {
    const selector = fields(service.manifest, 'spec', 'selector');
    if (Object.keys(selector).length === 0 || text(service.manifest, 'spec', 'type') === 'ExternalName') continue;
    const namespace = namespaceOf(service);
    const selected = index.selectedBy(namespace, selector);
    if (selected.length > 0) {
      yield* portMistakes(service, selected);
      continue;
    }
    const neighbours = index.workloadsIn(namespace);
    const meant = neighbours.slice(0, ENOUGH).find((workload) => isNear(selector, podLabelsOf(workload)));
    if (namespace === 'kube-system' && Object.values(selector).some((value) => BROUGHT_ALONG.has(value))) continue;
    if (operated.has(namespace) || (!meant && neighbours.length === 0)) continue;
    yield {
      objects: meant ? [service, meant.object] : [service],
      field: 'spec.selector',
      what: `${describe(service)} selects ${showLabels(selector)}, which no pod of namespace ${namespace} has${meant ? `; the pods of ${describe(meant.object)} have ${showLabels(podLabelsOf(meant))}` : ''}.`,
      why: 'It has no endpoints: every connection is refused.',
      fix: meant
        ? `Select ${showLabels(podLabelsOf(meant))}, or fewer of these labels.`
        : 'Select the labels of the pod template.',
    };
  }
}

function mayHavePods(object: CheckedObject): boolean {
  const group = groupOf(object);
  return !isBuiltIn(group) && !WITHOUT_PODS.has(`${group}/${object.manifest.kind}`);
}

/** Whether pods have one of the labels, or one of their values under another key. */
function isNear(selector: Fields, labels: Fields): boolean {
  const values = Object.values(labels);
  return Object.values(selector).some((value) => typeof value === 'string' && values.includes(value));
}

function* portMistakes(service: CheckedObject, workloads: readonly Workload[]): Iterable<Mistake> {
  for (const [i, port] of list(service.manifest, 'spec', 'ports').entries()) {
    const targetPort = text(port, 'targetPort');
    if (targetPort === undefined) continue;
    const names = workloads.slice(0, ENOUGH).flatMap(portNamesOf);
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

function portNamesOf({ template }: Workload): string[] {
  return containersOf(template).flatMap(({ container }) =>
    list(container, 'ports').flatMap((port) => text(port, 'name') ?? []),
  );
}
