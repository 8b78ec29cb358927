import {
  decide,
  decideScaledObject,
  generateHpa,
  type Fields,
  type ScaledObjectInput,
  type TriggerReading,
} from '../../../lib/simulation';
import { cpuOf, NOW, podsOf, scale, series } from '../objects';
import { cpuTrigger, prometheus, scaledObject, state } from './scaled-objects';

const BROKEN: TriggerReading = { error: 'connection refused' };

function decided(
  spec: Fields,
  replicas: number,
  readings: ScaledObjectInput['readings'],
  rest: Partial<ScaledObjectInput> = {},
) {
  return decideScaledObject({
    scaledObject: scaledObject(spec),
    scale: scale(replicas),
    pods: podsOf(replicas),
    readings,
    state: state(),
    now: NOW,
    ...rest,
  });
}

function desired(...input: Parameters<typeof decided>): number | undefined {
  return decided(...input).decision?.desiredReplicas;
}

test('it decides as the same HPA written by hand', () => {
  const { hpa, decision } = decided({}, 1, [{ value: 250 }]);
  expect(hpa).toEqual(generateHpa(scaledObject()));
  const byHand = decide({
    hpa: hpa ?? {},
    scale: scale(1),
    pods: podsOf(1),
    metrics: { external: series('s0-prometheus', 250) },
    now: NOW,
  });
  expect(decision).toEqual(byHand);
  expect(decision).toMatchObject({
    desiredReplicas: 3,
    reason:
      'external metric s0-prometheus(&LabelSelector{MatchLabels:map[string]string{scaledobject.keda.sh/name: web,},MatchExpressions:[]LabelSelectorRequirement{},}) above target',
  });
});

test('a failed query reaches the HPA as the error that KEDA’s metrics server gives', () => {
  const { decision } = decided({}, 2, [BROKEN]);
  expect(decision).toMatchObject({ limitedBy: 'metricFailure' });
  expect(decision?.conditions[1]).toMatchObject({ reason: 'FailedGetExternalMetric' });
  expect(decision?.error).toContain(
    'unable to fetch metrics from external metrics API: rpc error: code = Unknown desc = error when getting metric values metric:s0-prometheus encountered error',
  );
});

test('cpu triggers are measured by the resource metrics API', () => {
  expect(desired({ triggers: [cpuTrigger()], minReplicaCount: 1 }, 2, [], { resourceMetrics: cpuOf(200, 200) })).toBe(
    4,
  );
});

test('while it is paused there is no HPA', () => {
  const before = state({ failures: { x: 1 } });
  const input = { scaledObject: scaledObject({}, { 'autoscaling.keda.sh/paused': '' }), state: before };
  expect(decided({}, 2, [BROKEN], input)).toEqual({ state: before });
});

test.each([
  [0, {}],
  [101, {}],
  [1, { minReplicaCount: 2 }],
])('with %d replicas and %j no metric is asked for, so no failure counts', (replicas, spec) => {
  const { state: after } = decided({ ...spec, fallback: { failureThreshold: 1, replicas: 5 } }, replicas, [BROKEN]);
  expect(after.failures).toEqual({});
});

test('a scale that cannot be read asks for nothing either', () => {
  const { decision, state: after } = decided({ fallback: { failureThreshold: 0, replicas: 5 } }, 1, [BROKEN], {
    scale: { error: 'gone' },
  });
  expect(decision).toMatchObject({ limitedBy: 'scaleFailure' });
  expect(after.failures).toEqual({});
});

