import { decide, explainDecision, replay, type Fields, type HpaHistory, type Recording } from '../../lib/simulation';
import { cpuOf, externalMetric, hpa, NOW, pod, podsOf, scale, series, valuesOf, podsMetric } from './objects';
import { recorded } from './recordings';

const wave = recorded(600, (second, replicas) => (second < 120 ? Math.round((200 + second * 5) / replicas) : 10));

test('a recording of the same rules is decided the same way at every sync', () => {
  const result = replay(wave);
  expect(result.syncs).toHaveLength(39);
  expect(result).toMatchObject({ matching: 39, share: 1 });
  expect(new Set(result.syncs.map(({ recordedReplicas }) => recordedReplicas)).size).toBeGreaterThan(3);
});

test('each sync says why', () => {
  const lines = replay(wave).syncs.map(({ explanation }) => explanation);
  expect(lines[0]).toEqual([
    'cpu resource utilization (percentage of request) is at 274 % of its target and asks for 3 (pods: 1 measured)',
    '1 -> 3 replicas: cpu resource utilization (percentage of request) above target',
  ]);
  expect(lines.at(12)).toEqual([
    'cpu resource utilization (percentage of request) is at 10 % of its target and asks for 1 (pods: 8 measured)',
    'held at 8 by the stabilization window: 8 were recommended 90 s ago',
    'no change: 8 replicas',
  ]);
});

test('a difference does not make the next one', () => {
  const frames = wave.frames.map((frame, index) =>
    index === 30 ? { ...frame, hpa: { ...frame.hpa, status: { desiredReplicas: 7, conditions: [] } } } : frame,
  );
  const result = replay({ ...wave, frames });
  const differing = result.syncs.filter(({ matches }) => !matches);
  expect(differing.map(({ recordedReplicas }) => recordedReplicas)).toEqual([7]);
  expect(result.share).toBeCloseTo(result.matching / result.syncs.length);
});

test('a scale that the controller did not make does not count against its policies, and one that it made does', () => {
  const scaleUp = { policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }], stabilizationWindowSeconds: 0 };
  const at = (second: number, desiredReplicas: number, replicas: number) => ({
    time: NOW + second * 1000,
    hpa: hpa({ maxReplicas: 20, behavior: { scaleUp } }, { status: { desiredReplicas, currentReplicas: replicas } }),
    scale: scale(replicas),
    pods: podsOf(replicas),
    metrics: { resource: cpuOf(...Array.from({ length: replicas }, () => 900)) },
  });
  const frames = [at(0, 1, 1), at(16, 1, 1), at(31, 3, 1), at(32, 3, 3), at(46, 5, 3)];
  const syncs = [15, 30, 45].map((second) => NOW + second * 1000);
  const told = replay({ version: 1, syncs, frames }).syncs.map((sync) => [sync.recordedReplicas, sync.desiredReplicas]);
  expect(told).toEqual([
    [1, 5], // nothing was scaled
    [3, 5], // 2 of the 4 were taken
    [5, 5],
  ]);
});

test('a turn that was seen late the time before does not come within the period of a policy', () => {
  const scaleUp = { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }], stabilizationWindowSeconds: 0 };
  const at = (second: number, desiredReplicas: number, replicas: number) => ({
    time: NOW + second * 1000,
    hpa: hpa({ maxReplicas: 20, behavior: { scaleUp } }, { status: { desiredReplicas } }),
    scale: scale(replicas),
    pods: podsOf(replicas),
    metrics: { resource: cpuOf(...Array.from({ length: replicas }, () => 900)) },
  });
  const told = (...frames: ReturnType<typeof at>[]) =>
    replay({ version: 1, frames }).syncs.map((sync) => [(sync.time - NOW) / 1000, sync.desiredReplicas, sync.matches]);
  // the first change is seen up to a second late, the second one at once
  expect(told(at(0, 1, 1), at(1, 5, 1), at(2, 5, 5), at(14.4, 5, 5), at(15.2, 9, 5))).toEqual([
    [1, 5, true],
    [16, 9, true],
  ]);
  // somebody who looks often knows better
  expect(told(at(0.9, 1, 1), at(1, 5, 1), at(2, 5, 5), at(15.1, 5, 5), at(15.2, 9, 5))).toEqual([
    [1, 5, true],
    [15.2, 5, false],
  ]);
});

