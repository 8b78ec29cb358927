import {
  decideScaledObject,
  NEW_SCALED_OBJECT,
  pollScaledObject,
  type Fields,
  type PollInput,
  type TriggerReading,
} from '../../../lib/simulation';
import { ago, NOW, podsOf, scale } from '../objects';
import { cpuTrigger, prometheus, scaledObject, state } from './scaled-objects';

const BUSY: TriggerReading = { value: 250 };
const IDLE: TriggerReading = { value: 0 };
const BROKEN: TriggerReading = { error: 'connection refused' };

function poll(spec: Fields, replicas: number, reading: TriggerReading | undefined, rest: Partial<PollInput> = {}) {
  return pollScaledObject({
    scaledObject: scaledObject(spec),
    scale: { spec: { replicas } },
    readings: [reading],
    state: state(),
    now: NOW,
    ...rest,
  });
}

function annotated(name: string, spec: Fields = {}, value = 'true'): Partial<PollInput> {
  return { scaledObject: scaledObject(spec, { [`autoscaling.keda.sh/${name}`]: value }) };
}

describe('active', () => {
  test.each([
    [{}, 0, 1],
    [{ minReplicaCount: 3 }, 0, 3],
    [{ minReplicaCount: 3, idleReplicaCount: 1 }, 1, 3],
    [{ minReplicaCount: 3, idleReplicaCount: 0 }, 0, 3],
  ])('%j scales %d to %d at once', (spec, from, to) => {
    const decision = poll(spec, from, BUSY);
    expect(decision).toMatchObject({
      replicas: to,
      rescaled: true,
      active: true,
      activeTriggers: ['s0-prometheus'],
      state: { lastActiveTime: NOW },
    });
    expect(decision.events).toEqual([
      {
        type: 'Normal',
        reason: 'KEDAScaleTargetActivated',
        message: `Scaled apps/v1.Deployment shop/web from ${from} to ${to}, triggered by s0-prometheus`,
      },
    ]);
  });

  test('with pods it only remembers the time', () => {
    expect(poll({}, 4, BUSY)).toMatchObject({
      replicas: 4,
      rescaled: false,
      events: [],
      state: { lastActiveTime: NOW },
    });
    expect(poll({ minReplicaCount: 3 }, 1, BUSY)).toMatchObject({ replicas: 1, rescaled: false });
  });

  test.each([
    [{ value: 5 }, false],
    [{ value: 5.0001 }, true],
    [{ value: 0 }, false],
  ])('%j is strictly above an activation threshold of 5: %p', (reading, active) => {
    expect(poll({ triggers: [prometheus({ activationThreshold: '5' })] }, 0, reading).active).toBe(active);
  });

  test('a value of 0 is not above the default of 0', () => {
    expect(poll({ minReplicaCount: 1 }, 1, IDLE)).toMatchObject({ replicas: 1, rescaled: false, active: false });
  });

  test('if some triggers fail, the time is not remembered and Ready is unknown', () => {
    const decision = poll({ triggers: [prometheus(), prometheus()] }, 2, BUSY, { readings: [BUSY, BROKEN] });
    expect(decision).toMatchObject({ replicas: 2, reason: 'some triggers fail' });
    expect(decision.state.lastActiveTime).toBeUndefined();
    expect(decision.conditions[0]).toMatchObject({ type: 'Ready', status: 'Unknown', reason: 'PartialTriggerError' });
    expect(poll({ triggers: [prometheus(), prometheus()] }, 0, BUSY, { readings: [BUSY, BROKEN] })).toMatchObject({
      replicas: 1,
      rescaled: true,
    });
  });

  test('only cpu and memory triggers are always active', () => {
    expect(poll({ triggers: [cpuTrigger()], minReplicaCount: 1 }, 2, undefined)).toMatchObject({
      active: true,
      activeTriggers: [],
    });
    expect(poll({ triggers: [cpuTrigger(), prometheus()] }, 2, undefined, { readings: [undefined, IDLE] }).active).toBe(
      false,
    );
  });

  test('an annotation forces it', () => {
    const decision = poll({}, 0, IDLE, annotated('force-activation'));
    expect(decision).toMatchObject({ replicas: 1, active: true, activeTriggers: [] });
    expect(decision.events[0]?.message).toBe(
      'Scaled apps/v1.Deployment shop/web from 0 to 1, caused by forced activation annotation',
    );
    expect(decision.conditions[1]?.message).toBe(
      'Scaling is performed because activation is being forced by annotation',
    );
  });

  test('paused-scale-out keeps it at zero', () => {
    const decision = poll({}, 0, BUSY, annotated('paused-scale-out'));
    expect(decision).toMatchObject({ replicas: 0, rescaled: false, reason: 'activation is paused by annotation' });
    expect(decision.state.lastActiveTime).toBeUndefined();
  });
});

