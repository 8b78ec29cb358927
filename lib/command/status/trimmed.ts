import { fields, list, type Fields } from '../../kubernetes/fields';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what only the API server and kubectl need: of pods, what tells why they do not run; thousands of them fit. */
export function trimmed(object: Fields): Fields {
  const { managedFields: _, annotations, ...metadata } = fields(object, 'metadata');
  const kept = Object.entries(fields(annotations)).filter(([name]) => name !== LAST_APPLIED);
  const lean = {
    ...object,
    metadata: { ...metadata, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
  };
  return object.kind === 'Pod' ? leanPod(lean) : lean;
}

function leanPod(pod: Fields): Fields {
  const { spec, status } = pod;
  const { phase, reason, startTime, conditions, containerStatuses, initContainerStatuses } = fields(status);
  const containers = list(spec, 'containers').map((container) => {
    const { name, image, resources, ports } = fields(container);
    return { name, image, resources, ports };
  });
  const { nodeName, serviceAccountName } = fields(spec);
  return {
    ...pod,
    spec: { nodeName, serviceAccountName, containers },
    status: { phase, reason, startTime, conditions, containerStatuses, initContainerStatuses },
  };
}
