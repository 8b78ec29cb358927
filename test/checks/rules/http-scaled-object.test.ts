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

test('a route past the interceptor meets no pod at zero', () => {
  const others = [deployment('web'), service('web')];
  expect(findings(httpScaledObject, [app(target), ...others, route('web')])).toMatchObject([
    { severity: 'error', what: expect.stringContaining('past the interceptor') as string },
  ]);
  expect(findings(httpScaledObject, [app(target), ...others, route('interceptor')])).toEqual([]);
  expect(findings(httpScaledObject, [app(target, 1), ...others, route('web')])).toEqual([]);
});
