import { causesOf } from '../../../../lib/command/status/causes';
import { scalersIn } from '../../../../lib/command/status/scaler';
import { type FakeObject } from '../../fake-cluster';
import {
  causesIn,
  type Conditions,
  deployment,
  EXTERNAL_METRICS_API,
  HEALTHY,
  hpa,
  kedaHpa,
  kedaPart,
  READY,
  scaledObject,
  warning,
  worldOf,
} from '../objects';

function only(objects: readonly FakeObject[], more: Parameters<typeof causesIn>[1] = {}) {
  const [cause, ...others] = causesIn(objects, more).filter(({ rule }) => rule === undefined);
  expect(others).toEqual([]);
  return cause;
}

const scaled = (conditions: Conditions, more: object = {}, metadata: object = {}) => [
  scaledObject(conditions, more, metadata),
  kedaHpa(),
  deployment(),
];

test('a ScaledObject that works has nothing wrong', () => {
  expect(only(scaled(READY))).toBeUndefined();
});

describe('a pause', () => {
  test.each([
    [{ 'autoscaling.keda.sh/paused-replicas': '4' }, 'Somebody paused it at 4 replicas: nothing scales.'],
    [{ 'autoscaling.keda.sh/paused': 'true' }, 'Somebody paused it: nothing scales.'],
  ])('%j', (annotations, what) => {
    expect(only(scaled(READY, {}, { annotations }))).toEqual({
      object: 'ScaledObject shop/web',
      severity: 'warning',
      cause: 'paused',
      what,
      evidence: 'the annotation autoscaling.keda.sh/paused',
      fix: 'Remove it: kubectl --namespace=shop annotate scaledobject web autoscaling.keda.sh/paused- autoscaling.keda.sh/paused-replicas-',
    });
  });

  test('is why it is not ready', () => {
    const annotations = { 'autoscaling.keda.sh/paused': 'true' };
    expect(only(scaled([['Ready', 'False']], {}, { annotations }))).toMatchObject({ cause: 'paused' });
  });
});

describe('a fallback', () => {
  const fallen: Conditions = [
    ['Ready', 'True'],
    ['Fallback', 'True', 'FallbackExists', 'At least one trigger is falling back'],
  ];

  test('is told with its replicas and the last that KEDA said', () => {
    const fallback = { failureThreshold: 3, replicas: 3 };
    expect(only(scaled(fallen, { fallback }), { warnings: [warning('no such host')] })).toMatchObject({
      cause: 'fallback',
      what: 'Its source does not answer, and KEDA runs the 3 replicas of its fallback.',
      evidence: 'KEDAScalerFailed: no such host',
    });
  });

  test('is told with its condition, where no event is left', () => {
    expect(only(scaled(fallen))).toMatchObject({
      what: 'Its source does not answer, and KEDA runs the fixed replicas of its fallback.',
      evidence: 'At least one trigger is falling back',
    });
    const silent = { ...scaledObject([]), status: { conditions: [{ type: 'Fallback', status: 'True' }] } };
    const causes = causesIn([silent, kedaHpa(), deployment()]);
    expect(causes.find(({ cause }) => cause === 'fallback')?.evidence).toBe('the condition Fallback');
  });
});

describe('what KEDA cannot use', () => {
  const refused: Conditions = [['Ready', 'False', 'ScaledObjectCheckFailed', 'failed to ensure HPA']];

  test('is told with its message and the last event', () => {
    expect(only(scaled(refused))).toMatchObject({
      cause: 'refused-by-keda',
      what: 'KEDA cannot use it: failed to ensure HPA.',
      evidence: 'Ready is False: ScaledObjectCheckFailed',
    });
    expect(only(scaled(refused), { warnings: [warning('no scaler')] })?.evidence).toBe('KEDAScalerFailed: no scaler');
  });

  test('has a reason where there is no message', () => {
    const status = { conditions: [{ type: 'Ready', status: 'False', reason: 'Because' }] };
    expect(only([{ ...scaledObject([]), status }, kedaHpa(), deployment()])?.what).toBe('KEDA cannot use it: Because.');
  });

  test('is not told again where its metric is the reason', () => {
    const unread = kedaHpa([['ScalingActive', 'False', 'FailedGetExternalMetric', 'no such host']]);
    const causes = causesIn([scaledObject(refused), unread, deployment(), EXTERNAL_METRICS_API]);
    expect(causes.map(({ cause }) => cause).filter((cause) => cause !== 'rule')).toEqual(['silent-source']);
  });
});

test('an operator that has not seen it is told, unless ScaledObjects may not be read', () => {
  expect(only(scaled([]))).toMatchObject({ cause: 'unseen-by-keda', evidence: 'it has no condition Ready' });
});

