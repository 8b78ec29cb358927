import { type RunScore } from './run-score';

/** What a candidate gives over all its runs. */
export interface Score {
  /** Means over the runs. */
  readonly cost: number;
  readonly podHours: number;
  readonly offered: number;
  readonly lost: number;
  /** What at most one run in twenty exceeds. */
  readonly lostMost: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
  readonly peak: number;
  readonly secondsAtMax: number;
  readonly use: number;
  readonly runs: number;
}

/** Sums up the runs of a candidate. */
export function scoreOf(runs: readonly RunScore[]): Score {
  const mean = (key: keyof RunScore): number => runs.reduce((sum, run) => sum + run[key], 0) / Math.max(1, runs.length);
  const most = (key: keyof RunScore): number => {
    const sorted = runs.map((run) => run[key]).sort((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
  };
  return {
    cost: mean('cost'),
    podHours: mean('podHours'),
    offered: mean('offered'),
    lost: mean('lost'),
    lostMost: most('lost'),
    mean: most('mean'),
    p50: most('p50'),
    p95: most('p95'),
    p99: most('p99'),
    worst: most('worst'),
    peak: most('peak'),
    secondsAtMax: most('secondsAtMax'),
    use: most('use'),
    runs: runs.length,
  };
}