test('syncs that left no trace are found between those that did', () => {
  const steady = recorded(150, () => 100);
  const result = replay(steady);
  expect(result.syncs.filter(({ guessed }) => !guessed)).toHaveLength(1);
  expect(result.syncs).toHaveLength(9);
  expect(result.syncs.every(({ matches }) => matches)).toBe(true);
});

test('a recording without any trace is guessed from its beginning', () => {
  const still = {
    version: 1 as const,
    frames: [0, 20, 31].map((second) => ({
      time: NOW + second * 1000,
      hpa: hpa({}, { status: { desiredReplicas: 1 } }),
      scale: scale(1),
      pods: podsOf(1),
      metrics: { resource: cpuOf(100) },
    })),
  };
  expect(replay(still).syncs.map(({ time, guessed }) => [time - NOW, guessed])).toEqual([
    [15_000, true],
    [30_000, true],
  ]);
  expect(replay({ ...still, options: { syncPeriodSeconds: 40 } })).toEqual({ syncs: [], matching: 0, share: 1 });
});

test('from Kubernetes 1.37 a change of the spec is reconciled at once, and the next turn stays where it was', () => {
  const at = (second: number, generation: number, desiredReplicas: number) => ({
    time: NOW + second * 1000,
    hpa: { ...hpa({}, { status: { desiredReplicas } }), metadata: { name: 'web', generation } },
    scale: scale(1),
    pods: podsOf(1),
    metrics: { resource: cpuOf(100) },
  });
  const frames = [at(0, 1, 0), at(10, 1, 1), at(16, 2, 2), at(42, 2, 2)];
  const times = (kubernetes: string) =>
    replay({ version: 1, frames, options: { kubernetes } }).syncs.map(({ time }) => (time - NOW) / 1000);
  expect(times('1.36')).toEqual([10, 16, 31]);
  expect(times('1.37')).toEqual([10, 16, 25, 40]);
});

test('known syncs are taken as they are', () => {
  const syncs = [15, 30, 45].map((second) => NOW + second * 1000 - 1);
  const result = replay({ ...wave, syncs: [...syncs, NOW - 1, NOW + 700_000] });
  expect(result.syncs.map(({ time }) => time)).toEqual(syncs);
  expect(result).toMatchObject({ matching: 3 });
});

test('the history may be given, and what a frame leaves out is as before', () => {
  const frames = [
    {
      time: NOW,
      hpa: hpa({}, { status: { desiredReplicas: 5 } }),
      scale: scale(5),
      pods: podsOf(5),
      metrics: { resource: cpuOf(10, 10, 10, 10, 10) },
    },
    { time: NOW + 1000, hpa: hpa({}, { status: { desiredReplicas: 1, conditions: [] } }) },
    { time: NOW + 2000 },
  ];
  expect(replay({ version: 1, frames }).syncs[0]).toMatchObject({ desiredReplicas: 5, matches: false });
  const history = {
    recommendations: [],
    events: { up: [], down: [] },
    conditions: [],
    desiredReplicas: 5,
    currentMetrics: [],
  };
  expect(replay({ version: 1, frames, history }).syncs[0]).toMatchObject({ desiredReplicas: 1, matches: true });
});

