import { type Fields } from '../../../lib/simulation';
import { scaledCalled, scaledIn } from '../../../lib/simulation/world/find-scalers';
import { messageOf } from '../../support/synthesize';
import { hpa } from '../objects';
import { deployment, scaledByKeda, scaledOnCpu } from './manifests';

const named = (kind: string, name: string, namespace?: string): Fields => ({
  ...deployment(),
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});

test('each autoscaler is found with its target, lists included', () => {
  const [web, keda] = scaledByKeda({ triggers: [{ type: 'kafka', metadata: {} }] });
  const list = { apiVersion: 'v1', kind: 'List', items: [web, hpa()] };
  expect(scaledIn([list, keda!, { kind: 'Service' }]).map(({ scaler, target }) => [scaler.kind, target])).toEqual([
    ['HorizontalPodAutoscaler', { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }],
    ['ScaledObject', { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }],
  ]);
});

test('one is found by its name', () => {
  const manifests = [...scaledOnCpu(), named('StatefulSet', 'db', 'shop')];
  for (const name of [
    'web',
    'hpa/web',
    'HorizontalPodAutoscaler/web',
    'hpa/shop/web',
    'deploy/web',
    'Deployment/shop/web',
  ]) {
    expect(scaledCalled(manifests, name).scaler.kind).toBe('HorizontalPodAutoscaler');
  }
  expect(scaledCalled(manifests, 'sts/db').scaler).toEqual(scaledCalled(manifests, 'db').target);
});

test('an object without a namespace is in the default one', () => {
  const scaler = {
    ...hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' } }),
    metadata: { name: 'db' },
  };
  expect(scaledIn([scaler, named('StatefulSet', 'db')])[0]?.target.namespace).toBe('default');
});

test.each<[string, () => unknown, string]>([
  [
    'no autoscaler',
    () => scaledIn([deployment()]),
    'There is no HorizontalPodAutoscaler and no ScaledObject among 1 objects.',
  ],
  [
    'no target',
    () => scaledIn([hpa()]),
    'HorizontalPodAutoscaler "web" scales Deployment "web" in namespace "shop", which is not among the manifests.',
  ],
  [
    'a target elsewhere',
    () => scaledIn([hpa(), named('Deployment', 'web', 'other')]),
    'which is not among the manifests',
  ],
  ['an HPA that says no target', () => scaledIn([hpa({ scaleTargetRef: undefined })]), 'scaleTargetRef has no kind'],
  [
    'a ScaledObject that says no target',
    () => scaledIn(scaledByKeda({ scaleTargetRef: {}, triggers: [] })),
    'ScaledObject "shop/web": its scaleTargetRef has no name.',
  ],
  ['a name that nobody has', () => scaledCalled(scaledOnCpu(), 'api'), 'There is no "api" to predict.'],
  ['a name that nobody has, of nothing', () => scaledCalled([], 'api'), 'Name one of the manifests; there is none.'],
  [
    'a kind that nobody has',
    () => scaledCalled(scaledOnCpu(), 'StatefulSet/web'),
    'Name one of Deployment "web", HorizontalPodAutoscaler "web".',
  ],
  [
    'a namespace that nobody has',
    () => scaledCalled(scaledOnCpu(), 'hpa/other/web'),
    'There is no "hpa/other/web" to predict.',
  ],
  [
    'a name of two',
    () => scaledCalled([deployment(), named('StatefulSet', 'web')], 'web'),
    'There are 2 objects called "web".',
  ],
])('%s is refused', (_name, action, message) => {
  expect(messageOf(action)).toContain(message);
});
