import { type PredictionParameter } from '../prediction';
import { violation, type Demands } from './demands';
import { type RunJobs, type Tried } from './search';
import { scoreOf, type Score } from './score';
import { type Trials } from './trials';
import { type Assumption } from './tuning';

/** Runs at each end of what a parameter may be. */
const RUNS = 6;
/** A parameter that changes the cost by less than this changes nothing. */
const LEAST_EFFECT = 0.05;
/** The share of requests by which a few runs differ anyway. */
const SLACK = 1e-4;

/** A parameter that has a range. */
type Open = PredictionParameter & { readonly range: readonly [low: number, high: number] };

/** What does not keep to the demands as it is, no number breaks. */
const KEPT = [true, true] as const;

/** The parameters that nobody measured and that change what settings give, the most important one first. */
export async function assumptionsOf(
  { now, recommended }: { readonly now: Tried; readonly recommended: Tried },
  trials: Trials,
  demandsOf: (now: Score) => Demands,
  runJobs: RunJobs,
): Promise<Assumption[]> {
  const to = Math.min(RUNS, now.runs.length);
  const open = trials.parameters.filter(
    (each): each is Open => each.origin === 'default' && each.range !== null && !each.name.startsWith('world.phases.'),
  );
  const ends = open.flatMap(({ name, range }) => range.map((end) => ({ [optionOf(name)]: end })));
  const candidates = [now.candidate, recommended.candidate];
  const jobs = ends.flatMap((world) => candidates.map((candidate) => ({ candidate, from: 0, to, world })));
  const answers = await runJobs(jobs);
  const isMet = isKept(recommended.score, demandsOf(now.score));
  const scores = answers.map((answer) => (!answer || 'refused' in answer ? undefined : scoreOf(answer)));
  const found = open.flatMap((parameter, index): { readonly assumption: Assumption; readonly weight: number }[] => {
    const [nowLow, low, nowHigh, high] = scores.slice(4 * index, 4 * index + 4);
    if (!nowLow || !low || !nowHigh || !high) return [];
    const keeps = [isKept(low, demandsOf(nowLow)), isKept(high, demandsOf(nowHigh))] as const;
    const effect = Math.abs(high.cost - low.cost) / Math.max(recommended.score.cost, 1e-9);
    const flips = isMet ? keeps.filter((each) => !each).length : 0;
    if (effect < LEAST_EFFECT && flips === 0) return [];
    const assumption = { ...described(parameter), cost: [low.cost, high.cost], keeps: isMet ? keeps : KEPT } as const;
    return [{ assumption, weight: flips + effect }];
  });
  return [
    ...held(trials, recommended.score),
    ...found.sort((a, b) => b.weight - a.weight).map(({ assumption }) => assumption),
  ];
}

/** Whether settings keep to what is asked of them there, but for a request in ten thousand. */
function isKept(score: Score, demands: Demands): boolean {
  const slack = score.offered * SLACK;
  return violation(score, { ...demands, lost: demands.lost + slack, lostMost: demands.lostMost + slack }) === 0;
}

function optionOf(name: string): string {
  return name.replace(/^world\./, '');
}

function described({ name, meaning, value, unit, range, source }: Open) {
  return { name, meaning, value: Number(value), unit, range, source } as const;
}

/** Pods without a limit are held to their request: that is an assumption, too. */
function held({ isHeld, cpuRequest }: Trials, { cost }: Score): Assumption[] {
  if (!isHeld) return [];
  return [
    {
      name: 'world.coresPerPod',
      meaning: 'CPU that a pod without a limit can use',
      value: cpuRequest,
      unit: 'cores',
      range: [cpuRequest, cpuRequest],
      cost: [cost, cost],
      keeps: KEPT,
      source: 'held to what the pod requests, which its node guarantees: nobody measured what else it gets',
    },
  ];
}