describe('inactive', () => {
  test.each([
    ['exactly at the end of the cooldown', 300, 7, false],
    ['just after it', 300.001, 0, true],
    ['within it', 10, 7, false],
  ])('%s', (_, seconds, replicas, rescaled) => {
    const decision = poll({}, 7, IDLE, { state: state({ lastActiveTime: ago(seconds) }) });
    expect(decision).toMatchObject({ replicas, rescaled, state: { lastActiveTime: ago(seconds) } });
    expect(decision.conditions[1]?.reason).toBe(rescaled ? 'ScalerNotActive' : 'ScalerCooldown');
  });

  test('it falls to zero in one step, whatever there is', () => {
    const decision = poll({ cooldownPeriod: 30 }, 50, IDLE, { state: state({ lastActiveTime: ago(31) }) });
    expect(decision.events).toEqual([
      {
        type: 'Normal',
        reason: 'KEDAScaleTargetDeactivated',
        message: 'Deactivated apps/v1.Deployment shop/web from 50 to 0',
      },
    ]);
  });

  test.each([
    [0, 0],
    [999, 0],
    [1000, 3],
    [2000, 3],
  ])(
    'if it was never active, it waits for %d s after its creation 1,000 s ago: %d',
    (initialCooldownPeriod, replicas) => {
      expect(poll({ initialCooldownPeriod }, 3, IDLE).replicas).toBe(replicas);
    },
  );

  test('a creation that nobody knows is long ago', () => {
    const manifest = { ...scaledObject(), metadata: { name: 'web' } };
    expect(poll({}, 3, IDLE, { scaledObject: manifest })).toMatchObject({ replicas: 0 });
  });

  test.each([
    ['idle below what there is', { minReplicaCount: 3, idleReplicaCount: 1 }, 5, 1],
    ['already idle', { minReplicaCount: 3, idleReplicaCount: 1 }, 1, 1],
    ['below the minimum without idle', { minReplicaCount: 3 }, 1, 3],
    ['below the minimum with idle', { minReplicaCount: 3, idleReplicaCount: 2 }, 1, 1],
    ['at the minimum', { minReplicaCount: 3 }, 3, 3],
    ['above the minimum', { minReplicaCount: 3 }, 9, 9],
    ['at zero', {}, 0, 0],
  ])('%s', (_, spec, from, to) => {
    const decision = poll(spec, from, IDLE);
    expect(decision).toMatchObject({ replicas: to, rescaled: from !== to });
  });

  test('paused-scale-in keeps what there is', () => {
    expect(poll({}, 5, IDLE, annotated('paused-scale-in'))).toMatchObject({
      replicas: 5,
      rescaled: false,
      reason: 'deactivation is paused by annotation',
    });
  });
});

