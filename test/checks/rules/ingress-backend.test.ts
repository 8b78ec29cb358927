import { type CheckedObject } from '../../../lib/checks';
import { ingressBackend } from '../../../lib/checks/rules/ingress-backend';
import { ingress, WEB } from '../ingresses';
import { findings, object } from '../objects';

function found(...objects: CheckedObject[]): string[] {
  return findings(ingressBackend, objects).map(({ severity, what }) => `${severity}: ${what}`);
}

test('a Service that exists, by name or number of its port, is fine', () => {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  expect(found(WEB, ingress('a', [{}], {}, { defaultBackend: backend }))).toEqual([]);
  expect(found(WEB, ingress('a', [{ port: { number: 9090 } }]))).toEqual([]);
});

test('a backend that is no Service is not looked at', () => {
  const backend = { resource: { apiGroup: 'acme.com', kind: 'Bucket', name: 'static' } };
  expect(found(ingress('a', [], {}, { defaultBackend: backend }))).toEqual([]);
});

test('a Service that is missing is an error: the your-svc of lab exposing-services', () => {
  expect(found(WEB, ingress('a', [{ service: 'your-svc' }]))).toEqual([
    'error: Ingress "shop/a" (app/a) leads to Service "shop/your-svc", which this app does not have.',
  ]);
});

test('a port that is missing is an error that names the ones there are', () => {
  const [finding] = findings(ingressBackend, [WEB, ingress('a', [{ port: { number: 8080 } }])]);
  expect(finding?.what).toBe(
    'Ingress "shop/a" (app/a) leads to port 8080 of Service "shop/web" (app/web), which has no such port.',
  );
  expect(finding?.fix).toBe('Use one of its ports: http, 9090.');
});

test('a backend without a port is an error', () => {
  expect(found(WEB, ingress('a', [{ port: {} }]))).toHaveLength(1);
});

test('a route of a Gateway is held to the same', () => {
  const backendRefs = [
    { name: 'web', port: 80 },
    { name: 'web', port: 81 },
    { name: 'api', namespace: 'api', port: 80 },
    { kind: 'InferencePool', name: 'llm' },
    {},
  ];
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { spec: { rules: [{ backendRefs }] } });
  expect(found(WEB, route)).toEqual([
    'error: HTTPRoute "shop/r" (app/r) leads to port 81 of Service "shop/web" (app/web), which has no such port.',
    'error: HTTPRoute "shop/r" (app/r) leads to Service "api/api", which this app does not have.',
    'error: HTTPRoute "shop/r" (app/r) leads to Service "shop/", which this app does not have.',
  ]);
});

test('paths that leave out what the API server fills in are compared as it does', () => {
  const rules = [{ http: { paths: [{ backend: { service: { name: 'web', port: { number: 80 } } } }] } }];
  expect(found(WEB, ingress('a', [], {}, { rules }))).toEqual([]);
});
