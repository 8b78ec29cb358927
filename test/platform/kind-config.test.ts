import { ClusterProfile, KIND_NODE_IMAGES, type KindProfileOptions } from '../../lib';
import { kindConfig, servicesWithUnknownNodePort } from '../../lib/platform';
import { container, deployment, object, service } from '../checks/objects';

function exposed(name: string, ...ports: object[]) {
  return service(name, { type: 'NodePort', ports });
}

/** The Services of lab custom-metrics: Prometheus, nginx and its exporter. */
const LAB = [
  exposed('prometheus', { port: 9090, nodePort: 30950 }),
  exposed('nginx', { name: 'http', port: 80, nodePort: 30951 }, { name: 'metrics', port: 9113, nodePort: 30952 }),
];

test('the cluster of lab custom-metrics: control plane, a worker, three ports, Kubernetes 1.28', () => {
  const cluster = ClusterProfile.kind({ kubernetes: '1.28', workers: 1, clusterName: 'hpa-practice' });
  expect(kindConfig(LAB, cluster)).toEqual({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    name: 'hpa-practice',
    nodes: [
      {
        role: 'control-plane',
        image: 'kindest/node:v1.28.0',
        extraPortMappings: [
          { containerPort: 30950, hostPort: 30950, listenAddress: '127.0.0.1' },
          { containerPort: 30951, hostPort: 30951, listenAddress: '127.0.0.1' },
          { containerPort: 30952, hostPort: 30952, listenAddress: '127.0.0.1' },
        ],
      },
      { role: 'worker', image: 'kindest/node:v1.28.0' },
    ],
  });
});

test('a port of the node that a container takes is published, one of the shared network of the node is not', () => {
  const http = { containerPort: 8080, hostPort: 80 };
  const dns = { containerPort: 53, hostPort: 53, protocol: 'UDP' };
  const ingress = deployment('ingress', {
    containers: [container('nginx', { ports: [http, dns, { containerPort: 9 }] })],
  });
  const agent = deployment('agent', {
    containers: [container('agent', { ports: [{ containerPort: 9100, hostPort: 9100 }] })],
    pod: { hostNetwork: true },
  });
  expect(kindConfig([ingress, agent, ...LAB], ClusterProfile.kind())).toMatchObject({
    nodes: [
      {
        extraPortMappings: [
          { containerPort: 53, hostPort: 53, listenAddress: '127.0.0.1', protocol: 'UDP' },
          { containerPort: 80, hostPort: 80, listenAddress: '127.0.0.1' },
          { containerPort: 30950, hostPort: 30950, listenAddress: '127.0.0.1' },
          { containerPort: 30951, hostPort: 30951, listenAddress: '127.0.0.1' },
          { containerPort: 30952, hostPort: 30952, listenAddress: '127.0.0.1' },
        ],
      },
    ],
  });
});

test('without a node port and with one node it is the smallest cluster', () => {
  expect(kindConfig([service('internal', { ports: [{ port: 80 }] })], ClusterProfile.kind())).toEqual({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [{ role: 'control-plane', image: KIND_NODE_IMAGES['1.36'] }],
  });
});

test('every option of the profile that kind knows is taken over', () => {
  const options: Required<Pick<KindProfileOptions, 'clusterName' | 'workers' | 'nodeImage' | 'featureGates'>> = {
    clusterName: 'labs',
    workers: 2,
    nodeImage: 'registry.example/node:v1.36.3',
    featureGates: ['HPAScaleToZero'],
  };
  expect(kindConfig([], ClusterProfile.kind(options))).toMatchObject({
    name: 'labs',
    featureGates: { HPAScaleToZero: true },
    nodes: [
      { role: 'control-plane', image: options.nodeImage },
      { role: 'worker', image: options.nodeImage },
      { role: 'worker', image: options.nodeImage },
    ],
  });
});

test('another profile’s size and release are taken over as well', () => {
  expect(kindConfig([], ClusterProfile.eks({ kubernetes: '1.35' }))).toMatchObject({
    nodes: ['control-plane', 'worker', 'worker'].map((role) => ({ role, image: KIND_NODE_IMAGES['1.35'] })),
  });
});

test('several nodes for pods are workers', () => {
  const roles = (cluster: ClusterProfile) =>
    (kindConfig([], cluster) as { nodes: { role: string }[] }).nodes.map(({ role }) => role);
  expect(roles(ClusterProfile.kind({ nodes: 3 }))).toEqual(['control-plane', 'worker', 'worker', 'worker']);
  expect(roles(ClusterProfile.kind({ workers: 0 }))).toEqual(['control-plane']);
});

test('for a release without an image kind chooses', () => {
  expect(kindConfig([], ClusterProfile.kind({ kubernetes: '1.99' }))).toMatchObject({
    nodes: [{ role: 'control-plane' }],
  });
  expect(JSON.stringify(kindConfig([], ClusterProfile.kind({ kubernetes: '1.99', workers: 1 })))).not.toContain(
    'image',
  );
});

test('ports are in their own order, with the protocol where it is not TCP, and those of load balancers are among them', () => {
  const objects = [
    exposed('dns', { port: 53, nodePort: 30053, protocol: 'UDP' }, { port: 53, nodePort: 30054, protocol: 'TCP' }),
    service('web', { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30000 }] }),
    object('v1', 'ConfigMap', 'other', { spec: { ports: [{ nodePort: 30001 }] } }),
  ];
  expect(kindConfig(objects, ClusterProfile.kind())).toMatchObject({
    nodes: [
      {
        extraPortMappings: [
          { containerPort: 30000, hostPort: 30000, listenAddress: '127.0.0.1' },
          { containerPort: 30053, hostPort: 30053, listenAddress: '127.0.0.1', protocol: 'UDP' },
          { containerPort: 30054, hostPort: 30054, listenAddress: '127.0.0.1' },
        ],
      },
    ],
  });
});

test('Services of type NodePort without a number are told apart', () => {
  const [fixed, chosen] = [exposed('fixed', { nodePort: 30000 }), exposed('chosen', { nodePort: 30001 }, { port: 81 })];
  expect(servicesWithUnknownNodePort([fixed, chosen, service('web', { type: 'LoadBalancer', ports: [{}] })])).toEqual([
    chosen,
  ]);
});
