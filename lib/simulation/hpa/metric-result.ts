import { type Fields } from '../../kubernetes/fields';
import { type HpaSpec, type MetricIdentifier } from './hpa-spec';
import { type MetricReading } from './metric-reading';
import { type PodGroups } from './pod-groups';
import { isFailure } from './pod-requests';
import { type PodState } from './pod-state';
import { type ControllerSettings } from './settings';
import { type Tolerances } from './tolerance';

/** What a metric is decided from, beside what it says itself. */
export interface MetricContext {
  readonly hpa: HpaSpec;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly pods: readonly PodState[];
  readonly tolerances: Tolerances;
  readonly now: number;
  readonly settings: ControllerSettings;
}

/** What one metric asks for. */
export interface MetricProposal {
  /** How reasons name the metric. */
  readonly name: string;
  readonly replicas: number;
  /** Usage over target, where there is anything to share it. */
  readonly ratio?: number;
  /** The entry of `status.currentMetrics`. */
  readonly status: Fields;
  /** Pods by what their sample was worth, for metrics per pod. */
  readonly groups?: PodGroups;
}

/** Why a metric could not be computed. */
export interface MetricFailure {
  /** Reason of the condition and of the event. */
  readonly reason: string;
  /** Text of the condition and of the event. */
  readonly message: string;
  /** The error as the reconcile reports it, with what it was doing. */
  readonly error: string;
}

export type MetricResult = MetricProposal | MetricFailure;

/** Whether a metric asks for something. */
export function isProposal(result: MetricResult): result is MetricProposal {
  return 'replicas' in result;
}

/** A metric's name and selector as a status repeats them: Go leaves out what is empty. */
export function identifierStatus({ name, selector }: MetricIdentifier): Fields {
  if (!selector) return { name };
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return {
    name,
    selector: {
      ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
      ...(matchExpressions.length > 0 && { matchExpressions }),
    },
  };
}

/** Why there is no value; a reading of another metric's shape is none either. */
export function errorOf(reading: MetricReading): string {
  return isFailure(reading) ? reading.error : 'the reading is not of the kind that the metric needs';
}
