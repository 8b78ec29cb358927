import {
  ignoredFields,
  keptBehaviorRefusals,
  scaledObjectRefusals,
  zeroRefusals,
  type Refusal,
} from '../../../lib/kubernetes/admission';
import { type Fields } from '../../../lib/kubernetes/fields';

const QUEUE = { type: 'kafka', name: 'queue', metadata: { lagThreshold: '5' } };
const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } };

function manifestOf(spec: Fields, name = 'web'): Fields {
  const metadata = { name, namespace: 'shop' };
  return {
    ...{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata },
    spec: { scaleTargetRef: { name: 'web' }, triggers: [QUEUE], ...spec },
  };
}

function refusals(spec: Fields, keda = '2.20', name?: string): Refusal[] {
  return [...scaledObjectRefusals(manifestOf(spec, name), { kubernetes: '1.36', keda })];
}

function faults(spec: Fields, keda?: string): string[] {
  return refusals(spec, keda).map(({ what }) => what);
}

/** How a release takes a spec: it refuses it, takes it and fails, warns, or has nothing against it. */
function verdict(spec: Fields, keda: string): string {
  const all = refusals(spec, keda);
  if (all.some(({ severity, admitted }) => severity === undefined && !admitted)) return 'refused';
  if (all.some(({ severity }) => severity === undefined)) return 'fails';
  return all.length > 0 ? 'warned' : 'taken';
}

test.each<Fields>([
  { minReplicaCount: 0, maxReplicaCount: 1, pollingInterval: 1, cooldownPeriod: 0 },
  { minReplicaCount: 2, idleReplicaCount: 0, cooldownPeriod: 30, pollingInterval: 5 },
  { fallback: { failureThreshold: 3, replicas: 6, behavior: 'currentReplicas' } },
  { fallback: { failureThreshold: 0, replicas: 0 } },
  { advanced: { scalingModifiers: {} } },
  { advanced: { scalingModifiers: { formula: '', target: '' } } },
  { advanced: { scalingModifiers: { formula: 'queue', target: '1e1' } } },
  { triggers: [{ type: 'mysql', metadata: { query: 'SELECT 1', queryValue: '5' } }] },
  { triggers: [{ type: 'postgresql', metadata: { query: 'SELECT 1', targetQueryValue: '5' } }] },
  { triggers: [{ type: 'azure-servicebus', metadata: { queueName: 'q' } }] },
  { triggers: [{ type: 'gcp-pubsub', metadata: { subscriptionName: 's' } }] },
  { triggers: [QUEUE, CPU, { ...CPU, type: 'memory', metricType: 'AverageValue', metadata: { value: '64Mi' } }] },
])('%j is taken', (spec) => {
  expect(faults(spec)).toEqual([]);
});

