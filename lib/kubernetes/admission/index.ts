import { text, type Fields } from '../fields';
import { hpaRefusals } from './hpa';
import { type Refusal, type Servers } from './refusal';
import { ignoredFields, keptBehaviorRefusals, scaledObjectRefusals, zeroRefusals } from './scaled-object';

export { hpaRefusals } from './hpa';
export { ingressRefusals } from './ingress';
export { monitorRefusals } from './monitor';
export { networkPolicyRefusals } from './network-policy';
export { podDisruptionBudgetRefusals } from './pod-disruption-budget';
export { podTemplateRefusals } from './pod';
export { isFatal, refusalProblem, type Refusal, type Servers } from './refusal';
export { scaledJobRefusals } from './scaled-job';
export { ignoredFields, keptBehaviorRefusals, scaledObjectRefusals, zeroRefusals } from './scaled-object';
export { serviceRefusals } from './service';
export { triggerAuthenticationRefusals } from './trigger-authentication';
export { verticalPodAutoscalerRefusals } from './vertical-pod-autoscaler';
export { workloadRefusals } from './workload';

/** Everything that the servers have against an autoscaler: an HPA, or a ScaledObject with the HPA that KEDA makes of it. */
export function* autoscalerRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  if (text(manifest, 'kind') === 'HorizontalPodAutoscaler') {
    yield* hpaRefusals(manifest, servers);
  } else {
    yield* scaledObjectRefusals(manifest, servers);
    yield* keptBehaviorRefusals(manifest, servers);
    yield* zeroRefusals(manifest, servers);
    yield* ignoredFields(manifest, servers);
  }
}
