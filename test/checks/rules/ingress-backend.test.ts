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

test('a backend that is not a Service is not looked at', () => {
  const backend = { resource: { apiGroup: 'acme.com', kind: 'Bucket', name: 'static' } };
  expect(found(ingress('a', [], {}, { defaultBackend: backend }))).toEqual([]);
});

test('a Service that is missing is an error: the your-svc of lab exposing-services', () => {
  expect(found(WEB, ingress('a', [{ service: 'your-svc' }]))).toEqual([
    'error: Ingress "shop/a" (app/a) leads to Service "shop/your-svc", which is not among the Services of that namespace.',
  ]);
});

test('a port that is missing is an error that names the ones there are', () => {
  const [finding] = findings(ingressBackend, [WEB, ingress('a', [{ port: { number: 8080 } }])]);
  expect(finding?.what).toBe(
    'Ingress "shop/a" (app/a) leads to port 8080 of Service "shop/web" (app/web), which has no such port.',
  );
  expect(finding?.fix).toBe('Use one of its ports: 80 (http), 9090.');
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
  ]);
});

test('paths that leave out what the API server fills in are compared as it does', () => {
  const rules = [{ http: { paths: [{ backend: { service: { name: 'web', port: { number: 80 } } } }] } }];
  expect(found(WEB, ingress('a', [], {}, { rules }))).toEqual([]);
});

describe('a Service that may be elsewhere', () => {
  const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'api');
  const kibana = object('kibana.k8s.elastic.co/v1', 'Kibana', 'logs', { spec: { count: 1 } });
  const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec: { selector: {} } });

  test.each<[string, CheckedObject[]]>([
    ['where its namespace has no Service at all', []],
    ['where a release of a chart may make it', [WEB, release]],
    ['where an operator may make it', [WEB, kibana]],
  ])('is not missed %s', (_, others) => {
    expect(found(ingress('a', [{ service: 'api-http' }]), ...others)).toEqual([]);
  });

  test('is missed where the only other objects make nothing', () => {
    expect(found(ingress('a', [{ service: 'api-http' }]), WEB, monitor)).toHaveLength(1);
  });

  test('is what the cluster is said to have', () => {
    const told = (...provides: string[]) =>
      findings(ingressBackend, [WEB, ingress('a', [{ service: 'api' }])], { provides });
    expect(told('Service shop/api')).toEqual([]);
    expect(told('Service shop/*')).toEqual([]);
    expect(told('Service other/api')).toHaveLength(1);
  });

  test('is a mistake all the same where its name is a typo away from one that is here', () => {
    const podinfo = object('v1', 'Service', 'podinfo', { spec: { ports: [{ port: 80 }] } });
    const [finding] = findings(ingressBackend, [podinfo, release, ingress('a', [{ service: 'podifno' }])]);
    expect(finding?.fix).toBe('Did you mean Service "shop/podinfo" (app/podinfo)?');
    expect(found(podinfo, release, ingress('a', [{ service: 'podinfo-2' }]))).toEqual([]);
  });

  test('is told with the option of whoever reads it', () => {
    const fix = (isCommand: boolean) =>
      findings(ingressBackend, [WEB, ingress('a', [{ service: 'orders' }])], { isCommand })[0]?.fix;
    expect(fix(true)).toBe('Correct the name, or say that the cluster has it: --provides "Service shop/orders".');
    expect(fix(false)).toBe("Correct the name, or say that the cluster has it: provides: ['Service shop/orders'].");
  });
});

test("an action of AWS's controller is not a Service", () => {
  const redirect = { service: 'ssl-redirect', port: { name: 'use-annotation' } };
  expect(found(WEB, ingress('a', [redirect, { port: { number: 80 } }]))).toEqual([]);
});
