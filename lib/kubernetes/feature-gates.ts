import { minorOf } from './release';

/** First minor release in which each feature gate exists, and the first one in which it is on. */
const GATES = {
  HPAConfigurableTolerance: { exists: 33, on: 35 },
  HPAScaleToZero: { exists: 16, on: 37 },
  PodLevelResources: { exists: 34, on: 34 },
} as const;

/** A feature gate that changes what autoscalers may say or do. */
export type FeatureGate = keyof typeof GATES;

/** All of them. */
export const FEATURE_GATES = Object.keys(GATES) as readonly FeatureGate[];

/** Feature gates that are set otherwise than the release sets them, such as `{ HPAScaleToZero: true }`. */
export type FeatureGates = Readonly<Record<string, boolean>>;

/**
 * Whether a gate is on in a release such as `1.36`.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
 */
export function isGateOn(gate: FeatureGate, kubernetes: string, set: FeatureGates = {}): boolean {
  const minor = minorOf('Kubernetes', kubernetes);
  const { exists, on } = GATES[gate];
  return minor >= exists && (set[gate] ?? minor >= on);
}

/** Whether a release has a gate, on or off. */
export function hasGate(gate: FeatureGate, kubernetes: string): boolean {
  return minorOf('Kubernetes', kubernetes) >= GATES[gate].exists;
}
