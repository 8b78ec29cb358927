import { type HpaEvent } from '../hpa/decision';
import { type Pause } from './annotations';
import { type ScaledObject } from './scaled-object';

/** A condition of a ScaledObject. */
export interface KedaCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** What the scale loop decides from. Times are milliseconds. */
export interface ScaleLoopInput {
  readonly scaledObject: ScaledObject;
  readonly pause: Pick<Pause, 'scaleIn' | 'scaleOut' | 'forceActivation'>;
  /** What the target is asked to run. */
  readonly currentReplicas: number;
  readonly active: boolean;
  /** Whether a trigger failed, and no fallback stands in for it. */
  readonly failed: boolean;
  readonly activeTriggers: readonly string[];
  readonly lastActiveTime?: number;
  readonly now: number;
}

/** What the scale loop decided. */
export interface ScaleLoopDecision {
  readonly replicas: number;
  readonly rescaled: boolean;
  /** Which rule decided, in words. */
  readonly reason: string;
  readonly active: boolean;
  readonly lastActiveTime?: number;
  readonly conditions: readonly KedaCondition[];
  readonly events: readonly HpaEvent[];
}

const READY: KedaCondition = {
  type: 'Ready',
  status: 'True',
  reason: 'ScaledObjectReady',
  message: 'ScaledObject is defined correctly and is ready for scaling',
};

/** The condition Active of triggers that are, or are not. */
export function activity(active: boolean, forced = false): KedaCondition {
  if (!active) {
    return {
      type: 'Active',
      status: 'False',
      reason: 'ScalerNotActive',
      message: 'Scaling is not performed because triggers are not active',
    };
  }
  const why = forced ? 'activation is being forced by annotation' : 'triggers are active';
  return { type: 'Active', status: 'True', reason: 'ScalerActive', message: `Scaling is performed because ${why}` };
}

/**
 * Activation and deactivation between zero (or the idle count) and the minimum.
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/#activating-and-scaling-thresholds
 */
export function scaleLoop(input: ScaleLoopInput): ScaleLoopDecision {
  return input.active ? whileActive(input) : whileInactive(input);
}

function whileActive(input: ScaleLoopInput): ScaleLoopDecision {
  const { scaledObject, pause, currentReplicas, failed, now } = input;
  const { idleReplicaCount, minReplicaCount = 0 } = scaledObject;
  const conditions = [READY, activity(true, pause.forceActivation)];
  if ((idleReplicaCount !== undefined && currentReplicas < minReplicaCount) || currentReplicas === 0) {
    if (pause.scaleOut) return kept(input, 'activation is paused by annotation', conditions);
    const replicas = minReplicaCount > 0 ? minReplicaCount : 1;
    return {
      ...kept(input, 'triggers are active', conditions),
      replicas,
      rescaled: true,
      lastActiveTime: now,
      events: [activated(input, replicas)],
    };
  }
  if (failed) {
    return kept(input, 'some triggers fail', [
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'PartialTriggerError',
        message: 'Some triggers defined in ScaledObject are not working correctly',
      },
      activity(true, pause.forceActivation),
    ]);
  }
  return { ...kept(input, 'triggers are active', conditions), lastActiveTime: now };
}

function whileInactive(input: ScaleLoopInput): ScaleLoopDecision {
  const { scaledObject, pause, currentReplicas, failed } = input;
  const { idleReplicaCount, minReplicaCount = 0, fallback } = scaledObject;
  const conditions = [READY, activity(false)];
  if (failed && fallback && fallback.replicas !== 0) {
    return kept(input, 'triggers fail, and the fallback will stand in', conditions);
  }
  if (failed && !fallback) {
    return kept(input, 'triggers fail', [
      {
        type: 'Ready',
        status: 'False',
        reason: 'TriggerError',
        message: 'Triggers defined in ScaledObject are not working correctly',
      },
      activity(false),
    ]);
  }
  if (
    (idleReplicaCount !== undefined && currentReplicas > idleReplicaCount) ||
    (currentReplicas > 0 && minReplicaCount === 0)
  ) {
    if (pause.scaleIn) return kept(input, 'deactivation is paused by annotation', conditions);
    if (!isCool(input)) {
      return kept(input, 'cooling down', [
        READY,
        {
          type: 'Active',
          status: 'False',
          reason: 'ScalerCooldown',
          message: 'Scaler cooling down because triggers are not active',
        },
      ]);
    }
    const replicas = idleReplicaCount ?? minReplicaCount;
    return {
      ...kept(input, 'no trigger was active for the whole cooldown', conditions),
      replicas,
      rescaled: true,
      events: [deactivated(input, replicas)],
    };
  }
  if (idleReplicaCount === undefined && currentReplicas < minReplicaCount) {
    return { ...kept(input, 'below minReplicaCount', conditions), replicas: minReplicaCount, rescaled: true };
  }
  return kept(input, 'no trigger is active', conditions);
}

/** Whether the cooldown is over; a moment exactly at its end is within it. */
function isCool({ scaledObject, lastActiveTime, now }: ScaleLoopInput): boolean {
  if (lastActiveTime !== undefined) return lastActiveTime + scaledObject.cooldownPeriod * 1000 < now;
  return (scaledObject.createdAt ?? -Infinity) + scaledObject.initialCooldownPeriod * 1000 < now;
}

function kept(input: ScaleLoopInput, reason: string, conditions: readonly KedaCondition[]): ScaleLoopDecision {
  const { currentReplicas, active, lastActiveTime } = input;
  return {
    replicas: currentReplicas,
    rescaled: false,
    reason,
    active,
    ...(lastActiveTime !== undefined && { lastActiveTime }),
    conditions,
    events: [],
  };
}

function activated(input: ScaleLoopInput, replicas: number): HpaEvent {
  const why = input.pause.forceActivation
    ? 'caused by forced activation annotation'
    : `triggered by ${input.activeTriggers.join(';')}`;
  return {
    type: 'Normal',
    reason: 'KEDAScaleTargetActivated',
    message: `Scaled ${targetOf(input)} from ${input.currentReplicas} to ${replicas}, ${why}`,
  };
}

function deactivated(input: ScaleLoopInput, replicas: number): HpaEvent {
  return {
    type: 'Normal',
    reason: 'KEDAScaleTargetDeactivated',
    message: `Deactivated ${targetOf(input)} from ${input.currentReplicas} to ${replicas}`,
  };
}

function targetOf({ scaledObject: { namespace, scaleTargetRef } }: ScaleLoopInput): string {
  const { apiVersion, kind, name } = scaleTargetRef;
  return `${apiVersion}.${kind} ${namespace}/${name}`;
}
