import { at, fields, list, optionalWhole, text, whole, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { milliseconds, optionalMilliseconds, type Instant } from '../instant';
import { readConditions } from './conditions';
import { type HpaDecision, type HpaHistory, type ScaleState } from './decision';
import { readHpa, type HpaManifest } from './read-hpa';
import { readMetrics, type MetricsAnswers } from './read-metrics';
import { readPod, type PodManifest } from './pod-state';
import { reconcile } from './reconcile';
import { NO_EVENTS } from './scale-events';
import { controllerSettings, type ControllerOptions } from './settings';

/** A Scale as its subresource answers, or why it cannot be read. */
export interface Scale {
  readonly spec: {
    /** What the target is asked to run. */
    readonly replicas: number;
  };
  readonly status: {
    /** The pods that exist. */
    readonly replicas: number;
    /** The selector of its pods, as text. @default it fits the given pods */
    readonly selector?: string;
  };
}

/** What one decision of the HPA controller is made from. */
export interface HpaInput {
  /** The HorizontalPodAutoscaler as it stands in YAML; its status is where the controller goes on if there is no history. */
  readonly hpa: HpaManifest;
  /** The scale of the target, or why it cannot be read. */
  readonly scale: Scale | { readonly error: string };
  /** The Pods that the scale's selector matches, as they stand in YAML. */
  readonly pods: readonly PodManifest[];
  /** What the metrics APIs answer. */
  readonly metrics: MetricsAnswers;
  /** What the former decision left behind. @default the controller has just started */
  readonly history?: HpaHistory;
  /** The controller's clock. */
  readonly now: Instant;
  /** Why the scale cannot be written. @default it can */
  readonly updateError?: string;
  /** `namespace/name` of other HPAs whose selectors match the same pods. @default none */
  readonly competingAutoscalers?: readonly string[];
  /** Release, gates and flags of the controller. @default those of a plain 1.36 */
  readonly options?: ControllerOptions;
}

/**
 * What the HPA controller decides: replicas, reason, conditions, events, and the history for the next decision.
 *
 * Nothing of the input is changed.
 *
 * @throws InputError if the input cannot be read, or the clock is before the history.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function decide(input: HpaInput): HpaDecision {
  const settings = controllerSettings(input.options);
  const hpa = readHpa(input.hpa);
  const now = milliseconds('now', input.now);
  const history = input.history ?? historyOf(input.hpa);
  const latest = Math.max(...(history.recommendations ?? []).map(({ time }) => time));
  if (latest > now) throw backwards(now, latest);
  return reconcile(
    hpa,
    {
      now,
      scale: readScale(input.scale),
      pods: input.pods.map(readPod),
      readings: readMetrics(hpa, input.metrics, settings),
      updateError: input.updateError,
      competingAutoscalers: input.competingAutoscalers,
    },
    history,
    settings,
  );
}

/** What a controller that has just started knows of an HPA: its status. */
export function historyOf(manifest: HpaManifest): HpaHistory {
  return {
    events: NO_EVENTS,
    conditions: readConditions(manifest),
    currentReplicas: optionalWhole('status.currentReplicas', at(manifest, 'status', 'currentReplicas')) ?? 0,
    desiredReplicas: optionalWhole('status.desiredReplicas', at(manifest, 'status', 'desiredReplicas')) ?? 0,
    lastScaleTime: optionalMilliseconds('status.lastScaleTime', at(manifest, 'status', 'lastScaleTime')),
    currentMetrics: list(manifest, 'status', 'currentMetrics') as readonly Fields[],
  };
}

/** The scale of a target as the controller sees it. */
export function readScale(scale: Scale | { readonly error: string }): ScaleState {
  if ('error' in scale) return scale;
  return {
    specReplicas: whole('scale.spec.replicas', at(scale, 'spec', 'replicas')),
    statusReplicas: whole('scale.status.replicas', at(scale, 'status', 'replicas')),
    selector: text(fields(scale, 'status'), 'selector'),
  };
}

function backwards(now: number, latest: number): InputError {
  return new InputError({
    what: `The clock goes backwards: now is ${now}, but the history has a recommendation of ${latest}.`,
    why: 'Windows and periods would count what has not happened yet.',
    fix: 'Pass the times of one clock, in the order in which they happened.',
  });
}