describe('samples that changed in the second of the sync', () => {
  const status = (averageUtilization: number, averageValue: string, desiredReplicas: number) => ({
    desiredReplicas,
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization, averageValue } } }],
  });
  const reordered = ({ currentMetrics, ...rest }: ReturnType<typeof status>) => ({
    ...rest,
    currentMetrics: currentMetrics.map(({ type, resource: { name, current } }) => ({
      resource: {
        current: { averageValue: current.averageValue, averageUtilization: current.averageUtilization },
        name,
      },
      type,
    })),
  });
  const frames = (after: Fields) => [
    { time: NOW, hpa: hpa({}, { status: {} }), scale: scale(1), pods: podsOf(1), metrics: { resource: cpuOf(200) } },
    { time: NOW + 1000, hpa: hpa({}, { status: after }), metrics: { resource: cpuOf(280) } },
  ];

  test.each([
    ['the newer ones, if it reported those', status(140, '280m', 3), 3],
    ['the newer ones, in the order of the API server’s fields', reordered(status(140, '280m', 3)), 3],
    ['the older ones, if it reported those', status(100, '200m', 2), 2],
    ['the older ones, if it reported neither', status(50, '100m', 2), 2],
    ['the older ones, if it reported nothing', { desiredReplicas: 2 }, 2],
  ])('the controller saw %s', (_, after, desired) => {
    expect(replay({ version: 1, frames: frames(after) }).syncs[0]).toMatchObject({
      desiredReplicas: desired,
      matches: true,
    });
  });

  test('a status that never says what is desired desires none', () => {
    expect(replay({ version: 1, frames: frames({ currentMetrics: [] }) }).syncs[0]).toMatchObject({
      recordedReplicas: 0,
      matches: false,
    });
  });
});

describe('broken recordings', () => {
  const frame = { time: NOW, hpa: hpa(), scale: scale(1), pods: podsOf(1) };

  test.each<[string, unknown, string]>([
    ['of another version', { version: 2, frames: [frame, frame] }, 'version 2 is not 1'],
    ['that is nothing', null, 'version (missing) is not 1'],
    ['without frames', { version: 1 }, 'it has fewer than 2 frames'],
    ['of one frame', { version: 1, frames: [frame] }, 'it has fewer than 2 frames'],
    ['whose clock stands still', { version: 1, frames: [frame, frame] }, 'frame 1 is not later than the frame before'],
    [
      'without pods',
      { version: 1, frames: [{ ...frame, pods: undefined }] },
      'frame 0 lacks the HPA, the scale or the pods',
    ],
  ])('a recording %s is refused', (_, recording, message) => {
    expect(() => replay(recording as Recording)).toThrow(`The recording cannot be replayed: ${message}`);
  });

  test('a sync that is not a point in time is refused', () => {
    expect(() => replay({ version: 1, frames: [frame, { time: NOW + 1 }], syncs: ['soon'] })).toThrow(
      'syncs[0] "soon" is not a point in time.',
    );
  });
});

