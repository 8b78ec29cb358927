import { validateScaledObject, type AdmissionContext, type Fields } from '../../../lib/simulation';
import { hpa } from '../objects';
import { cpuTrigger, prometheus, scaledObject } from './scaled-objects';

function errors(spec: Fields, context?: AdmissionContext, annotations: Fields = {}): readonly string[] {
  return validateScaledObject(scaledObject(spec, annotations), context).errors;
}

function named(name: string, spec: Fields = {}): Fields {
  return { ...scaledObject(spec), metadata: { name, namespace: 'shop' } };
}

test('a ScaledObject that KEDA takes has no error', () => {
  expect(validateScaledObject(scaledObject())).toEqual({ errors: [], warnings: [] });
  expect(errors({ minReplicaCount: 1, idleReplicaCount: 0, fallback: { failureThreshold: 0, replicas: 0 } })).toEqual(
    [],
  );
});

test.each<[Fields, string]>([
  [{ minReplicaCount: 5, maxReplicaCount: 4 }, 'MinReplicaCount=5 must be less than MaxReplicaCount=4'],
  [{ idleReplicaCount: 0 }, 'IdleReplicaCount=0 must be less than MinReplicaCount=0'],
  [{ idleReplicaCount: 2, minReplicaCount: 2 }, 'IdleReplicaCount=2 must be less than MinReplicaCount=2'],
  [{ pollingInterval: 0 }, 'pollingInterval 0 is not a whole number from 1 up'],
  [{ maxReplicaCount: 0 }, 'maxReplicaCount 0 is not a whole number from 1 up'],
  [
    { advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 3601 } } } } },
    'behavior.scaleDown has a stabilization window of 3601 s',
  ],
  [{ triggers: [] }, 'no triggers defined in the ScaledObject/ScaledJob'],
  [
    { triggers: [prometheus({}, { name: 'a' }), prometheus({}, { name: 'a' })] },
    'triggerName "a" is defined multiple times in the ScaledObject/ScaledJob, but it must be unique',
  ],
  [
    { triggers: [prometheus(), cpuTrigger('50', { useCachedMetrics: true })] },
    'property "useCachedMetrics" is not supported for "cpu" scaler',
  ],
  [
    { fallback: { failureThreshold: -1, replicas: 2 } },
    'FailureThreshold=-1 & Replicas=2 must both be greater than or equal to 0',
  ],
  [
    { fallback: { failureThreshold: 1, replicas: 1 }, triggers: [cpuTrigger()], minReplicaCount: 1 },
    'at least one trigger (that is not cpu or memory) has to have the `AverageValue` type for the fallback to be enabled',
  ],
  [
    { fallback: { failureThreshold: 1, replicas: 1, behavior: 'scalingModifiers' } },
    'scalingModifiers fallback behavior requires scalingModifiers.formula to be defined',
  ],
  [
    { triggers: [cpuTrigger()] },
    "scaledobject has only cpu/memory triggers AND minReplica is 0 (scale to zero doesn't work in this case)",
  ],
  [{ advanced: { scalingModifiers: { target: '1' } } }, 'error ScalingModifiers.Formula is mandatory'],
])('%j: %s', (spec, error) => {
  expect(errors(spec)).toEqual([error]);
});

test('an explicit minimum of 0 counts as 1 beside an idle count', () => {
  expect(errors({ idleReplicaCount: 0, minReplicaCount: 0 })).toEqual([]);
  expect(errors({ minReplicaCount: 0, maxReplicaCount: 1 })).toEqual([]);
});

