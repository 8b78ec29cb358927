export { readPause, type Pause } from './annotations';
export { decideScaledObject, type ScaledObjectDecision, type ScaledObjectInput } from './decide-scaled-object';
export { type FailureCounts } from './fallback';
export {
  Formula,
  FormulaError,
  formulaProblem,
  UnsupportedFormula,
  type FormulaOptions,
  type FormulaProblem,
} from '../../kubernetes/keda/formula';
export { generateHpa } from './generated-hpa';
export { metricMilli, truncatedMilli } from './metric-conversion';
export { pollScaledObject, type PollDecision, type PollInput } from './poll';
export {
  readScaledObject,
  type Fallback,
  type ScaledObject,
  type ScaledObjectManifest,
  type ScalingModifiers,
} from './scaled-object';
export { scaleLoop, type KedaCondition, type ScaleLoopDecision, type ScaleLoopInput } from './scale-loop';
export { kedaRelease, type KedaRelease } from './settings';
export { NEW_SCALED_OBJECT, type ScaledObjectState } from './state';
export { type Trigger } from './trigger';
export { type ScalerResult, type TriggerReading } from './trigger-reading';
export { validateScaledObject, type Admission, type AdmissionContext } from './validate-scaled-object';
