import { type Fields } from '../../../lib/checks';
import { scaledObjectRefused } from '../../../lib/checks/rules/scaled-object-refused';
import { hpa, mistakes, scaledObject } from '../objects';

const QUEUE = { type: 'kafka', name: 'queue', metadata: { lagThreshold: '5' } };

function refusals(spec: Fields, name = 'web'): string[] {
  return mistakes(scaledObjectRefused, [scaledObject(name, { triggers: [QUEUE], ...spec })]).map((what) =>
    what.replace(/^ScaledObject "[^"]*" \([^)]*\): /, ''),
  );
}

test('what KEDA takes is fine, and so is what is no ScaledObject', () => {
  expect(refusals({ minReplicaCount: 0, maxReplicaCount: 1, pollingInterval: 1, cooldownPeriod: 0 })).toEqual([]);
  expect(refusals({ minReplicaCount: 2, idleReplicaCount: 0, cooldownPeriod: 30, pollingInterval: 5 })).toEqual([]);
  expect(refusals({ fallback: { failureThreshold: 3, replicas: 6, behavior: 'currentReplicas' } })).toEqual([]);
  expect(mistakes(scaledObjectRefused, [hpa('web')])).toEqual([]);
});

test.each<[Fields, string]>([
  [{ scaleTargetRef: {} }, 'its scaleTargetRef has no name.'],
  [{ minReplicaCount: 5, maxReplicaCount: 3 }, 'minReplicaCount 5 is above maxReplicaCount 3.'],
  [{ minReplicaCount: 101 }, 'minReplicaCount 101 is above maxReplicaCount 100.'],
  [{ idleReplicaCount: 0 }, 'idleReplicaCount 0 is not below minReplicaCount 0.'],
  [{ minReplicaCount: 1, idleReplicaCount: 1 }, 'idleReplicaCount 1 is not below minReplicaCount 1.'],
  [{ pollingInterval: 0 }, 'pollingInterval 0 is not a whole number from 1 up.'],
  [{ maxReplicaCount: '5' }, 'maxReplicaCount "5" is not a whole number from 1 up.'],
  [{ cooldownPeriod: -1 }, 'cooldownPeriod -1 is not a whole number from 0 up.'],
  [{ triggers: [] }, 'it has no triggers.'],
  [{ triggers: [QUEUE, QUEUE] }, 'two triggers have the name "queue".'],
  [
    { triggers: [QUEUE, { type: 'cron', useCachedMetrics: true }] },
    'its cron trigger has useCachedMetrics, which cpu, memory, cron do not have.',
  ],
  [{ triggers: [QUEUE, { type: 'cpu', metricType: 'Value' }] }, 'its cpu trigger has metricType Value.'],
  [{ triggers: [{ type: 'kafka', metricType: 'Utilization' }] }, 'its kafka trigger has metricType Utilization.'],
  [{ triggers: [{ type: 'kafka', metadata: { lag: 5 } }] }, 'lag of its kafka trigger is 5, not text.'],
  [{ triggers: [{ type: 'prometheus', metadata: { query: 'x' } }] }, 'its prometheus trigger has no threshold.'],
  [{ fallback: { failureThreshold: -1, replicas: 1 } }, 'fallback.failureThreshold is -1.'],
  [{ fallback: { failureThreshold: 1 } }, 'fallback.replicas is (missing).'],
  [{ fallback: { failureThreshold: 1, replicas: 1, behavior: 'hold' } }, 'fallback.behavior is "hold".'],
  [
    { fallback: { failureThreshold: 1, replicas: 1, behavior: 'scalingModifiers' } },
    'fallback.behavior is scalingModifiers, and there is no formula.',
  ],
  [
    { triggers: [{ type: 'cpu' }], fallback: { failureThreshold: 1, replicas: 1 } },
    'it has a fallback, and cpu and memory triggers only.',
  ],
  [{ advanced: { scalingModifiers: { target: '5' } } }, 'its scalingModifiers have no formula.'],
  [
    { advanced: { scalingModifiers: { formula: 'queue + topic', target: '5' } } },
    'its formula "queue + topic" uses "topic" at character 9, which is not the name of a trigger.',
  ],
  [
    { advanced: { scalingModifiers: { formula: 'queue' } } },
    'the target (missing) of its formula is no number above 0.',
  ],
  [
    { advanced: { scalingModifiers: { formula: 'queue', target: '5', metricType: 'Utilization' } } },
    'the metricType of its formula is Utilization.',
  ],
])('%j is refused', (spec, refusal) => {
  expect(refusals(spec)).toEqual([refusal]);
});

test('names end at 63 characters, those of the HPA that KEDA makes too', () => {
  expect(refusals({}, 'a'.repeat(54))).toEqual([]);
  expect(refusals({}, 'a'.repeat(55))).toEqual([expect.stringContaining('has 64 characters of 63')]);
  expect(refusals({ advanced: { horizontalPodAutoscalerConfig: { name: 'web' } } }, 'a'.repeat(63))).toEqual([]);
  expect(refusals({}, 'a'.repeat(64))).toHaveLength(2);
});
