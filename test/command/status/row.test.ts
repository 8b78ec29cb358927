import { rowOf } from '../../../lib/command/status/row';
import { type Fields } from '../../../lib/kubernetes/fields';
import { type FakeObject } from '../fake-cluster';
import {
  type Conditions,
  deployment,
  HEALTHY,
  hpa,
  kedaHpa,
  NOW,
  READY,
  scaledObject,
  scalerIn,
  secondsAgo,
  worldOf,
} from './objects';

function rowIn(...objects: readonly FakeObject[]) {
  return rowOf(scalerIn(worldOf(objects)));
}

test('a row of an HPA', () => {
  expect(rowIn(hpa(), deployment(1))).toEqual({
    kind: 'HorizontalPodAutoscaler',
    namespace: 'shop',
    name: 'web',
    target: 'Deployment web',
    metrics: [{ name: 'cpu', current: '42%', target: '50%' }],
    desired: 2,
    ready: 1,
    minReplicas: 1,
    maxReplicas: 10,
    scaledAt: NOW - 90_000,
    state: 'steady',
  });
});

test('what is not known is left out', () => {
  const spec = { scaleTargetRef: { kind: 'Rollout', name: 'web' } };
  expect(rowIn(hpa(HEALTHY, { spec, status: {} }))).toEqual({
    kind: 'HorizontalPodAutoscaler',
    namespace: 'shop',
    name: 'web',
    target: 'Rollout web',
    metrics: [],
    minReplicas: 1,
    state: 'not looked at yet',
  });
});

test('an HPA that has not decided yet wants nothing, not none; one at zero wants none', () => {
  const wanting = (conditions: Conditions) => {
    const object = hpa(conditions);
    return rowIn({ ...object, status: { ...(object.status as object), desiredReplicas: 0 } }).desired;
  };
  expect(wanting([['ScalingActive', 'False', 'FailedGetResourceMetric']])).toBeUndefined();
  expect(wanting([['ScalingActive', 'False', 'ScalingDisabled']])).toBe(0);
});

describe('a metric', () => {
  function cells(metrics: readonly Fields[], currentMetrics: readonly Fields[]) {
    const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, metrics };
    return rowIn(hpa(HEALTHY, { spec, status: { currentMetrics } })).metrics;
  }
  const average = { type: 'AverageValue', averageValue: '100' };

  test.each<[string, Fields, Fields, object]>([
    [
      'of a container',
      { container: 'app', name: 'cpu', target: { averageUtilization: 60 } },
      { container: 'app', name: 'cpu', current: { averageUtilization: 61, averageValue: '122m' } },
      { name: 'cpu of app', current: '61%', target: '60%' },
    ],
    [
      'of pods',
      { metric: { name: 'requests' }, target: average },
      { metric: { name: 'requests' }, current: { averageValue: '42500m' } },
      { name: 'requests', current: '42500m', target: '100 a pod' },
    ],
    [
      'of an object',
      { metric: { name: 'connections' }, target: { type: 'Value', value: '2k' } },
      { metric: { name: 'connections' }, current: { value: '1500' } },
      { name: 'connections', current: '1500', target: '2k' },
    ],
    [
      'without a target',
      { metric: { name: 'connections' } },
      { metric: { name: 'connections' }, current: { value: '7' } },
      { name: 'connections', current: '7', target: '?' },
    ],
    ['without a name', {}, {}, { name: '', target: '?' }],
  ])('%s', (of, spec, status, cell) => {
    const type = of === 'of a container' ? 'ContainerResource' : of === 'of pods' ? 'Pods' : 'Object';
    const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    expect(cells([{ type, [field]: spec }], [{ type, [field]: status }])).toEqual([cell]);
  });

  test('is found where the status leaves another one out, and unknown where it leaves it out itself', () => {
    const external = (name: string, rest: Fields) => ({ type: 'External', external: { metric: { name }, ...rest } });
    const spec = ['a', 'b', 'c'].map((name) => external(name, { target: average }));
    const status = ['b', 'c'].map((name, index) => external(name, { current: { averageValue: `${index + 1}` } }));
    expect(cells(spec, status)).toEqual([
      { name: 'a', target: '100 a pod' },
      { name: 'b', current: '1', target: '100 a pod' },
      { name: 'c', current: '2', target: '100 a pod' },
    ]);
    expect(cells(spec, [{ type: '' }, ...status])[0]).toEqual({ name: 'a', target: '100 a pod' });
  });

  test('of a name that another one has is told by its place', () => {
    const of = (name: string, value: string) => ({
      spec: { type: 'Object', object: { metric: { name: 'hits' }, describedObject: { name }, target: { value: '9' } } },
      status: { type: 'Object', object: { metric: { name: 'hits' }, describedObject: { name }, current: { value } } },
    });
    const [one, two] = [of('one', '1'), of('two', '2')];
    expect(cells([one.spec, two.spec], [one.status, two.status]).map(({ current }) => current)).toEqual(['1', '2']);
  });
});

