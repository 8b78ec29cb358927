import { type Fields } from '../../kubernetes/fields';
import { type Condition } from './conditions';
import { type MetricReading } from './metric-reading';
import { type MetricResult } from './metric-result';
import { type PodState } from './pod-state';
import { type Recommendation } from './recommendation';
import { type ScaleEvents } from './scale-events';

/** What a reconcile sees. Times are milliseconds. */
export interface Observation {
  readonly now: number;
  readonly scale: ScaleState;
  /** The pods that the scale's selector matches. */
  readonly pods: readonly PodState[];
  /** What the metrics API answered, by the metrics of the HPA. */
  readonly readings: readonly MetricReading[];
  /** Why the scale cannot be written. @default it can */
  readonly updateError?: string;
  /** `namespace/name` of other HPAs whose selectors match the same pods. @default none */
  readonly competingAutoscalers?: readonly string[];
}

/** The scale of the target, or why it cannot be read. */
export type ScaleState =
  | { readonly error: string }
  | {
      /** What the target is asked to run. */
      readonly specReplicas: number;
      /** The pods that exist. */
      readonly statusReplicas: number;
      /** The selector of its pods, as text. Undefined: it fits the given pods. */
      readonly selector?: string;
    };

/** What the controller remembers of an HPA, and what stands in its status. */
export interface HpaHistory {
  /** Undefined: the controller sees the HPA for the first time. */
  readonly recommendations?: readonly Recommendation[];
  readonly events: ScaleEvents;
  readonly conditions: readonly Condition[];
  /** `status.currentReplicas`. @default 0 */
  readonly currentReplicas?: number;
  /** `status.desiredReplicas`. */
  readonly desiredReplicas: number;
  readonly lastScaleTime?: number;
  /** `status.currentMetrics`. */
  readonly currentMetrics: readonly Fields[];
}

/** An event that `kubectl describe` shows. */
export interface HpaEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Which step of the decision had the last word. */
export type LimitedBy =
  | 'none'
  | 'tolerance'
  | 'stabilizationWindow'
  | 'scaleUpLimit'
  | 'scaleDownLimit'
  | 'minReplicas'
  | 'maxReplicas'
  | 'forbiddenWindow'
  | 'metricFailure'
  | 'scaleFailure'
  | 'disabled';

/** What a reconcile decided. */
export interface HpaDecision {
  /** `status.currentReplicas`: what the target was asked to run. */
  readonly currentReplicas: number;
  /** `status.desiredReplicas`: what was decided last; after a failure still the former number, and 0 where there was none. */
  readonly desiredReplicas: number;
  /** What the target is asked to run from now on: the decision where the scale was written, else what it was. */
  readonly targetReplicas: number;
  /** Whether the scale was written. */
  readonly rescaled: boolean;
  /** Why, in the words of the event; it may stand even where nothing was scaled. */
  readonly reason: string;
  /** What the metrics asked for; undefined where they were not read or failed. */
  readonly rawReplicas?: number;
  /** What was left of it after the stabilisation window. */
  readonly stabilizedReplicas?: number;
  readonly limitedBy: LimitedBy;
  /** What each metric asked for, by the metrics of the HPA; empty where they were not read. */
  readonly metrics: readonly MetricResult[];
  /** The error with which the reconcile ended, if any. */
  readonly error?: string;
  readonly conditions: readonly Condition[];
  readonly events: readonly HpaEvent[];
  /** `status.currentMetrics`. */
  readonly currentMetrics: readonly Fields[];
  /** What the next reconcile goes on from. */
  readonly history: HpaHistory;
}
