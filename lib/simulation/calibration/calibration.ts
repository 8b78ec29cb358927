import { type WorldOptions } from '../world/options';

/** A parameter of the model that was measured. */
export interface CalibratedParameter {
  /** The option that it sets, such as `cpuPerRequest`. */
  readonly name: keyof WorldOptions;
  readonly unit: string;
  /** The middle of what was measured. */
  readonly value: number;
  /** What nine of ten measurements are within. */
  readonly range: readonly [low: number, high: number];
  /** What it rests on, for people. */
  readonly basis: string;
  /** How many measurements it rests on. */
  readonly samples: number;
}

/** The parameters that a recording or some range queries tell. */
export interface Calibration {
  readonly version: 1;
  readonly parameters: readonly CalibratedParameter[];
  /** What could not be measured, each with what would be needed. */
  readonly unknown: readonly string[];
}

/**
 * A parameter from its measurements, and what nine of ten are within.
 *
 * @param middle what all of them together say; the median where nothing is
 */
export function measured(
  name: keyof WorldOptions,
  unit: string,
  values: readonly number[],
  basis: string,
  middle?: number,
): CalibratedParameter[] {
  const sorted = values.filter((value) => value >= 0 && value < Infinity).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)]!;
  const value = middle ?? at(0.5);
  const range = [Math.min(value, at(0.05)), Math.max(value, at(0.95))] as const;
  return [{ name, unit, value, range, basis, samples: sorted.length }];
}

/** How near to 0 a range may come, as a share of its middle. */
const LEAST_SHARE = 0.1;

/**
 * The parameters as options of a prediction: ranges as wide as what was measured, so that its runs draw from them, around the middle of it, because a
 * prediction takes the middle of a range.
 */
export function worldOf({ parameters }: Pick<Calibration, 'parameters'>): WorldOptions {
  return Object.fromEntries(
    parameters.map(({ name, value, range: [low, high] }) => {
      const half = Math.min((high - low) / 2, value * (1 - LEAST_SHARE));
      return [name, half > 0 ? [value - half, value + half] : value];
    }),
  );
}
