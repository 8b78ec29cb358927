import { isFatal, refusalProblem, triggerAuthenticationRefusals, type Servers } from '../../kubernetes/admission';
import { list, text, type Fields } from '../../kubernetes/fields';

/**
 * Why KEDA cannot build the scalers of a ScaledObject: an authentication among the manifests that its webhook refuses, so that it never exists, or
 * that gives no parameter. In the words of the rules; undefined where each of them will do.
 */
export function refusedAuthentication(
  scaledObject: Fields,
  manifests: readonly Fields[],
  servers: Servers,
): string | undefined {
  const namespace = text(scaledObject, 'metadata', 'namespace') ?? 'default';
  for (const trigger of list(scaledObject, 'spec', 'triggers')) {
    const name = text(trigger, 'authenticationRef', 'name');
    const kind = text(trigger, 'authenticationRef', 'kind') ?? 'TriggerAuthentication';
    if (name === undefined) continue;
    const isClusterWide = kind === 'ClusterTriggerAuthentication';
    const found = manifests.find(
      (each) =>
        text(each, 'kind') === kind &&
        text(each, 'metadata', 'name') === name &&
        (isClusterWide || (text(each, 'metadata', 'namespace') ?? 'default') === namespace),
    );
    if (!found) continue; // it may be on the cluster
    const refusal = [...triggerAuthenticationRefusals(found, servers)].find(isFatal);
    if (refusal) return refusalProblem(`${kind} "${isClusterWide ? name : `${namespace}/${name}`}"`, refusal).what;
  }
  return undefined;
}
