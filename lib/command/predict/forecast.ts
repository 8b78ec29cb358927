import { type Prediction, type PredictionSummary } from '../../simulation';
import { plural } from '../text';
import { amount } from './amounts';
import { type Basis } from './verdict/basis';
import { type Judgement } from './verdict/judgement';

/** Everything that the command found, for each of its formats. */
export interface Forecast {
  /** What was read: files and folders, as they were named. */
  readonly source: string;
  readonly scalers: readonly ScalerForecast[];
  /** Pairs of which one is an alternative to the other. */
  readonly comparisons: readonly Comparison[];
  /** What an hour of a node costs. @default nobody says it */
  readonly nodePrice?: number;
}

/** What one autoscaler will do, and what it would do otherwise. */
export interface ScalerForecast {
  readonly prediction: Prediction;
  readonly hints: readonly Hint[];
  /** Whether it is what somebody wants, aspect by aspect. @default nothing is judged */
  readonly verdict?: readonly Judgement[];
  /** What its ranges rest on that nobody measured. @default nothing */
  readonly basis?: Basis;
  /** What `check` finds about the autoscaler and its target. @default nothing */
  readonly findings?: readonly ToldFinding[];
}

/** A finding of `check` in short. */
export interface ToldFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly what: string;
  readonly fix: string;
}

/** What a change of the manifest would give. */
export interface Hint {
  /** The field that changes. */
  readonly field: string;
  /** The change, such as `minReplicas 2 -> 4`. */
  readonly change: string;
  /** What it gives, such as `loses 0 instead of 1,230 requests, 3.1 more pods on average`. */
  readonly effect: string;
  readonly summary: PredictionSummary;
}

/** Two predictions side by side. */
export interface Comparison {
  readonly left: ComparedPrediction;
  readonly right: ComparedPrediction;
  readonly rows: readonly ComparedFigure[];
}

/** One of them, and what it is called. */
export interface ComparedPrediction {
  readonly label: string;
  readonly prediction: Prediction;
}

/** One number of both. */
export interface ComparedFigure {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  /** What the right one has more or less; empty where they are the same. */
  readonly difference: string;
}

/** Whether anything changes the number of replicas. */
export function isScaled({ scaler, target }: Prediction): boolean {
  return scaler.kind !== target.kind || scaler.name !== target.name;
}

/** Who scales what, between which bounds and by what, in one line. */
export function scalingLine(prediction: Prediction): string {
  const { target, metrics, minReplicas, maxReplicas } = prediction;
  if (!isScaled(prediction)) return `with ${plural(maxReplicas, 'replica')}, which nobody scales`;
  const targets = metrics.map(({ label, target: held, unit, perPod }) => {
    if (held === null) return label;
    return `${label} at ${amount(held, unit)}${perPod && unit !== 'percent' ? ' per pod' : ''}`;
  });
  return `scales ${target.kind} ${target.name}: ${minReplicas} to ${maxReplicas} replicas, ${targets.join(', ')}`;
}

/** How a table names an autoscaler: `HorizontalPodAutoscaler shop/web`. */
export function scalerName({ scaler }: Prediction): string {
  return `${scaler.kind} ${scaler.namespace}/${scaler.name}`;
}
