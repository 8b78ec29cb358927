import { type Finding } from '../finding';
import { describe, fields, list, text } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { longRunningContainersOf, requestOf } from '../pod-template';

/** What the API server gives an HPA without metrics: 80 % of the CPU request. */
const DEFAULT_METRICS = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }];

/**
 * R2: a utilisation target is a percentage of the request, so every container of the target needs one.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics
 */
export function* metricNeedsRequests(index: ManifestIndex): Iterable<Finding> {
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'HorizontalPodAutoscaler') continue;
    const target = index.targetOf(object);
    if (!target) continue;
    const containers = longRunningContainersOf(target.template);
    const metrics = list(object.manifest, 'spec', 'metrics');
    for (const metric of metrics.length > 0 ? metrics : DEFAULT_METRICS) {
      const source = fields(metric, text(metric, 'type') === 'ContainerResource' ? 'containerResource' : 'resource');
      const resource = text(source, 'name');
      if (resource === undefined) continue;
      const container = text(source, 'container');
      const measured = container === undefined ? containers : containers.filter(({ name }) => name === container);
      if (container !== undefined && measured.length === 0) {
        yield {
          rule: 'R2',
          severity: 'error',
          objects: [object, target.object],
          what: `${describe(object)} measures container "${container}", which ${describe(target.object)} does not have.`,
          why: 'The autoscaler finds no sample and never scales.',
          fix: `Name one of its containers: ${containers.map(({ name }) => `"${name}"`).join(', ')}.`,
        };
      }
      if (text(source, 'target', 'type') !== 'Utilization') continue;
      for (const { container: measuredContainer, name } of measured) {
        if (requestOf(measuredContainer, resource) !== undefined) continue;
        yield {
          rule: 'R2',
          severity: 'error',
          objects: [object, target.object],
          what: `${describe(object)} scales on ${resource} utilization, but container "${name}" of ${describe(target.object)} has no ${resource} request.`,
          why: 'Utilization is a percentage of the request: TARGETS stays <unknown> and nothing ever scales.',
          fix: `Set a ${resource} request on container "${name}", or measure another container alone with a container resource metric.`,
        };
      }
    }
  }
}
