import { type FeatureGates } from '../../kubernetes/feature-gates';
import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { releaseFeatures, type ReleaseFeatures } from '../release';

/**
 * How the controller runs: flags of kube-controller-manager, and its release.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
 */
export interface ControllerOptions {
  /** Kubernetes release. @default "1.36" */
  readonly kubernetes?: string;
  /** Feature gates that are set otherwise than the release sets them. @default none */
  readonly featureGates?: FeatureGates;
  /** `--horizontal-pod-autoscaler-sync-period`. @default 15 */
  readonly syncPeriodSeconds?: number;
  /** `--horizontal-pod-autoscaler-downscale-stabilization`. @default 300 */
  readonly downscaleStabilizationSeconds?: number;
  /** `--horizontal-pod-autoscaler-tolerance`. @default 0.1 */
  readonly tolerance?: number;
  /** `--horizontal-pod-autoscaler-cpu-initialization-period`. @default 300 */
  readonly cpuInitializationPeriodSeconds?: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay`. @default 30 */
  readonly initialReadinessDelaySeconds?: number;
  /** How many times the pods one reconcile may make without `behavior`; a constant of the controller. @default 2 */
  readonly scaleUpLimitFactor?: number;
  /** How many pods one reconcile may always go up to without `behavior`; a constant of the controller. @default 4 */
  readonly scaleUpLimitMinimum?: number;
}

/** All options, with what the release does; made once by `controllerSettings`. */
export interface ControllerSettings {
  readonly syncPeriodSeconds: number;
  readonly downscaleStabilizationSeconds: number;
  readonly tolerance: number;
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
  readonly scaleUpLimitFactor: number;
  readonly scaleUpLimitMinimum: number;
  readonly release: ReleaseFeatures;
}

const DEFAULTS = {
  syncPeriodSeconds: 15,
  downscaleStabilizationSeconds: 300,
  tolerance: 0.1,
  cpuInitializationPeriodSeconds: 300,
  initialReadinessDelaySeconds: 30,
  scaleUpLimitFactor: 2,
  scaleUpLimitMinimum: 4,
} as const;

/**
 * The options of a controller, with the defaults filled in.
 *
 * @throws InputError if an option is negative or no number, or the release is unknown.
 */
export function controllerSettings(options: ControllerOptions = {}): ControllerSettings {
  const numbers: Record<string, number> = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]) {
    const value = options[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw new InputError({
        what: `Option ${name} is ${show(value)}.`,
        why: 'kube-controller-manager does not start with it.',
        fix: `Use a number from 0 up; the default is ${DEFAULTS[name]}.`,
      });
    }
    numbers[name] = value;
  }
  const release = releaseFeatures(options.kubernetes, options.featureGates);
  return { ...(numbers as unknown as typeof DEFAULTS), release };
}
