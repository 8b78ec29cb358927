import { type Problem } from '../../validation';
import { type FeatureGates } from '../feature-gates';

/** The servers that judge an object: their releases, and what is set otherwise than the release sets it. */
export interface Servers {
  /** Kubernetes release, such as `1.36`. */
  readonly kubernetes: string;
  /** KEDA release, such as `2.20`. */
  readonly keda: string;
  /** @default the release's own */
  readonly featureGates?: FeatureGates;
}

/** What is wrong with an object as the servers see it, without the object's name and without a full stop. */
export interface Refusal {
  /** Where it is, such as `spec.metrics[0].resource`. */
  readonly field: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /**
   * How bad it is. An error is refused, or fails in its controller without doubt.
   * @default 'error'
   */
  readonly severity?: 'warning' | 'info';
  /** Whether the server takes the object all the same: what is wrong shows afterwards. */
  readonly admitted?: boolean;
  /** A feature gate that admits it, and of which nobody has said whether it is on. */
  readonly gate?: string;
  /** The server's own words, where they are known. */
  readonly said?: string;
}

/** The refusal of an object that a message calls by a name, such as `Service "web"`. */
export function refusalProblem(object: string, { what, why, fix }: Refusal): Problem {
  return { what: `${object}: ${what}.`, why, fix };
}

/** Whether a refusal stops the object: it is not stored, or nothing comes of it. */
export function isFatal({ severity }: Refusal): boolean {
  return severity === undefined;
}
