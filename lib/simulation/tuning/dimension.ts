import { type Fields } from '../../kubernetes/fields';
import { withValue, type Path } from './path';

/** A field that may be chosen anew. */
export interface Dimension {
  /** As people call it: `minReplicas`, `averageUtilization of cpu`, `scaleDown.stabilizationWindowSeconds`. */
  readonly name: string;
  /** Which of the two manifests has it. */
  readonly of: 'scaler' | 'workload';
  readonly path: Path;
  /** What it may be, from the least to the most. */
  readonly choices: readonly Choice[];
  /** Which of them it is now. */
  readonly now: number;
}

/** What a field may be. */
export interface Choice {
  readonly text: string;
  /** What is written; undefined where the field is left out. */
  readonly value: unknown;
}

/** A choice for each dimension, by its index. */
export type Candidate = readonly number[];

/** The two manifests that a candidate changes. */
export interface TunedManifests {
  readonly scaler: Fields;
  readonly workload: Fields;
}

/** The manifests with the choices of a candidate. What it does not change stays as it was written. */
export function applied(
  before: TunedManifests,
  dimensions: readonly Dimension[],
  candidate: Candidate,
): TunedManifests {
  const after = { ...before };
  for (const [index, { of, path, choices, now }] of dimensions.entries()) {
    const chosen = candidate[index]!;
    if (chosen !== now) after[of] = withValue(after[of], path, choices[chosen]!.value);
  }
  return after;
}

/** A dimension of choices in order, among which the present value takes its place; undefined if there is nothing to choose. */
export function dimension(
  field: Omit<Dimension, 'choices' | 'now'>,
  present: Choice,
  others: readonly Choice[],
  isBefore?: (a: Choice, b: Choice) => boolean,
): Dimension | undefined {
  const different = others.filter(({ text }) => text !== present.text);
  if (different.length === 0) return undefined;
  const found = isBefore ? different.findIndex((each) => isBefore(present, each)) : 0;
  const now = found < 0 ? different.length : found;
  return { ...field, choices: [...different.slice(0, now), present, ...different.slice(now)], now };
}