describe('failing triggers', () => {
  test('without a fallback nothing happens and Ready is false', () => {
    const decision = poll({}, 5, BROKEN);
    expect(decision).toMatchObject({ replicas: 5, rescaled: false });
    expect(decision.conditions[0]).toMatchObject({ type: 'Ready', status: 'False', reason: 'TriggerError' });
  });

  test('a trigger without a reading fails', () => {
    expect(poll({}, 5, undefined).reason).toBe('triggers fail');
  });

  const fallback = { failureThreshold: 2, replicas: 4 };

  test('with a fallback nothing happens until there are more failures than its threshold', () => {
    const first = poll({ fallback }, 0, BROKEN);
    expect(first).toMatchObject({
      replicas: 0,
      fallbackActive: false,
      reason: 'triggers fail, and the fallback will stand in',
      state: { failures: { 's0-prometheus': 1 } },
    });
    const second = poll({ fallback }, 0, BROKEN, { state: first.state });
    expect(second).toMatchObject({ replicas: 0, fallbackActive: false });
    const third = poll({ fallback }, 0, BROKEN, { state: second.state });
    expect(third).toMatchObject({ replicas: 1, rescaled: true, fallbackActive: true, active: true });
    expect(third.events[0]).toMatchObject({
      reason: 'ScaledObjectFallbackActivated',
      message: 'ScaledObject fallback is active',
    });
    expect(third.conditions).toContainEqual(
      expect.objectContaining({ type: 'Fallback', status: 'True', reason: 'FallbackExists' }),
    );
    const healed = poll({ fallback }, 1, BUSY, { state: third.state });
    expect(healed).toMatchObject({ fallbackActive: false, state: { failures: { 's0-prometheus': 0 } } });
    expect(healed.events[0]).toMatchObject({ reason: 'ScaledObjectFallbackDeactivated' });
  });

  test('before KEDA 2.19 polls neither count nor fall back', () => {
    const failures = { 's0-prometheus': 9 };
    expect(poll({ fallback }, 0, BROKEN, { keda: '2.18', state: state({ failures }) })).toMatchObject({
      replicas: 0,
      fallbackActive: false,
      state: { failures },
    });
  });

  test('a fallback of 0 replicas lets it fall to zero', () => {
    expect(poll({ fallback: { ...fallback, replicas: 0 } }, 3, BROKEN)).toMatchObject({ replicas: 0, rescaled: true });
  });
});

describe('paused', () => {
  test.each([
    ['paused', 'true', 5, false, 'paused by annotation'],
    ['paused-replicas', '2', 2, true, 'paused at 2 by annotation'],
    ['paused-replicas', '5', 5, false, 'paused at 5 by annotation'],
  ])('%s: %p leaves %d replicas', (name, value, replicas, rescaled, reason) => {
    const decision = poll({}, 5, BUSY, annotated(name, {}, value));
    expect(decision).toMatchObject({ replicas, rescaled, reason, active: false, events: [] });
    expect(decision.conditions[0]).toMatchObject({ type: 'Paused', status: 'True' });
  });
});

describe('a formula', () => {
  const triggers = [prometheus({}, { name: 'a' }), prometheus({}, { name: 'b' })];
  const modified = (formula: string, rest: Fields = {}) => ({
    triggers,
    advanced: { scalingModifiers: { formula, target: '10', ...rest } },
  });
  const readings = [{ value: 30 }, { value: 10 }];

  test.each([
    ['a - b', {}, true],
    ['b - a', {}, false],
    ['a - b', { activationTarget: '20' }, false],
    ['a - b', { activationTarget: '19.9' }, true],
    ['[a][int(b)]', {}, false],
  ])('%s with %j activates: %p', (formula, rest, active) => {
    const decision = poll(modified(formula, rest), 0, undefined, { readings });
    expect(decision).toMatchObject({ active, activeTriggers: active ? ['composite-metric'] : [] });
  });

  test('a trigger that fails deactivates all, and so do triggers of cpu alone', () => {
    expect(poll(modified('a + b'), 2, undefined, { readings: [BUSY, BROKEN] })).toMatchObject({
      active: false,
      reason: 'triggers fail',
    });
    const onlyCpu = {
      triggers: [cpuTrigger(), prometheus({}, { name: 'a' })],
      advanced: { scalingModifiers: { formula: 'a', target: '1' } },
    };
    expect(poll(onlyCpu, 2, undefined, { readings: [undefined, BUSY] }).activeTriggers).toEqual(['composite-metric']);
    expect(poll({ ...onlyCpu, triggers: [cpuTrigger()] }, 2, undefined).activeTriggers).toEqual([]);
  });
});

test('Prometheus’ answers: nothing and no number are 0 unless null values matter, and several series are an error', () => {
  const reason = (series: readonly (number | null)[], ignoreNullValues?: string) =>
    poll({ triggers: [prometheus({ ...(ignoreNullValues !== undefined && { ignoreNullValues }) })] }, 3, { series })
      .reason;
  const cooled = 'no trigger was active for the whole cooldown';
  expect(reason([5])).toBe('triggers are active');
  for (const series of [[], [null], [NaN], [Infinity]]) {
    expect(reason(series)).toBe(cooled);
    expect(reason(series, 'true')).toBe(cooled);
    expect(reason(series, 'false')).toBe('triggers fail');
    expect(reason(series, 'False')).toBe('triggers fail');
  }
  expect(reason([1, 2])).toBe('triggers fail');
});

