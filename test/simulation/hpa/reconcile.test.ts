import { decide, hpaStatus, type Fields, type HpaHistory, type HpaInput } from '../../../lib/simulation';
import {
  ago,
  cpuOf,
  cpuUtilization,
  externalMetric,
  hpa,
  NOW,
  objectMetric,
  objectValue,
  podMetrics,
  podsMetric,
  podsOf,
  resourceAverage,
  scale,
  series,
  valuesOf,
} from '../objects';

const KNOWN: HpaHistory = {
  recommendations: [],
  events: { up: [], down: [] },
  conditions: [],
  desiredReplicas: 0,
  currentMetrics: [],
};

function decided(spec: Fields, replicas: number, rest: Partial<HpaInput> = {}) {
  return decide({
    hpa: hpa(spec),
    scale: scale(replicas),
    pods: podsOf(replicas),
    metrics: {},
    history: KNOWN,
    now: NOW,
    ...rest,
  });
}

function conditionsOf({ conditions }: ReturnType<typeof decide>): string[] {
  return conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`);
}

describe('a reconcile that scales', () => {
  const decision = decided({}, 1, { metrics: { resource: cpuOf(280) } });

  test('says what it did in an event, in conditions and in the status', () => {
    expect(decision).toMatchObject({ desiredReplicas: 3, rescaled: true, rawReplicas: 3, limitedBy: 'none' });
    expect(decision.events).toEqual([
      {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: 'New size: 3; reason: cpu resource utilization (percentage of request) above target',
      },
    ]);
    expect(decision.conditions).toEqual([
      {
        type: 'AbleToScale',
        status: 'True',
        reason: 'SucceededRescale',
        message: 'the HPA controller was able to update the target scale to 3',
        lastTransitionTime: NOW,
      },
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message:
          'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
        lastTransitionTime: NOW,
      },
      {
        type: 'ScalingLimited',
        status: 'False',
        reason: 'DesiredWithinRange',
        message: 'the desired count is within the acceptable range',
        lastTransitionTime: NOW,
      },
    ]);
    expect(hpaStatus(decision)).toMatchObject({
      currentReplicas: 1,
      desiredReplicas: 3,
      lastScaleTime: '1970-01-02T03:46:40Z',
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 140, averageValue: '280m' } } },
      ],
      conditions: [{ type: 'AbleToScale', lastTransitionTime: '1970-01-02T03:46:40Z' }, {}, {}],
    });
  });

  test('keeps what the metrics asked for, not what came of it', () => {
    const limited = decided({}, 1, { metrics: { resource: cpuOf(2000) } });
    expect(limited).toMatchObject({ desiredReplicas: 4, rawReplicas: 20, limitedBy: 'scaleUpLimit' });
    expect(limited.history.recommendations).toEqual([{ replicas: 20, time: NOW }]);
  });

  test('keeps the time of a condition whose status stays', () => {
    const next = decided({}, 3, {
      metrics: { resource: cpuOf(100, 100, 100) },
      history: decision.history,
      now: NOW + 15_000,
    });
    expect(next.rescaled).toBe(false);
    expect(next.conditions.map(({ lastTransitionTime }) => lastTransitionTime)).toEqual([NOW, NOW, NOW]);
    expect(conditionsOf(next)[0]).toBe('AbleToScale=True ReadyForNewScale');
    expect(hpaStatus(next)).toMatchObject({ lastScaleTime: '1970-01-02T03:46:40Z' });
  });
});

test.each([
  ['cpu resource utilization (percentage of request)', cpuUtilization(50), { resource: cpuOf(400) }],
  ['cpu resource', resourceAverage('cpu', '100m'), { resource: cpuOf(400) }],
  ['memory resource', resourceAverage('memory', '64Mi'), { resource: [podMetrics('p0', { memory: '1Gi' })] }],
  [
    'cpu container resource utilization (percentage of request)',
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 50 } },
    },
    { resource: cpuOf(400) },
  ],
  [
    'cpu resource',
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'web', target: { type: 'AverageValue', averageValue: '100m' } },
    },
    { resource: cpuOf(400) },
  ],
  ['pods metric qps', podsMetric('qps', '10'), { custom: valuesOf('qps', 40) }],
  ['Ingress metric qps', objectMetric('qps', { type: 'Value', value: '10' }), { custom: [objectValue('qps', 40)] }],
  [
    'external metric qps(nil)',
    objectMetric('qps', { type: 'AverageValue', averageValue: '10' }),
    { custom: [objectValue('qps', 40)] },
  ],
  [
    'external metric queue(nil)',
    externalMetric('queue', { type: 'Value', value: '10' }),
    { external: series('queue', 40) },
  ],
  [
    'external metric queue(&LabelSelector{MatchLabels:map[string]string{app: web,zone: b,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:tier,Operator:In,Values:[gold silver],},},})',
    externalMetric(
      'queue',
      { type: 'AverageValue', averageValue: '10' },
      {
        matchLabels: { zone: 'b', app: 'web' },
        matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold', 'silver'] }],
      },
    ),
    { external: series('queue', 40) },
  ],
])('the reason names %s', (name, metric, metrics) => {
  const decision = decided({ metrics: [metric] }, 1, { metrics });
  expect(decision).toMatchObject({ desiredReplicas: 4, reason: `${name} above target` });
});

test.each([
  [
    resourceAverage('memory', '64Mi'),
    { resource: [podMetrics('p0', { memory: '64Mi' })] },
    '1.34',
    { type: 'Resource', resource: { name: 'memory', current: { averageValue: '64Mi' } } },
  ],
  [
    resourceAverage('memory', '64Mi'),
    { resource: [podMetrics('p0', { memory: '64Mi' })] },
    '1.33',
    { type: 'Resource', resource: { name: 'memory', current: { averageValue: '67108864' } } },
  ],
  [
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 50 } },
    },
    { resource: cpuOf(100) },
    '1.36',
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'web', current: { averageUtilization: 50, averageValue: '100m' } },
    },
  ],
  [
    podsMetric('qps', '10'),
    { custom: valuesOf('qps', '10500m') },
    '1.36',
    { type: 'Pods', pods: { metric: { name: 'qps' }, current: { averageValue: '10500m' } } },
  ],
  [
    objectMetric('qps', { type: 'Value', value: 10 }),
    { custom: [objectValue('qps', 10)] },
    '1.36',
    {
      type: 'Object',
      object: {
        metric: { name: 'qps' },
        describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' },
        current: { value: '10' },
      },
    },
  ],
  [
    externalMetric('queue', { type: 'AverageValue', averageValue: 10 }, { matchLabels: { a: 'b' } }),
    { external: series('queue', 4, 6) },
    '1.36',
    {
      type: 'External',
      external: {
        metric: { name: 'queue', selector: { matchLabels: { a: 'b' } } },
        current: { averageValue: '10' },
      },
    },
  ],
])('a metric is reported as the status has it', (metric, metrics, kubernetes, status) => {
  const decision = decided({ metrics: [metric] }, 1, { metrics, options: { kubernetes } });
  expect(decision.currentMetrics).toEqual([status]);
});

describe('several metrics', () => {
  const cpu = cpuUtilization(50);
  const queue = externalMetric('queue', { type: 'AverageValue', averageValue: '10' });
  const spec = { metrics: [cpu, queue] };

  test('the highest wins', () => {
    const decision = decided(spec, 2, { metrics: { resource: cpuOf(150, 150), external: series('queue', 40) } });
    expect(decision).toMatchObject({ desiredReplicas: 4, reason: 'external metric queue(nil) above target' });
  });

  test('of equal ones the first is named', () => {
    const decision = decided(spec, 2, { metrics: { resource: cpuOf(200, 200), external: series('queue', 40) } });
    expect(decision.reason).toBe('cpu resource utilization (percentage of request) above target');
  });

  test('of zeros the last is named', () => {
    const decision = decided(spec, 2, { metrics: { resource: cpuOf(0, 0), external: series('queue', 0) } });
    expect(decision.conditions[1]?.message).toContain('from external metric queue(nil)');
    expect(decision).toMatchObject({
      desiredReplicas: 1,
      rawReplicas: 0,
      reason: 'All metrics below target',
      limitedBy: 'minReplicas',
    });
  });

  test('if one fails, nothing goes down', () => {
    const decision = decided(spec, 5, {
      metrics: { external: series('queue', 20) },
      history: { ...KNOWN, desiredReplicas: 5 },
    });
    expect(decision).toMatchObject({ desiredReplicas: 5, rescaled: false, limitedBy: 'metricFailure', reason: '' });
    expect(decision.history.recommendations).toEqual([]);
    expect(conditionsOf(decision)).toEqual([
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False FailedGetResourceMetric',
    ]);
    expect(decision.conditions[1]?.message).toBe(
      'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
    );
    expect(decision.events).toEqual([
      {
        type: 'Warning',
        reason: 'FailedGetResourceMetric',
        message:
          'failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
      },
      {
        type: 'Warning',
        reason: 'FailedComputeMetricsReplicas',
        message:
          'invalid metrics (1 invalid out of 2), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
      },
    ]);
    expect(decision.currentMetrics).toEqual([{ type: '' }, expect.objectContaining({ type: 'External' })]);
  });

  test('if one fails, the others may go up or stay', () => {
    const up = decided(spec, 2, { metrics: { external: series('queue', 40) } });
    expect(up).toMatchObject({ desiredReplicas: 4, rescaled: true });
    expect(up.error).toContain('invalid metrics (1 invalid out of 2)');
    expect(conditionsOf(up)[1]).toBe('ScalingActive=True ValidMetricFound');
    const same = decided(spec, 2, { metrics: { external: series('queue', 20) } });
    expect(same).toMatchObject({ desiredReplicas: 2, rescaled: false });
  });

  test('if all fail, the first is blamed, and the former metrics are reported before 1.29', () => {
    const currentMetrics = [{ type: 'Resource' }];
    const old = decided(spec, 2, { options: { kubernetes: '1.28' }, history: { ...KNOWN, currentMetrics } });
    expect(old.currentMetrics).toEqual(currentMetrics);
    const recent = decided(spec, 2, { options: { kubernetes: '1.29' }, history: { ...KNOWN, currentMetrics } });
    expect(recent.currentMetrics).toEqual([{ type: '' }, { type: '' }]);
    expect(conditionsOf(recent)[1]).toBe('ScalingActive=False FailedGetResourceMetric');
  });

  test('a metric below zero asks for none', () => {
    const decision = decided({ metrics: [podsMetric('heat', '10')] }, 2, {
      metrics: { custom: valuesOf('heat', -40, -40) },
    });
    expect(decision).toMatchObject({ rawReplicas: 0, desiredReplicas: 1 });
  });
});

test('a sync that fails leaves the target as it is, whatever the status says of what was desired', () => {
  const failed = decided({}, 2, { metrics: { resource: { error: 'refused' } }, history: KNOWN });
  expect(failed).toMatchObject({ desiredReplicas: 0, targetReplicas: 2, rescaled: false, limitedBy: 'metricFailure' });
  expect(decided({}, 2, { metrics: { resource: cpuOf(200, 200) } })).toMatchObject({ targetReplicas: 4 });
});

test('Kubernetes 1.37 names the object of a failed metric before the reason, and two of the competing autoscalers', () => {
  const options = { kubernetes: '1.37' };
  const metrics = [objectMetric('qps', { type: 'Value', value: 1 })];
  expect(decided({ metrics }, 1, { metrics: { custom: { error: 'refused' } }, options }).error).toContain(
    'unable to get metric qps on Ingress shop/web: unable to fetch metrics from custom metrics API: refused',
  );
  const competingAutoscalers = ['shop/other', 'shop/third'];
  expect(decided({}, 1, { competingAutoscalers, options }).error).toBe(
    'pods by selector  are controlled by more than one HPA (e.g. [{web shop} {other shop}])',
  );
});

test.each([
  [
    objectMetric('qps', { type: 'Value', value: 1 }),
    'FailedGetObjectMetric',
    'unable to get metric qps: Ingress on shop web/unable to fetch metrics from custom metrics API: the server could not find the metric qps for Ingress web',
  ],
  [
    objectMetric('qps', { type: 'AverageValue', averageValue: 1 }),
    'FailedGetObjectMetric',
    'unable to get metric qps: Ingress on shop web/unable to fetch',
  ],
  [
    objectMetric('qps', { type: 'Value', averageValue: 1 }),
    'FailedGetObjectMetric',
    'invalid object metric source: neither a value target nor an average value target was set',
  ],
  [
    podsMetric('qps', '1'),
    'FailedGetPodsMetric',
    'unable to get metric qps: no metrics returned from custom metrics API',
  ],
  [
    externalMetric('queue', { type: 'Value', value: 1 }),
    'FailedGetExternalMetric',
    'unable to get external metric shop/queue/nil: no metrics returned from external metrics API',
  ],
  [
    externalMetric('queue', { type: 'AverageValue', averageValue: 1 }, {}),
    'FailedGetExternalMetric',
    'unable to get external metric shop/queue/&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{},}: no metrics',
  ],
  [
    externalMetric('queue', { type: 'Value' }),
    'FailedGetExternalMetric',
    'invalid external metric source: neither a value target nor an average value target was set',
  ],
  [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } },
    'FailedGetResourceMetric',
    'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
  ],
  [
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'web', target: { type: 'AverageValue', averageValue: '1' } },
    },
    'FailedGetContainerResourceMetric',
    'failed to get cpu usage: unable to get metrics for resource cpu: no metrics',
  ],
  [{ type: 'Weather' }, 'InvalidMetricSourceType', 'unknown metric source type "Weather"'],
])('%j without a value fails with %s: %s', (metric, reason, message) => {
  const decision = decided({ metrics: [metric] }, 2);
  expect(decision.conditions[1]).toMatchObject({ type: 'ScalingActive', status: 'False', reason });
  expect(decision.conditions[1]?.message).toContain(`the HPA was unable to compute the replica count: ${message}`);
  expect(decision.events[0]).toMatchObject({ type: 'Warning', reason });
});

test.each([
  [
    externalMetric('queue', { type: 'Value', value: 1 }),
    { external: series('queue', 9) },
    'failed to get queue external metric value: failed to get external metric queue: unable to calculate ready pods',
  ],
  [
    objectMetric('qps', { type: 'Value', value: 1 }),
    { custom: [objectValue('qps', 9)] },
    'failed to get object metric value: unable to calculate ready pods',
  ],
])('a total without pods to multiply fails', (metric, metrics, error) => {
  expect(decided({ metrics: [metric] }, 2, { pods: [], metrics }).error).toContain(error);
});

describe('outside of the limits', () => {
  test('above the maximum it goes to the maximum, and reads no metric', () => {
    const decision = decided({ maxReplicas: 5 }, 8);
    expect(decision).toMatchObject({
      desiredReplicas: 5,
      rescaled: true,
      metrics: [],
      currentMetrics: [],
      limitedBy: 'maxReplicas',
    });
    expect(decision.events[0]?.message).toBe('New size: 5; reason: Current number of replicas above Spec.MaxReplicas');
    expect(conditionsOf(decision)).toEqual(['AbleToScale=True SucceededRescale']);
    expect(decision.history.recommendations).toEqual([]);
  });

  test('below the minimum it goes to the minimum, and reads no metric', () => {
    const decision = decided({ minReplicas: 3 }, 1);
    expect(decision).toMatchObject({ desiredReplicas: 3, limitedBy: 'minReplicas' });
    expect(decision.events[0]?.message).toBe('New size: 3; reason: Current number of replicas below Spec.MinReplicas');
  });

  test('with behaviour the step is remembered', () => {
    expect(decided({ minReplicas: 3, behavior: {} }, 1).history.events.up).toEqual([{ change: 2, time: NOW }]);
    expect(decided({ maxReplicas: 3, behavior: {} }, 5).history.events.down).toEqual([{ change: 2, time: NOW }]);
  });
});

describe('a new HPA', () => {
  test('remembers the replicas that it found, and so does not go down in its first window', () => {
    const decision = decided({}, 5, { metrics: { resource: cpuOf(0, 0, 0, 0, 0) }, history: undefined });
    expect(decision).toMatchObject({
      desiredReplicas: 5,
      rawReplicas: 0,
      stabilizedReplicas: 5,
      limitedBy: 'stabilizationWindow',
      reason: 'All metrics below target',
    });
    expect(decision.events).toEqual([]);
    expect(conditionsOf(decision)[0]).toBe('AbleToScale=True ScaleDownStabilized');
    expect(decision.history.recommendations).toEqual([
      { replicas: 5, time: NOW },
      { replicas: 0, time: NOW },
    ]);
  });

  test('takes over the status that it finds', () => {
    const status = {
      desiredReplicas: 5,
      lastScaleTime: '1970-01-02T00:00:00Z',
      conditions: [
        {
          type: 'ScalingLimited',
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'x',
          lastTransitionTime: '1970-01-01T00:00:00Z',
        },
      ],
    };
    const decision = decide({ hpa: hpa({}, { status }), scale: scale(5), pods: podsOf(5), metrics: {}, now: NOW });
    expect(decision).toMatchObject({
      desiredReplicas: 5,
      limitedBy: 'metricFailure',
      history: { lastScaleTime: 86_400_000 },
    });
    expect(conditionsOf(decision)).toEqual([
      'ScalingLimited=True TooManyReplicas',
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False FailedGetResourceMetric',
    ]);
  });
});

describe('with behaviour', () => {
  const slow = { scaleUp: { stabilizationWindowSeconds: 60 } };

  test('a hold upward is told', () => {
    const history = { ...KNOWN, recommendations: [{ replicas: 2, time: ago(30) }] };
    const decision = decided({ behavior: slow }, 2, { metrics: { resource: cpuOf(300, 300) }, history });
    expect(decision).toMatchObject({ desiredReplicas: 2, rawReplicas: 6, limitedBy: 'stabilizationWindow' });
    expect(decision.conditions[0]).toMatchObject({
      reason: 'ScaleUpStabilized',
      message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
    });
  });

  test('from 1 it grows to 5 where an HPA without behaviour grows to 4', () => {
    const metrics = { resource: cpuOf(4000) };
    expect(decided({ behavior: {} }, 1, { metrics }).desiredReplicas).toBe(5);
    expect(decided({}, 1, { metrics }).desiredReplicas).toBe(4);
    expect(decided({ behavior: {} }, 1, { metrics, options: { kubernetes: '1.17' } }).desiredReplicas).toBe(4);
  });

  test('going down too fast is told', () => {
    const behavior = {
      scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
    };
    const decision = decided({ behavior }, 5, { metrics: { resource: cpuOf(0, 0, 0, 0, 0) } });
    expect(decision).toMatchObject({ desiredReplicas: 4, limitedBy: 'scaleDownLimit' });
    expect(decision.conditions[2]).toMatchObject({
      status: 'True',
      reason: 'ScaleDownLimit',
      message: 'the desired replica count is decreasing faster than the maximum scale rate',
    });
  });
});

describe('a scale that cannot be used', () => {
  test('if it cannot be read, nothing is decided', () => {
    const decision = decided({}, 1, {
      scale: { error: 'deployments "web" not found' },
      history: { ...KNOWN, currentReplicas: 3, desiredReplicas: 4 },
    });
    expect(hpaStatus(decision)).toMatchObject({ currentReplicas: 3, desiredReplicas: 4 });
    expect(decision).toMatchObject({
      desiredReplicas: 4,
      targetReplicas: 3,
      rescaled: false,
      limitedBy: 'scaleFailure',
      error: 'failed to query scale subresource for Deployment/shop/web: deployments "web" not found',
    });
    expect(decision.conditions).toEqual([
      {
        type: 'AbleToScale',
        status: 'False',
        reason: 'FailedGetScale',
        message: 'the HPA controller was unable to get the target\'s current scale: deployments "web" not found',
        lastTransitionTime: NOW,
      },
    ]);
    expect(decision.events).toEqual([
      { type: 'Warning', reason: 'FailedGetScale', message: 'deployments "web" not found' },
    ]);
  });

  test('if it cannot be written, nothing is scaled', () => {
    const decision = decided({ behavior: {} }, 1, {
      metrics: { resource: cpuOf(280) },
      updateError: 'conflict',
      history: { ...KNOWN, desiredReplicas: 1 },
    });
    expect(decision).toMatchObject({ desiredReplicas: 1, rescaled: false, rawReplicas: 3, limitedBy: 'scaleFailure' });
    expect(decision.events).toEqual([
      {
        type: 'Warning',
        reason: 'FailedRescale',
        message: 'New size: 3; reason: cpu resource utilization (percentage of request) above target; error: conflict',
      },
    ]);
    expect(conditionsOf(decision)[0]).toBe('AbleToScale=False FailedUpdateScale');
    expect(decision.conditions[0]?.message).toBe('the HPA controller was unable to update the target scale: conflict');
    expect(decision.history.events.up).toEqual([]);
    expect(decision.error).toBe('failed to rescale Deployment/shop/web: conflict');
  });
});

describe('selectors', () => {
  test.each([
    ['', 'SelectorRequired', 'InvalidSelector', "the HPA target's scale is missing a selector"],
    [
      'app=web,,=',
      'InvalidSelector',
      'InvalidSelector',
      "couldn't convert selector into a corresponding internal selector object",
    ],
    ['app in web', 'InvalidSelector', 'InvalidSelector', "couldn't convert selector"],
  ])('the selector %p gives the event %s', (selector, event, reason, message) => {
    const decision = decided({}, 1, { scale: { spec: { replicas: 1 }, status: { replicas: 1, selector } } });
    expect(decision.events[0]).toMatchObject({ type: 'Warning', reason: event });
    expect(decision.events[1]).toMatchObject({ reason: 'FailedComputeMetricsReplicas' });
    expect(decision.conditions[1]).toMatchObject({ status: 'False', reason });
    expect(decision.conditions[1]?.message).toContain(message);
    expect(decision).toMatchObject({ limitedBy: 'metricFailure', currentMetrics: [] });
  });

  test.each([
    'app=web',
    'app==web,tier!=gold',
    'app in (web, api),!old',
    'app notin (web)',
    'shop.example/app',
    'size > 3',
  ])('the selector %p is fine', (selector) => {
    const decision = decided({}, 1, {
      scale: { spec: { replicas: 1 }, status: { replicas: 1, selector } },
      metrics: { resource: cpuOf(100) },
    });
    expect(conditionsOf(decision)[1]).toBe('ScalingActive=True ValidMetricFound');
  });

  test('pods of two HPAs are nobody’s', () => {
    const decision = decided({}, 1, { competingAutoscalers: ['shop/other'], metrics: { resource: cpuOf(100) } });
    expect(decision.conditions[1]).toMatchObject({
      reason: 'AmbiguousSelector',
      message: 'pods by selector  are controlled by multiple HPAs: [{web shop} {other shop}]',
    });
  });
});

describe('up to Kubernetes 1.11', () => {
  const options = { kubernetes: '1.10' };
  const after = (seconds: number) => ({ ...KNOWN, lastScaleTime: ago(seconds) });

  test.each([
    [180, 280, 1, 'BackoffBoth', 'forbiddenWindow'],
    [181, 280, 3, 'SucceededRescale', 'none'],
  ])('%d s after a scale it goes from 1 to %3$d', (seconds, usage, desired, reason, limitedBy) => {
    const decision = decided({}, 1, { metrics: { resource: cpuOf(usage) }, history: after(seconds), options });
    expect(decision).toMatchObject({ desiredReplicas: desired, limitedBy });
    expect(decision.conditions[0]?.reason).toBe(reason);
  });

  test.each([
    [300, 10, 'BackoffDownscale'],
    [301, 1, 'SucceededRescale'],
  ])('%d s after a scale it goes from 10 down to %d', (seconds, desired, reason) => {
    const usage = Array.from({ length: 10 }, () => 0);
    const decision = decided({}, 10, { metrics: { resource: cpuOf(...usage) }, history: after(seconds), options });
    expect(decision).toMatchObject({ desiredReplicas: desired });
    expect(decision.conditions[0]?.reason).toBe(reason);
  });

  test('a first scale is not held back', () => {
    expect(decided({}, 1, { metrics: { resource: cpuOf(280) }, options }).desiredReplicas).toBe(3);
  });

  test('the lab’s description of 10 pods after the load has stopped is the one that it recorded', () => {
    const usage = Array.from({ length: 10 }, () => 0);
    const decision = decided({}, 10, { metrics: { resource: cpuOf(...usage) }, history: after(100), options });
    expect(conditionsOf(decision)).toEqual([
      'AbleToScale=False BackoffBoth',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=True TooFewReplicas',
    ]);
    expect(decision).toMatchObject({ currentReplicas: 10, desiredReplicas: 10 });
  });
});

test.each([
  [{ matchLabels: { queue: 'a' } }, { matchLabels: { queue: 'a' } }],
  [{ matchLabels: { queue: 'a' }, matchExpressions: [] }, { matchLabels: { queue: 'a' } }],
  [{ matchLabels: {}, matchExpressions: [] }, {}],
])('the status repeats the selector %j of a metric as Go writes it', (selector, repeated) => {
  const { currentMetrics } = decide({
    hpa: hpa({ metrics: [externalMetric('queue', { type: 'AverageValue', averageValue: '1' }, selector)] }),
    scale: scale(1),
    pods: podsOf(1),
    metrics: { external: series('queue', 3).map((each) => ({ ...each, metricLabels: { queue: 'a' } })) },
    now: NOW,
  });
  expect(currentMetrics).toMatchObject([{ external: { metric: { name: 'queue' } } }]);
  const [{ external }] = currentMetrics as unknown as [{ external: { metric: { selector: unknown } } }];
  expect(external.metric.selector).toEqual(repeated);
});
