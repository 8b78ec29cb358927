import { type LiveWorld } from '../live-world';
import { type Scaler } from '../scaler';

/** What is wrong with an autoscaler, and most likely why. */
export interface Cause {
  /** Such as `HorizontalPodAutoscaler shop/web`. */
  readonly scaler: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong. */
  readonly what: string;
  /** What the cluster says that tells it. */
  readonly evidence: string;
  readonly fix: string;
  /** The rule of `check` that found it. @default none: the cluster itself told it */
  readonly rule?: string;
}

/** What finds causes of one kind. */
export type FindCauses = (scaler: Scaler, world: LiveWorld) => Omit<Cause, 'scaler'>[];
