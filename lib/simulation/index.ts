export { type Fields } from './fields';
export * from './hpa';
export * from './keda';
export { InputError } from './input-error';
export { type Instant } from './instant';
export { DEFAULT_RELEASE, releaseFeatures, type FeatureGates, type ReleaseFeatures } from './release';
export { explainDecision } from './explain';
export { type Recording, type RecordedFrame } from './recording';
export { replay, type Replay, type ReplayedSync } from './replay';
export type * from './prediction';
export { predict, predictScaler } from './world/predict';
export {
  type ClusterOptions,
  type Load,
  type PredictOptions,
  type Profile,
  type RequestLoad,
  type Span,
  type UserLoad,
  type WorldOptions,
} from './world/options';
