import { type WorldOptions } from '../world/options';
import { slopeOf } from './slope';

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

/** Something that was measured and that no option sets: it follows from the others in a prediction, and can be held against them. */
export interface ObservedFigure {
  readonly name: 'concurrency';
  readonly unit: string;
  readonly value: number;
  readonly range: readonly [low: number, high: number];
  readonly basis: string;
  readonly samples: number;
}

/** The parameters that a recording or some range queries tell. */
export interface Calibration {
  readonly version: 1;
  readonly parameters: readonly CalibratedParameter[];
  /** What was measured beside them. */
  readonly observed: readonly ObservedFigure[];
  /** What could not be measured, each with what would be needed. */
  readonly unknown: readonly string[];
}

/**
 * A parameter from its measurements, and what nine of ten are within.
 *
 * @param middle what all of them together say; the median where nothing is
 */
export function measured<Name extends string = keyof WorldOptions>(
  name: Name,
  unit: string,
  values: readonly number[],
  basis: string,
  middle?: number,
): (Omit<CalibratedParameter, 'name'> & { readonly name: Name })[] {
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

/**
 * What each request that is being answered adds to the memory of its pod, and how many those are per pod.
 *
 * @param points requests that a pod answers at once, and its bytes at that time
 */
export function ofConcurrency(
  points: readonly (readonly [requests: number, bytes: number])[],
  basis: string,
): { readonly parameters: CalibratedParameter[]; readonly observed: ObservedFigure[] } {
  const line = slopeOf(points.filter(([, bytes]) => bytes > 0));
  const counts = points.map(([requests]) => requests);
  return {
    parameters: line
      ? [
          {
            name: 'memoryPerRequest',
            unit: 'bytes',
            value: line.slope,
            range: line.range,
            basis: `memory by ${basis}`,
            samples: line.points,
          },
        ]
      : [],
    observed: measured('concurrency', 'requests', counts, `${basis}, per pod`),
  };
}
