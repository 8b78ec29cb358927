import { containersOf, longRunningContainersOf, podTemplateOf, requestOf } from '../../lib/checks/pod-template';
import { checked, object } from './objects';

const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app' }] } };

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'])(
  'a %s has its pod in spec.template',
  (kind) => {
    expect(podTemplateOf(object('apps/v1', kind, 'web', { spec: { template: TEMPLATE } }))).toBe(TEMPLATE);
  },
);

test('a CronJob has its pod in the template of its jobs', () => {
  const spec = { jobTemplate: { spec: { template: TEMPLATE } } };
  expect(podTemplateOf(object('batch/v1', 'CronJob', 'nightly', { spec }))).toBe(TEMPLATE);
});

test('a Pod is its own template', () => {
  const pod = object('v1', 'Pod', 'web', { spec: TEMPLATE.spec });
  expect(podTemplateOf(pod)).toBe(pod.manifest);
});

test.each(['Service', 'HorizontalPodAutoscaler', 'ScaledJob', 'constructor', 'toString', '__proto__', ''])(
  'the kind "%s" makes no pods',
  (kind) => {
    expect(podTemplateOf(object('v1', kind, 'web', { spec: { template: TEMPLATE } }))).toBeUndefined();
  },
);

test('a workload without a template makes pods of which nothing is known', () => {
  for (const spec of [undefined, null, 5, [], {}, { template: null }, { template: 'web' }]) {
    const template = podTemplateOf(checked({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: {}, spec }));
    expect(template).toEqual({});
    expect(containersOf(template ?? {})).toEqual([]);
  }
});

test('the containers of a pod are listed with the field that holds them, whatever they are', () => {
  const spec = { containers: [{ name: 'app' }, null, 'app'], initContainers: [{ name: 'migrate' }, { name: 5 }] };
  expect(containersOf({ spec })).toEqual([
    { container: { name: 'app' }, name: 'app', field: 'containers', path: 'spec.containers[0]' },
    { container: {}, name: '', field: 'containers', path: 'spec.containers[1]' },
    { container: {}, name: '', field: 'containers', path: 'spec.containers[2]' },
    { container: { name: 'migrate' }, name: 'migrate', field: 'initContainers', path: 'spec.initContainers[0]' },
    { container: { name: 5 }, name: '', field: 'initContainers', path: 'spec.initContainers[1]' },
  ]);
});

test('containers and native sidecars run as long as the pod, other init containers do not', () => {
  const spec = {
    containers: [{ name: 'app' }],
    initContainers: [
      { name: 'proxy', restartPolicy: 'Always' },
      { name: 'migrate' },
      { name: 'seed', restartPolicy: null },
    ],
  };
  expect(longRunningContainersOf({ spec }).map(({ name }) => name)).toEqual(['app', 'proxy']);
});

test.each([
  ['the request', { requests: { cpu: '100m' }, limits: { cpu: 2 } }, '100m'],
  ['the limit where there is no request', { limits: { cpu: 2 } }, 2],
  ['the limit where the request is null', { requests: { cpu: null }, limits: { cpu: '2' } }, '2'],
  ['nothing where neither is', { requests: { memory: '1Gi' } }, undefined],
  ['nothing where it is neither text nor number', { requests: { cpu: { value: 1 } } }, undefined],
  ['nothing where there are no resources', null, undefined],
])('the request for CPU is %s', (_, resources, request) => {
  expect(requestOf({ resources }, 'cpu')).toBe(request);
});

test('a resource named as what every JavaScript object has is requested by nobody', () => {
  expect(requestOf({ resources: { requests: {} } }, 'constructor')).toBeUndefined();
});
