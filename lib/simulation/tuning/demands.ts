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
export function violation(score: Score, { lost, lostMost, goals, budget, use }: Demands): number {
  const scale = Math.max(1, score.offered * 0.001);
  // a request that is lowered has to be as much as the pod uses
  const mayUse = score.cost < score.podHours * (1 - 1e-9) ? Math.min(1, use) : use;
  const over = (value: number, limit: number, unit: number): number => (value > limit ? (value - limit) / unit : 0);
  return (
    over(score.lost, lost + DUST, scale) +
    over(score.lostMost, lostMost + DUST, scale) +
    goals.reduce((sum, { measure, limit }) => sum + over(goalScore(score, measure), limit, limit), 0) +
    over(score.cost, budget * (1 + 1e-9), budget) +
    over(score.use, mayUse * 1.001, Math.max(mayUse, 1e-3))
  );
}

/** Which of the demands a setting does not keep to, for people. */
export function unmet(score: Score, demands: Demands): string[] {
  const one = (part: Partial<Demands>): boolean => violation(score, { ...NOTHING, ...part }) > 0;
  const { lost, lostMost, goals, budget, use } = demands;
  return [
    ...(one({ lost }) || one({ lostMost }) ? ['loss'] : []),
    ...goals.filter((goal) => one({ goals: [goal] })).map(({ text }) => text),
    ...(one({ budget }) ? ['budget'] : []),
    ...(one({ use }) ? ['use'] : []),
  ];
}

const NOTHING: Demands = { lost: Infinity, lostMost: Infinity, goals: [], budget: Infinity, use: Infinity };

const RUNGS = [1, 1.5, 2, 3, 5, 7.5];

/** The next round number from a latency up: a goal that stays the same when what keeps to it is searched again. */
export function roundLatency(seconds: number): number {
  if (!(seconds > 0)) return 0.001;
  const decade = 10 ** Math.floor(Math.log10(seconds) + 1e-9);
  const rung = [...RUNGS, 10].find((step) => step * decade >= seconds * (1 - 1e-9)) ?? 10;
  return Number((rung * decade).toPrecision(3));
}
