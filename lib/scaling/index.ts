export * from './horizontal-scaler';
export * from './metric-target';
export * from './scale-target';
export {
  PolicySelection,
  ScalingPolicy,
  ScalingRules,
  type ScalingBehavior,
  type ScalingRulesOptions,
} from './scaling-behavior';
export * from './scaling-metric';
