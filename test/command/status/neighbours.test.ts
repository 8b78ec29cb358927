import { asksASource, keyOf, neighboursOf } from '../../../lib/command/status/neighbours';
import { type FakeObject } from '../fake-cluster';
import { deployment, HEALTHY, hpa, READY, scaledObject, scalerIn, worldOf } from './objects';

const labels = { app: 'web' };

function service(name: string, selector: object, more: object = {}): FakeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', labels: { of: name }, ...more },
    spec: { selector },
  };
}

function monitor(kind: string, name: string, spec: object, namespace = 'shop'): FakeObject {
  return { apiVersion: 'monitoring.coreos.com/v1', kind, metadata: { name, namespace }, spec };
}

function neighbours(...objects: readonly FakeObject[]): readonly string[] {
  const world = worldOf([hpa(), deployment(), ...objects]);
  return [...neighboursOf(scalerIn(world), world)];
}

test('the target and the Services of its pods', () => {
  const elsewhere = service('web', labels, { namespace: 'blog' });
  expect(neighbours(service('web', labels), service('api', { app: 'api' }), service('none', {}), elsewhere)).toEqual([
    'Deployment shop/web',
    'Service shop/web',
  ]);
});

test('without a target, nothing', () => {
  const world = worldOf([hpa(), service('web', labels)]);
  expect(neighboursOf(scalerIn(world), world)).toEqual(new Set());
});

test('monitors of its Services and its pods, from wherever they look', () => {
  const selector = { matchLabels: { of: 'web' } };
  const found = neighbours(
    service('web', labels),
    monitor('ServiceMonitor', 'own', { selector }),
    monitor('ServiceMonitor', 'any', { selector, namespaceSelector: { any: true } }, 'monitoring'),
    monitor('ServiceMonitor', 'named', { selector, namespaceSelector: { matchNames: ['shop'] } }, 'monitoring'),
    monitor('ServiceMonitor', 'far', { selector }, 'monitoring'),
    monitor('ServiceMonitor', 'other', { selector: { matchLabels: { of: 'api' } } }),
    monitor('ServiceMonitor', 'empty', {}),
    monitor('PodMonitor', 'pods', { selector: { matchLabels: labels } }),
  );
  expect(found.slice(2)).toEqual([
    'ServiceMonitor shop/own',
    'ServiceMonitor monitoring/any',
    'ServiceMonitor monitoring/named',
    'PodMonitor shop/pods',
  ]);
});

test('a key is a kind and a place', () => {
  expect(keyOf(hpa())).toBe('HorizontalPodAutoscaler shop/web');
});

test.each([
  [hpa(), false],
  [hpa(HEALTHY, { spec: { metrics: [{ type: 'ContainerResource' }] } }), false],
  [hpa(HEALTHY, { spec: { metrics: [{ type: 'Resource' }, { type: 'Pods' }] } }), true],
  [scaledObject(READY), true],
  [scaledObject(READY, { triggers: [{ type: 'cron' }, { type: 'cpu' }] }), false],
  [scaledObject(READY, { triggers: [{}] }), true],
])('%#: whether it asks a source', (object, asks) => {
  expect(asksASource(scalerIn(worldOf([object])))).toBe(asks);
});
