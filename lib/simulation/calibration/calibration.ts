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

/** A parameter from its measurements: the median, and what nine of ten are within. */
export function measured(
  name: keyof WorldOptions,
  unit: string,
  values: readonly number[],
  basis: string,
): CalibratedParameter[] {
  const sorted = values.filter((value) => Number.isFinite(value) && value >= 0).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return [{ name, unit, value: at(0.5), range: [at(0.05), at(0.95)], basis, samples: sorted.length }];
}

/** The parameters as options of a prediction: ranges, so that its runs draw from what was measured. */
export function worldOf({ parameters }: Pick<Calibration, 'parameters'>): WorldOptions {
  return Object.fromEntries(
    parameters.map(({ name, value, range: [low, high] }) => [name, low < high ? [low, high] : value]),
  );
}
