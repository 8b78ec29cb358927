import { type Demands } from './demands';
import { type Candidate } from './dimension';
import { type Tried } from './search';

/** Settings that a table has room for. */
const MOST = 8;

/** The latency that somebody asked for first. */
export function latencyMeasure({ goals }: Pick<Demands, 'goals'>): LatencyMeasure {
  return goals.map(({ measure }) => measure).find((measure) => measure !== 'lost') ?? 'p95';
}

export type LatencyMeasure = Exclude<Demands['goals'][number]['measure'], 'lost'>;

/**
 * The candidates of which none is worse than another one in cost, loss and latency at once, the cheapest first. Of those that give about the same
 * it is the one that changes least.
 */
export function frontOf(tried: readonly Tried[], demands: Demands, present: Candidate): Tried[] {
  const { use } = demands;
  const measure = latencyMeasure(demands);
  const able = tried.filter(({ score }) => score.use <= use * 1.001);
  const front = able.filter((a) => !able.some((b) => b !== a && dominates(b, a, measure)));
  const sorted = front.sort((a, b) => a.score.cost - b.score.cost || a.score.lost - b.score.lost);
  const distinct = sorted.filter((each, index) => !isAlike(each, sorted[index - 1], demands));
  return thinned(distinct).map((each) => {
    const alike = able.filter((other) => isAlike(other, each, demands));
    return alike.reduce((least, other) => (changed(other, present) < changed(least, present) ? other : least), each);
  });
}

function thinned(all: readonly Tried[]): readonly Tried[] {
  if (all.length <= MOST) return all;
  return Array.from({ length: MOST }, (_, index) => all[Math.round((index * (all.length - 1)) / (MOST - 1))]!);
}

/** How many fields a candidate changes. */
function changed({ candidate }: Tried, present: Candidate): number {
  return candidate.filter((choice, index) => choice !== present[index]).length;
}

/** Whether two candidates give about the same. */
export function isAlike(a: Tried, b: Tried | undefined, demands: Demands): boolean {
  if (!b) return false;
  const measure = latencyMeasure(demands);
  const others = coordinates(b, measure);
  return coordinates(a, measure).every((value, index) => !differs(value, others[index]!));
}

function coordinates({ score }: Tried, measure: LatencyMeasure): readonly [number, number, number] {
  return [score.cost, Math.round(score.lost), score[measure]];
}

/** Two per cent are within what the model knows. */
function differs(a: number, b: number): boolean {
  return Math.abs(a - b) > 0.02 * Math.max(Math.abs(a), Math.abs(b));
}

function dominates(a: Tried, b: Tried, measure: LatencyMeasure): boolean {
  const [left, right] = [coordinates(a, measure), coordinates(b, measure)];
  const isNowhereWorse = left.every((value, index) => value <= right[index]!);
  return isNowhereWorse && left.some((value, index) => value < right[index]!);
}
