import { injectedSidecar } from '../../../lib/checks/rules/injected-sidecar';
import { checked, container, hpa, mistakes, object } from '../objects';

function web(annotations: object, labels: object = {}, containers = [container('app')]) {
  const template = { metadata: { labels: { app: 'web', ...labels }, annotations }, spec: { containers } };
  return object('apps/v1', 'Deployment', 'web', { spec: { template } });
}

const namespace = (metadata: object) =>
  checked({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...metadata } });

test.each([
  ['daprd', web({ 'dapr.io/enabled': 'true' }), []],
  ['linkerd-proxy', web({ 'linkerd.io/inject': 'enabled' }), []],
  ['linkerd-proxy', web({}), [namespace({ annotations: { 'linkerd.io/inject': 'enabled' } })]],
  ['istio-proxy', web({ 'sidecar.istio.io/proxyMemory': '64Mi' }, { 'sidecar.istio.io/inject': 'true' }), []],
])('%s comes without a cpu request', (name, target, others) => {
  const [what = '', ...more] = mistakes(injectedSidecar, [target, hpa('web'), ...others]);
  expect(what).toContain(
    `adds container "${name}" to the pods of Deployment "shop/web" (app/web) without a cpu request`,
  );
  expect(more).toEqual([]);
});

test.each([
  ['Dapr with a request', web({ 'dapr.io/enabled': 'true', 'dapr.io/sidecar-cpu-request': '50m' }), []],
  ['Dapr that is off', web({ 'dapr.io/enabled': 'false' }), []],
  ['Linkerd with a limit', web({ 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-cpu-limit': '1' }), []],
  ['Linkerd that the pods decline', web({ 'linkerd.io/inject': 'disabled' }), [namespace({ annotations: { 'linkerd.io/inject': 'enabled' } })]],
  ['Istio, whose defaults have both', web({}), [namespace({ labels: { 'istio-injection': 'enabled' } })]],
  ['a sidecar that is written out', web({ 'dapr.io/enabled': 'true' }, {}, [container('app'), container('daprd')]), []],
  ['a default of the namespace', web({ 'dapr.io/enabled': 'true' }), [object('v1', 'LimitRange', 'l', { spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '10m' } }] } })]],
])('silent about %s', (_, target, others) => {
  expect(mistakes(injectedSidecar, [target, hpa('web'), ...others])).toEqual([]);
}); // prettier-ignore

test('who measures one container does not add up the others', () => {
  const containerResource = { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 60 } };
  const scaler = hpa('web', { metrics: [{ type: 'ContainerResource', containerResource }] });
  expect(mistakes(injectedSidecar, [web({ 'dapr.io/enabled': 'true' }), scaler])).toEqual([]);
});
