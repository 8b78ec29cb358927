import { type Behavior } from './hpa-spec';
import { READY_FOR_NEW_SCALE, SCALE_DOWN_STABILIZED, SCALE_UP_STABILIZED, type Held } from './normalize';
import { record, type Recommendation, type Stabilized } from './recommendation';
import { type ControllerSettings } from './settings';

/**
 * With `behavior`: the target stays between the lowest recommendation of the window upward and the highest one of the window
 * downward; an entry exactly as old as a window has left it.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
 */
export function stabilizeBothWays(
  raw: number,
  currentReplicas: number,
  behavior: Behavior,
  recommendations: readonly Recommendation[],
  now: number,
  settings: ControllerSettings,
): Stabilized {
  const upCutoff = now - (behavior.scaleUp.stabilizationWindowSeconds ?? 0) * 1000;
  const downCutoff =
    now - (behavior.scaleDown.stabilizationWindowSeconds ?? Math.trunc(settings.downscaleStabilizationSeconds)) * 1000;
  let lowest = raw;
  let highest = raw;
  for (const { replicas, time } of recommendations) {
    if (time > upCutoff) lowest = Math.min(lowest, replicas);
    if (time > downCutoff) highest = Math.max(highest, replicas);
  }
  return {
    replicas: Math.min(Math.max(currentReplicas, lowest), highest),
    recommendations: record(
      recommendations,
      { replicas: raw, time: now },
      ({ time }) => time < upCutoff && time < downCutoff,
    ),
  };
}

/** What held the recommendation back, as the condition AbleToScale says it. */
export function heldBy(raw: number, stabilized: number, currentReplicas: number): Held {
  if (stabilized === raw) return READY_FOR_NEW_SCALE;
  return raw >= currentReplicas ? SCALE_UP_STABILIZED : SCALE_DOWN_STABILIZED;
}