test('what a trigger with cached metrics saw is kept', () => {
  const spec = { triggers: [prometheus({}, { useCachedMetrics: true }), prometheus()] };
  const { state: after } = poll(spec, 3, undefined, { readings: [BUSY, IDLE] });
  expect(after.cached).toEqual({ 's0-prometheus': { value: 250_000, active: true } });
});

describe('the health of the HPA', () => {
  const health = (status: string, reason: string) => {
    const condition = { type: 'ScalingActive', status, reason, message: 'why', lastTransitionTime: 0 };
    const hpa = { ...NEW_SCALED_OBJECT.hpa, conditions: [condition] };
    return poll({}, 1, BUSY, { state: state({ hpa }) }).conditions.find(({ type }) => type === 'HPAActive');
  };

  test.each([
    ['True', 'ValidMetricFound', 'True', 'HPAActive', 'HPA is actively scaling'],
    ['False', 'ScalingDisabled', 'True', 'ScalingDisabled', 'why'],
    ['False', 'FailedGetExternalMetric', 'False', 'FailedGetExternalMetric', 'HPA is not actively scaling: why'],
    ['False', '', 'False', 'HPAMetricsUnavailable', 'HPA is not actively scaling: why'],
  ])('ScalingActive %s %s is told as %s %s', (status, reason, told, because, message) => {
    expect(health(status, reason)).toEqual({ type: 'HPAActive', status: told, reason: because, message });
  });

  test('nothing is told before the HPA has said anything', () => {
    expect(poll({}, 1, BUSY).conditions.map(({ type }) => type)).toEqual(['Ready', 'Active', 'Fallback']);
  });
});

describe('from KEDA 2.21 polls take what the HPA has read, where KEDA has nothing to decide', () => {
  const FALLBACK = { failureThreshold: 2, replicas: 5 };
  const observed = { 's0-prometheus': { result: { value: 250_000, active: true }, fallbackActive: false } };
  const reading = (status: string) => ({
    ...NEW_SCALED_OBJECT.hpa,
    conditions: [{ type: 'ScalingActive', status, reason: '', message: '', lastTransitionTime: 0 }],
  });
  const polled = (spec: Fields, keda: string, status = 'True') =>
    poll({ minReplicaCount: 1, fallback: FALLBACK, ...spec }, 3, BROKEN, {
      state: state({ observed, hpa: reading(status) }),
      keda,
    });

  test('the source is not asked, and no failure counts', () => {
    expect(polled({}, '2.21')).toMatchObject({ active: true, state: { failures: {} } });
    expect(polled({}, '2.20')).toMatchObject({ active: false, state: { failures: { 's0-prometheus': 1 } } });
  });

  test.each<[string, Fields, string]>([
    ['its HPA does not read', {}, 'False'],
    ['it goes to zero', { minReplicaCount: 0 }, 'True'],
    ['it has an idle count', { idleReplicaCount: 0 }, 'True'],
    ['a trigger is cached', { triggers: [prometheus({}, { useCachedMetrics: true })] }, 'True'],
    [
      'a formula decides',
      {
        triggers: [prometheus({}, { name: 'a' })],
        advanced: { scalingModifiers: { formula: 'a', target: '100' } },
      },
      'True',
    ],
  ])('the source is asked where %s', (_, spec, status) => {
    expect(polled(spec, '2.21', status).state.failures).toEqual({ 's0-prometheus': 1 });
  });

  test('the fallback that the HPA was served makes it active', () => {
    const served = { 's0-prometheus': { result: { value: 500_000, active: true }, fallbackActive: true } };
    const decision = poll({ minReplicaCount: 1, fallback: FALLBACK }, 3, BROKEN, {
      state: state({ observed: served, hpa: reading('True') }),
      keda: '2.21',
    });
    expect(decision).toMatchObject({ active: true, fallbackActive: true });
  });

  test('each read of the HPA is remembered', () => {
    const input = {
      scaledObject: scaledObject({ minReplicaCount: 1 }),
      ...{ scale: scale(3), pods: podsOf(3), readings: [BUSY], state: state(), now: NOW },
    };
    expect(decideScaledObject({ ...input, keda: '2.21' }).state.observed).toEqual(observed);
    expect(decideScaledObject({ ...input, keda: '2.20' }).state.observed).toBeUndefined();
  });
});
