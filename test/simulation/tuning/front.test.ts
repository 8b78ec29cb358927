import { roundLatency, unmet, violation, type Demands } from '../../../lib/simulation/tuning/demands';
import { frontOf } from '../../../lib/simulation/tuning/front';
import { type RunScore } from '../../../lib/simulation/tuning/run-score';
import { scoreOf, type Score } from '../../../lib/simulation/tuning/score';
import { type Candidate } from '../../../lib/simulation/tuning/dimension';
import { parseGoal, valueAt, withValue } from '../../../lib/simulation';

const RUN: RunScore = {
  ...{ cost: 1, podHours: 1, offered: 1000, lost: 0, mean: 0.1, p50: 0.1, p95: 0.1, p99: 0.1, worst: 0.2 },
  ...{ peak: 3, secondsAtMax: 0, use: 0.5 },
};
const ANY: Demands = { lost: Infinity, lostMost: Infinity, goals: [], budget: Infinity, use: Infinity };

function tried(candidate: Candidate, score: Partial<Score>) {
  const runs = [{ ...RUN, ...score }];
  return { candidate, runs, score: scoreOf(runs) };
}

test('a front has what is not worse in everything, and of those that are alike what changes least', () => {
  const all = [
    tried([0, 0], { cost: 4, lost: 0 }),
    tried([1, 2], { cost: 2, lost: 0 }),
    tried([1, 0], { cost: 2.01, lost: 0 }),
    tried([2, 0], { cost: 1, lost: 50 }),
    tried([3, 0], { cost: 1.5, lost: 80 }),
    tried([4, 0], { cost: 0.5, lost: 0, use: 9 }),
  ];
  const front = frontOf(all, { ...ANY, use: 1 }, [0, 0]);
  expect(front.map(({ candidate }) => candidate)).toEqual([
    [2, 0],
    [1, 0],
  ]);
});

test('a long front is thinned, and keeps its ends', () => {
  const all = Array.from({ length: 40 }, (_, index) => tried([index], { cost: 2 ** index, lost: 1000 - 20 * index }));
  const front = frontOf(all, ANY, [0]);
  expect(front).toHaveLength(8);
  expect([front[0], front.at(-1)].map((each) => each?.candidate)).toEqual([[0], [39]]);
});

test('what many runs give is the mean of cost and loss, and what 19 of 20 keep to', () => {
  const runs = Array.from({ length: 20 }, (_, index) => ({ ...RUN, lost: index, p95: index }));
  expect(scoreOf(runs)).toMatchObject({ lost: 9.5, lostMost: 18, p95: 18, runs: 20 });
});

test.each<[string, Partial<Score>, Partial<Demands>, string[]]>([
  ['nothing', {}, { lost: 0, lostMost: 0, budget: 1, use: 1 }, []],
  ['a lost request', { lost: 2 }, { lost: 0 }, ['loss']],
  ['a bad run', { lost: 2 }, { lostMost: 0 }, ['loss']],
  ['the budget', { cost: 3 }, { budget: 2 }, ['budget']],
  ['slowness', { p95: 0.4 }, { goals: [parseGoal('p95<300ms')] }, ['p95<300ms']],
  ['a share of requests', { lost: 20 }, { goals: [parseGoal('lost<1%')] }, ['lost<1%']],
  ['more than is requested', { use: 1.2 }, { use: 1 }, ['use']],
  ['more than a lowered request', { use: 1.2, cost: 0.5 }, { use: 2 }, ['use']],
])('what is not kept to: %s', (_, score, demands, names) => {
  const found = tried([], score).score;
  expect(unmet(found, { ...ANY, ...demands })).toEqual(names);
  expect(violation(found, { ...ANY, ...demands }) > 0).toBe(names.length > 0);
});

test.each([
  [0, 0.001],
  [0.0901, 0.1],
  [0.1, 0.1],
  [0.12, 0.15],
  [0.8, 1],
  [6, 7.5],
])('a goal for a latency of %d s is %d s', (seconds, rung) => {
  expect(roundLatency(seconds)).toBe(rung);
});

test('a value is read and written in its place, and what is not there is made', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: null }, ['a', 'b'])).toBeUndefined();
  expect(withValue({ a: [{ b: 1 }, 2] }, ['a', 0, 'b'], 3)).toEqual({ a: [{ b: 3 }, 2] });
  expect(withValue({}, ['a', 'b'], 3)).toEqual({ a: { b: 3 } });
  expect(withValue({ a: { b: 1, c: 2 } }, ['a', 'b'], undefined)).toEqual({ a: { c: 2 } });
});
