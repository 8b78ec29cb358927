import { onePodPerNode } from '../../../lib/checks/rules/one-pod-per-node';
import { container, deployment, findings, hpa, mistakes, type WorkloadOptions } from '../objects';

const term = (topologyKey: string, app = 'web') => ({ topologyKey, labelSelector: { matchLabels: { app } } });
const apart = (...terms: object[]): WorkloadOptions => ({
  pod: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } },
});
const found = (options: WorkloadOptions, nodes?: number): string[] =>
  mistakes(onePodPerNode, [deployment('web', options), hpa('web')], nodes === undefined ? {} : { capacity: { cpu: 8, memory: 2 ** 34, nodes } }); // prettier-ignore

test('more pods than nodes, of which no two can share one', () => {
  expect(found(apart(term('kubernetes.io/hostname')), 3)).toEqual([
    'Deployment "shop/web" (app/web) may run 10 pods on 3 nodes, and its required anti-affinity allows one per node.',
  ]);
  expect(found({ containers: [container('app', { ports: [{ containerPort: 80, hostPort: 8080 }] })] }, 3)).toEqual([
    'Deployment "shop/web" (app/web) may run 10 pods on 3 nodes, and each takes port 8080 of its node.',
  ]);
  expect(
    found({ pod: { hostNetwork: true }, containers: [container('app', { ports: [{ containerPort: 80 }] })] }, 1),
  ).toEqual(['Deployment "shop/web" (app/web) may run 10 pods on 1 node, and each takes port 80 of its node.']);
});

test.each([
  ['enough nodes', apart(term('kubernetes.io/hostname')), 10],
  ['apart by zone', apart(term('topology.kubernetes.io/zone')), 3],
  ['apart from another app', apart(term('kubernetes.io/hostname', 'db')), 3],
  ['ports of their own', { containers: [container('app', { ports: [{ containerPort: 80 }] })] }, 3],
])('silent with %s', (_, options, nodes) => {
  expect(found(options, nodes)).toEqual([]);
});

test('where nobody says how many nodes there are, it is an info of what scales', () => {
  const options = apart(term('kubernetes.io/hostname'));
  const told = findings(onePodPerNode, [deployment('web', options), hpa('web')]);
  expect(told.map(({ severity, what }) => [severity, what])).toEqual([
    [
      'info',
      'Deployment "shop/web" (app/web) may run 10 pods, and its required anti-affinity allows one per node: that takes 10 nodes.',
    ],
  ]);
  expect(findings(onePodPerNode, [deployment('web', { ...options, replicas: 3 })])).toEqual([]);
});
