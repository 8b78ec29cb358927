import { httpScaledObject } from '../../../lib/checks/rules/http-scaled-object';
import { deployment, findings, object, service } from '../objects';

const app = (scaleTargetRef: object, min = 0) => object('http.keda.sh/v1alpha1', 'HTTPScaledObject', 'web', { spec: { scaleTargetRef, replicas: { min } } }); // prettier-ignore
const target = { name: 'web', kind: 'Deployment', service: 'web', port: 80 };
const route = (name: string) =>
  object('networking.k8s.io/v1', 'Ingress', 'web', {
    spec: { rules: [{ http: { paths: [{ path: '/', backend: { service: { name, port: { number: 80 } } } }] } }] },
  });

test('what it scales, and the Service that it sends to, must be there', () => {
  const others = [deployment('web'), service('web')];
  expect(findings(httpScaledObject, [app(target), ...others])).toEqual([]);
  expect(findings(httpScaledObject, [app({ ...target, service: 'wbe' }), ...others])).toMatchObject([{ severity: 'error', fix: 'Did you mean "web"?' }]); // prettier-ignore
  expect(findings(httpScaledObject, [app({ ...target, name: 'shop-frontend' }), ...others])).toMatchObject([{ severity: 'warning' }]); // prettier-ignore
  expect(findings(httpScaledObject, [app(target)])).toEqual([]);
});

test('the port is one of the Service, by its number or its name', () => {
  const others = [deployment('web'), service('web', { ports: [{ name: 'http', port: 80 }] })];
  const { port, ...rest } = target;
  expect(findings(httpScaledObject, [app({ ...target, port: port + 1 }), ...others])).toMatchObject([
    { field: 'spec.scaleTargetRef.port', fix: 'Use one of its ports: 80.' },
  ]);
  expect(findings(httpScaledObject, [app({ ...rest, portName: 'grpc' }), ...others])).toMatchObject([
    { field: 'spec.scaleTargetRef.portName' },
  ]);
  expect(findings(httpScaledObject, [app(rest), ...others]).map(({ what }) => what)).toEqual([
    'HTTPScaledObject "shop/web" (app/web): its scaleTargetRef has neither port nor portName.',
  ]);
  expect(findings(httpScaledObject, [app({ ...target, portName: 'http' })]).map(({ what }) => what)).toEqual([
    'HTTPScaledObject "shop/web" (app/web): its scaleTargetRef has both port and portName.',
  ]);
});

test('fields of old releases of the add-on are told with their successors', () => {
  const old = object('http.keda.sh/v1alpha1', 'HTTPScaledObject', 'web', {
    spec: { host: 'shop.example.com', scaleTargetRef: { deployment: 'web', service: 'web', port: 80 } },
  });
  expect(findings(httpScaledObject, [old]).map(({ field, fix }) => [field, fix])).toEqual([
    ['spec.host', 'Write a list instead: hosts: [<host>].'],
    ['spec.scaleTargetRef.deployment', 'Write name instead, with kind and apiVersion.'],
  ]);
});

test('a route past the interceptor meets no pod at zero', () => {
  const others = [deployment('web'), service('web')];
  expect(findings(httpScaledObject, [app(target), ...others, route('web')])).toMatchObject([
    { severity: 'error', what: expect.stringContaining('past the interceptor') as string },
  ]);
  expect(findings(httpScaledObject, [app(target), ...others, route('interceptor')])).toEqual([]);
  expect(findings(httpScaledObject, [app(target, 1), ...others, route('web')])).toEqual([]);
});
