import { type Condition } from './conditions';
import { record, type Recommendation, type Stabilized } from './recommendation';
import { type ControllerSettings } from './settings';

/** How a decision came within its limits. */
export interface Limited {
  readonly replicas: number;
  /** Reason of the condition ScalingLimited. */
  readonly reason: string;
  readonly message: string;
}

export const WITHIN_RANGE = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
} as const;
export const TOO_FEW = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
} as const;
export const TOO_MANY = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
} as const;
export const SCALE_UP_LIMIT = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
} as const;
export const SCALE_DOWN_LIMIT = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
} as const;

/** Reason and message of the condition AbleToScale. */
export type Held = Pick<Condition, 'reason' | 'message'>;

export const READY_FOR_NEW_SCALE: Held = {
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};
export const SCALE_DOWN_STABILIZED: Held = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
export const SCALE_UP_STABILIZED: Held = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

/**
 * Without `behavior`: the highest recommendation of the window, both edges included.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#flapping
 */
export function stabilizeDownscale(
  raw: number,
  recommendations: readonly Recommendation[],
  now: number,
  { downscaleStabilizationSeconds }: ControllerSettings,
): Stabilized {
  const cutoff = now - downscaleStabilizationSeconds * 1000;
  let replicas = raw;
  for (const each of recommendations) if (each.time >= cutoff) replicas = Math.max(replicas, each.replicas);
  return {
    replicas,
    recommendations: record(recommendations, { replicas: raw, time: now }, ({ time }) => time < cutoff),
  };
}

/** Limits of a decision without `behavior`. */
export interface LegacyLimits {
  readonly currentReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** Without `behavior`: at most twice the pods, but always up to 4, and within minimum and maximum. */
export function limitWithoutBehavior(
  desired: number,
  { currentReplicas, minReplicas, maxReplicas }: LegacyLimits,
  { scaleUpLimitFactor, scaleUpLimitMinimum }: ControllerSettings,
): Limited {
  const limit = Math.trunc(Math.max(scaleUpLimitFactor * currentReplicas, scaleUpLimitMinimum));
  const cap = Math.min(maxReplicas, limit);
  if (desired < minReplicas) return { replicas: minReplicas, ...TOO_FEW };
  if (desired > cap) return { replicas: cap, ...(maxReplicas > limit ? SCALE_UP_LIMIT : TOO_MANY) };
  return { replicas: desired, ...WITHIN_RANGE };
}
