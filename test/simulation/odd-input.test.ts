import { add, boundedReplicas, ceilReplicas, divide, int64, multiply } from '../../lib/kubernetes/int64';
import { selects } from '../../lib/kubernetes/label-selector';
import {
  decide,
  explainDecision,
  generateHpa,
  normalizeReplicas,
  controllerSettings,
  pollScaledObject,
  readHpa,
  validateHpa,
  validateScaledObject,
  type Fields,
} from '../../lib/simulation';
import { selectorText } from '../../lib/simulation/hpa/selector-text';
import { prometheus, scaledObject, state } from './keda/scaled-objects';
import { cpuOf, hpa, NOW, podsOf, scale } from './objects';

/** Input that lacks what the API server would insist on: it is read as Go reads it, with empty text and zeros. */
describe('an HPA with holes', () => {
  test.each<[Fields, Fields]>([
    [
      { type: 'Resource', resource: {} },
      { type: 'Resource', resource: '', target: {} },
    ],
    [
      { type: 'ContainerResource', containerResource: {} },
      { type: 'ContainerResource', resource: '', container: '' },
    ],
    [
      { type: 'Object', object: {} },
      { type: 'Object', metric: { name: '' }, describedObject: { kind: '', name: '' } },
    ],
    [
      { type: 'External', external: { metric: { selector: { matchExpressions: [{}] } } } },
      {
        type: 'External',
        metric: { name: '', selector: { matchLabels: {}, matchExpressions: [{ key: '', operator: '', values: [] }] } },
      },
    ],
  ])('%j is read as %j', (metric, read) => {
    expect(readHpa(hpa({ metrics: [metric] })).metrics[0]).toMatchObject(read);
  });

  test('a policy without a type is one of pods', () => {
    const behavior = { scaleUp: { policies: [{ value: 1, periodSeconds: 15 }] } };
    expect(readHpa(hpa({ behavior })).behavior?.scaleUp.policies).toEqual([{ type: '', value: 1, periodSeconds: 15 }]);
    expect(validateHpa(hpa({ behavior })).map(({ field }) => field)).toEqual([
      'spec.behavior.scaleUp.policies[0].type',
    ]);
  });

  test('v2beta1 without any target has none', () => {
    const metrics = [{ type: 'Resource', resource: { name: 'cpu' } }];
    expect(readHpa({ ...hpa({ metrics }), apiVersion: 'autoscaling/v2beta1' }).metrics[0]).toEqual({
      type: 'Resource',
      resource: 'cpu',
      target: {},
    });
  });

  test('a metric without a type is refused, also where zero is allowed', () => {
    const options = { kubernetes: '1.37' };
    expect(validateHpa(hpa({ minReplicas: 0, metrics: [{}] }), options).map(({ field }) => field)).toEqual([
      'spec.minReplicas',
      'spec.metrics[0].type',
    ]);
    const metrics = [
      { type: 'Pods', pods: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: 'x' } } },
    ];
    expect(validateHpa(hpa({ metrics })).map(({ field }) => field)).toEqual([
      'spec.metrics[0].pods.target.averageValue',
    ]);
  });

  test('conditions with holes are kept', () => {
    const decision = decide({
      hpa: hpa({}, { status: { conditions: [{}] } }),
      scale: scale(1),
      pods: [],
      metrics: {},
      now: NOW,
    });
    expect(decision.conditions[0]).toEqual({ type: '', status: '', reason: '', message: '', lastTransitionTime: 0 });
  });
});

describe('answers with holes', () => {
  const input = { hpa: hpa(), scale: scale(1), pods: podsOf(1), now: NOW };

  test('PodMetrics without a name or a time belong to nobody', () => {
    const nameless = { containers: [{ name: 'web', usage: { cpu: 1 } }], window: '1m' };
    expect(decide({ ...input, metrics: { resource: [nameless] } }).error).toContain(
      'no metrics returned matched known pods',
    );
  });

  test('values of nameless pods count, because a Pods metric counts all', () => {
    const metrics = [
      { type: 'Pods', pods: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: 1 } } },
    ];
    const custom = [{ describedObject: { kind: 'Pod' }, metricName: 'q', value: 3 }];
    expect(decide({ ...input, hpa: hpa({ metrics }), metrics: { custom } }).rawReplicas).toBe(3);
  });

  test('a selector of commas asks for nothing', () => {
    const odd = { spec: { replicas: 1 }, status: { replicas: 1, selector: ',,' } };
    expect(decide({ ...input, scale: odd, metrics: { resource: cpuOf(100) } }).rawReplicas).toBe(1);
  });
});

