import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AutoscalingApp,
  ClusterDns,
  ClusterProfile,
  type ClusterProfileOptions,
  type KindProfileOptions,
} from '../../lib';
import { messageOf } from '../support/synthesize';

test.each([
  ['kind', ClusterProfile.kind(), true, undefined],
  ['minikube', ClusterProfile.minikube(), true, { cpu: 2, memory: 4 * 2 ** 30 }],
  ['kubeadm', ClusterProfile.kubeadm(), true, { cpu: 6, memory: 6 * 2 ** 30 }],
  ['eks', ClusterProfile.eks(), false, { cpu: 4, memory: 8 * 2 ** 30 }],
  ['generic', ClusterProfile.generic(), false, undefined],
])('%s knows its kubelets and its size', (name, profile, selfSignedKubelets, capacity) => {
  expect(profile).toMatchObject({ name, selfSignedKubelets, kubernetes: '1.36', clusterDomain: 'cluster.local' });
  expect(profile.capacity()).toEqual(capacity);
});

test('every option is kept', () => {
  const options: Required<ClusterProfileOptions> = {
    kubernetes: '1.30',
    nodes: 5,
    nodeCpu: Cpu.millis(1500),
    nodeMemory: Size.gibibytes(3),
    firstNodePort: 20000,
    lastNodePort: 22767,
    nodeAddresses: ['192.168.56.10', 'fd00::10'],
    clusterDomain: 'corp.example',
    dns: ClusterDns.openShift(),
    apiServerPort: 16443,
    featureGates: ['HPAScaleToZero'],
    provides: ['gateway.networking.k8s.io'],
  };
  const profile = ClusterProfile.kind(options);
  expect(profile).toMatchObject(options);
  expect(profile.capacity()).toEqual({ cpu: 7.5, memory: 15 * 2 ** 30 });
});

test('size is unknown as long as one half of it is', () => {
  expect(ClusterProfile.kind({ nodeCpu: Cpu.units(1) }).capacity()).toBeUndefined();
});

test('releases are compared as numbers', () => {
  expect(ClusterProfile.kind({ kubernetes: '1.30' }).isAtLeast('1.9')).toBe(true);
  expect(ClusterProfile.kind({ kubernetes: '1.30' }).isAtLeast('1.31')).toBe(false);
});

test('a construct finds the profile of its app', () => {
  const cluster = ClusterProfile.eks();
  expect(ClusterProfile.of(new Chart(new AutoscalingApp({ cluster }), 'test'))).toBe(cluster);
});

test.each<[string, KindProfileOptions]>([
  ['The number of nodes of the cluster profile "kind" is 0.', { nodes: 0 }],
  ['The cluster profile "kind" has node ports from 2 to 1.', { firstNodePort: 2, lastNodePort: 1 }],
  ['The number of nodes of the cluster profile "kind" is 5001.', { nodes: 5001 }],
  ['The first node port of the cluster profile "kind" 0 must be an integer', { firstNodePort: 0 }],
  ['The API server\'s port of the cluster profile "kind" 70000 must be an integer', { apiServerPort: 70000 }],
  ['The DNS domain of the cluster profile "kind" "x y" must be', { clusterDomain: 'x y' }],
  ['The feature gate of the cluster profile "kind" "a b" must be', { featureGates: ['a b'] }],
  ['The cluster profile provides "a b", which is neither an API group nor an object.', { provides: ['a b'] }],
  ['The cluster\'s DNS has the address "dns", which is not an IP address.', { dns: ClusterDns.nodeLocal(['dns']) }],
  ['The kind cluster "a b" must be lower-case letters', { clusterName: 'a b' }],
  ['The image "kindest/node" has no tag.', { nodeImage: 'kindest/node' }],
  ['The kind cluster is to listen at "localhost", which is not an IP address.', { listenAddress: 'localhost' }],
  ['The file of the kind configuration has no name.', { configFile: '' }],
])('%s', (what, options) => {
  expect(messageOf(() => new AutoscalingApp({ cluster: ClusterProfile.kind(options) }))).toContain(`[app] ${what}`);
});

test('a plain cdk8s App is taken for a generic cluster, unless a profile is applied to it', () => {
  expect(ClusterProfile.of(new Chart(new App(), 'test')).name).toBe('generic');
  const app = new App();
  const cluster = ClusterProfile.minikube();
  cluster.applyTo(app);
  expect(ClusterProfile.of(new Chart(app, 'test'))).toBe(cluster);
});

test.each(['1.27', '2.0', 'v1.30', '1.30.1', 'latest'])('the release %s is refused', (kubernetes) => {
  expect(messageOf(() => new AutoscalingApp({ cluster: ClusterProfile.kind({ kubernetes }) }))).toBe(
    `[app] The cluster profile "kind" has the Kubernetes release "${kubernetes}".
    why: These constructs write for 1.28 and newer: an older API server refuses or drops their fields.
    fix: Give the release as major.minor, such as "1.36".`,
  );
});

test('a node address that is invalid is refused', () => {
  const cluster = ClusterProfile.kubeadm({ nodeAddresses: ['192.168.56.10', 'worker-1'] });
  expect(messageOf(() => new AutoscalingApp({ cluster }))).toMatchInlineSnapshot(`
   "[app] The cluster profile "kubeadm" has the node address "worker-1".
       why: It is not an IP address, so that no address pool can be compared with it.
       fix: Write the addresses as kubectl get nodes -o wide shows them under INTERNAL-IP."
  `);
});

test('nodes and workers of a kind cluster agree', () => {
  expect(ClusterProfile.kind({ workers: 2 }).nodes).toBe(2);
  expect(ClusterProfile.kind({ workers: 0 }).nodes).toBe(1);
  expect(() => new AutoscalingApp({ cluster: ClusterProfile.kind({ nodes: 2, workers: 2 }) })).not.toThrow();
  const cluster = ClusterProfile.kind({ nodes: 3, workers: 1 });
  expect(messageOf(() => new AutoscalingApp({ cluster }))).toMatchInlineSnapshot(`
   "[app] The cluster profile "kind" has 3 nodes for pods and 1 workers.
       why: Pods run on the workers, or on the control plane if there is none: what is checked would not be what is made.
       fix: Leave one of the two out."
  `);
});

test('the number of workers of a kind cluster is a whole one', () => {
  expect(messageOf(() => new AutoscalingApp({ cluster: ClusterProfile.kind({ workers: -1 }) }))).toContain(
    'The number of workers of the cluster profile "kind" is -1.',
  );
});
