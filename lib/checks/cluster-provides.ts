import { type CheckContext } from './check-options';

/**
 * Whether an object that is not among the manifests is on the cluster: somebody says so, or something else of the same repository applies it.
 * `Kind namespace/*` stands for all of a namespace.
 */
export function clusterHasObject(
  { provides, elsewhere }: CheckContext,
  kind: string,
  namespace: string,
  name: string,
): boolean {
  return (
    [`${kind} ${namespace}/${name}`, `${kind} ${namespace}/*`, `${kind} ${name}`].some((provided) =>
      provides.includes(provided),
    ) || elsewhere.has(kind, namespace, name)
  );
}

/** Whether the cluster serves an API group, such as `metrics.k8s.io`: somebody says so, or something else of the same repository has it. */
export function clusterHasGroup({ provides, elsewhere }: CheckContext, group: string): boolean {
  return provides.includes(group) || elsewhere.hasGroup(group);
}

/** Whether something makes objects in a namespace (in any, for '') that are not among the manifests: a HelmRelease, an operator, a chart. */
export function hasMaker({ elsewhere }: CheckContext, namespace: string): boolean {
  return elsewhere.makers.some((maker) => namespace === '' || (maker.namespace ?? namespace) === namespace);
}

/** How to say that the cluster has something: with the option of whoever reads it, a flag of the command or a field in code. */
export function sayProvided({ isCommand }: CheckContext, provided: string): string {
  return `say that the cluster has it: ${isCommand === true ? `--provides "${provided}"` : `provides: ['${provided}']`}`;
}
