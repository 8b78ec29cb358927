import { type HpaHistory, type LimitedBy } from './decision';
import { type HpaSpec } from './hpa-spec';
import {
  limitWithoutBehavior,
  READY_FOR_NEW_SCALE,
  SCALE_DOWN_STABILIZED,
  stabilizeDownscale,
  type Held,
  type Limited,
} from './normalize';
import { limitByBehavior } from './rate-limits';
import { type Recommendation } from './recommendation';
import { type ControllerSettings } from './settings';
import { heldBy, stabilizeBothWays } from './stabilize';

/** A recommendation after everything that may hold it back. */
export interface Normalized {
  readonly raw: number;
  readonly stabilized: number;
  readonly replicas: number;
  readonly limitedBy: LimitedBy;
  /** What the condition AbleToScale says. */
  readonly held: Held;
  /** What the condition ScalingLimited says. */
  readonly limited: Limited;
  readonly recommendations: readonly Recommendation[];
}

const LIMITS: ReadonlyMap<string, LimitedBy> = new Map([
  ['TooFewReplicas', 'minReplicas'],
  ['TooManyReplicas', 'maxReplicas'],
  ['ScaleUpLimit', 'scaleUpLimit'],
  ['ScaleDownLimit', 'scaleDownLimit'],
]);

/** Stabilises and limits a recommendation, by `behavior` or, without it, by the controller's own rules. */
export function normalizeReplicas(
  raw: number,
  currentReplicas: number,
  hpa: HpaSpec,
  { recommendations = [], events }: HpaHistory,
  now: number,
  settings: ControllerSettings,
): Normalized {
  const { minReplicas, maxReplicas, behavior } = hpa;
  if (!behavior || !settings.release.behavior) {
    const window = settings.release.forbiddenWindows
      ? { replicas: raw, recommendations }
      : stabilizeDownscale(raw, recommendations, now, settings);
    const held = window.replicas === raw ? READY_FOR_NEW_SCALE : SCALE_DOWN_STABILIZED;
    const limited = limitWithoutBehavior(window.replicas, { currentReplicas, minReplicas, maxReplicas }, settings);
    return normalized(raw, currentReplicas, window, held, limited);
  }
  const window = stabilizeBothWays(raw, currentReplicas, behavior, recommendations, now, settings);
  const held = heldBy(raw, window.replicas, currentReplicas);
  const input = { currentReplicas, minReplicas, maxReplicas, behavior, events, now, settings };
  return normalized(raw, currentReplicas, window, held, limitByBehavior(window.replicas, input));
}

function normalized(
  raw: number,
  currentReplicas: number,
  window: { readonly replicas: number; readonly recommendations: readonly Recommendation[] },
  held: Held,
  limited: Limited,
): Normalized {
  const { replicas: stabilized, recommendations } = window;
  const { replicas } = limited;
  let limitedBy = LIMITS.get(limited.reason);
  limitedBy ??= stabilized !== raw ? 'stabilizationWindow' : raw === currentReplicas ? 'tolerance' : 'none';
  return { raw, stabilized, replicas, limitedBy, held, limited, recommendations };
}
