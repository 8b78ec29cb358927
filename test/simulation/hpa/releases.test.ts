import {
  averageReplicas,
  controllerSettings,
  decide,
  historyOf,
  limitByBehavior,
  readBehavior,
  readPod,
  totalPerPodReplicas,
  utilizationReplicas,
  valueReplicas,
} from '../../../lib/simulation';
import { externalMetric, hpa, NOW, objectMetric, objectValue, podsOf, scale, series } from '../objects';

const tolerances = { up: 0.1, down: 0.1, inclusive: true };
const HUGE = 9_000_000_000_000_000_000n;

function measured(kubernetes: string, value: bigint, count = 2) {
  const pods = podsOf(count).map(readPod);
  const samples = new Map(pods.map(({ name }) => [name, { value, timestamp: NOW, window: 15_000 }]));
  const input = { currentReplicas: count, pods, samples, tolerances, now: NOW };
  return { ...input, settings: controllerSettings({ kubernetes }) };
}

describe('from Kubernetes 1.38 nothing wraps', () => {
  test.each([
    ['1.37', -223_372_036_854_775_808n],
    ['1.38', HUGE],
  ])('sums of pods: the average in %s is %d', (kubernetes, averageValue) => {
    const input = { ...measured(kubernetes, HUGE), targetAverageValue: 1000 };
    expect(averageReplicas(input)).toMatchObject({ averageValue });
  });

  test.each([
    ['1.37', 0, 0],
    ['1.38', 2_147_483_647, 85_899_346],
  ])('percentages of a request: in %s it is %d %%', (kubernetes, utilization, replicas) => {
    // 2^33 times what is requested, in percent: nothing is left of it in 32 bits
    const input = { ...measured(kubernetes, 200n * 2n ** 33n, 2), resource: 'cpu', targetUtilization: 50 };
    expect(utilizationReplicas(input)).toMatchObject({ utilization, replicas });
  });

  test('percentages below nothing end, too', () => {
    const input = { ...measured('1.38', -HUGE), resource: 'cpu', targetUtilization: 50 };
    expect(utilizationReplicas(input)).toMatchObject({ utilization: -2_147_483_648, averageValue: -HUGE });
  });

  test.each([
    ['1.37', -2_147_483_648],
    ['1.38', 2_147_483_647],
  ])('proposals: in %s it is %d', (kubernetes, replicas) => {
    const input = { ...measured(kubernetes, 4_000_000_000_000_000_000n), targetAverageValue: 1 };
    expect(averageReplicas(input)).toMatchObject({ replicas });
  });

  test('proposals for a total without pods', () => {
    const input = { currentReplicas: 0, pods: [], usage: HUGE, targetValue: 1, tolerances };
    expect(valueReplicas(input)).toMatchObject({ replicas: -2_147_483_648 });
    expect(valueReplicas({ ...input, boundsEverything: true })).toMatchObject({ replicas: 2_147_483_647 });
  });

  test.each([
    ['1.37', 200],
    ['1.38', 2_000_000_000],
  ])('limits: %s lets 200 replicas become %d', (kubernetes, replicas) => {
    const policies = [{ type: 'Percent', value: 2_000_000_000, periodSeconds: 15 }];
    const input = {
      ...{ currentReplicas: 200, minReplicas: 1, maxReplicas: 2_000_000_000, events: { up: [], down: [] }, now: NOW },
      behavior: readBehavior({ behavior: { scaleUp: { policies } } })!,
      settings: controllerSettings({ kubernetes }),
    };
    expect(limitByBehavior(2_000_000_000, input).replicas).toBe(replicas);
  });
});

test('the largest value of a policy wraps in every release, so that nothing grows', () => {
  const policies = [{ type: 'Pods', value: 2_147_483_647, periodSeconds: 15 }];
  const input = {
    ...{ currentReplicas: 2, minReplicas: 1, maxReplicas: 10, events: { up: [], down: [] }, now: NOW },
    behavior: readBehavior({ behavior: { scaleUp: { policies } } })!,
    settings: controllerSettings({ kubernetes: '1.38' }),
  };
  expect(limitByBehavior(8, input).replicas).toBe(2);
});

test.each([
  ['1.37', '-9223372036854775808m'],
  ['1.38', '0'],
])('the average of no pods is told as Kubernetes %s tells it: %s', (kubernetes, averageValue) => {
  const decision = decide({
    hpa: hpa({ minReplicas: 0, metrics: [externalMetric('queue', { type: 'AverageValue', averageValue: '1' })] }),
    scale: { spec: { replicas: 1 }, status: { replicas: 0 } },
    pods: podsOf(0),
    metrics: { external: series('queue', '3') },
    history: { ...historyOf(hpa()), recommendations: [] },
    now: NOW,
    options: { kubernetes },
  });
  expect(decision).toMatchObject({
    desiredReplicas: 3,
    currentMetrics: [{ external: { current: { averageValue } } }],
  });
});

test('without pods, a total per pod has no average', () => {
  const input = { statusReplicas: 0, usage: 3000, targetAverageValue: 1000, tolerances };
  expect(totalPerPodReplicas({ ...input, zeroWithoutPods: true })).toEqual({ replicas: 3, value: 0 });
});

test.each([
  ['1.37', 'external metric qps(nil) above target'],
  ['1.38', 'Ingress metric qps above target'],
])('Kubernetes %s names the average of an Object metric: %s', (kubernetes, reason) => {
  const decision = decide({
    hpa: hpa({ metrics: [objectMetric('qps', { type: 'AverageValue', averageValue: '10' })] }),
    scale: scale(1),
    pods: podsOf(1),
    metrics: { custom: [objectValue('qps', 25)] },
    now: NOW,
    options: { kubernetes },
  });
  expect(decision).toMatchObject({ desiredReplicas: 3, reason });
});
