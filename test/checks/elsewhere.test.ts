import { checkContext } from '../../lib/checks/check-options';
import { clusterHasGroup, clusterHasObject, hasMaker } from '../../lib/checks/cluster-provides';
import { makersIn, type Elsewhere } from '../../lib/checks/elsewhere';
import { checked, deployment, object, scaledObject } from './objects';

test('what something else of the repository applies is on the cluster, as what somebody says is', () => {
  const elsewhere: Elsewhere = {
    has: (...object) => object.join(' ') === 'Deployment shop web',
    hasGroup: (group) => group === 'keda.sh',
    makers: [],
  };
  const context = checkContext({ provides: ['Service shop/*'] }, elsewhere);
  expect(clusterHasObject(context, 'Deployment', 'shop', 'web')).toBe(true);
  expect(clusterHasObject(context, 'Deployment', 'shop', 'api')).toBe(false);
  expect(clusterHasObject(context, 'Service', 'shop', 'api')).toBe(true);
  expect([clusterHasGroup(context, 'keda.sh'), clusterHasGroup(context, 'metrics.k8s.io')]).toEqual([true, false]);
});

test('releases, applications and the resources of operators make what nobody sees, where their target is', () => {
  const release = (spec: object) => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'web', { spec });
  const maker = (each: ReturnType<typeof object>) => makersIn([each]);
  expect(maker(release({ chart: {} }))).toEqual([{ what: 'HelmRelease "web"', namespace: 'shop' }]);
  expect(maker(release({ targetNamespace: 'web' }))).toEqual([{ what: 'HelmRelease "web"', namespace: 'web' }]);
  const application = (spec: object) => object('argoproj.io/v1alpha1', 'Application', 'web', { spec });
  expect(maker(application({ destination: { namespace: 'web' } }))).toEqual([
    { what: 'Application "web"', namespace: 'web' },
  ]);
  expect(maker(application({}))).toEqual([{ what: 'Application "web"', namespace: undefined }]);
  const kibana = object('kibana.k8s.elastic.co/v1', 'Kibana', 'logs', { spec: { count: 1 } });
  expect(maker(kibana)).toEqual([{ what: 'Kibana "logs"', namespace: 'shop' }]);
});

test('what only configures makes nothing', () => {
  const none = [
    deployment('web'),
    scaledObject('web', { triggers: [] }),
    object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec: { endpoints: [] } }),
    object('argoproj.io/v1alpha1', 'Rollout', 'web', { spec: { replicas: 1 } }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', { spec: { rules: [] } }),
    checked({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' } }),
  ];
  expect(makersIn(none)).toEqual([]);
});

test('a maker without a namespace makes objects anywhere', () => {
  const context = (namespace?: string) =>
    checkContext({}, { has: () => false, hasGroup: () => false, makers: [{ what: 'chart web', namespace }] });
  expect(hasMaker(context('shop'), 'shop')).toBe(true);
  expect(hasMaker(context('web'), 'shop')).toBe(false);
  expect(hasMaker(context(), 'shop')).toBe(true);
});
