import { at, fields, list, text, type Fields } from '../../kubernetes/fields';
import { resourceMeantBy } from '../../kubernetes/container-resource';
import { isResourceTrigger, triggersOf } from '../../kubernetes/keda/trigger-fields';
import { quantityValue } from '../../kubernetes/quantity';
import { type Mistake } from '../finding';
import { hasDefaultRequest } from '../limit-ranges';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { longRunningContainersOf, requestOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** What the API server gives an HPA without metrics: 80 % of the CPU request. */
const DEFAULT_METRICS = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }];

/** A measurement of the pods' own use. */
interface ResourceMetric {
  readonly resource: string;
  /** The one container that is measured; all of them where it is absent. */
  readonly container?: string;
  /** Whether it needs a request to be a percentage of. */
  readonly needsRequest: boolean;
  /** Whether it is measured in units, not in percent of the request. */
  readonly isValue?: boolean;
  readonly field: string;
}

/**
 * A utilisation target is a percentage of the request, so every container of the target needs one. KEDA's webhook asks for one with
 * every cpu and memory trigger.
 */
export const metricNeedsRequests: Rule = {
  id: 'R2',
  name: 'metric-needs-requests',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An autoscaler measures a percentage of a request that the pods do not have.',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    const target = index.targetOf(object);
    if (!target) continue;
    const metrics = object.manifest.kind === 'ScaledObject' ? triggerMetrics(object) : resourceMetrics(object);
    for (const metric of metrics) {
      yield* containerMistakes(object, target, metric);
      if (metric.needsRequest && !hasDefaultRequest(index, namespaceOf(object), metric.resource)) {
        yield* requestMistakes(object, target, metric);
      }
    }
  }
}

function* resourceMetrics({ manifest }: CheckedObject): Iterable<ResourceMetric> {
  const metrics = list(manifest, 'spec', 'metrics');
  for (const [i, metric] of (metrics.length > 0 ? metrics : DEFAULT_METRICS).entries()) {
    const source = text(metric, 'type') === 'ContainerResource' ? 'containerResource' : 'resource';
    const resource = text(metric, source, 'name');
    if (resource !== 'cpu' && resource !== 'memory') continue; // R6 tells of others, which nobody measures
    yield {
      resource,
      container: text(metric, source, 'container'),
      needsRequest: text(metric, source, 'target', 'type') === 'Utilization',
      field: metrics.length > 0 ? `spec.metrics[${i}].${source}` : 'spec',
    };
  }
}

function* triggerMetrics(object: CheckedObject): Iterable<ResourceMetric> {
  for (const [i, trigger] of triggersOf(object.manifest).entries()) {
    if (!isResourceTrigger(trigger)) continue;
    const written = text(list(object.manifest, 'spec', 'triggers')[i], 'metricType');
    const container = text(trigger.metadata, 'containerName') ?? '';
    yield {
      resource: trigger.type,
      container: container === '' ? undefined : container,
      needsRequest: true,
      isValue: (written ?? text(trigger.metadata, 'type')) === 'AverageValue',
      field: trigger.path,
    };
  }
}

function* containerMistakes(
  object: CheckedObject,
  target: Workload,
  { container, field }: ResourceMetric,
): Iterable<Mistake> {
  const containers = longRunningContainersOf(target.template);
  if (container === undefined || containers.some(({ name }) => name === container)) return;
  yield {
    objects: [object, target.object],
    field,
    what: `${describe(object)} measures container "${container}", which ${describe(target.object)} does not have.`,
    why: 'The autoscaler finds no sample and never scales.',
    fix: `Name one of its containers: ${containers.map(({ name }) => `"${name}"`).join(', ')}.`,
  };
}

const UNKNOWN = 'Utilization is a percentage of the request: TARGETS stays <unknown> and nothing ever scales.';
const REFUSED = 'KEDA refuses the ScaledObject: its webhook asks for a request with every cpu and memory trigger.';
const REFUSED_OR_UNKNOWN =
  'KEDA refuses the ScaledObject; where its webhook is off, TARGETS stays <unknown> and nothing ever scales.';

function* requestMistakes(
  object: CheckedObject,
  { object: target, template }: Workload,
  { resource, container, isValue, field }: ResourceMetric,
): Iterable<Mistake> {
  const ofPod = fields(template, 'spec', 'resources');
  const podRequest = at(ofPod, 'requests', resource) ?? at(ofPod, 'limits', resource) ?? undefined;
  if (container === undefined && podRequest !== undefined) return; // which wins over the containers' own
  const containers = longRunningContainersOf(template).filter(({ name }) => name === (container ?? name));
  const isKeda = object.manifest.kind === 'ScaledObject';
  let total = 0;
  let missing = false;
  for (const each of containers) {
    if (hasInOtherLetters(each.container, resource)) {
      missing = true; // which R34 tells
      continue;
    }
    const request = requestOf(each.container, resource);
    const value = quantityValue(request ?? 0) ?? 0;
    total += value;
    if (request !== undefined && !(isKeda && value === 0)) continue;
    missing = true;
    yield {
      objects: [object, target],
      field,
      what: `${describe(object)} scales on ${isValue ? `the average ${resource} of its pods` : `${resource} utilization`}, but container "${each.name}" of ${describe(target)} has ${request === undefined ? 'no' : 'a'} ${resource} request${request === undefined ? '' : ' of 0'}.`,
      why: isValue ? REFUSED : isKeda ? REFUSED_OR_UNKNOWN : UNKNOWN,
      fix: `Set a ${resource} request on container "${each.name}"${isValue ? '' : ', or measure another container alone with a container resource metric'}.`,
    };
  }
  if (missing || total > 0 || containers.length === 0) return;
  yield {
    objects: [target, object],
    field: `${templatePathOf(target)}spec`,
    what: `${describe(object)} scales on ${resource} utilization, but the ${resource} requests of ${describe(target)} are 0.`,
    why: 'There is no request to take a percentage of: TARGETS stays <unknown> and nothing ever scales.',
    fix: `Request the ${resource} that a pod needs at its target load.`,
  };
}

/** Whether a container asks for a resource by a name that nobody knows, such as `CPU`. */
function hasInOtherLetters(container: Fields, resource: string): boolean {
  const { requests, limits } = fields(container, 'resources');
  const names = [...Object.keys(fields(requests)), ...Object.keys(fields(limits))];
  return requestOf(container, resource) === undefined && names.some((name) => resourceMeantBy(name) === resource);
}
