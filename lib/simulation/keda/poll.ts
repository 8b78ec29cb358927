import { at, whole } from '../../kubernetes/fields';
import { approximateFloat, milliText } from '../../kubernetes/quantity';
import { type HpaEvent } from '../hpa/decision';
import { isFailure } from '../hpa/pod-requests';
import { milliseconds, type Instant } from '../instant';
import { readPause, type Pause } from './annotations';
import { takesHpaReads } from './decide-scaled-object';
import { COMPOSITE_METRIC } from './generated-hpa';
import { hpaHealth } from './hpa-health';
import { compositeOf, queryTriggers, type Answers, type QueryInput } from './query-triggers';
import { readScaledObject, type ScaledObject, type ScaledObjectManifest } from './scaled-object';
import { activity, scaleLoop, type KedaCondition } from './scale-loop';
import { kedaRelease, type KedaRelease } from './settings';
import { type ScaledObjectState } from './state';
import { isResourceTrigger } from './trigger';
import { type TriggerReading } from './trigger-reading';

/** What one decision of KEDA's poll loop is made from. */
export interface PollInput {
  /** The ScaledObject as it stands in YAML. */
  readonly scaledObject: ScaledObjectManifest;
  /** The scale of the target. */
  readonly scale: { readonly spec: { readonly replicas: number } };
  /** What each trigger's source answers, by the triggers of the ScaledObject; cpu and memory have none. */
  readonly readings: readonly (TriggerReading | undefined)[];
  /** Pods of the target that run and are ready; a fallback for metrics of type Value needs them. @default 0 */
  readonly readyReplicas?: number;
  /** What the former decision left behind. */
  readonly state: ScaledObjectState;
  /** KEDA's clock. */
  readonly now: Instant;
  /** Release of KEDA. @default "2.20" */
  readonly keda?: string;
}

/** What KEDA's poll loop decided. */
export interface PollDecision {
  /** What the target is asked to run from now on. */
  readonly replicas: number;
  /** Whether KEDA wrote the scale. */
  readonly rescaled: boolean;
  /** Which rule decided, in words. */
  readonly reason: string;
  readonly active: boolean;
  /** The metrics that made it active. */
  readonly activeTriggers: readonly string[];
  readonly fallbackActive: boolean;
  /** Conditions Ready, Active, Fallback, Paused and HPAActive, as far as this poll sets them. */
  readonly conditions: readonly KedaCondition[];
  readonly events: readonly HpaEvent[];
  readonly state: ScaledObjectState;
}

/**
 * What KEDA's poll loop does: it activates, deactivates after the cooldown, and keeps the minimum. It polls at once and then every
 * `pollingInterval`; the HPA does everything between 1 and the maximum.
 *
 * @throws InputError if the input cannot be read.
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
 */
export function pollScaledObject(input: PollInput): PollDecision {
  return poll(readScaledObject(input.scaledObject), {
    currentReplicas: whole('scale.spec.replicas', at(input.scale, 'spec', 'replicas')),
    readings: input.readings,
    readyReplicas: input.readyReplicas ?? 0,
    state: input.state,
    now: milliseconds('now', input.now),
    release: kedaRelease(input.keda),
  });
}

/** What one poll of a ScaledObject that has been read is decided from. */
export interface PollObservation {
  readonly currentReplicas: number;
  readonly readings: PollInput['readings'];
  readonly readyReplicas: number;
  readonly state: ScaledObjectState;
  /** Milliseconds. */
  readonly now: number;
  readonly release: KedaRelease;
}

