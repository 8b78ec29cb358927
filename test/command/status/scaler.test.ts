import { place } from '../../../lib/command/status/place';
import { isPaused, readyPods, scalersIn } from '../../../lib/command/status/scaler';
import { conditions, deployment, HEALTHY, hpa, kedaHpa, pod, READY, scaledObject, scalerIn, worldOf } from './objects';

const other = { ...pod(), metadata: { name: 'other', namespace: 'shop', labels: { app: 'other' } } };
const elsewhere = { ...pod(), metadata: { name: 'web-1', namespace: 'blog', labels: { app: 'web' } } };

test('an HPA has its target, and the pods that the target selects in its namespace', () => {
  const { kind, namespace, name, target, pods } = scalerIn(worldOf([hpa(), deployment(), pod(), other, elsewhere]));
  expect([kind, namespace, name]).toEqual(['HorizontalPodAutoscaler', 'shop', 'web']);
  expect(target).toEqual({ kind: 'Deployment', name: 'web', object: deployment() });
  expect(pods.map(place)).toEqual([['shop', 'web-1']]);
});

test('a target without a selector has no pods, and one that does not exist neither', () => {
  const unselecting = { ...deployment(), spec: {} };
  expect(scalerIn(worldOf([hpa(), unselecting, pod()])).pods).toEqual([]);
  expect(scalerIn(worldOf([hpa(), pod()])).pods).toEqual([]);
});

test('an HPA that KEDA made is a part of its ScaledObject', () => {
  const scaler = scalerIn(worldOf([scaledObject(READY), kedaHpa(), deployment()]));
  expect(scaler).toMatchObject({ kind: 'ScaledObject', name: 'web', hpa: kedaHpa(), object: scaledObject(READY) });
});

test('an HPA that KEDA made is shown by itself where its ScaledObject is not there, or may not be read', () => {
  expect(scalerIn(worldOf([kedaHpa(), deployment()]))).toMatchObject({
    kind: 'HorizontalPodAutoscaler',
    name: 'keda-hpa-web',
  });
});

test('an HPA of another owner is one by itself', () => {
  const owned = hpa(HEALTHY, {
    metadata: { name: 'web', namespace: 'shop', ownerReferences: [{ kind: 'App', name: 'web' }] },
  });
  expect(scalersIn(worldOf([scaledObject(READY), owned])).map(({ kind }) => kind)).toEqual([
    'HorizontalPodAutoscaler',
    'ScaledObject',
  ]);
});

test('a ScaledJob has no target, and autoscalers are in the order of their namespaces and names', () => {
  const named = (namespace: string, name: string) => hpa(HEALTHY, { metadata: { namespace, name } });
  const job = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', metadata: { name: 'batch', namespace: 'a' } };
  const scalers = scalersIn(worldOf([named('b', 'x'), named('a', 'z'), job]));
  expect(scalers.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(['a/batch', 'a/z', 'b/x']);
  expect(scalers[0]).toMatchObject({ kind: 'ScaledJob', pods: [] });
  expect(scalers[0]).not.toHaveProperty('target');
});

test('without metadata, names are empty', () => {
  expect(place({})).toEqual(['', '']);
});

test('ready pods are those that the target counts; nobody knows those of a target that is not known', () => {
  expect(readyPods(scalerIn(worldOf([hpa(), deployment(1)])))).toBe(1);
  expect(readyPods(scalerIn(worldOf([hpa(), { ...deployment(), status: {} }])))).toBe(0);
  expect(readyPods(scalerIn(worldOf([hpa()])))).toBeUndefined();
});

test.each([
  [{}, false],
  [{ 'autoscaling.keda.sh/paused': 'true' }, true],
  [{ 'autoscaling.keda.sh/paused': 'yes' }, true],
  [{ 'autoscaling.keda.sh/paused': 'False' }, false],
  [{ 'autoscaling.keda.sh/paused': 'false', 'autoscaling.keda.sh/paused-replicas': '0' }, true],
])('%j pauses: %s', (annotations, paused) => {
  expect(isPaused(scalerIn(worldOf([scaledObject(READY, {}, { annotations })])))).toBe(paused);
});

test('a condition pauses, too', () => {
  const paused = { ...scaledObject(READY), status: { conditions: conditions([['Paused', 'True']]) } };
  expect(isPaused(scalerIn(worldOf([paused])))).toBe(true);
});
