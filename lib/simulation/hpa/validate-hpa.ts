import { hpaRefusals } from '../../kubernetes/admission/hpa';
import { isFatal, type Refusal } from '../../kubernetes/admission/refusal';
import { type Fields } from '../../kubernetes/fields';
import { DEFAULT_KEDA_RELEASE, DEFAULT_RELEASE } from '../../kubernetes/release';
import { type ControllerOptions } from './settings';

/**
 * What the API server of a release refuses in an HPA; empty for one that it takes.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function validateHpa(
  manifest: Fields,
  { kubernetes = DEFAULT_RELEASE, featureGates }: ControllerOptions = {},
): Refusal[] {
  const refusals = [...hpaRefusals(manifest, { kubernetes, keda: DEFAULT_KEDA_RELEASE, featureGates })];
  return refusals.filter((refusal) => isFatal(refusal) && refusal.admitted !== true);
}
