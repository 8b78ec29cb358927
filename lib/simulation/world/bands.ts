import { type Band, type BandSeries, type PredictionBands, type PredictionSummary } from '../prediction';
import { Drivers } from './drivers';
import { type Parameters, type WorldNumbers } from './parameters';
import { tidy, type Record } from './record';

/** Numbers that the bands of all seconds may have together: more would not fit into the memory of a small machine. */
const MOST_NUMBERS = 10_000_000;

const SHARES = { p5: 0.05, p50: 0.5, p95: 0.95 } as const;

/** Some runs of a Monte Carlo, as plain data that threads can pass on; all runs of a step side by side. */
export interface RunsPart {
  readonly desired: Float32Array;
  readonly ready: Float32Array;
  readonly lost: Float32Array;
  readonly summaries: readonly PredictionSummary[];
  readonly numbers: readonly WorldNumbers[];
}

/** Seconds between two entries of series over so many runs of so many seconds. */
export function bandStep(seconds: number, runs: number): number {
  return Math.max(1, Math.ceil((seconds * runs) / MOST_NUMBERS));
}

/** Collects the runs of a Monte Carlo, and gives percentiles. */
export class Bands {
  readonly #stepSeconds: number;
  readonly #steps: number;
  readonly #desired: Float32Array;
  readonly #ready: Float32Array;
  readonly #lost: Float32Array;
  readonly #summaries: PredictionSummary[] = [];
  readonly #drivers = new Drivers();

  constructor(
    seconds: number,
    private readonly runs: number,
    /** What {@link bandStep} gives for all runs, where these are only some. */
    stepSeconds = bandStep(seconds, runs),
  ) {
    this.#stepSeconds = stepSeconds;
    this.#steps = Math.ceil(seconds / this.#stepSeconds);
    // All runs of a step side by side.
    this.#desired = new Float32Array(this.#steps * runs);
    this.#ready = new Float32Array(this.#steps * runs);
    this.#lost = new Float32Array(this.#steps * runs);
  }

  add({ desired, ready, lost }: Record, summary: PredictionSummary, numbers: WorldNumbers): void {
    const run = this.#summaries.length;
    for (let step = 0; step < this.#steps; step += 1) {
      const second = step * this.#stepSeconds;
      const place = step * this.runs + run;
      this.#desired[place] = desired[second]!;
      this.#ready[place] = ready[second]!;
      this.#lost[place] = lost[second]!;
    }
    this.#summaries.push(summary);
    this.#drivers.add(numbers, summary);
  }

  /** Adds the runs of a part. */
  take({ desired, ready, lost, summaries, numbers }: RunsPart): void {
    const first = this.#summaries.length;
    const count = summaries.length;
    for (let step = 0; step < this.#steps; step += 1) {
      const place = step * this.runs + first;
      this.#desired.set(desired.subarray(step * count, (step + 1) * count), place);
      this.#ready.set(ready.subarray(step * count, (step + 1) * count), place);
      this.#lost.set(lost.subarray(step * count, (step + 1) * count), place);
    }
    for (const [index, summary] of summaries.entries()) {
      this.#summaries.push(summary);
      this.#drivers.add(numbers[index]!, summary);
    }
  }

  /** The runs as they are, before anything is sorted. */
  part(): RunsPart {
    return {
      ...{ desired: this.#desired, ready: this.#ready, lost: this.#lost },
      summaries: this.#summaries,
      numbers: this.#drivers.numbers,
    };
  }

  result(parameters: Parameters): PredictionBands {
    return {
      stepSeconds: this.#stepSeconds,
      desired: this.#series(this.#desired),
      ready: this.#series(this.#ready),
      lost: this.#series(this.#lost),
      peakDesired: this.#band(({ peakDesired }) => peakDesired),
      secondsToMax: this.#band(({ secondsToMax }) => secondsToMax),
      lostRequests: this.#band(({ lostRequests }) => lostRequests),
      availability: this.#band(({ availability }) => availability),
      flaps: this.#band(({ flaps }) => flaps),
      podHours: this.#band(({ podHours }) => podHours),
      meanLatencySeconds: this.#band(({ meanLatencySeconds }) => meanLatencySeconds),
      p50LatencySeconds: this.#band(({ p50LatencySeconds }) => p50LatencySeconds),
      p95LatencySeconds: this.#band(({ p95LatencySeconds }) => p95LatencySeconds),
      p99LatencySeconds: this.#band(({ p99LatencySeconds }) => p99LatencySeconds),
      worstLatencySeconds: this.#band(({ worstLatencySeconds }) => worstLatencySeconds),
      drivers: this.#drivers.result(parameters),
    };
  }

  #series(values: Float32Array): BandSeries {
    const bands: { [share in keyof typeof SHARES]: number[] } = { p5: [], p50: [], p95: [] };
    for (let step = 0; step < this.#steps; step += 1) {
      const column = values.subarray(step * this.runs, (step + 1) * this.runs).sort();
      for (const share of ['p5', 'p50', 'p95'] as const) {
        bands[share].push(tidy(column[rank(SHARES[share], this.runs)]!));
      }
    }
    return bands;
  }

  #band(of: (summary: PredictionSummary) => number | null): Band {
    // What never happens comes last.
    const sorted = this.#summaries.map((summary) => of(summary) ?? Infinity).sort((a, b) => a - b);
    const at = (share: number): number | null => {
      const value = sorted[rank(share, sorted.length)]!;
      return value === Infinity ? null : value;
    };
    return { p5: at(SHARES.p5), p50: at(SHARES.p50), p95: at(SHARES.p95) };
  }
}

/** The nearest rank of a percentile. */
function rank(share: number, count: number): number {
  return Math.max(0, Math.ceil(share * count) - 1);
}