describe('a selector', () => {
  test('may have nothing in it', () => {
    expect(selectorText({})).toBe(
      '&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{},}',
    );
    expect(
      selectorText({ matchLabels: { a: '1', b: '2' }, matchExpressions: [{ key: 'x', operator: 'Exists' }] }),
    ).toBe(
      '&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:x,Operator:Exists,Values:[],},},}',
    );
    expect(selects({}, { a: '1' })).toBe(true);
    expect(selects({ matchExpressions: [{ key: 'a', operator: 'In' }] }, { a: '1' })).toBe(false);
  });
});

describe('64 bits', () => {
  test.each([
    [add(1, 2), 3],
    [add(2 ** 53 - 1, 1), 2n ** 53n],
    [add(2n ** 63n - 1n, 1), -(2n ** 63n)],
    [add(2n ** 53n, -1), 2 ** 53 - 1],
    [add(1, 2n ** 60n), 2n ** 60n + 1n],
    [multiply(3, 4), 12],
    [multiply(2 ** 40, 2 ** 20), 2n ** 60n],
    [multiply(2n ** 62n, 2), -(2n ** 63n)],
    [multiply(2, 2n ** 60n), 2n ** 61n],
    [divide(7, 2), 3],
    [divide(-7, 2), -3],
    [divide(-1, 2), 0],
    [divide(2n ** 60n, 3), 2n ** 60n / 3n],
    [divide(1, 2n ** 60n), 0],
    [int64(2n ** 64n + 5n), 5],
    [ceilReplicas(-0.5), 0],
    [ceilReplicas(Infinity), -(2 ** 31)],
    [ceilReplicas(2 ** 31 - 1), 2 ** 31 - 1],
    [boundedReplicas(Infinity), 2 ** 31 - 1],
    [boundedReplicas(-0.5), 0],
  ])('%s is %s', (result, expected) => {
    expect(result).toBe(expected);
  });
});

describe('a ScaledObject with holes', () => {
  test('is read as far as it goes', () => {
    const bare = { kind: 'ScaledObject', spec: { fallback: {} } };
    expect(generateHpa(bare)).toMatchObject({
      metadata: { name: 'keda-hpa-', namespace: 'default' },
      spec: { metrics: [] },
    });
    expect(validateScaledObject(bare).errors).toContain('no triggers defined in the ScaledObject/ScaledJob');
  });

  test('a trigger without a type needs a threshold, and cpu without a metricType is refused', () => {
    expect(() => generateHpa(scaledObject({ triggers: [{}] }))).toThrow('spec.triggers[0] (): threshold is missing.');
    expect(() => generateHpa(scaledObject({ triggers: [{ type: 'cpu', metadata: { value: '5' } }] }))).toThrow(
      'spec.triggers[0] (cpu) has the metricType "" and the value "5".',
    );
  });

  test('several series of a query that nobody knows are an error', () => {
    const triggers = [{ type: 'prometheus', metadata: { threshold: 1 } }];
    const decision = pollScaledObject({
      scaledObject: scaledObject({ triggers }),
      scale: scale(1),
      readings: [{ series: [1, 2] }],
      state: state(),
      now: NOW,
    });
    expect(decision.reason).toBe('triggers fail');
  });

  test('a formula that is not valid is refused while it is polled', () => {
    const spec = {
      triggers: [prometheus({}, { name: 'a' })],
      advanced: { scalingModifiers: { formula: 'a +', target: '1' } },
    };
    expect(() =>
      pollScaledObject({
        scaledObject: scaledObject(spec),
        scale: scale(1),
        readings: [{ value: 1 }],
        state: state(),
        now: NOW,
      }),
    ).toThrow('The formula "a +" ends too early.');
  });
});

test('a controller that remembers nothing stabilises nothing', () => {
  const { stabilized } = normalizeReplicas(
    3,
    5,
    readHpa(hpa()),
    { events: { up: [], down: [] }, conditions: [], desiredReplicas: 0, currentMetrics: [] },
    NOW,
    controllerSettings(),
  );
  expect(stabilized).toBe(3);
});

test('a total without pods is explained without a ratio, and failures without an error', () => {
  const metrics = [
    { type: 'External', external: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: 1 } } },
  ];
  const manifest = hpa({ metrics });
  const decision = decide({
    hpa: manifest,
    scale: scale(2, 0),
    pods: [],
    metrics: { external: [{ metricName: 'q', value: 3 }] },
    now: NOW,
  });
  expect(explainDecision(manifest, decision, NOW)[0]).toBe('external metric q asks for 3');
  const { error: _, ...failed } = decide({ hpa: manifest, scale: scale(2), pods: [], metrics: {}, now: NOW });
  expect(explainDecision(manifest, failed, NOW).at(-2)).toBe('kept: a metric failed');
  expect(explainDecision(manifest, { ...failed, limitedBy: 'scaleFailure' }, NOW).at(-2)).toBe(
    'failed: the scale could not be used',
  );
});
