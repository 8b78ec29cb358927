import { describeTarget, ManifestIndex } from '../../lib/checks/manifest-index';
import { checked, deployment, hpa, object, scaledObject, workload } from './objects';

test('workloads carry the autoscalers that target them, in the order of the objects', () => {
  const [web, worker, first, second] = [deployment('web'), deployment('worker'), scaledObject('web'), hpa('web')];
  const index = new ManifestIndex([first, worker, web, second]);
  expect(index.workloads.map((each) => [each.object, each.autoscalers.map((autoscaler) => autoscaler.object)])).toEqual(
    [
      [worker, []],
      [web, [first, second]],
    ],
  );
  expect(index.targetOf(first)?.object).toBe(web);
});

test.each([
  ['an HPA without bounds', hpa('web', { maxReplicas: undefined }), 1, undefined],
  ['an HPA with bounds', hpa('web', { minReplicas: 2, maxReplicas: 5 }), 2, 5],
  ['an HPA with bounds in quotes', hpa('web', { minReplicas: '2', maxReplicas: '5' }), 1, undefined],
  ['a ScaledObject without bounds', scaledObject('web'), 0, 100],
  ['a ScaledObject with bounds', scaledObject('web', { minReplicaCount: 1, maxReplicaCount: 20 }), 1, 20],
  [
    'a ScaledObject whose bounds are null',
    scaledObject('web', { minReplicaCount: null, maxReplicaCount: null }),
    0,
    100,
  ],
])('%s has these bounds', (_, autoscaler, minReplicas, maxReplicas) => {
  expect(new ManifestIndex([autoscaler]).autoscalers).toEqual([{ object: autoscaler, minReplicas, maxReplicas }]);
});

test('an autoscaler without a target, or with one that is not here, targets nothing', () => {
  const index = new ManifestIndex([deployment('web')]);
  for (const scaleTargetRef of [undefined, null, 'web', [], {}, { name: 5 }, { kind: 'StatefulSet', name: 'web' }]) {
    expect(index.targetOf(hpa('web', { scaleTargetRef }))).toBeUndefined();
  }
});

test('a target is named by its object, or by the reference to it', () => {
  const index = new ManifestIndex([deployment('web')]);
  expect(describeTarget(index, hpa('web'))).toBe('Deployment "shop/web" (app/web)');
  expect(describeTarget(index, hpa('worker'))).toBe('Deployment "shop/worker"');
});

test('pods are selected by all the labels of a selector, in their namespace', () => {
  const [web, canary] = [
    deployment('web', { labels: { app: 'web', track: 'stable' } }),
    workload('StatefulSet', 'canary', { labels: { app: 'web', track: 'canary' } }),
  ];
  const index = new ManifestIndex([web, canary]);
  const selected = (labels: Record<string, unknown>, namespace = 'shop') =>
    index.selectedBy(namespace, labels).map((each) => each.object);
  expect(selected({ app: 'web' })).toEqual([web, canary]);
  expect(selected({ app: 'web', track: 'canary' })).toEqual([canary]);
  expect(selected({ track: 'canary', app: 'web' })).toEqual([canary]);
  expect(selected({ app: 'web', track: 'gone' })).toEqual([]);
  expect(selected({ app: 'web' }, 'default')).toEqual([]);
  expect(selected({})).toEqual([]);
});

test('a label is compared by its value and the type of its value', () => {
  const index = new ManifestIndex([deployment('web', { labels: { version: '1', odd: { toString: 1 } } })]);
  expect(index.selectedBy('shop', { version: '1' })).toHaveLength(1);
  expect(index.selectedBy('shop', { version: 1 })).toEqual([]);
  expect(index.selectedBy('shop', { odd: { toString: 1 } })).toHaveLength(1);
});

test('selecting by a rare label does not go through all who share a common one', () => {
  const comparisons = (count: number): number => {
    const labels = (i: number) => ({ 'app.kubernetes.io/part-of': 'shop', app: `web-${i}` });
    const numbers = Array.from({ length: count }, (_, i) => i);
    const index = new ManifestIndex(numbers.map((i) => deployment(`web-${i}`, { labels: labels(i) })));
    const spies = [jest.spyOn(Array.prototype, 'includes'), jest.spyOn(Set.prototype, 'has')];
    const selected = numbers.flatMap((i) => index.selectedBy('shop', labels(i)));
    const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    for (const spy of spies) spy.mockRestore();
    expect(selected).toHaveLength(count);
    return calls;
  };
  expect(comparisons(200)).toBeLessThanOrEqual(2 * comparisons(100) + 10);
});

test('objects that are no workloads and no autoscalers are kept as they are', () => {
  const objects = [object('v1', 'ConfigMap', 'a'), checked({ apiVersion: 'x/v1', kind: 'Foreign', metadata: null })];
  const index = new ManifestIndex(objects);
  expect(index.objects).toBe(objects);
  expect([...index.workloads, ...index.autoscalers]).toEqual([]);
});
