import { number } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type Autoscaler, type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/**
 * R3: `replicas` in the manifest of an autoscaled workload resets the autoscaler's decision at every apply.
 */
export const replicasVersusAutoscaler: Rule = {
  id: 'R3',
  name: 'replicas-vs-autoscaler',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'A workload sets its replicas although an autoscaler does.',
  source: 'https://github.com/kubernetes/kubernetes/issues/25238',
  find,
};

/** cdk8s-plus writes 2 where nobody says a number. */
const BY_CDK8S_PLUS = 2;

function* find(index: ManifestIndex, { isCommand }: CheckContext): Iterable<Mistake> {
  for (const { object, autoscalers } of index.workloads) {
    const replicas = number(object.manifest, 'spec', 'replicas');
    const [autoscaler] = autoscalers;
    if (replicas === undefined || autoscaler === undefined) continue;
    yield {
      objects: [object, autoscaler.object],
      field: 'spec.replicas',
      what: `${describe(object)} sets replicas: ${replicas}, and ${describe(autoscaler.object)} scales it.`,
      why:
        replicas === 0 && isSwitchedOff(autoscaler)
          ? SWITCHED_OFF
          : `Every kubectl apply throws the autoscaler's decision away and goes back to ${replicas}.`,
      fix:
        isCommand !== true && replicas === BY_CDK8S_PLUS
          ? 'Remove replicas from the workload, or call markHasAutoscaler() on one of cdk8s-plus, which writes 2 where nobody says a number; minReplicas of the autoscaler says how few are enough.'
          : 'Remove replicas from the workload; minReplicas of the autoscaler says how few are enough.',
      edits: replicas === 0 ? undefined : [{ is: 'remove', field: 'spec.replicas' }], // 0 is a workload that somebody stopped
    };
  }
}

/** @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation */
const SWITCHED_OFF =
  'At 0 replicas the HorizontalPodAutoscaler is switched off (ScalingDisabled), and stays so until somebody scales the workload by hand: every kubectl apply switches it off again.';

/** Whether an autoscaler stops at 0: an HPA does, whose minimum is not 0, and KEDA goes on. */
function isSwitchedOff({ object, minReplicas }: Autoscaler): boolean {
  return object.manifest.kind === 'HorizontalPodAutoscaler' && minReplicas !== 0;
}
