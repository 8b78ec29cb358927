import { forbiddenIn, permissionText } from '../../lib/cluster';

const PODS =
  'Error from server (Forbidden): pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "shop"';

test('a refusal names who may not do what, and where', () => {
  expect(forbiddenIn(PODS)).toEqual({ user: 'eve', verb: 'list', resource: 'pods', group: '', namespace: 'shop' });
  const everywhere =
    'nodes is forbidden: User "system:serviceaccount:ci:bot" cannot get resource "nodes/proxy" in API group "" at the cluster scope';
  expect(forbiddenIn(everywhere)).toEqual({
    ...{ user: 'system:serviceaccount:ci:bot', verb: 'get', resource: 'nodes/proxy', group: '' },
    namespace: undefined,
  });
  expect(forbiddenIn('forbidden: User "eve" cannot get path "/metrics": no rule')).toEqual({
    ...{ user: 'eve', verb: 'get', resource: '/metrics', group: '' },
  });
});

test('other refusals are not about a permission', () => {
  expect(forbiddenIn('pods "x" is forbidden: exceeded quota: small')).toBeUndefined();
});

test.each([
  [{ verb: 'list', resource: 'pods', group: '', namespace: 'shop' }, 'list pods in namespace shop'],
  [{ verb: 'list', resource: 'deployments', group: 'apps' }, 'list deployments.apps in all namespaces'],
  [{ verb: 'patch', resource: 'namespaces', group: '' }, 'patch namespaces'],
  [{ verb: 'get', resource: '/metrics', group: '' }, 'get /metrics'],
])('%j is said as a person says it', (permission, said) => {
  expect(permissionText(permission)).toBe(said);
});
