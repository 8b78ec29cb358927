import { asStored } from '../../../lib/kubernetes/schema';

test('an object is stored without the fields that its kind does not have, at any depth', () => {
  const metadata = { name: 'web' };
  const container = { name: 'app', image: 'nginx', imagePolicy: 'Always' };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { containers: [container, container], replicas: 2 },
    colour: 1,
  };
  const kept = { name: 'app', image: 'nginx' };
  expect(asStored(pod)).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [kept, kept] } });
  expect(pod.spec.replicas).toBe(2);
});

test('each release keeps what it has', () => {
  const sleep = { seconds: 5 };
  const spec = { containers: [{ name: 'app', lifecycle: { preStop: { sleep } } }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', spec };
  expect(asStored(pod, '1.29')).toBe(pod);
  expect(asStored(pod, '1.28')).toEqual({
    ...pod,
    spec: { containers: [{ name: 'app', lifecycle: { preStop: {} } }] },
  });
});

test('an object without unknown fields, or of an unknown kind, is itself', () => {
  const config = { apiVersion: 'v1', kind: 'ConfigMap', data: { any: 'thing' } };
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', colour: 'blue' };
  expect(asStored(config)).toBe(config);
  expect(asStored(thing)).toBe(thing);
});
