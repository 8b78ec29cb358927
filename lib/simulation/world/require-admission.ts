import { autoscalerRefusals, isFatal, refusalProblem, type Servers } from '../../kubernetes/admission';
import { text, type Fields } from '../../kubernetes/fields';
import { DEFAULT_KEDA_RELEASE, DEFAULT_RELEASE } from '../../kubernetes/release';
import { InputError } from '../../validation';
import { type ClusterOptions } from './options';

/**
 * Refuses an autoscaler that the servers refuse, or that no controller can make anything of, in the same words as the rules.
 *
 * @throws InputError with the first of the reasons.
 */
export function requireAdmission(manifest: Fields, cluster?: ClusterOptions): void {
  for (const refusal of autoscalerRefusals(manifest, serversOf(cluster))) {
    if (isFatal(refusal)) throw new InputError(refusalProblem(nameOf(manifest), refusal));
  }
}

/** The servers of a modelled cluster. */
export function serversOf({ controller = {}, keda }: ClusterOptions = {}): Servers {
  return {
    kubernetes: controller.kubernetes ?? DEFAULT_RELEASE,
    keda: keda ?? DEFAULT_KEDA_RELEASE,
    featureGates: controller.featureGates,
  };
}

function nameOf(manifest: Fields): string {
  const namespace = text(manifest, 'metadata', 'namespace');
  const name = text(manifest, 'metadata', 'name') ?? '';
  return `${text(manifest, 'kind') ?? ''} "${namespace === undefined ? '' : `${namespace}/`}${name}"`;
}
