import { metricsPathsOf, pluralOf } from '../../../lib/command/record/metrics-paths';
import { type Fields } from '../../../lib/simulation';
import { externalMetric, hpa, objectMetric, podsMetric, resourceAverage } from '../../simulation/objects';

const TARGET = { type: 'Value', value: '10' };

function pathsOf(...metrics: readonly Fields[]): string[] {
  return metricsPathsOf(hpa({ metrics }), 'shop', 'app=web').map(({ path }) => path);
}

test('resources of pods are one path, whatever is asked of them', () => {
  const ofContainer = { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app' } };
  expect(pathsOf(resourceAverage('cpu', '1'), resourceAverage('memory', '1Gi'), ofContainer)).toEqual([
    '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?labelSelector=app%3Dweb',
  ]);
});

test('a metric of pods is asked of the pods of the target', () => {
  expect(pathsOf(podsMetric('requests', '5'))).toEqual([
    '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/pods/*/requests?labelSelector=app%3Dweb',
  ]);
  const selected = { type: 'Pods', pods: { metric: { name: 'r/s', selector: { matchLabels: { code: '200' } } } } };
  expect(pathsOf(selected)).toEqual([
    '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/pods/*/r%2Fs?labelSelector=app%3Dweb&metricLabelSelector=code%3D200',
  ]);
});

test('a metric of an object is asked of it, with the group of its kind', () => {
  const of = (describedObject: Fields, selector?: Fields) => ({
    type: 'Object',
    object: { metric: { name: 'hits', ...(selector && { selector }) }, describedObject, target: TARGET },
  });
  const root = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop';
  expect(pathsOf(objectMetric('hits', TARGET))).toEqual([`${root}/ingresses.networking.k8s.io/web/hits`]);
  expect(pathsOf(of({ apiVersion: 'v1', kind: 'Service', name: 'web' }, { matchLabels: { code: '200' } }))).toEqual([
    `${root}/services/web/hits?metricLabelSelector=code%3D200`,
  ]);
  expect(pathsOf(of({ kind: 'Service', name: 'web' }))).toEqual([`${root}/services/web/hits`]);
  expect(pathsOf(of({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' }))).toEqual([`${root}/metrics/hits`]);
});

test('an external metric is asked with its whole selector', () => {
  const root = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue';
  expect(pathsOf(externalMetric('queue', TARGET))).toEqual([root]);
  expect(pathsOf(externalMetric('queue', TARGET, {}))).toEqual([root]);
  const selector = {
    matchLabels: { name: 'orders' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'test', operator: 'DoesNotExist' },
    ],
  };
  expect(pathsOf(externalMetric('queue', TARGET, selector)).map(decodeURIComponent)).toEqual([
    `${root}?labelSelector=name=orders,tier in (a,b),!test`,
  ]);
});

test('a metric of an unknown type has no path', () => {
  expect(pathsOf({ type: 'Odd' }, {})).toEqual([]);
});

test('a failure is an item of its metric', () => {
  const { failed: ofPods } = metricsPathsOf(hpa({ metrics: [podsMetric('requests', '5')] }), 'shop', 'a=b')[0]!;
  expect(ofPods).toEqual({ describedObject: { kind: 'Pod' }, metricName: 'requests' });
  const { failed: ofObject } = metricsPathsOf(hpa({ metrics: [objectMetric('hits', TARGET)] }), 'shop', 'a=b')[0]!;
  expect(ofObject).toEqual({ describedObject: { kind: 'Ingress', name: 'web' }, metricName: 'hits' });
  const { failed: external } = metricsPathsOf(hpa({ metrics: [externalMetric('queue', TARGET)] }), 'shop', 'a=b')[0]!;
  expect(external).toEqual({ metricName: 'queue' });
});

test.each([
  ['Deployment', 'deployments'],
  ['Ingress', 'ingresses'],
  ['Box', 'boxes'],
  ['Batch', 'batches'],
  ['Mesh', 'meshes'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
])('the plural of %s is %s', (kind, plural) => {
  expect(pluralOf(kind)).toBe(plural);
});
