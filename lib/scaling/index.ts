export * from './catalogue/metric-exporter';
export * from './horizontal-scaler';
export * from './keda/cluster-trigger-authentication';
export * from './keda/keda-fallback';
export * from './keda/keda-prometheus-scaler';
export * from './keda/keda-scaler';
export * from './keda/keda-scaling-options';
export * from './keda/keda-trigger';
export * from './keda/prometheus-authentication';
export { KedaMetricType, type PrometheusTriggerOptions } from './keda/prometheus-trigger';
export * from './keda/scaling-formula';
export * from './metric-target';
export * from './queries/counter-metric';
export * from './queries/gauge-metric';
export * from './queries/histogram-metric';
export * from './queries/metric-query';
export * from './queries/metric-series';
export { SelectedMetric, type ISeriesSource, type RangeOptions } from './queries/selected-metric';
export * from './scale-target';
export {
  PolicySelection,
  ScalingPolicy,
  ScalingRules,
  type ScalingBehavior,
  type ScalingRulesOptions,
} from './scaling-behavior';
export * from './scaling-metric';
