import { add, type Int64 } from '../../kubernetes/int64';
import { type PodLevelRequests, type PodState } from './pod-state';
import { type ReleaseFeatures } from '../release';

/** A failure, in the controller's own words. */
export interface Failure {
  readonly error: string;
}

/** Whether a result is a failure. */
export function isFailure(result: object): result is Failure {
  return 'error' in result;
}

/**
 * What a pod requests of a resource, in thousandths: of all its containers that run as long as it does, or of the named one alone.
 *
 * A container without the request is a failure: utilisation is a share of it.
 */
export function requestOf(
  pod: PodState,
  resource: string,
  container: string | undefined,
  release: ReleaseFeatures,
): Int64 | Failure {
  if (release.podLevelRequests && container === undefined && pod.podLevel) {
    return podLevelRequest(pod.podLevel, pod.name, resource, release);
  }
  let sum: Int64 = 0;
  let found = false;
  for (const each of pod.containers) {
    if (each.sidecar && !release.sidecarRequests) continue;
    if (container !== undefined && each.name !== container) continue;
    const request = each.requests[resource];
    if (request === undefined) {
      return { error: `missing request for ${resource} in container ${each.name} of Pod ${pod.name}` };
    }
    found = true;
    sum = add(sum, request);
  }
  if (container !== undefined && !found && release.unknownContainerIsError) {
    return { error: `container ${container} not found in Pod ${pod.name}` };
  }
  return sum;
}

/** A request of the pod as a whole, with the overhead of its runtime class while the release counts it. */
function podLevelRequest(
  { requests, overhead }: PodLevelRequests,
  pod: string,
  resource: string,
  { countsOverhead }: ReleaseFeatures,
): Int64 | Failure {
  const request = requests[resource];
  const more = countsOverhead ? overhead[resource] : undefined;
  if (request === undefined && more === undefined) {
    return { error: `missing pod-level request for ${resource} in Pod ${pod}` };
  }
  return add(request ?? 0, more ?? 0);
}
