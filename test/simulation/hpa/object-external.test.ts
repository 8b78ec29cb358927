import {
  decide,
  historyOf,
  readPod,
  readyPods,
  releaseFeatures,
  sumOfSeries,
  totalPerPodReplicas,
  valueReplicas,
} from '../../../lib/simulation';
import { externalMetric, hpa, NOW, pod, podsOf, scale, series, type PodOptions } from '../objects';

const tolerances = { up: 0.1, down: 0.1, inclusive: true };
const MAX = 2n ** 63n - 1n;

function value(usage: number | bigint, currentReplicas: number, options: PodOptions = {}, count = currentReplicas) {
  return valueReplicas({
    currentReplicas,
    pods: podsOf(count, options).map(readPod),
    usage,
    targetValue: 50_000,
    tolerances,
  });
}

test.each([
  [160_000, 1, 4],
  [250_000, 1, 5],
  [250_000, 4, 20],
  [55_000, 3, 3],
  [56_000, 3, 4],
  [10_000, 5, 1],
  [0, 5, 0],
])(
  'a total of %d on a target of 50,000 asks for a multiple of the ready pods: %2$d become %3$d',
  (usage, current, desired) => {
    expect(value(usage, current)).toMatchObject({ replicas: desired, value: usage });
  },
);

test('at zero replicas there is no tolerance and no pod', () => {
  expect(value(1, 0)).toMatchObject({ replicas: 1 });
  expect(value(52_000, 0)).toMatchObject({ replicas: 2 });
  expect(value(0, 0)).toMatchObject({ replicas: 0 });
});

test('without pods there is nothing to multiply, but within the tolerance nobody looks for them', () => {
  expect(value(100_000, 3, {}, 0)).toEqual({
    error: 'unable to calculate ready pods: no pods returned by selector while calculating replica count',
  });
  expect(value(50_000, 3, {}, 0)).toMatchObject({ replicas: 3 });
});

test('ready pods run and are ready; those on their way out are among them', () => {
  const pods = [
    pod('a'),
    pod('b', { deleted: true }),
    pod('c', { ready: 'False' }),
    pod('d', { phase: 'Pending' }),
    pod('e', { ready: null }),
  ];
  expect(readyPods(pods.map(readPod))).toBe(2);
  expect(value(100_000, 4, { ready: 'False' })).toMatchObject({ replicas: 0 });
});

test('a proposal beyond what a spec can hold is the most that it can hold', () => {
  expect(value(MAX, 3)).toMatchObject({ replicas: 2_147_483_647 });
  expect(totalPerPodReplicas({ statusReplicas: 3, usage: MAX, targetAverageValue: 1, tolerances })).toEqual({
    replicas: 2_147_483_647,
    ratio: 2 ** 63 / 3,
    value: MAX,
  });
});

test.each([
  [470_000, 200_000, 6, 3, 78_334],
  [250_000, 50_000, 1, 5, 250_000],
  [330_000, 100_000, 3, 3, 110_000],
  [331_000, 100_000, 3, 4, 110_334],
  [270_000, 100_000, 3, 3, 90_000],
  [269_000, 100_000, 3, 3, 89_667],
  [0, 100_000, 3, 0, 0],
  [250_000, 100_000, 0, 3, -MAX - 1n],
  [0, 100_000, 0, 0, -MAX - 1n],
])(
  'a total of %d on %d per pod with %d pods asks for %d and shows %p',
  (usage, target, statusReplicas, replicas, shown) => {
    const proposal = totalPerPodReplicas({ statusReplicas, usage, targetAverageValue: target, tolerances });
    expect(proposal).toMatchObject({ replicas, value: shown });
  },
);

test.each([
  ['AverageValue', '1.36', [], 0],
  ['AverageValue', '1.36', [1, 2, 3], 6],
  ['AverageValue', '1.34', [MAX, 1], MAX],
  ['AverageValue', '1.33', [MAX, 1], -MAX - 1n],
  ['AverageValue', '1.34', [-1], MAX],
  ['AverageValue', '1.34', [-1, 5], MAX],
  ['AverageValue', '1.34', [5, -1], 4],
  ['AverageValue', '1.33', [-1], -1],
  ['Value', '1.35', [MAX, 1], MAX],
  ['Value', '1.34', [MAX, 1], -MAX - 1n],
  ['Value', '1.35', [-1], -1],
  ['Value', '1.36', [MAX, -5], MAX - 5n],
  ['AverageValue', '1.36', [2 ** 53 - 1, 1], 2n ** 53n],
] as const)('under %s Kubernetes %s adds the series %p up to %p', (target, kubernetes, series, sum) => {
  expect(sumOfSeries(series, target, releaseFeatures(kubernetes))).toBe(sum);
});

test.each([
  ['1.33', '-1', 1],
  ['1.34', '-1', 6],
  ['1.36', '-9223372036854775808m', 6], // what KEDA hands over for a formula that divides by zero
  ['1.33', '214748364700m', 6],
  ['1.33', '214748365000m', 1],
  ['1.34', '214748365000m', 6],
])(
  'Kubernetes %s takes an external total of %s on 100m per pod for %d of 6 replicas',
  (kubernetes, value, replicas) => {
    const decision = decide({
      hpa: hpa({ maxReplicas: 6, metrics: [externalMetric('queue', { type: 'AverageValue', averageValue: '100m' })] }),
      scale: scale(3),
      pods: podsOf(3),
      metrics: { external: series('queue', value) },
      history: { ...historyOf(hpa()), recommendations: [] },
      now: NOW,
      options: { kubernetes },
    });
    expect(decision.desiredReplicas).toBe(replicas);
  },
);
