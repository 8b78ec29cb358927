import { type Fields } from '../../simulation';

type Json = Record<string, unknown>;

/** What a decision depends on of an autoscaler: its spec and its status. */
export function tidyHpa(hpa: Json): Fields {
  const { apiVersion, kind, metadata, spec, status } = hpa as Json & { readonly metadata: Json };
  const { name, namespace, creationTimestamp, annotations } = metadata;
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...kept } = (annotations ?? {}) as Json;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, creationTimestamp, ...(Object.keys(kept).length > 0 ? { annotations: kept } : {}) },
    spec,
    status,
  };
}

/** What a decision depends on of a pod: its requests, its phase, since when it is ready, and whether it is on its way out. */
export function tidyPod(pod: Json): Fields {
  const { metadata, spec, status } = pod as Record<'metadata' | 'spec' | 'status', Json>;
  const conditions = ((status.conditions ?? []) as Json[])
    .filter(({ type }) => type === 'Ready')
    .map(({ type, status: value, lastTransitionTime }) => ({ type, status: value, lastTransitionTime }));
  const { name, deletionTimestamp } = metadata;
  const { phase, startTime } = status;
  return {
    metadata: deletionTimestamp === undefined ? { name } : { name, deletionTimestamp },
    spec: tidySpec(spec),
    status: { phase, startTime, conditions },
  };
}

/** A sample of a pod's resources. */
export function tidyPodMetrics(item: Json): Fields {
  const { metadata, timestamp, window, containers } = item as Json & { readonly metadata: Json };
  return { metadata: { name: metadata.name }, timestamp, window, containers };
}

/** A value of a custom or external metric, without the time of the answer. */
export function tidyValue({ describedObject, metricName, metricLabels, value }: Json): Fields {
  if (describedObject === undefined) return { metricName, metricLabels, value };
  const { kind, name } = describedObject as Json;
  return { describedObject: { kind, name }, metricName, value };
}

/** Requests of the containers that stay, sidecars too, and of the pod as a whole. */
function tidySpec({ containers, initContainers = [], resources }: Json): Json {
  const sidecars = (initContainers as Json[]).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return {
    containers: (containers as Json[]).map(tidyContainer),
    ...(sidecars.length > 0 && {
      initContainers: sidecars.map((each) => ({ ...tidyContainer(each), restartPolicy: 'Always' })),
    }),
    ...(resources !== undefined && { resources }),
  };
}

function tidyContainer({ name, resources }: Json): Json {
  const { requests } = (resources ?? {}) as { readonly requests?: Json };
  return { name, resources: requests ? { requests } : {} };
}
