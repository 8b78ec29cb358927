import { type Goal, type GoalMeasure } from '../goal';
import { type Score } from './score';

/** What a setting gives of what a goal is about: seconds, or the share of requests that are lost. */
export function goalScore(score: Score, measure: GoalMeasure): number {
  return measure === 'lost' ? score.lost / Math.max(1, score.offered) : score[measure];
}

/** What a setting has to keep to. */
export interface Demands {
  /** Requests that may be lost per run: on average, and in the worst of twenty runs. */
  readonly lost: number;
  readonly lostMost: number;
  readonly goals: readonly Goal[];
  /** The most that a run may cost on average, in pod hours at the present requests. */
  readonly budget: number;
  /** The share of its request that a pod may use: more rests on what its node has to spare. */
  readonly use: number;
}

/** Less than this is the dust of adding up. */
const DUST = 0.5;

/** How far a setting is from what it has to keep to; 0 if it keeps to all of it. */
export function violation(score: Score, demands: Demands): number {
  return excesses(score, demands).reduce((sum, [, excess]) => sum + excess, 0);
}

/** Which of the demands a setting does not keep to, for people. */
export function unmet(score: Score, demands: Demands): string[] {
  return [...new Set(excesses(score, demands).flatMap(([name, excess]) => (excess > 0 ? [name] : [])))];
}

/** By how much a setting is over each of its demands, as a share of what is allowed. */
function excesses(score: Score, { lost, lostMost, goals, budget, use }: Demands): [name: string, excess: number][] {
  const scale = Math.max(1, score.offered * 0.001);
  // a request that is lowered has to be as much as the pod uses
  const mayUse = score.cost < score.podHours * (1 - 1e-9) ? Math.min(1, use) : use;
  const over = (value: number, limit: number, unit: number): number => (value > limit ? (value - limit) / unit : 0);
  return [
    ['loss', over(score.lost, lost + DUST, scale)],
    ['loss', over(score.lostMost, lostMost + DUST, scale)],
    ...goals.map(({ measure, limit, text }): [string, number] => [
      text,
      over(goalScore(score, measure), limit, Math.max(limit, 1e-9)),
    ]),
    ['budget', over(score.cost, budget * (1 + 1e-9), Math.max(budget, 1e-9))],
    ['use', over(score.use, mayUse * 1.001, Math.max(mayUse, 1e-3))],
  ];
}

const RUNGS = [1, 1.5, 2, 3, 5, 7.5, 10];

/** The next round number from a latency up: a goal that stays the same when what keeps to it is searched again. */
export function roundLatency(seconds: number): number {
  if (!(seconds > 0)) return 0.001;
  const decade = 10 ** Math.floor(Math.log10(seconds) + 1e-9);
  const rung = RUNGS.find((step) => step * decade >= seconds * (1 - 1e-9))!;
  return Number((rung * decade).toPrecision(3));
}