/** One poll of a ScaledObject that has been read: for simulations. */
export function poll(scaledObject: ScaledObject, observation: PollObservation): PollDecision {
  const { currentReplicas, state, now, release } = observation;
  const pause = readPause(scaledObject);
  if (pause.paused) return pausedPoll(pause, currentReplicas, state);

  const query = {
    scaledObject,
    readings: observation.readings,
    currentReplicas,
    readyReplicas: observation.readyReplicas,
    failures: state.failures,
    cached: {},
    observed: readsOf(scaledObject, state, release),
    fallsBack: release.fallbackInPolls,
    release,
    now,
  };
  const answers = queryTriggers(scaledObject.triggers, query);
  const activeTriggers = activeTriggersOf(query, answers);
  const onlyResources = scaledObject.triggers.every(isResourceTrigger) && !answers.failed;
  const loop = scaleLoop({
    scaledObject,
    pause,
    currentReplicas,
    active: activeTriggers.length > 0 || onlyResources || pause.forceActivation,
    failed: answers.failed,
    activeTriggers,
    lastActiveTime: state.lastActiveTime,
    now,
  });
  const cached = answers.answers
    .filter(({ trigger }) => trigger.useCachedMetrics)
    .map(({ trigger, result }) => [trigger.metricName, result] as const);
  return {
    ...loop,
    activeTriggers,
    fallbackActive: answers.fallbackActive,
    events: [...fallbackEvents(answers.fallbackActive, state.fallbackActive), ...loop.events],
    conditions: [...loop.conditions, fallbackCondition(answers.fallbackActive), ...hpaHealth(state.hpa.conditions)],
    state: {
      ...state,
      lastActiveTime: loop.lastActiveTime,
      failures: answers.failures,
      cached: { ...state.cached, ...Object.fromEntries(cached) },
      fallbackActive: answers.fallbackActive,
    },
  };
}

/** The HPA's reads that a poll takes instead of its own: while that HPA says of itself that it reads them. */
function readsOf(
  scaledObject: ScaledObject,
  { observed, hpa }: ScaledObjectState,
  release: KedaRelease,
): QueryInput['observed'] {
  const isReading = hpa.conditions.some(({ type, status }) => type === 'ScalingActive' && status === 'True');
  return release.pollsTakeHpaReads && isReading && takesHpaReads(scaledObject) ? observed : undefined;
}

/** The metrics that are active: each by its raw value, or the composite one alone by its thousandths. */
function activeTriggersOf(query: QueryInput, answers: Answers): string[] {
  const { scalingModifiers } = query.scaledObject;
  if (!scalingModifiers) {
    return answers.answers.flatMap(({ trigger, result }) =>
      !isFailure(result) && result.active ? trigger.metricName : [],
    );
  }
  if (answers.failed || answers.answers.length === 0) return [];
  const composite = compositeOf(query, answers);
  if (typeof composite === 'object') return [];
  const value = approximateFloat(COMPOSITE_METRIC, milliText(composite));
  return value > Number(scalingModifiers.activationTarget || 0) ? [COMPOSITE_METRIC] : [];
}

function pausedPoll({ pausedReplicas }: Pause, currentReplicas: number, state: ScaledObjectState): PollDecision {
  const replicas = pausedReplicas ?? currentReplicas;
  return {
    replicas,
    rescaled: replicas !== currentReplicas,
    reason: pausedReplicas === undefined ? 'paused by annotation' : `paused at ${pausedReplicas} by annotation`,
    active: false,
    activeTriggers: [],
    fallbackActive: false,
    conditions: [
      { type: 'Paused', status: 'True', reason: 'ScaledObjectPaused', message: 'ScaledObject is paused' },
      activity(false),
    ],
    events: [],
    state,
  };
}

function fallbackCondition(active: boolean): KedaCondition {
  return active
    ? {
        type: 'Fallback',
        status: 'True',
        reason: 'FallbackExists',
        message: 'At least one trigger is falling back on this scaled object',
      }
    : {
        type: 'Fallback',
        status: 'False',
        reason: 'NoFallbackFound',
        message: 'No fallbacks are active on this scaled object',
      };
}

function fallbackEvents(active: boolean, before: boolean): HpaEvent[] {
  if (active === before) return [];
  return active
    ? [{ type: 'Normal', reason: 'ScaledObjectFallbackActivated', message: 'ScaledObject fallback is active' }]
    : [
        {
          type: 'Normal',
          reason: 'ScaledObjectFallbackDeactivated',
          message: 'ScaledObject fallback is no longer active',
        },
      ];
}
