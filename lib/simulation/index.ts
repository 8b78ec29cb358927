export { type FeatureGates } from '../kubernetes/feature-gates';
export { DEFAULT_KEDA_RELEASE, DEFAULT_RELEASE } from '../kubernetes/release';
export { type Fields } from '../kubernetes/fields';
export { InputError } from '../validation';
export * from './hpa';
export * from './keda';
export { type Instant } from './instant';
export { releaseFeatures, type ReleaseFeatures } from './release';
export { explainDecision } from './explain';
export { firstError, plainName } from './plain-name';
export { type Recording, type RecordedFrame } from './recording';
export { replay, type Replay, type ReplayedSync } from './replay';
export type * from './prediction';
export { predict, predictRuns, predictScaler } from './world/predict';
export { parseCall, predictTogether, type Call, type TogetherOptions } from './world/together';
export { type RunsPart } from './world/bands';
export * from './load';
export { seconds as secondsOfSpan, spanText, type Span } from './span';
export {
  type ClusterOptions,
  type Estimate,
  type MetricSource,
  type NodeOptions,
  type PhaseOptions,
  type PredictOptions,
  type Signal,
  type WorldOptions,
} from './world/options';
export { FAULTS, parseFault, type Fault, type FaultName } from './world/faults';
export { agreementOf, agreementOfSeries, type Agreement, type AgreementOptions } from './agreement';
export { goalValue, meetsGoal, parseGoal, type Goal, type GoalMeasure } from './goal';
export * from './calibration';
export * from './tuning';
