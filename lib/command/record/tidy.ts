import { fields, list, text } from '../../kubernetes/fields';
import { type Fields } from '../../simulation';

/** What a decision depends on of an autoscaler: its spec and its status. */
export function tidyHpa(hpa: Fields): Fields {
  const { apiVersion, kind, spec, status } = hpa;
  const { name, namespace, creationTimestamp } = fields(hpa, 'metadata');
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...kept } = fields(hpa, 'metadata', 'annotations');
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, creationTimestamp, ...(Object.keys(kept).length > 0 ? { annotations: kept } : {}) },
    spec,
    status,
  };
}

/** What a decision depends on of a pod: its requests, its phase, since when it is ready, and whether it is on its way out. */
export function tidyPod(pod: Fields): Fields {
  const conditions = list(pod, 'status', 'conditions')
    .filter((each) => text(each, 'type') === 'Ready')
    .map((each) => {
      const { type, status, lastTransitionTime } = fields(each);
      return { type, status, lastTransitionTime };
    });
  const { name, deletionTimestamp } = fields(pod, 'metadata');
  const { phase, startTime } = fields(pod, 'status');
  return {
    metadata: deletionTimestamp === undefined ? { name } : { name, deletionTimestamp },
    spec: tidySpec(fields(pod, 'spec')),
    status: { phase, startTime, conditions },
  };
}

/** A sample of a pod's resources. */
export function tidyPodMetrics(item: Fields): Fields {
  const { timestamp, window, containers } = item;
  return { metadata: { name: fields(item, 'metadata').name }, timestamp, window, containers };
}

/** A value of a custom or external metric, without the time of the answer. */
export function tidyValue(item: Fields): Fields {
  const { describedObject, metricName, metricLabels, value } = item;
  if (describedObject === undefined) return { metricName, metricLabels, value };
  const { kind, name } = fields(describedObject);
  return { describedObject: { kind, name }, metricName, value };
}

/** Requests of the containers that stay, sidecars too, and of the pod as a whole. */
function tidySpec(spec: Fields): Fields {
  const sidecars = list(spec, 'initContainers').filter((each) => text(each, 'restartPolicy') === 'Always');
  return {
    containers: list(spec, 'containers').map(tidyContainer),
    ...(sidecars.length > 0 && {
      initContainers: sidecars.map((each) => ({ ...tidyContainer(each), restartPolicy: 'Always' })),
    }),
    ...(spec.resources !== undefined && { resources: spec.resources }),
  };
}

function tidyContainer(container: unknown): Fields {
  const requests = fields(container, 'resources').requests;
  return { name: fields(container).name, resources: requests === undefined || requests === null ? {} : { requests } };
}