test.each<[Fields, string]>([
  [{ formula: 'a' }, 'formula is given but target is empty'],
  [{ formula: 'a', target: '0' }, 'error converting target for scalingModifiers (string->float) to valid target'],
  [
    { formula: 'a', target: '1', metricType: 'Utilization' },
    'error trigger type is Utilization, but it needs to be AverageValue or Value for external metrics',
  ],
  [
    { formula: 'a + other', target: '1' },
    'error validating formula in ScalingModifiers: the formula "a + other" uses "other" at character 5, which is not the name of a trigger',
  ],
  [
    { formula: 'a + cpu', target: '1' },
    'error validating formula in ScalingModifiers: the formula "a + cpu" uses "cpu" at character 5, which is not the name of a trigger',
  ],
])('the modifiers %j are refused: %s', (scalingModifiers, error) => {
  const triggers = [prometheus({}, { name: 'a' }), cpuTrigger('50', { name: 'cpu' })];
  expect(errors({ triggers, advanced: { scalingModifiers } })).toEqual([error]);
});

test.each([
  ['a'.repeat(64), 2],
  ['a'.repeat(55), 1],
  ['a'.repeat(54), 0],
])('the name %s has %d errors', (name, count) => {
  expect(validateScaledObject(named(name)).errors).toHaveLength(count);
});

