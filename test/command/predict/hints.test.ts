import { type Fields, type Prediction } from '../../../lib/simulation';
import { tunableFields, valueAt } from '../../../lib/command/predict/hints/fields';
import { hintsOf } from '../../../lib/command/predict/hints/hints';
import { cpuUtilization, externalMetric, hpa } from '../../simulation/objects';
import { prediction } from './predictions';

/** A run with some numbers of its summary; 5 minutes long. */
function outcome(changes: Partial<Prediction['summary']>, rest: Partial<Prediction> = {}): Prediction {
  const { summary, ...others } = prediction(rest);
  return { ...others, summary: { ...summary, ...changes } };
}

function number(manifest: Fields, field: string): number {
  return Number(valueAt(manifest, ['spec', field]));
}

/** What is told of each field. */
function told(manifest: Fields, now: Prediction, tryOut: (manifest: Fields) => Prediction | undefined) {
  return Object.fromEntries(
    hintsOf(manifest, now, tryOut).map(({ field, change, effect }) => [field, `${change}: ${effect}`]),
  );
}

const nothingChanges = () => outcome({ lostRequests: 0, peakDesired: 5 });

describe('minReplicas', () => {
  const now = outcome({ lostRequests: 1230, podHours: 4 / 12 }, { minReplicas: 1, maxReplicas: 64 });
  const manifest = hpa({ minReplicas: 1, maxReplicas: 64 });

  test('is raised to the fewest that lose nothing more', () => {
    const tried: number[] = [];
    const { minReplicas } = told(manifest, now, (changed) => {
      const min = number(changed, 'minReplicas');
      tried.push(min);
      return outcome({ lostRequests: min >= 23 ? 0 : 1230 - min * 10, podHours: (4 + min) / 12 });
    });
    expect(minReplicas).toBe('minReplicas 1 -> 23: loses 0 instead of 1,230 requests, 23 more pods on average');
    expect(tried.length).toBeLessThan(20);
  });

  test('is told not to help where it does not', () => {
    const { minReplicas } = told(manifest, now, () => outcome({ lostRequests: 1229, podHours: 64 / 12 }));
    expect(minReplicas).toBe('minReplicas 1 -> 64: loses 1,229 instead of 1,230 requests, 60 more pods on average');
  });

  test('is lowered where nothing is lost, as far as nothing is', () => {
    const idle = outcome({ lostRequests: 0, podHours: 8 / 12 }, { minReplicas: 8, maxReplicas: 10 });
    const { minReplicas } = told(hpa({ minReplicas: 8 }), idle, (changed) => {
      const min = number(changed, 'minReplicas');
      return outcome({ lostRequests: min < 3 ? 50 : 0, podHours: Math.max(2, min) / 12 });
    });
    expect(minReplicas).toBe('minReplicas 8 -> 3: 5 fewer pods on average');
  });

  test('stays where it cannot be lowered, or is the maximum already', () => {
    const tight = outcome({ lostRequests: 0 }, { minReplicas: 2 });
    expect(told(hpa({ minReplicas: 2 }), tight, () => outcome({ lostRequests: 9 }))).not.toHaveProperty('minReplicas');
    const full = outcome({ lostRequests: 9 }, { minReplicas: 5, maxReplicas: 5 });
    expect(told(hpa(), full, () => outcome({ lostRequests: 9 }))).not.toHaveProperty('minReplicas');
  });
});