describe('fallback', () => {
  const FAILED = { 's0-prometheus': 3 };
  const at = (failures: Fields) => ({ state: state({ failures: failures as Record<string, number> }) });

  test.each([
    ['static', 2, 6, 4],
    [undefined, 2, 6, 4],
    ['currentReplicas', 5, 6, 5],
    ['currentReplicasIfHigher', 8, 6, 8],
    ['currentReplicasIfHigher', 4, 6, 6],
    ['currentReplicasIfLower', 8, 6, 8],
    ['currentReplicasIfLower', 4, 6, 4],
  ])(
    '%s with %d replicas and a fallback of %d asks for a number that gives %d now',
    (behavior, current, replicas, result) => {
      const fallback = { failureThreshold: 3, replicas, ...(behavior !== undefined && { behavior }) };
      expect(desired({ fallback }, current, [BROKEN], at(FAILED))).toBe(result);
    },
  );

  test('it begins when there are more failures than its threshold, and each query counts', () => {
    const fallback = { failureThreshold: 1, replicas: 4 };
    const first = decided({ fallback }, 2, [BROKEN]);
    expect(first.decision).toMatchObject({ limitedBy: 'metricFailure' });
    const second = decided({ fallback }, 2, [BROKEN], { state: first.state });
    expect(second.decision).toMatchObject({ desiredReplicas: 4 });
    expect(second.state.failures).toEqual({ 's0-prometheus': 2 });
    expect(decided({ fallback }, 2, [{ value: 200 }], { state: second.state }).state.failures).toEqual({
      's0-prometheus': 0,
    });
  });

  test('a metric of the type Value is shared among the ready pods', () => {
    const spec = {
      triggers: [prometheus({}, { metricType: 'Value' })],
      fallback: { failureThreshold: 3, replicas: 6 },
    };
    expect(desired(spec, 3, [BROKEN], at(FAILED))).toBe(6);
    expect(desired(spec, 3, [BROKEN], { ...at(FAILED), pods: podsOf(3, { ready: 'False' }) })).toBe(0);
    expect(decided(spec, 3, [BROKEN], { ...at(FAILED), pods: podsOf(3, { ready: 'False' }) }).decision?.limitedBy).toBe(
      'metricFailure',
    );
    expect(decided(spec, 3, [BROKEN], { ...at(FAILED), keda: '2.17' }).decision?.limitedBy).toBe('metricFailure');
  });

  test('the value is computed from the threshold as it was handed over, and cut off', () => {
    const spec = {
      triggers: [prometheus({ threshold: '0.0004' })],
      fallback: { failureThreshold: 3, replicas: 6 },
      maxReplicaCount: 9,
    };
    expect(() => decided(spec, 3, [BROKEN], at(FAILED))).toThrow('averageValue "0" is not above 0');
    const third = { ...spec, triggers: [prometheus({ threshold: '33.3333' })] };
    expect(decided(third, 3, [BROKEN], at(FAILED)).decision?.rawReplicas).toBe(6);
  });

  test.each([
    ['negative', { failureThreshold: -1, replicas: 2 }, {}],
    ['of negative replicas', { failureThreshold: 1, replicas: -2 }, {}],
    [
      'with a formula whose target is not a whole number',
      { failureThreshold: 0, replicas: 2 },
      { advanced: { scalingModifiers: { formula: 'a', target: '1.5' } }, triggers: [prometheus({}, { name: 'a' })] },
    ],
  ])('a fallback that is %s counts for nothing', (_, fallback, spec) => {
    const { decision, state: after } = decided({ ...spec, fallback }, 3, [BROKEN]);
    expect(decision?.limitedBy).toBe('metricFailure');
    expect(after.failures).toEqual({});
  });
});

test.each([
  ['2.19', 1],
  ['2.20.1', 1],
  ['2.20.2', 0],
  ['2.20', 0], // the last of its minor release
])('KEDA %s hands a value below 0 over, or as 0: it asks for %d more replicas than none', (keda, handed) => {
  // from Kubernetes 1.34 a negative total counts as the largest number
  const { decision } = decided({ minReplicaCount: 1, maxReplicaCount: 9 }, 3, [{ value: -5 }], { keda });
  expect(decision?.rawReplicas === 0 ? 0 : 1).toBe(handed);
});