describe('ownership', () => {
  const own = { scaleTargetRef: { name: 'web' } };

  test('a target has one ScaledObject, and an HPA, too', () => {
    expect(errors(own, { scaledObjects: [named('other')] })).toEqual([
      "the workload 'web' of type 'apps/v1.Deployment' is already managed by the ScaledObject 'other'",
    ]);
    expect(errors(own, { scaledObjects: [named('web'), named('other', { scaleTargetRef: { name: 'api' } })] })).toEqual(
      [],
    );
    const sameHpa = named('other', {
      scaleTargetRef: { name: 'api' },
      advanced: { horizontalPodAutoscalerConfig: { name: 'keda-hpa-web' } },
    });
    expect(errors(own, { scaledObjects: [sameHpa] })).toEqual([
      "the HPA 'keda-hpa-web' is already managed by the ScaledObject 'other'",
    ]);
  });

  const other = hpa();

  test.each<[string, Fields, Fields, Fields, readonly string[]]>([
    [
      'an HPA of somebody else',
      other,
      {},
      {},
      ["the workload 'web' of type 'apps/v1.Deployment' is already managed by the hpa 'web'"],
    ],
    [
      'an HPA on another target',
      hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' } }),
      {},
      {},
      [],
    ],
    ['an HPA without a target', { metadata: {} }, {}, {}, []],
    [
      'its own HPA',
      { ...other, metadata: { name: 'web', ownerReferences: [{ kind: 'ScaledObject', name: 'web' }] } },
      {},
      {},
      [],
    ],
    [
      'the HPA of another ScaledObject',
      { ...other, metadata: { ownerReferences: [{ kind: 'ScaledObject', name: 'x' }] } },
      {},
      {},
      ["the workload 'web' of type 'apps/v1.Deployment' is already managed by the hpa ''"],
    ],
    [
      'an HPA that is not to be looked at',
      { ...other, metadata: { annotations: { 'validations.keda.sh/hpa-ownership': 'false' } } },
      {},
      {},
      [],
    ],
    [
      'an HPA that it takes over',
      other,
      { advanced: { horizontalPodAutoscalerConfig: { name: 'web' } } },
      { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' },
      [],
    ],
    [
      'an HPA that it takes over without naming it',
      other,
      {},
      { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' },
      [
        "the existing hpa 'web' for workload 'web' of type 'apps/v1.Deployment' must be specified by name in advanced settings to enable ownership transfer",
      ],
    ],
  ])('%s', (_, autoscaler, spec, annotations, expected) => {
    expect(errors(spec, { autoscalers: [autoscaler] }, annotations)).toEqual(expected);
  });
});

describe('requests for cpu and memory triggers', () => {
  const spec = { triggers: [cpuTrigger()], minReplicaCount: 1 };
  const podSpec = {
    containers: [
      { name: 'web', resources: { limits: { cpu: 1 } } },
      { name: 'log', resources: {} },
    ],
  };
  const error = "the scaledobject has a cpu trigger but the container log doesn't have the cpu request defined";

  test.each<[string, Fields, AdmissionContext, readonly string[]]>([
    ['a container without one', spec, { podSpec }, [error]],
    [
      'only the named container counts',
      { ...spec, triggers: [cpuTrigger('50', { metadata: { value: '50', containerName: 'web' } })] },
      { podSpec },
      [],
    ],
    [
      'a default of the namespace',
      spec,
      { podSpec, limitRanges: [{ spec: { limits: [{ type: 'Container', default: { cpu: 1 } }] } }] },
      [],
    ],
    [
      'a default request of the namespace',
      spec,
      { podSpec, limitRanges: [{ spec: { limits: [{ type: 'Container', defaultRequest: { cpu: 1 } }] } }] },
      [],
    ],
    [
      'a default of pods does not help',
      spec,
      { podSpec, limitRanges: [{ spec: { limits: [{ type: 'Pod', default: { cpu: 1 } }] } }] },
      [error],
    ],
    [
      'a default of memory does not help',
      spec,
      { podSpec, limitRanges: [{ spec: { limits: [{ type: 'Container', default: { memory: 1 } }] } }] },
      [error],
    ],
    ['a dry run does not look', { triggers: [cpuTrigger()] }, { podSpec, dryRun: true }, []],
    ['an unknown target is not looked at', spec, {}, []],
    ['other triggers need none', {}, { podSpec }, []],
    ['a container without a name', spec, { podSpec: { containers: [{}] } }, [error.replace('log', '')]],
  ])('%s', (_, of, context, expected) => {
    expect(errors(of, context)).toEqual(expected);
  });
});

test.each<[Fields, number]>([
  [{ pollingInterval: 1, cooldownPeriod: 30, minReplicaCount: 1 }, 2],
  [{ pollingInterval: 1, cooldownPeriod: 30 }, 0],
  [{ pollingInterval: 1, minReplicaCount: 2, idleReplicaCount: 0 }, 0],
  [{ cooldownPeriod: 30, minReplicaCount: 2, idleReplicaCount: 1 }, 1],
  [{ pollingInterval: 1, minReplicaCount: 2, triggers: [prometheus({}, { useCachedMetrics: true })] }, 0],
  [{ minReplicaCount: 1 }, 0],
])('%j is warned of %d periods that have no effect', (spec, count) => {
  expect(validateScaledObject(scaledObject(spec)).warnings).toHaveLength(count);
});

test('an older KEDA refuses less', () => {
  expect(validateScaledObject(named('a'.repeat(64)), { keda: '2.19' }).errors).toEqual([]);
  const bounds = scaledObject({ minReplicaCount: 5, maxReplicaCount: 4 });
  expect(validateScaledObject(bounds, { keda: '2.19' }).errors).toEqual([]);
  const cooling = scaledObject({ minReplicaCount: 1, cooldownPeriod: 1 });
  expect(validateScaledObject(cooling, { keda: '2.19' })).toEqual({ errors: [], warnings: [] });
});

test('valid triggers of every type are taken', () => {
  const triggers = [
    { type: 'mysql', metadata: { query: 'SELECT 1', queryValue: '5' } },
    { type: 'postgresql', metadata: { query: 'SELECT 1', targetQueryValue: '5' } },
    { type: 'azure-servicebus', metadata: { queueName: 'q' } },
    { type: 'gcp-pubsub', metadata: { subscriptionName: 's' } },
  ];
  expect(errors({ triggers })).toEqual([]);
});

test('limits count as requests since 2.13, and a request of 0 never does', () => {
  const limited = { containers: [{ name: 'web', resources: { limits: { cpu: 1 } } }] };
  const zero = { containers: [{ name: 'web', resources: { requests: { cpu: 0 } } }] };
  const spec = { triggers: [cpuTrigger()], minReplicaCount: 1 };
  expect(errors(spec, { podSpec: limited, keda: '2.13' })).toEqual([]);
  expect(errors(spec, { podSpec: limited, keda: '2.12' })).toHaveLength(1);
  expect(errors(spec, { podSpec: zero })).toHaveLength(1);
});
