import { type Behavior, type ScalingPolicy, type ScalingRules } from './hpa-spec';
import { SCALE_DOWN_LIMIT, SCALE_UP_LIMIT, TOO_FEW, TOO_MANY, WITHIN_RANGE, type Limited } from './normalize';
import { changeWithin, type ScaleEvents } from './scale-events';
import { wholeReplicas } from './pod-metric';
import { type ControllerSettings } from './settings';

/** What the limits of a decision with `behavior` depend on. */
export interface RateLimitInput {
  readonly currentReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: Behavior;
  readonly events: ScaleEvents;
  readonly now: number;
  readonly settings: ControllerSettings;
}

/**
 * With `behavior`: the change stays within the policies of its direction, and on its side of minimum or maximum.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies
 */
export function limitByBehavior(desired: number, input: RateLimitInput): Limited {
  const { currentReplicas, minReplicas, maxReplicas } = input;
  if (desired > currentReplicas) {
    const limit = Math.max(currentReplicas, scaleUpLimit(input));
    const cap = Math.min(maxReplicas, limit);
    if (desired > cap) return { replicas: cap, ...(maxReplicas > limit ? SCALE_UP_LIMIT : TOO_MANY) };
  } else if (desired < currentReplicas) {
    const limit = Math.min(currentReplicas, scaleDownLimit(input));
    const floor = Math.max(minReplicas, limit);
    if (desired < floor) return { replicas: floor, ...(minReplicas < limit ? SCALE_DOWN_LIMIT : TOO_FEW) };
  }
  return { replicas: desired, ...WITHIN_RANGE };
}

/** The most replicas that the policies upward allow now. */
export function scaleUpLimit(input: RateLimitInput): number {
  const rules = input.behavior.scaleUp;
  return selected(
    rules,
    input,
    rules.selectPolicy === 'Min' ? Math.min : Math.max,
    ({ type, value, periodSeconds }) => {
      const start = replicasBefore(periodSeconds, input, 'up');
      return type === 'Percent' ? wholeReplicas(start * (1 + value / 100), input.settings) : inInt32(start + value);
    },
  );
}

/** The fewest replicas that the policies downward allow now. */
export function scaleDownLimit(input: RateLimitInput): number {
  const rules = input.behavior.scaleDown;
  return selected(
    rules,
    input,
    rules.selectPolicy === 'Min' ? Math.max : Math.min,
    ({ type, value, periodSeconds }) => {
      const start = replicasBefore(periodSeconds, input, 'down');
      return type === 'Percent' ? Math.trunc(start * (1 - value / 100)) + 0 : inInt32(start - value);
    },
  );
}

/** A sum wraps in 32 bits: with the largest value of a policy nothing grows. */
function inInt32(value: number): number {
  return value | 0;
}

function selected(
  { selectPolicy, policies }: ScalingRules,
  { currentReplicas }: RateLimitInput,
  choose: (...limits: number[]) => number,
  limitOf: (policy: ScalingPolicy) => number,
): number {
  return selectPolicy === 'Disabled' ? currentReplicas : choose(...policies.map(limitOf));
}

/** How many replicas there were a period ago, by the changes since. Before 1.26 each direction saw its own changes only. */
function replicasBefore(periodSeconds: number, input: RateLimitInput, direction: 'up' | 'down'): number {
  const { currentReplicas, events, now, settings } = input;
  const both = settings.release.countsBothDirections;
  const added = both || direction === 'up' ? changeWithin(periodSeconds, events.up, now) : 0;
  const removed = both || direction === 'down' ? changeWithin(periodSeconds, events.down, now) : 0;
  return currentReplicas - added + removed;
}