describe('explanations', () => {
  function lines(spec: Fields, replicas: number, rest: Partial<Parameters<typeof decide>[0]>): string[] {
    const input = {
      hpa: hpa(spec),
      scale: scale(replicas),
      pods: podsOf(replicas),
      metrics: {},
      now: NOW,
      history: undefined,
      ...rest,
    };
    return explainDecision(input.hpa, decide(input), NOW);
  }

  test('the pods behind a metric are told', () => {
    const pods = [...podsOf(2), pod('p2', { deleted: true }), pod('p3', { phase: 'Pending' })];
    expect(lines({}, 4, { pods: [...pods, pod('x')], metrics: { resource: cpuOf(400, 400) } })[0]).toBe(
      'cpu resource utilization (percentage of request) is at 400 % of its target and asks for 8 (pods: 2 measured, 1 unready, 1 without a sample, 1 on their way out)',
    );
  });

  test('of several metrics the highest is told, and failures are', () => {
    const metrics = [
      externalMetric('queue', { type: 'AverageValue', averageValue: 1 }),
      podsMetric('qps', '1'),
      podsMetric('gone', '1'),
    ];
    expect(lines({ metrics }, 2, { metrics: { external: series('queue', 3), custom: valuesOf('qps', 1, 1) } })).toEqual(
      [
        'external metric queue is at 150 % of its target and asks for 3',
        'pods metric qps is at 100 % of its target and asks for 2 (pods: 2 measured)',
        'FailedGetPodsMetric: unable to get metric gone: no metrics returned from custom metrics API',
        'the highest is 3',
        '2 -> 3 replicas: external metric queue above target',
      ],
    );
  });

  test.each<[string, Fields, number, Partial<Parameters<typeof decide>[0]>, readonly string[]]>([
    [
      'nothing to do',
      {},
      1,
      { metrics: { resource: cpuOf(100) } },
      ['the metrics ask for the 1 that there are', 'no change: 1 replicas'],
    ],
    [
      'the limit without behaviour',
      {},
      1,
      { metrics: { resource: cpuOf(4000) } },
      [
        'cut to 4, the most that one sync without behavior allows: twice the replicas, or 4',
        '1 -> 4 replicas: cpu resource utilization (percentage of request) above target',
      ],
    ],
    [
      'the policies upward',
      { behavior: {} },
      1,
      { metrics: { resource: cpuOf(4000) } },
      [
        'cut to 5, the most that the policies upward allow',
        '1 -> 5 replicas: cpu resource utilization (percentage of request) above target',
      ],
    ],
    [
      'the policies downward',
      {
        behavior: {
          scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] },
        },
      },
      3,
      { metrics: { resource: cpuOf(0, 0, 0) } },
      ['raised to 2, the fewest that the policies downward allow', '3 -> 2 replicas: All metrics below target'],
    ],
    [
      'the maximum',
      {},
      8,
      { metrics: { resource: cpuOf(...Array.from({ length: 8 }, () => 400)) } },
      ['cut to 10, maxReplicas', '8 -> 10 replicas: cpu resource utilization (percentage of request) above target'],
    ],
    [
      'the minimum',
      { minReplicas: 2 },
      1,
      {},
      ['raised to 2, minReplicas', '1 -> 2 replicas: Current number of replicas below Spec.MinReplicas'],
    ],
    [
      'zero',
      {},
      0,
      {},
      ['kept at zero, because somebody else than the autoscaler went there', 'no change: 0 replicas'],
    ],
    [
      'a scale that cannot be read',
      {},
      1,
      { scale: { error: 'gone' } },
      ['failed: failed to query scale subresource for Deployment/shop/web: gone', 'no change: 0 replicas'],
    ],
    [
      'a selector that is missing',
      {},
      1,
      { scale: { spec: { replicas: 1 }, status: { replicas: 1, selector: '' } } },
      ['kept: selector is required', 'no change: 1 replicas'],
    ],
  ])('%s', (_, spec, replicas, rest, expected) => {
    const told = lines(spec, replicas, rest);
    expect(told.slice(-expected.length)).toEqual(expected);
  });

  test('a window of an older release is told, and a scale without a reason', () => {
    const input = {
      hpa: hpa(),
      scale: scale(1),
      pods: podsOf(1),
      metrics: { resource: cpuOf(280) },
      now: NOW,
      options: { kubernetes: '1.10' },
    };
    const history: HpaHistory = {
      events: { up: [], down: [] },
      conditions: [],
      desiredReplicas: 1,
      currentMetrics: [],
      lastScaleTime: NOW,
    };
    expect(explainDecision(input.hpa, decide({ ...input, history }), NOW)).toContain(
      'kept, because the last scale is too recent for this release',
    );
    const decision = decide(input);
    expect(explainDecision(input.hpa, { ...decision, reason: '' }, NOW).at(-1)).toBe('1 -> 3 replicas');
  });

  test('a hold between two windows names no recommendation', () => {
    const behavior = { scaleUp: { stabilizationWindowSeconds: 60 } };
    const history: HpaHistory = {
      events: { up: [], down: [] },
      conditions: [],
      desiredReplicas: 2,
      currentMetrics: [],
      recommendations: [{ replicas: 1, time: NOW - 1000 }],
    };
    expect(lines({ behavior }, 2, { metrics: { resource: cpuOf(400, 400) }, history })).toContain(
      'held at 2 by the stabilization window',
    );
  });
});