test.each<[Fields, string]>([
  [{ scaleTargetRef: {} }, 'its scaleTargetRef has no name'],
  [{ triggers: [{ type: 'kafka' }] }, 'its kafka trigger has no metadata'],
  [{ minReplicaCount: 5, maxReplicaCount: 3 }, 'minReplicaCount 5 is above maxReplicaCount 3'],
  [{ minReplicaCount: 101 }, 'minReplicaCount 101 is above maxReplicaCount 100'],
  [{ idleReplicaCount: 0 }, 'idleReplicaCount 0 is not below minReplicaCount 0'],
  [{ minReplicaCount: 1, idleReplicaCount: 1 }, 'idleReplicaCount 1 is not below minReplicaCount 1'],
  [{ pollingInterval: 0 }, 'pollingInterval 0 is not a whole number from 1 up'],
  [{ maxReplicaCount: '5' }, 'maxReplicaCount "5" is not a whole number from 1 up'],
  [{ maxReplicaCount: 2 ** 31 }, 'maxReplicaCount 2147483648 does not fit into 32 bits'],
  [{ cooldownPeriod: -1 }, 'cooldownPeriod -1 is not a whole number from 0 up'],
  [{ triggers: [] }, 'it has no triggers'],
  [{ triggers: undefined }, 'it has no triggers'],
  [{ triggers: [QUEUE, QUEUE] }, 'two triggers have the name "queue"'],
  [{ triggers: [{ metadata: {} }] }, 'a trigger has no type'],
  [
    { triggers: [QUEUE, { type: 'cron', metadata: {}, useCachedMetrics: true }] },
    'its cron trigger has useCachedMetrics, which cpu, memory, cron do not have',
  ],
  [{ triggers: [QUEUE, { ...CPU, metricType: 'Value' }] }, 'its cpu trigger has metricType Value'],
  [{ triggers: [QUEUE, { ...CPU, metricType: undefined }] }, 'its cpu trigger has no metricType'],
  [{ triggers: [QUEUE, { ...CPU, metadata: {} }] }, 'its cpu trigger has no value'],
  [{ triggers: [QUEUE, { ...CPU, metadata: { value: '5%' } }] }, 'its cpu trigger has the value "5%"'],
  [
    { triggers: [{ type: 'kafka', metadata: {}, metricType: 'Utilization' }] },
    'its kafka trigger has metricType Utilization',
  ],
  [{ triggers: [{ type: 'kafka', metadata: { lag: 5 } }] }, 'lag of its kafka trigger is 5, not text'],
  [{ triggers: [{ type: 'prometheus', metadata: { query: 'x' } }] }, 'its prometheus trigger has no threshold'],
  [
    { triggers: [{ ...QUEUE, authenticationRef: { name: 'a', kind: 'Secret' } }] },
    'the authenticationRef of its kafka trigger has the kind "Secret"',
  ],
  [{ triggers: [{ ...QUEUE, authenticationRef: {} }] }, 'the authenticationRef of its kafka trigger has no name'],
  [{ fallback: { failureThreshold: -1, replicas: 1 } }, 'fallback.failureThreshold -1 is not a whole number from 0 up'],
  [{ fallback: { failureThreshold: 1 } }, 'its fallback has no replicas'],
  [{ fallback: { replicas: 1 } }, 'its fallback has no failureThreshold'],
  [{ fallback: { failureThreshold: 1, replicas: 1, behavior: 'hold' } }, 'fallback.behavior is "hold"'],
  [
    { fallback: { failureThreshold: 1, replicas: 1, behavior: 'scalingModifiers' } },
    'fallback.behavior is scalingModifiers, and there is no formula',
  ],
  [
    { triggers: [CPU], minReplicaCount: 1, fallback: { failureThreshold: 1, replicas: 1 } },
    'it has a fallback, and cpu and memory triggers only',
  ],
  [{ advanced: { scalingModifiers: { target: '5' } } }, 'its scalingModifiers have no formula'],
  [
    { advanced: { scalingModifiers: { formula: 'queue + topic', target: '5' } } },
    'its formula "queue + topic" uses "topic" at character 9, which is not the name of a trigger',
  ],
  [{ advanced: { scalingModifiers: { formula: 'queue' } } }, 'its formula has no target'],
  [
    { advanced: { scalingModifiers: { formula: 'queue', target: '0' } } },
    'the target "0" of its formula is not a number above 0',
  ],
  [
    { advanced: { scalingModifiers: { formula: 'queue', target: ' 5' } } },
    'the target " 5" of its formula is not a number above 0',
  ],
  [
    { advanced: { scalingModifiers: { formula: 'queue', target: 5 } } },
    'the target 5 of its scalingModifiers is not text',
  ],
  [
    { advanced: { scalingModifiers: { formula: 'queue', target: '5', activationTarget: 'one' } } },
    'the activationTarget "one" of its formula is not a number',
  ],
  [
    { advanced: { scalingModifiers: { formula: 'queue', target: '5', metricType: 'Utilization' } } },
    'the metricType of its formula is Utilization',
  ],
  [
    { advanced: { horizontalPodAutoscalerConfig: { name: 'Web' } } },
    'the name of its HorizontalPodAutoscaler, "Web", must be lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit',
  ],
])('%j is refused', (spec, fault) => {
  expect(faults(spec)).toEqual([fault]);
  expect(refusals(spec)[0]?.severity).toBeUndefined();
});