describe('cached metrics', () => {
  const spec = { triggers: [prometheus({}, { useCachedMetrics: true }), prometheus()] };

  test('the last poll is asked instead of the source', () => {
    const cached = {
      's0-prometheus': { value: 800_000, active: true },
      's1-prometheus': { value: 9_000_000, active: true },
    };
    expect(decided(spec, 4, [{ value: 100 }, { value: 100 }], { state: state({ cached }) }).decision?.rawReplicas).toBe(
      8,
    );
  });

  const CACHED = { 's0-prometheus': { value: 800_000, active: true } };

  test('until KEDA 2.20 an error of any trigger makes it forget them, also for the triggers after it', () => {
    const old = { triggers: [prometheus(), prometheus({}, { useCachedMetrics: true })], minReplicaCount: 1 };
    const cached = { 's1-prometheus': { value: 800_000, active: true } };
    const ask = (keda: string) => decided(old, 4, [BROKEN, { value: 500 }], { state: state({ cached }), keda });
    expect(ask('2.20')).toMatchObject({ decision: { rawReplicas: 5 }, state: { cached: {} } });
    expect(ask('2.21')).toMatchObject({ decision: { rawReplicas: 8 }, state: { cached } });
  });

  test('a trigger that is asked before the one that fails has its cached value still', () => {
    const { decision, state: after } = decided(spec, 4, [{ value: 100 }, BROKEN], { state: state({ cached: CACHED }) });
    expect(decision?.rawReplicas).toBe(8);
    expect(after.cached).toEqual({});
  });

  test('what a fallback stands in for is not an error', () => {
    const fallback = { failureThreshold: 0, replicas: 3 };
    const { state: after } = decided({ ...spec, fallback }, 4, [{ value: 100 }, BROKEN], {
      state: state({ cached: CACHED }),
    });
    expect(after.cached).toEqual(CACHED);
  });

  test('before the first poll the source is asked', () => {
    expect(decided(spec, 4, [{ value: 700 }, { value: 100 }]).decision?.rawReplicas).toBe(7);
  });
});

describe('a formula', () => {
  const triggers = [prometheus({}, { name: 'a' }), prometheus({}, { name: 'b' })];
  const modified = (formula: string, rest: Fields = {}) => ({
    triggers,
    advanced: { scalingModifiers: { formula, target: '100' } },
    ...rest,
  });

  test('its result is the only external metric', () => {
    const { decision } = decided(modified('a + b'), 4, [{ value: 300 }, { value: 400 }]);
    expect(decision?.metrics).toHaveLength(1);
    expect(decision).toMatchObject({ rawReplicas: 7 });
  });

  test('a formula without a value leaves the answer empty', () => {
    const { decision } = decided(modified('[a][int(b)]'), 4, [{ value: 300 }, { value: 400 }]);
    expect(decision?.error).toContain('no metrics returned from external metrics API');
    expect(decided(modified('first([]) ?? nil'), 4, [{ value: 1 }, { value: 1 }]).decision?.error).toContain(
      'no metrics returned',
    );
  });

  test('a trigger that fails fails it, unless its fallback replaces it', () => {
    const failing = decided(modified('a + b'), 4, [{ value: 300 }, BROKEN]);
    expect(failing.decision?.error).toContain('metric:composite-metric encountered error');
    const fallback = { failureThreshold: 0, replicas: 6 };
    expect(decided(modified('a + b', { fallback }), 4, [{ value: 300 }, BROKEN]).decision?.rawReplicas).toBe(6);
    const byValue = {
      triggers,
      advanced: { scalingModifiers: { formula: 'a', target: '100', metricType: 'Value' } },
      fallback,
    };
    expect(decided(byValue, 4, [BROKEN, { value: 1 }]).decision?.rawReplicas).toBe(6);
  });

  test('a failing trigger may be left to the formula', () => {
    const fallback = { failureThreshold: 0, replicas: 6, behavior: 'scalingModifiers' };
    expect(decided(modified('a ?? b', { fallback }), 4, [BROKEN, { value: 700 }]).decision?.rawReplicas).toBe(7);
    expect(decided(modified('a ?? nil', { fallback }), 4, [BROKEN, { value: 700 }]).decision?.rawReplicas).toBe(6);
  });

  test('a formula over nothing but cpu has no metric', () => {
    const spec = { ...modified('a'), triggers: [cpuTrigger()] };
    expect(decided(spec, 4, []).decision?.error).toContain('invalid metrics (2 invalid out of 2)');
  });
});
