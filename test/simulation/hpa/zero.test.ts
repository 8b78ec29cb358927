import { decide, type ControllerOptions, type Fields, type HpaHistory, type HpaInput } from '../../../lib/simulation';
import { cpuOf, externalMetric, hpa, NOW, podsOf, scale, series } from '../objects';

const QUEUE = externalMetric('queue', { type: 'AverageValue', averageValue: '10' });
const GATE = { featureGates: { HPAScaleToZero: true } };

function history(scaledToZero?: string): HpaHistory {
  const conditions =
    scaledToZero === undefined
      ? []
      : [{ type: 'ScaledToZero', status: scaledToZero, reason: 'x', message: 'x', lastTransitionTime: 0 }];
  return { recommendations: [], events: { up: [], down: [] }, conditions, desiredReplicas: 0, currentMetrics: [] };
}

function decided(spec: Fields, replicas: number, options: ControllerOptions, rest: Partial<HpaInput> = {}) {
  return decide({
    hpa: hpa({ minReplicas: 0, metrics: [QUEUE], ...spec }),
    scale: scale(replicas),
    pods: podsOf(replicas),
    metrics: { external: series('queue', 25) },
    history: history(),
    now: NOW,
    options,
    ...rest,
  });
}

function scaledToZero({ conditions }: ReturnType<typeof decide>): string | undefined {
  const condition = conditions.find(({ type }) => type === 'ScaledToZero');
  return condition && `${condition.status} ${condition.reason}: ${condition.message}`;
}

describe('up to 1.35', () => {
  const options = { kubernetes: '1.35', ...GATE };

  test('a minimum of 0 lets it come back from zero', () => {
    expect(decided({}, 0, options)).toMatchObject({ desiredReplicas: 3, rescaled: true });
  });

  test('any other minimum means that a person has paused it', () => {
    const decision = decided({ minReplicas: 1 }, 0, options);
    expect(decision).toMatchObject({ desiredReplicas: 0, rescaled: false, limitedBy: 'disabled', metrics: [] });
    expect(decision.conditions[1]).toMatchObject({
      type: 'ScalingActive',
      status: 'False',
      reason: 'ScalingDisabled',
      message: 'scaling is disabled since the replica count of the target is zero',
    });
  });

  test('a condition of a newer controller is left as it is', () => {
    const decision = decided({ minReplicas: 1 }, 0, { kubernetes: '1.35' }, { history: history('True') });
    expect(decision).toMatchObject({ limitedBy: 'disabled' });
    expect(scaledToZero(decision)).toBe('True x: x');
  });

  test('no condition tells that it went there', () => {
    const down = decided({}, 2, options, { metrics: { external: series('queue', 0) } });
    expect(down.desiredReplicas).toBe(0);
    expect(scaledToZero(down)).toBeUndefined();
  });
});

describe('from 1.36', () => {
  const options = { kubernetes: '1.36', ...GATE };

  test('going to zero is told by a condition, and coming back, too', () => {
    const down = decided({}, 2, options, { metrics: { external: series('queue', 0) } });
    expect(down).toMatchObject({ desiredReplicas: 0, rescaled: true });
    expect(scaledToZero(down)).toBe('True ScaledToZero: the HPA controller scaled the workload to zero');
    const up = decided({}, 0, options, { history: down.history, now: NOW + 1000 });
    expect(up).toMatchObject({ desiredReplicas: 3, reason: 'external metric queue(nil) above target' });
    expect(scaledToZero(up)).toBe('False NotScaledToZero: the HPA controller did not scale the workload to zero');
  });

  test.each([
    ['nothing says that the autoscaler went there', {}, undefined, options, true],
    ['its condition says that it did not', {}, 'False', options, true],
    ['no metric outlives the pods', { metrics: undefined }, 'True', options, true],
    ['the gate is off', {}, 'True', { kubernetes: '1.36' }, true],
    ['its condition says that it did', {}, 'True', options, false],
    ['the gate is on by the release', {}, 'True', { kubernetes: '1.37' }, false],
    [
      'the minimum was raised and no metric outlives the pods',
      { metrics: undefined, minReplicas: 2 },
      'True',
      options,
      false,
    ],
  ])('at zero, if %s, it is disabled: %5$p', (_, spec, condition, of, disabled) => {
    const decision = decided(spec, 0, of, { history: history(condition) });
    expect(decision.limitedBy === 'disabled').toBe(disabled);
  });

  test('with the gate off the condition goes away', () => {
    const off = { kubernetes: '1.36' };
    expect(scaledToZero(decided({}, 0, off, { history: history('True') }))).toBeUndefined();
    expect(scaledToZero(decided({ minReplicas: 1 }, 1, off, { history: history('True') }))).toBeUndefined();
  });

  test('a minimum that was raised meanwhile is reached, whatever the metric says', () => {
    const metrics = { external: series('queue', 0) };
    const spec = { minReplicas: 3 };
    const legacy = decided(spec, 0, options, { history: history('True'), metrics });
    expect(legacy).toMatchObject({ desiredReplicas: 3, reason: '', limitedBy: 'minReplicas' });
    const withBehavior = decided({ ...spec, behavior: {} }, 0, options, { history: history('True'), metrics });
    expect(withBehavior).toMatchObject({
      desiredReplicas: 3,
      reason: 'Current number of replicas below Spec.MinReplicas',
      limitedBy: 'minReplicas',
    });
    const some = decided({ ...spec, behavior: {} }, 0, options, {
      history: history('True'),
      metrics: { external: series('queue', 12) },
    });
    expect(some).toMatchObject({ desiredReplicas: 3, reason: 'external metric queue(nil) above target' });
  });

  test('a metric of the pods cannot bring it back', () => {
    const spec = { minReplicas: 1, metrics: undefined };
    const decision = decided(spec, 0, options, { history: history('True'), metrics: { resource: cpuOf(100) } });
    expect(decision).toMatchObject({ desiredReplicas: 0, limitedBy: 'metricFailure' });
    expect(decision.error).toContain('no pods returned by selector while calculating replica count');
  });
});