test('names end at 63 characters, those of the HPA that KEDA makes too', () => {
  expect(refusals({}, '2.20', 'a'.repeat(54))).toEqual([]);
  expect(refusals({}, '2.20', 'a'.repeat(55))).toMatchObject([
    { what: expect.stringContaining('has 64 characters, and 63 are allowed') as string },
  ]);
  const named = { advanced: { horizontalPodAutoscalerConfig: { name: 'web' } } };
  expect(refusals(named, '2.20', 'a'.repeat(63))).toEqual([]);
  expect(refusals({}, '2.20', 'a'.repeat(64))).toHaveLength(2);
  expect(refusals({}, '2.19', 'a'.repeat(55))).toEqual([]);
  expect(refusals({}, '2.19', 'a'.repeat(64))).toMatchObject([{ admitted: true }]);
});

test('an idle count above 0 is taken, and does not work', () => {
  expect(refusals({ minReplicaCount: 3, idleReplicaCount: 1 })).toMatchObject([
    { what: 'idleReplicaCount 1 is above 0', severity: 'warning', admitted: true },
  ]);
});

test('an explicit minimum of 0 counts as 1 beside an idle count', () => {
  expect(faults({ idleReplicaCount: 0, minReplicaCount: 0 })).toEqual([]);
  expect(faults({ minReplicaCount: 0, maxReplicaCount: 1 })).toEqual([]);
});

test.each<[Fields, string[]]>([
  [{ pollingInterval: 1, cooldownPeriod: 30, minReplicaCount: 1 }, ['spec.pollingInterval', 'spec.cooldownPeriod']],
  [{ pollingInterval: 1, cooldownPeriod: 30 }, []],
  [{ pollingInterval: 1, cooldownPeriod: 30, minReplicaCount: 0 }, []],
  [{ pollingInterval: 1, minReplicaCount: 2, idleReplicaCount: 0 }, []],
  [{ pollingInterval: 1, minReplicaCount: 2, triggers: [{ ...QUEUE, useCachedMetrics: true }] }, []],
  [{ minReplicaCount: 1 }, []],
])('%j: %j have no effect, which KEDA says since 2.20', (spec, fields) => {
  const ignored = (keda: string) => [...ignoredFields(manifestOf(spec), { kubernetes: '1.36', keda })];
  expect(ignored('2.20').map(({ field }) => field)).toEqual(fields);
  expect(ignored('2.20').every(({ said }) => said !== undefined)).toBe(true);
  expect(ignored('2.19').map(({ said }) => said)).toEqual(fields.map(() => undefined));
});

test.each<[Fields, readonly string[], readonly string[]]>([
  [{ minReplicaCount: 2, idleReplicaCount: 1 }, ['spec.pollingInterval', 'spec.cooldownPeriod'], []],
  [
    { minReplicaCount: 2 },
    ['spec.pollingInterval', 'spec.cooldownPeriod'],
    ['spec.pollingInterval', 'spec.cooldownPeriod'],
  ],
  [
    { minReplicaCount: 2, advanced: { scalingModifiers: { formula: 'a', target: '1' } } },
    ['spec.pollingInterval', 'spec.cooldownPeriod'],
    ['spec.cooldownPeriod'],
  ],
])('from KEDA 2.21 any idle count, and a formula, give %j a reason to poll', (spec, before, since) => {
  const manifest = manifestOf({ pollingInterval: 20, cooldownPeriod: 30, ...spec });
  const ignored = (keda: string) => [...ignoredFields(manifest, { kubernetes: '1.36', keda })];
  expect(ignored('2.20').map(({ field }) => field)).toEqual(before);
  expect(ignored('2.21').map(({ field }) => field)).toEqual(since);
  expect(ignored('2.21').every(({ said }) => said?.includes('idleReplicaCount is set'))).toBe(true);
});

