import { at, fields, list, show, text, type Fields } from '../fields';
import { quantityValue } from '../quantity';
import { type Refusal } from './refusal';

const REFUSED = 'The admission webhook of the VerticalPodAutoscaler refuses it, wherever that runs.';

/**
 * What the API server and the webhook refuse in a VerticalPodAutoscaler beyond its definition.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/vertical-pod-autoscaler-1.3.0/vertical-pod-autoscaler/pkg/admission-controller/resource/vpa/handler.go (ValidateVPA)
 */
export function* verticalPodAutoscalerRefusals(manifest: Fields): Iterable<Refusal> {
  yield* modeRefusals(manifest);
  for (const [i, policy] of list(manifest, 'spec', 'resourcePolicy', 'containerPolicies').entries()) {
    const field = `spec.resourcePolicy.containerPolicies[${i}]`;
    yield* boundRefusals(policy, field);
    if (text(policy, 'mode') === 'Off' && text(policy, 'controlledValues') === 'RequestsAndLimits') {
      yield {
        field: `${field}.controlledValues`,
        what: `the policy of ${nameOf(policy)} has mode Off and controlledValues`,
        why: REFUSED,
        fix: 'Remove controlledValues: nothing is controlled.',
      };
    }
  }
}

function* boundRefusals(policy: unknown, field: string): Iterable<Refusal> {
  const most = fields(policy, 'maxAllowed');
  for (const [resource, least] of Object.entries(fields(policy, 'minAllowed'))) {
    const [low, high] = [quantityValue(least), quantityValue(most[resource])];
    if (low === undefined || high === undefined || low <= high) continue;
    yield {
      field: `${field}.minAllowed.${resource}`,
      what: `the policy of ${nameOf(policy)} has minAllowed.${resource} ${show(least)} above maxAllowed.${resource} ${show(most[resource])}`,
      why: REFUSED,
      fix: 'Lower minAllowed, or raise maxAllowed.',
    };
  }
}

function nameOf(policy: unknown): string {
  const name = text(policy, 'containerName') ?? '';
  return name === '*' ? 'all containers' : `container "${name}"`;
}

/**
 * A mode that YAML reads as a boolean: `Off` without quotes is false to kubectl.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md#updatemode
 */
function* modeRefusals(manifest: Fields): Iterable<Refusal> {
  if (at(manifest, 'spec', 'updatePolicy', 'updateMode') !== false) return;
  yield {
    field: 'spec.updatePolicy.updateMode',
    what: 'its updateMode is false, as YAML reads Off without quotes',
    why: 'The API server takes text there, and refuses the VerticalPodAutoscaler.',
    fix: 'Write updateMode: "Off".',
  };
}
