import { type CheckContext } from './check-options';

/** Whether the cluster is said to have an object that is not among the manifests; `Kind namespace/*` stands for all of a namespace. */
export function clusterHasObject(
  { clusterProvides }: CheckContext,
  kind: string,
  namespace: string,
  name: string,
): boolean {
  return [`${kind} ${namespace}/${name}`, `${kind} ${namespace}/*`, `${kind} ${name}`].some((provided) =>
    clusterProvides.includes(provided),
  );
}

/** Whether the cluster is said to serve an API group, such as `metrics.k8s.io`. */
export function clusterHasGroup({ clusterProvides }: CheckContext, group: string): boolean {
  return clusterProvides.includes(group);
}
