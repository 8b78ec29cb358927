import { NEW_HPA } from '../hpa/reconcile';
import { type HpaHistory } from '../hpa/decision';
import { type Failure } from '../hpa/pod-requests';
import { type FailureCounts } from './fallback';
import { type ScalerResult } from './trigger-reading';

/** What the HPA has read of a trigger. */
export interface ObservedRead {
  readonly result: ScalerResult | Failure;
  readonly fallbackActive: boolean;
}

/** What KEDA remembers of a ScaledObject between its two loops. Times are milliseconds. */
export interface ScaledObjectState {
  /** When a trigger was last active; undefined if none has ever been. */
  readonly lastActiveTime?: number;
  /** Failures in a row, by the name of the metric. */
  readonly failures: FailureCounts;
  /** What the last poll saw of triggers with `useCachedMetrics`, by the name of the metric. */
  readonly cached: Readonly<Record<string, ScalerResult | Failure>>;
  /** What the HPA has read last, where polls take that, by the name of the metric; the fallback has had its say. */
  readonly observed?: Readonly<Record<string, ObservedRead>>;
  /** Whether a fallback was served at the last poll. */
  readonly fallbackActive: boolean;
  /** What the HPA's controller remembers of the HPA that KEDA made. */
  readonly hpa: HpaHistory;
}

/** The state of a ScaledObject that has just been created. */
export const NEW_SCALED_OBJECT: ScaledObjectState = { failures: {}, cached: {}, fallbackActive: false, hpa: NEW_HPA };