describe('a part of KEDA', () => {
  test.each([
    ['keda', 'no-keda-operator', "KEDA's operator does not run: nothing goes to zero or comes back"],
    ['keda-metrics-apiserver', 'no-keda-metrics-server', "KEDA's metrics server does not run: no HPA of KEDA"],
    ['keda-admission-webhooks', 'no-keda-webhook', "KEDA's webhook does not run: no ScaledObject can be created"],
  ])('%s that does not run is told once', (image, cause, what) => {
    const second = [
      scaledObject(READY, { scaleTargetRef: { name: 'api' } }, { name: 'api' }),
      { ...deployment(), metadata: { name: 'api', namespace: 'shop', generation: 1 } },
    ];
    const found = only([...scaled(READY), ...second, kedaPart(image, {}, 0)]);
    expect(found).toMatchObject({ object: `Deployment keda/${image}`, severity: 'error', cause });
    expect(found?.what).toContain(what);
    expect(found?.evidence).toBe(`Deployment keda/${image} has no ready pod`);
  });

  test('that somebody scaled to zero', () => {
    expect(only([...scaled(READY), kedaPart('keda', { replicas: 0 }, 0)])?.evidence).toBe(
      'Deployment keda/keda has 0 replicas',
    );
  });

  test('that runs is not told, nor is one that no autoscaler needs', () => {
    expect(only([...scaled(READY), kedaPart('keda', {}, 1)])).toBeUndefined();
    expect(only([hpa(HEALTHY), deployment(), kedaPart('keda', {}, 0)])).toBeUndefined();
  });

  test('explains what follows from it', () => {
    expect(only([...scaled([]), kedaPart('keda', {}, 0)])).toMatchObject({ cause: 'no-keda-operator' });
    const unread = kedaHpa([['ScalingActive', 'False', 'FailedGetExternalMetric', 'unable to fetch']]);
    const objects = [scaledObject(READY), unread, deployment(), kedaPart('keda-metrics-apiserver', {}, 0)];
    expect(only(objects)).toMatchObject({ cause: 'no-keda-metrics-server' });
  });
});

describe('an authentication', () => {
  const trigger = (authenticationRef: object) => ({ triggers: [{ type: 'kafka', metadata: {}, authenticationRef }] });
  const authentication: FakeObject = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name: 'token', namespace: 'shop' },
    spec: { secretTargetRef: [{ parameter: 'bearerToken', name: 'kafka', key: 'token' }] },
  };

  function causes(objects: readonly FakeObject[], more: Parameters<typeof causesIn>[1] = {}) {
    const world = worldOf(objects, more);
    return causesOf(scalersIn(world), world, { rules: { kubernetes: '1.36' } }).causes.filter(
      ({ rule }) => rule === undefined,
    );
  }

  test('that does not exist is told with its trigger', () => {
    expect(causes(scaled(READY, trigger({ name: 'token' })))).toMatchObject([
      {
        cause: 'no-authentication',
        what: 'Its TriggerAuthentication shop/token does not exist.',
        evidence: 'authenticationRef of the trigger kafka',
      },
    ]);
  });

  test('of the cluster, or one that may not be read, is not accused', () => {
    const ofCluster = { kind: 'ClusterTriggerAuthentication', name: 'token' };
    expect(causes(scaled(READY, trigger(ofCluster)))).toEqual([]);
    const readable = new Set(['HorizontalPodAutoscaler', 'ScaledObject', 'Deployment']);
    expect(causes(scaled(READY, trigger({ name: 'token' })), { readable })).toEqual([]);
  });

  test('whose Secret KEDA misses is told with what it names', () => {
    const objects = [...scaled(READY, trigger({ name: 'token' })), authentication];
    expect(causes(objects)).toEqual([]);
    const warnings = [warning('error getting secret kafka: not found')];
    expect(causes(objects, { warnings })).toMatchObject([
      {
        cause: 'unusable-secret',
        what: 'The Secret of its TriggerAuthentication shop/token cannot be used (kafka/token).',
        evidence: 'KEDAScalerFailed: error getting secret kafka: not found',
      },
    ]);
  });

  test('whose parameter KEDA misses has a Secret without it', () => {
    const objects = [...scaled(READY, trigger({ name: 'token' })), authentication];
    const missing = warning('error parsing auth: bearer token= is required when bearer auth is enabled');
    expect(causes(objects, { warnings: [missing] })).toMatchObject([{ cause: 'unusable-secret' }]);
    const refused = warning('the bearer token has expired');
    expect(causes(objects, { warnings: [refused] })).toEqual([]);
  });

  test('is not accused of the Secret that a pod misses', () => {
    const objects = [...scaled(READY, trigger({ name: 'token' })), authentication];
    const warnings = [warning('secret "tls" not found', { kind: 'Pod', name: 'web-1', reason: 'FailedMount' })];
    expect(causes(objects, { warnings })).toEqual([]);
  });
});
