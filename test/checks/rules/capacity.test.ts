import { capacity } from '../../../lib/checks/rules/capacity';
import { container, deployment, findings, hpa, mistakes, scaledObject, told, workload } from '../objects';

const GIBI = 2 ** 30;

function nodes(cpu: number, memory = 64 * GIBI) {
  return { capacity: { cpu, memory } };
}

test('more CPU than the nodes have is a warning that names the largest workload', () => {
  const [web, worker] = [deployment('web'), deployment('worker', { replicas: 3 })];
  const [finding, ...others] = findings(capacity, [worker, web, hpa('web', { maxReplicas: 40 })], nodes(4));
  expect(told(finding)).toMatchInlineSnapshot(`
   "warning R29: All workloads at their largest size ask for 4.30 cores of cpu; the nodes have 4.00. The largest is Deployment "shop/web" (app/web) with 4.00.
       why: The autoscaler creates pods that stay Pending: replicas rise, capacity does not.
       fix: Lower maxReplicas or the requests, add nodes, or give the cluster profile its true size."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(others).toEqual([]);
});

test('memory is counted in GiB beside CPU', () => {
  const requests = { cpu: 1, memory: '1536Mi' };
  const web = deployment('web', { replicas: 3, containers: [container('app', { resources: { requests } })] });
  expect(mistakes(capacity, [web], nodes(2, 4 * GIBI))).toEqual([
    'All workloads at their largest size ask for 3.00 cores of cpu; the nodes have 2.00. The largest is Deployment "shop/web" (app/web) with 3.00.',
    'All workloads at their largest size ask for 4.50 GiB of memory; the nodes have 4.00. The largest is Deployment "shop/web" (app/web) with 4.50.',
  ]);
});

test('what fits exactly is fine, however the sum of fractions comes out', () => {
  expect(mistakes(capacity, [deployment('web', { replicas: 20 })], nodes(2))).toEqual([]);
  expect(mistakes(capacity, [deployment('web', { replicas: 3 })], nodes(0.3))).toEqual([]);
  expect(mistakes(capacity, [deployment('web', { replicas: 3 })], nodes(0.299))).toHaveLength(1);
});

test('a cluster of unknown size has room for everything', () => {
  expect(mistakes(capacity, [deployment('web', { replicas: 1e6 })])).toEqual([]);
});

test.each([
  ['the maximum of its autoscaler', [deployment('web', { replicas: 1 }), hpa('web', { maxReplicas: 7 })], 7],
  ['100 under KEDA, whose default that is', [deployment('web'), scaledObject('web')], 100],
  ['its replicas where nothing scales it', [deployment('web', { replicas: 5 })], 5],
  [
    'its replicas under an autoscaler without a maximum',
    [deployment('web', { replicas: 5 }), hpa('web', { maxReplicas: null })],
    5,
  ],
  ['one where nothing is said', [deployment('web')], 1],
])('the largest size of a workload is %s', (_, objects, pods) => {
  expect(mistakes(capacity, objects, nodes(pods * 0.1))).toEqual([]);
  expect(mistakes(capacity, objects, nodes(pods * 0.1 - 0.01))).toHaveLength(1);
});

test('native sidecars count, init containers that end do not, limits count where requests are missing', () => {
  const web = workload('StatefulSet', 'web', {
    containers: [{ name: 'app', resources: { limits: { cpu: '2' } } }],
    pod: { initContainers: [container('proxy', { restartPolicy: 'Always' }), container('migrate')] },
  });
  expect(mistakes(capacity, [web], nodes(2.1))).toEqual([]);
  expect(mistakes(capacity, [web], nodes(2))).toHaveLength(1);
});

test('requests that are missing or no quantity ask for nothing', () => {
  const without = [
    undefined,
    null,
    {},
    { requests: { cpu: 'much' } },
    { requests: { cpu: null } },
    { requests: { cpu: [9] } },
  ];
  const containers = without.map((resources, i) => ({ name: `app-${i}`, resources }));
  expect(mistakes(capacity, [deployment('web', { replicas: 100, containers })], nodes(0.001))).toEqual([]);
});

test('a DaemonSet has a pod on each node, where their number is known', () => {
  const agent = workload('DaemonSet', 'agent');
  expect(mistakes(capacity, [agent], { capacity: { cpu: 0.2, memory: GIBI, nodes: 3 } })).toHaveLength(1);
  expect(mistakes(capacity, [agent], { capacity: { cpu: 0.3, memory: GIBI, nodes: 3 } })).toEqual([]);
  expect(mistakes(capacity, [agent], nodes(0.1))).toEqual([]);
});

test('a request of the pod itself stands for those of its containers', () => {
  const web = deployment('web', { pod: { resources: { requests: { cpu: '2' } } } });
  expect(mistakes(capacity, [web], nodes(2))).toEqual([]);
  expect(mistakes(capacity, [web], nodes(1.9))).toHaveLength(1);
});
