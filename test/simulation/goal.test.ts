import { goalValue, InputError, meetsGoal, parseGoal, predict, type PredictionSummary } from '../../lib/simulation';
import { scaledOnCpu } from './world/manifests';

const summary = (load: string): PredictionSummary =>
  predict(scaledOnCpu({ minReplicas: 1, maxReplicas: 2 }), { load, duration: '5m' })[0]!.summary;

test.each([
  ['p95<300ms', { text: 'p95<300ms', measure: 'p95', limit: 0.3 }],
  [' p99 <= 1.5s ', { text: 'p99<1.5s', measure: 'p99', limit: 1.5 }],
  ['mean<2m', { text: 'mean<2m', measure: 'mean', limit: 120 }],
  ['worst<0.25', { text: 'worst<250ms', measure: 'worst', limit: 0.25 }],
  ['lost<0.1%', { text: 'lost<0.1%', measure: 'lost', limit: 0.001 }],
])('%s is a goal', (text, goal) => {
  expect(parseGoal(text)).toEqual(goal);
});

test.each(['p90<1s', 'p95>1s', 'p95<', 'p95<0', 'lost<3', 'lost<0%', 'lost<101%', ''])('%s is not', (text) => {
  expect(() => parseGoal(text)).toThrow(InputError);
});

test('a run meets goals or not, and one without requests meets every latency', () => {
  const calm = summary('constant:10rps');
  expect(meetsGoal(parseGoal('p95<300ms'), calm)).toBe(true);
  expect(meetsGoal(parseGoal('p95<20ms'), calm)).toBe(false);
  expect(goalValue(parseGoal('lost<1%'), calm)).toBe(0);
  const busy = summary('constant:2000rps');
  expect(meetsGoal(parseGoal('lost<1%'), busy)).toBe(false);
  expect(meetsGoal(parseGoal('mean<1s'), busy)).toBe(false);
  expect(meetsGoal(parseGoal('p99<1ms'), summary('constant:0rps'))).toBe(true);
});