describe('releases', () => {
  test.each<[string, Fields, Record<string, string>]>([
    ['a minimum above the maximum', { minReplicaCount: 5, maxReplicaCount: 3 }, { '2.19': 'fails', '2.20': 'refused' }],
    [
      'an idle count at the minimum',
      { minReplicaCount: 1, idleReplicaCount: 1 },
      { '2.19': 'fails', '2.20': 'refused' },
    ],
    ['a polling interval of 0', { pollingInterval: 0 }, { '2.19': 'warned', '2.20': 'refused' }],
    ['no triggers', { triggers: [] }, { '2.13': 'fails', '2.14': 'refused' }],
    ['two triggers of a name', { triggers: [QUEUE, QUEUE] }, { '2.10': 'taken', '2.11': 'refused' }],
    [
      'a fallback with cpu alone',
      { triggers: [CPU], minReplicaCount: 1, fallback: { failureThreshold: 1, replicas: 1 } },
      { '2.16': 'warned', '2.17': 'refused', '2.20': 'refused' },
    ],
    [
      'a fallback with a Value alone',
      { triggers: [{ ...QUEUE, metricType: 'Value' }], fallback: { failureThreshold: 1, replicas: 1 } },
      { '2.16': 'warned', '2.17': 'refused', '2.18': 'taken' },
    ],
    [
      'a fallback by formula',
      {
        fallback: { failureThreshold: 1, replicas: 1, behavior: 'scalingModifiers' },
        advanced: { scalingModifiers: { formula: 'queue', target: '5' } },
      },
      { '2.19': 'refused', '2.20': 'taken' },
    ],
    [
      'a negative fallback',
      { fallback: { failureThreshold: 1, replicas: -1 } },
      { '2.16': 'warned', '2.17': 'refused' },
    ],
    [
      'a formula without a target',
      { advanced: { scalingModifiers: { formula: 'queue' } } },
      { '2.11': 'taken', '2.12': 'refused' },
    ],
    [
      'an unknown kind of authentication',
      { triggers: [{ ...QUEUE, authenticationRef: { name: 'a', kind: 'Secret' } }] },
      { '2.19': 'fails', '2.20': 'refused' },
    ],
  ])('%s: %j is %j', (_, spec, expected) => {
    for (const [keda, each] of Object.entries(expected)) expect([keda, verdict(spec, keda)]).toEqual([keda, each]);
  });
});

describe('zero replicas', () => {
  const zero = (spec: Fields, keda = '2.20') =>
    [...zeroRefusals(manifestOf({ triggers: [CPU], ...spec }), { kubernetes: '1.36', keda })].map(({ what }) => what);

  test('CPU and memory alone cannot wake a workload', () => {
    expect(zero({})).toEqual(['it defaults to minReplicaCount 0, and all its triggers measure CPU or memory']);
    expect(zero({ minReplicaCount: 0 })).toEqual([
      'it has minReplicaCount 0, and all its triggers measure CPU or memory',
    ]);
    expect(zero({ minReplicaCount: 1 })).toEqual([]);
    expect(zero({ triggers: [CPU, QUEUE] })).toEqual([]);
  });

  test('KEDA looks at Deployments and StatefulSets only, since 2.11', () => {
    expect(zero({ scaleTargetRef: { kind: 'StatefulSet', name: 'web' } })).toHaveLength(1);
    expect(zero({ scaleTargetRef: { kind: 'Rollout', name: 'web' } })).toEqual([]);
    expect(zero({}, '2.10')).toEqual([]);
  });
});

test('the behaviour is the API server’s matter: KEDA takes it, and no HPA comes of it, but for windows, which its definition knows', () => {
  const behavior = {
    scaleDown: { stabilizationWindowSeconds: 3601, policies: [{ type: 'Pods', value: '1' }] },
    scaleUp: { selectPolicy: 'max' },
  };
  const kept = (keda: string) =>
    [
      ...keptBehaviorRefusals(manifestOf({ advanced: { horizontalPodAutoscalerConfig: { behavior } } }), {
        kubernetes: '1.36',
        keda,
      }),
    ].map(({ what, admitted }) => [what, admitted]);
  expect(kept('2.11')).toContainEqual(['behavior.scaleDown has a stabilization window of 3601 s', true]);
  expect(kept('2.20')).toEqual([
    ['behavior.scaleUp has the selectPolicy "max"', true],
    ['behavior.scaleDown has a stabilization window of 3601 s', undefined],
    ['behavior.scaleDown has a policy with the value "1"', undefined],
    ['behavior.scaleDown has a policy with a period of (missing) s', undefined],
  ]);
});
