import { at, type Fields } from '../fields';
import { type Refusal } from './refusal';

/**
 * A mode that YAML reads as a boolean: `Off` without quotes is false to kubectl.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md#updatemode
 */
export function* verticalPodAutoscalerRefusals(manifest: Fields): Iterable<Refusal> {
  if (at(manifest, 'spec', 'updatePolicy', 'updateMode') !== false) return;
  yield {
    field: 'spec.updatePolicy.updateMode',
    what: 'its updateMode is false, as YAML reads Off without quotes',
    why: 'The API server takes text there, and refuses the VerticalPodAutoscaler.',
    fix: 'Write updateMode: "Off".',
  };
}
