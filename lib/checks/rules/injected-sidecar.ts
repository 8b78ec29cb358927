import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { hasDefaultRequest } from '../limit-ranges';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { type Rule } from '../rule';

/** A container that an admission webhook adds, without a request for what the autoscaler takes a percentage of. */
export const injectedSidecar: Rule = {
  id: 'R75',
  name: 'injected-sidecar',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A service mesh adds a container without a request to pods that scale on utilization.',
  about: 'Dapr, Linkerd and Istio with their default settings.',
  source:
    'https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-production/#enabling-automatic-sidecar-resource-limits',
  find,
};

/** Who adds a container, and by which annotations of the pod it gets requests. */
interface Injector {
  readonly name: string;
  readonly container: string;
  isOn(annotations: Fields, labels: Fields, namespace: Fields): boolean;
  /** Whether the container has a request for the resource. */
  hasRequest(annotations: Fields, resource: string): boolean;
  readonly fix: (resource: string) => string;
}

const INJECTORS: readonly Injector[] = [
  {
    name: 'Dapr',
    container: 'daprd',
    isOn: (annotations) => annotations['dapr.io/enabled'] === 'true',
    hasRequest: (annotations, resource) =>
      `dapr.io/sidecar-${resource}-request` in annotations || `dapr.io/sidecar-${resource}-limit` in annotations,
    fix: (resource) => `annotate the pods with dapr.io/sidecar-${resource}-request`,
  },
  {
    name: 'Linkerd',
    container: 'linkerd-proxy',
    isOn: (annotations, _, namespace) =>
      (annotations['linkerd.io/inject'] ?? fields(namespace, 'annotations')['linkerd.io/inject']) === 'enabled',
    hasRequest: (annotations, resource) =>
      `config.linkerd.io/proxy-${resource}-request` in annotations ||
      `config.linkerd.io/proxy-${resource}-limit` in annotations,
    fix: (resource) => `annotate the pods with config.linkerd.io/proxy-${resource}-request`,
  },
  {
    name: 'Istio',
    container: 'istio-proxy',
    isOn: (annotations, labels, namespace) =>
      (labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject']) === 'true' ||
      fields(namespace, 'labels')['istio-injection'] === 'enabled',
    // Its own defaults have both requests; one annotation of the four replaces all of them.
    hasRequest: (annotations, resource) => {
      const given = ['CPU', 'Memory', 'CPULimit', 'MemoryLimit'].filter(
        (each) => `sidecar.istio.io/proxy${each}` in annotations,
      );
      const name = resource === 'cpu' ? 'CPU' : 'Memory';
      return given.length === 0 || given.includes(name) || given.includes(`${name}Limit`);
    },
    fix: (resource) => `annotate the pods with sidecar.istio.io/proxy${resource === 'cpu' ? 'CPU' : 'Memory'}, too`,
  },
];

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    const target = index.targetOf(object);
    if (!target || object.manifest.kind !== 'HorizontalPodAutoscaler') continue;
    for (const [i, metric] of utilizationsOf(object)) {
      const resource = text(metric, 'resource', 'name') ?? '';
      const injector = INJECTORS.find((each) => isMissing(each, index, target, resource));
      if (!injector || hasDefaultRequest(index, namespaceOf(object), resource)) continue;
      yield {
        objects: [object, target.object],
        field: `spec.metrics[${i}].resource`,
        what: `${describe(object)} scales on ${resource} utilization, and ${injector.name} adds container "${injector.container}" to the pods of ${describe(target.object)} without a ${resource} request, unless it was installed with one.`,
        why: `Utilization needs the request of every container: TARGETS stays <unknown> ("missing request for ${resource} in container ${injector.container}") and nothing ever scales.`,
        fix: `Measure your own container alone (type: ContainerResource), or ${injector.fix(resource)}.`,
      };
    }
  }
}

function* utilizationsOf({ manifest }: CheckedObject): Iterable<readonly [number, unknown]> {
  for (const [i, metric] of list(manifest, 'spec', 'metrics').entries()) {
    if (text(metric, 'type') === 'Resource' && text(metric, 'resource', 'target', 'type') === 'Utilization') {
      yield [i, metric];
    }
  }
}

function isMissing(
  injector: Injector,
  index: ManifestIndex,
  { object, template }: Workload,
  resource: string,
): boolean {
  const metadata = fields(template, 'metadata');
  const namespace = fields(index.find('Namespace', 'default', namespaceOf(object))?.manifest, 'metadata');
  const annotations = fields(metadata, 'annotations');
  const hasOwn = list(template, 'spec', 'containers').some((each) => text(each, 'name') === injector.container);
  return (
    !hasOwn &&
    injector.isOn(annotations, fields(metadata, 'labels'), namespace) &&
    !injector.hasRequest(annotations, resource)
  );
}
