import { type LiveWorld } from '../live-world';
import { type Scaler } from '../scaler';

/** What is wrong with an autoscaler, and most likely why. */
export interface Cause {
  /** What has it, such as `HorizontalPodAutoscaler shop/web`; a Deployment where a part of KEDA does not run. */
  readonly object: string;
  readonly severity: 'error' | 'warning';
  readonly cause: CauseName;
  /** What is wrong. */
  readonly what: string;
  /** What the cluster says that tells it. */
  readonly evidence: string;
  readonly fix: string;
  /** The rule of `check` that found it. @default none: the cluster itself told it */
  readonly rule?: string;
}

/** What a cause is called, for programs. */
export type CauseName = TargetTrouble | PodTrouble | MetricTrouble | KedaTrouble | 'maximum' | 'rule';

/** What is wrong with the target of an autoscaler. */
export type TargetTrouble = 'no-target' | 'unscalable-target' | 'second-autoscaler';

/** Why pods that were asked for do not serve. */
export type PodTrouble = (typeof POD_TROUBLES)[number];
export const POD_TROUBLES = [
  ...(['quota', 'refused-pods', 'no-image', 'no-room', 'out-of-memory', 'crash', 'no-start'] as const),
  ...(['not-running', 'not-ready'] as const),
] as const;

/** Why an autoscaler cannot read its metrics. */
export type MetricTrouble =
  | 'no-request'
  | 'shared-pods'
  | 'bad-selector'
  | 'no-metrics-api'
  | 'nothing-to-measure'
  | 'no-sample'
  | 'refused-query'
  | 'empty-answer'
  | 'refused-login'
  | 'silent-source'
  | 'unreadable-metric';

/** What KEDA says, or what of KEDA does not run. */
export type KedaTrouble =
  | 'paused'
  | 'fallback'
  | 'no-authentication'
  | 'unusable-secret'
  | 'refused-by-keda'
  | 'unseen-by-keda'
  | 'no-keda-operator'
  | 'no-keda-metrics-server'
  | 'no-keda-webhook';

/** A cause that a rule of `check` found. */
export type RuledCause = Cause & { readonly rule: string };

/** A cause of whatever is looked at. */
export type CauseOf = Omit<Cause, 'object'>;

/** What finds causes of one kind. */
export type FindCauses = (scaler: Scaler, world: LiveWorld) => CauseOf[];