describe('maxReplicas', () => {
  test('is raised to as many as are enough', () => {
    const now = outcome({ lostRequests: 500, peakDesired: 5 });
    const { maxReplicas } = told(hpa(), now, (changed) =>
      outcome({ lostRequests: number(changed, 'maxReplicas') >= 12 ? 100 : 500 }),
    );
    expect(maxReplicas).toBe('maxReplicas 5 -> 12: loses 100 instead of 500 requests');
  });

  test('is lowered as far as no more is lost, where more would not help', () => {
    const now = outcome({ lostRequests: 40, peakDesired: 20, podHours: 20 / 12 }, { maxReplicas: 20 });
    const { maxReplicas } = told(hpa(), now, (changed) => {
      const max = number(changed, 'maxReplicas');
      return outcome({ lostRequests: max < 9 ? 900 : 40, podHours: max / 12 });
    });
    expect(maxReplicas).toBe('maxReplicas 20 -> 9: 11 fewer pods on average');
  });

  test('is told to change nothing where it is just enough', () => {
    const now = outcome({ lostRequests: 40, peakDesired: 20 }, { maxReplicas: 20 });
    const { maxReplicas } = told(hpa(), now, (changed) =>
      outcome({ lostRequests: number(changed, 'maxReplicas') < 20 ? 900 : 40 }),
    );
    expect(maxReplicas).toBe('maxReplicas 20 -> 40: changes nothing');
  });

  test('is lowered to what is wanted', () => {
    const now = outcome({ lostRequests: 0, peakDesired: 7 }, { maxReplicas: 20 });
    const { maxReplicas } = told(hpa(), now, () => now);
    expect(maxReplicas).toBe('maxReplicas 20 -> 7: changes nothing');
  });
});

