import { type Fields } from '../../../lib/checks';
import { scaledObjectRefused } from '../../../lib/checks/rules/scaled-object-refused';
import { findings, hpa, mistakes, scaledObject, told } from '../objects';

const QUEUE = { type: 'kafka', name: 'queue', metadata: { lagThreshold: '5' } };

test('what KEDA takes is fine, and so is what is not a ScaledObject', () => {
  expect(mistakes(scaledObjectRefused, [scaledObject('web', { triggers: [QUEUE] })])).toEqual([]);
  expect(mistakes(scaledObjectRefused, [hpa('web', { maxReplicas: 0 })])).toEqual([]);
});

test('what KEDA refuses is told of the object', () => {
  const scaler = scaledObject('web', { minReplicaCount: 5, maxReplicaCount: 3, triggers: [QUEUE] });
  const [finding, ...others] = findings(scaledObjectRefused, [scaler]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R27: ScaledObject "shop/web" (app/web): minReplicaCount 5 is above maxReplicaCount 3.
       why: KEDA's webhook refuses the ScaledObject.
       fix: Raise maxReplicaCount to at least 5, or lower minReplicaCount."
  `);
  expect(finding?.objects).toEqual([scaler]);
  expect(finding?.field).toBe('spec.minReplicaCount');
  expect(others).toEqual([]);
});

test('the release of KEDA counts', () => {
  const spec: Fields = { triggers: [QUEUE, QUEUE] };
  expect(mistakes(scaledObjectRefused, [scaledObject('web', spec)], { keda: '2.11' })).toHaveLength(1);
  expect(mistakes(scaledObjectRefused, [scaledObject('web', spec)], { keda: '2.10' })).toEqual([]);
});

test('what KEDA takes and what does not work is a warning', () => {
  const [finding] = findings(scaledObjectRefused, [
    scaledObject('web', { minReplicaCount: 3, idleReplicaCount: 1, triggers: [QUEUE] }),
  ]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "warning R27: ScaledObject "shop/web" (app/web): idleReplicaCount 1 is above 0.
       why: The HorizontalPodAutoscaler knows only minReplicaCount, and takes the idle workload back up to it at once: the two change it in turns, for ever.
       fix: Set idleReplicaCount to 0, or leave it out and lower minReplicaCount."
  `);
});
