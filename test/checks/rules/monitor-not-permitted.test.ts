import { monitorNotPermitted } from '../../../lib/checks/rules/monitor-not-permitted';
import { checked, mistakes, object } from '../objects';

const MONITORING = 'monitoring.coreos.com/v1';
const RBAC = 'rbac.authorization.k8s.io/v1';
const spec = { serviceAccountName: 'prometheus', serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {} };
const prometheus = checked({ apiVersion: MONITORING, kind: 'Prometheus', metadata: { name: 'main', namespace: 'monitoring' }, spec }); // prettier-ignore
const monitor = (more: object = {}) => object(MONITORING, 'ServiceMonitor', 'web', { spec: { selector: {}, ...more } });
const subjects = [{ kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' }];
const binding = (namespace: string) => checked({ apiVersion: RBAC, kind: 'RoleBinding', metadata: { name: 'p', namespace }, roleRef: { name: 'p' }, subjects }); // prettier-ignore
const everywhere = checked({ apiVersion: RBAC, kind: 'ClusterRoleBinding', metadata: { name: 'p' }, roleRef: { name: 'p' }, subjects }); // prettier-ignore
const role = (...resources: string[]) => checked({ apiVersion: RBAC, kind: 'ClusterRole', metadata: { name: 'p' }, rules: [{ resources, verbs: ['get', 'list', 'watch'] }] }); // prettier-ignore

test('an account that has roles in other namespaces only cannot look into this one', () => {
  expect(mistakes(monitorNotPermitted, [prometheus, monitor(), binding('monitoring')])).toEqual([
    'ServiceMonitor "shop/web" (app/web) is about namespace "shop", and ServiceAccount "monitoring/prometheus" of Prometheus "monitoring/main" (shop.yaml) has no role there.',
  ]);
  expect(mistakes(monitorNotPermitted, [prometheus, monitor(), everywhere, role('nodes'), binding('monitoring')])).toHaveLength(1); // prettier-ignore
});

test.each([
  ['a role in the namespace', [monitor(), binding('monitoring'), binding('shop')]],
  ['a role everywhere', [monitor(), everywhere, role('pods'), binding('monitoring')]],
  ['a role everywhere that is defined elsewhere', [monitor(), everywhere]],
  ['bindings that are elsewhere', [monitor()]],
  [
    'a monitor of another namespace',
    [monitor({ namespaceSelector: { matchNames: ['monitoring'] } }), binding('monitoring')],
  ],
  ['a monitor of all namespaces', [monitor({ namespaceSelector: { any: true } }), binding('monitoring')]],
])('silent with %s', (_, objects) => {
  expect(mistakes(monitorNotPermitted, [prometheus, ...objects])).toEqual([]);
});