test('a ScaledObject has the limits of KEDA, and the metrics of its HPA', () => {
  expect(rowIn(scaledObject(READY), kedaHpa(), deployment())).toMatchObject({
    kind: 'ScaledObject',
    name: 'web',
    metrics: [{ name: 'cpu', current: '42%' }],
    minReplicas: 0,
    maxReplicas: 5,
  });
  expect(rowIn(scaledObject(READY, { maxReplicaCount: undefined })).maxReplicas).toBe(100);
});

test('a ScaledObject without an HPA has the types of its triggers, and what its target asks for', () => {
  const status = { lastActiveTime: secondsAgo(30) };
  const object = { ...scaledObject([], { triggers: [{ type: 'cron' }, {}] }), status };
  expect(rowIn(object, deployment())).toMatchObject({
    metrics: [
      { name: 'cron', target: '?' },
      { name: '?', target: '?' },
    ],
    desired: 2,
    scaledAt: NOW - 30_000,
    state: 'without an HPA yet',
  });
});

describe('the state of', () => {
  const [able, active] = HEALTHY as [Conditions[number], Conditions[number]];

  test.each<[string, Conditions, string]>([
    ['no conditions', [], 'not looked at yet'],
    ['a scale that fails', [['AbleToScale', 'False', 'FailedGetScale']], 'cannot scale'],
    ['metrics that fail', [able, ['ScalingActive', 'False', 'FailedGetResourceMetric']], 'cannot read its metrics'],
    ['a target at zero', [able, ['ScalingActive', 'False', 'ScalingDisabled']], 'off: Deployment was scaled to 0'],
    [
      'the maximum',
      [able, active, ['ScalingLimited', 'True', 'TooManyReplicas']],
      'at its maximum, and would take more',
    ],
    ['the minimum', [able, active, ['ScalingLimited', 'True', 'TooFewReplicas']], 'at its minimum'],
    ['a policy upward', [able, active, ['ScalingLimited', 'True', 'ScaleUpLimit']], 'going up as fast as it may'],
    ['another limit', [able, active, ['ScalingLimited', 'True', 'Unheard']], 'limited'],
    ['a window', [['AbleToScale', 'True', 'ScaleDownStabilized'], active], 'waiting before it goes down'],
    ['nothing', HEALTHY, 'steady'],
  ])('%s', (_, conditions, state) => {
    expect(rowIn(hpa(conditions)).state).toBe(state);
  });

  test('an HPA at zero whose target has no name', () => {
    const conditions: Conditions = [able, ['ScalingActive', 'False', 'ScalingDisabled']];
    expect(rowIn({ ...hpa(conditions), spec: {} }).state).toBe('off: the target was scaled to 0');
  });

  test.each<[string, Conditions, object, string]>([
    ['a pause', READY, { annotations: { 'autoscaling.keda.sh/paused': 'true' } }, 'paused'],
    ['a fallback', [['Fallback', 'True']], {}, 'on its fallback: its source does not answer'],
    ['what KEDA refuses', [['Ready', 'False']], {}, 'not ready'],
  ])('%s', (_, conditions, metadata, state) => {
    expect(rowIn(scaledObject(conditions, {}, metadata), kedaHpa()).state).toBe(state);
  });

  test('a ScaledObject at zero', () => {
    const asleep = kedaHpa([able, ['ScalingActive', 'False', 'ScalingDisabled']]);
    const idle: Conditions = [
      ['Ready', 'True'],
      ['Active', 'False'],
    ];
    expect(rowIn(scaledObject(idle), asleep).state).toBe('at zero: nothing to do');
    expect(rowIn(scaledObject(READY), asleep).state).toBe('off: Deployment was scaled to 0');
  });

  test.each<[Conditions, string]>([
    [[['Active', 'True']], 'makes Jobs'],
    [[], 'nothing to do'],
  ])('a ScaledJob', (conditions, state) => {
    const job = { ...scaledObject(conditions), kind: 'ScaledJob', spec: {} };
    expect(rowIn(job)).toMatchObject({ metrics: [], minReplicas: 0, maxReplicas: 100, state });
  });
});