describe('a target', () => {
  const lost = outcome({ lostRequests: 500, worstLatencySeconds: 2 });
  const byTarget = (changed: Fields) => {
    const target = number(changed, 'x') || Number(/"averageUtilization":(\d+)/.exec(JSON.stringify(changed))?.[1]);
    return outcome({ lostRequests: target > 45 ? 500 : 20, worstLatencySeconds: 0.4 });
  };

  test('is lowered where that loses fewer, and no further than it helps', () => {
    const hints = told(hpa({ metrics: [cpuUtilization(50)] }), lost, byTarget);
    expect(hints['averageUtilization of cpu']).toBe(
      'averageUtilization of cpu 50 -> 40: loses 20 instead of 500 requests, 400 ms instead of 2 s in the worst second',
    );
  });

  test('is raised where nothing is lost', () => {
    const now = outcome({ lostRequests: 0, podHours: 4 / 12 });
    const hints = told(
      hpa({ metrics: [externalMetric('queue', { type: 'AverageValue', averageValue: '200m' })] }),
      now,
      () => outcome({ lostRequests: 0.2, podHours: 3 / 12, flaps: 1 }),
    );
    expect(hints['averageValue of queue']).toBe(
      'averageValue of queue 200m -> 250m: 1 fewer pod on average, 1 more change of direction',
    );
  });

  test.each<[string, Fields, readonly (readonly [name: string, value: string, tripled: unknown])[]]>([
    [
      'autoscaling/v1',
      { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', spec: { targetCPUUtilizationPercentage: 50 } },
      [['targetCPUUtilizationPercentage', '50', 150]],
    ],
    ['a number', hpa({ metrics: [externalMetric('q', { type: 'Value', value: 30 })] }), [['value of q', '30', 90]]],
    [
      'triggers',
      {
        kind: 'ScaledObject',
        spec: {
          triggers: [
            { type: 'prometheus', metadata: { threshold: '100' } },
            { type: 'kafka', name: 'orders', metadata: { lagThreshold: '2.5' } },
            { type: 'cron', metadata: { start: '0 8 * * *' } },
          ],
        },
      },
      [
        ['threshold of prometheus', '100', '300'],
        ['lagThreshold of orders', '2.5', '7.5'],
      ],
    ],
    [
      'a formula, which has the only target',
      {
        kind: 'ScaledObject',
        spec: {
          advanced: { scalingModifiers: { formula: 'a + b', target: '5' } },
          triggers: [
            { type: 'prometheus', name: 'a', metadata: { threshold: '100' } },
            { type: 'kafka', name: 'b', metadata: { lagThreshold: '2.5' } },
            { type: 'cpu', metadata: { value: '50' } },
          ],
        },
      },
      [
        ['target of the formula', '5', '15'],
        ['value of cpu', '50', '150'],
      ],
    ],
    [
      'a formula that is empty, and the keys of each scaler',
      {
        kind: 'ScaledObject',
        spec: {
          advanced: { scalingModifiers: { formula: '', target: '5' } },
          triggers: [
            { type: 'postgresql', metadata: { targetQueryValue: '0.5' } },
            { type: 'redis-streams', metadata: { consumerGroup: 'g', pendingEntriesCount: '4', streamLength: '9' } },
            { type: 'metrics-api', metadata: { targetValue: '1.5' } },
          ],
        },
      },
      [
        ['targetQueryValue of postgresql', '0.5', '1.5'],
        ['pendingEntriesCount of redis-streams', '4', '12'],
        ['targetValue of metrics-api', '1.5', '4.5'],
      ],
    ],
    ['what is not a quantity', hpa({ metrics: [externalMetric('q', { type: 'Value', value: 'much' })] }), []],
    ['nothing', { kind: 'HorizontalPodAutoscaler' }, []],
  ])('is found in %s', (_, manifest, expected) => {
    const found = tunableFields(manifest).targets.map(({ name, value, scaled }) => [name, value, scaled(3)?.value]);
    expect(found).toEqual(expected);
  });

  test('that would round to itself is not a change', () => {
    const [target] = tunableFields(hpa({ metrics: [cpuUtilization(1)] })).targets;
    expect([target?.scaled(1.25), target?.scaled(0.4)]).toEqual([undefined, undefined]);
  });
});

describe('behaviour', () => {
  test('upward is as fast as it gets, downward is sooner', () => {
    const seen: unknown[] = [];
    hintsOf(hpa(), nothingChanges(), (changed) => {
      const behavior = valueAt(changed, ['spec', 'behavior']);
      if (behavior) seen.push(behavior);
      return nothingChanges();
    });
    const policies = [{ type: 'Percent', value: 900, periodSeconds: 15 }];
    expect(seen).toEqual([
      { scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies } },
      { scaleDown: { stabilizationWindowSeconds: 60 } },
    ]);
  });

  test('of one that goes up and down waits longer', () => {
    const manifest = hpa({ behavior: { scaleDown: { stabilizationWindowSeconds: 120, selectPolicy: 'Max' } } });
    const now = outcome({ lostRequests: 0, flaps: 4 });
    const changes = hintsOf(manifest, now, () => outcome({ lostRequests: 0, flaps: 1 })).map(
      ({ change, effect }) => `${change}: ${effect}`,
    );
    expect(changes.at(-1)).toBe(
      'behavior: scaleDown.stabilizationWindowSeconds 120 -> 240: 3 fewer changes of direction',
    );
  });

  test('of a ScaledObject stands in its HPA configuration', () => {
    expect(tunableFields({ kind: 'ScaledObject' }).behavior).toEqual([
      'spec',
      'advanced',
      'horizontalPodAutoscalerConfig',
      'behavior',
    ]);
  });

  test('without a window has none to shorten', () => {
    const manifest = hpa({ behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } });
    const changes = hintsOf(manifest, nothingChanges(), nothingChanges).map(({ change }) => change);
    expect(changes.filter((change) => change.includes('scaleDown'))).toEqual([]);
  });
});

test('without an answer there is no latency to tell', () => {
  const now = outcome({ lostRequests: 500, worstLatencySeconds: null });
  const [first] = hintsOf(hpa(), now, () => outcome({ lostRequests: 500, worstLatencySeconds: 2, flaps: 1 }));
  expect(first?.effect).toBe('1 more change of direction');
});

test('what the simulator refuses is not a hint', () => {
  expect(hintsOf(hpa({ minReplicas: 3 }), outcome({ lostRequests: 500 }), () => undefined)).toEqual([]);
});

test('the manifest stays as it is', () => {
  const manifest = hpa();
  const before = structuredClone(manifest);
  hintsOf(manifest, outcome({ lostRequests: 500 }), () => outcome({ lostRequests: 0 }));
  expect(manifest).toEqual(before);
});
