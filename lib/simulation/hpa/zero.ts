import { type ConditionLog } from './condition-log';
import { type Condition } from './conditions';
import { type HpaSpec } from './hpa-spec';
import { type ControllerSettings } from './settings';

/** Whether a metric still has a value when there is no pod. */
export function outlivesPods({ metrics }: HpaSpec): boolean {
  return metrics.some(({ type }) => type === 'Object' || type === 'External');
}

/** Whether the autoscaler itself went to zero, as its condition says; only where the release has the gate on. */
export function wasScaledToZero(conditions: readonly Condition[], { release }: ControllerSettings): boolean {
  return (
    release.scaledToZeroCondition &&
    release.scaleToZero &&
    conditions.some(({ type, status }) => type === 'ScaledToZero' && status === 'True')
  );
}

/**
 * Whether the metrics of a target with zero replicas are read. If not, a person has paused it.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation
 */
export function mayLeaveZero(hpa: HpaSpec, conditions: readonly Condition[], settings: ControllerSettings): boolean {
  if (!settings.release.scaledToZeroCondition) return hpa.minReplicas === 0;
  return wasScaledToZero(conditions, settings) && (hpa.minReplicas !== 0 || outlivesPods(hpa));
}

/** Says after a scale whether the autoscaler has gone to zero. */
export function scaledToZeroAfter(
  conditions: ConditionLog,
  hpa: HpaSpec,
  from: number,
  to: number,
  { release }: ControllerSettings,
): void {
  if (!release.scaledToZeroCondition) return;
  if (!release.scaleToZero) {
    conditions.remove('ScaledToZero');
  } else if (from > 0 && to === 0 && hpa.minReplicas === 0 && outlivesPods(hpa)) {
    conditions.set('ScaledToZero', 'True', {
      reason: 'ScaledToZero',
      message: 'the HPA controller scaled the workload to zero',
    });
  } else {
    conditions.set('ScaledToZero', 'False', {
      reason: 'NotScaledToZero',
      message: 'the HPA controller did not scale the workload to zero',
    });
  }
}
