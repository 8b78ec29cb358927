export { type Refusal } from '../../kubernetes/admission/refusal';
export { type Int64 } from '../../kubernetes/int64';
export { type LabelRequirement, type LabelSelector } from '../../kubernetes/label-selector';
export { approximateFloat, milliText, milliValue } from '../../kubernetes/quantity';
export { averageReplicas, type AverageInput } from './average-metric';
export { combineMetrics, type CombinedMetrics } from './combine-metrics';
export { setCondition, type Condition } from './conditions';
export { decide, historyOf, type HpaInput, type Scale } from './decide';
export {
  type HpaDecision,
  type HpaEvent,
  type HpaHistory,
  type LimitedBy,
  type Observation,
  type ScaleState,
} from './decision';
export {
  type Behavior,
  type HpaSpec,
  type MetricIdentifier,
  type MetricSpec,
  type MetricTarget,
  type ObjectReference,
  type ScalingPolicy,
  type ScalingRules,
} from './hpa-spec';
export { proposeReplicas } from './metric-proposal';
export { type MetricReading } from './metric-reading';
export {
  isProposal,
  type MetricContext,
  type MetricFailure,
  type MetricProposal,
  type MetricResult,
} from './metric-result';
export { limitWithoutBehavior, stabilizeDownscale, type LegacyLimits, type Limited } from './normalize';
export { normalizeReplicas, type Normalized } from './normalize-replicas';
export {
  readyPods,
  sumOfSeries,
  totalPerPodReplicas,
  valueReplicas,
  type TotalPerPodInput,
  type TotalProposal,
  type ValueInput,
} from './object-external';
export { groupPods, type PodGroups, type Sample, type Samples } from './pod-groups';
export { type PodMetricInput, type PodMetricProposal } from './pod-metric';
export { isFailure, requestOf, type Failure } from './pod-requests';
export {
  readPod,
  type ContainerState,
  type PodManifest,
  type PodState,
  type ReadyCondition,
  type Requests,
} from './pod-state';
export { limitByBehavior, scaleDownLimit, scaleUpLimit, type RateLimitInput } from './rate-limits';
export { readBehavior } from './read-behavior';
export { readHpa, type HpaManifest } from './read-hpa';
export { readMetrics, type MetricsAnswers } from './read-metrics';
export { type Recommendation, type Stabilized } from './recommendation';
export { NEW_HPA, reconcile } from './reconcile';
export { utilizationReplicas, type UtilizationInput } from './resource-metric';
export { changeWithin, recordScale, type ScaleEvent, type ScaleEvents } from './scale-events';
export { controllerSettings, type ControllerOptions, type ControllerSettings } from './settings';
export { heldBy, stabilizeBothWays } from './stabilize';
export { hpaStatus } from './status';
export { isWithinTolerance, type Tolerances } from './tolerance';
export { tolerancesOf } from './tolerances-of';
export { validateHpa } from './validate-hpa';
