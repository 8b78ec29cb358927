import { ClusterProfile, OutsideAddress, type ExposedServiceReference } from '../../lib';
import { chart, messageOf } from '../ingress/manifests';

const SERVICE: ExposedServiceReference = {
  name: 'web',
  type: 'ClusterIP',
  metadata: { namespace: 'shop' },
  ports: [
    { name: 'http', port: 80 },
    { name: 'metrics', port: 9090 },
  ],
};
const nodePort = (port?: number): ExposedServiceReference => ({
  ...SERVICE,
  type: 'NodePort',
  ports: [{ name: 'http', port: 80, nodePort: port }],
});
const LOAD_BALANCER = { ...nodePort(), type: 'LoadBalancer' };
const NODE = `node=$(kubectl get nodes --output=jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}')`;
const EXTERNAL_NODE = NODE.replace('InternalIP', 'ExternalIP');
const PORT = `port=$(kubectl --namespace=shop get service web --output=jsonpath='{.spec.ports[?(@.port==80)].nodePort}')`;
const FORWARD = 'kubectl --namespace=shop port-forward service/web 8080:80';
const address = (field: string): string =>
  `address=$(kubectl --namespace=shop get service web --output=jsonpath='{.status.loadBalancer.ingress[0].${field}}')`;

test.each([
  ['kind', ClusterProfile.kind(), nodePort(30000), ['curl http://localhost:30000/']],
  ['kind', ClusterProfile.kind(), nodePort(), [FORWARD, 'curl http://localhost:8080/']],
  ['minikube', ClusterProfile.minikube(), nodePort(30000), ['curl "http://$(minikube ip):30000/"']],
  ['minikube', ClusterProfile.minikube(), LOAD_BALANCER, [PORT, 'curl "http://$(minikube ip):$port/"']],
  ['kubeadm', ClusterProfile.kubeadm(), nodePort(30000), [NODE, 'curl "http://$node:30000/"']],
  ['kubeadm', ClusterProfile.kubeadm(), nodePort(), [NODE, PORT, 'curl "http://$node:$port/"']],
  ['kubeadm', ClusterProfile.kubeadm(), LOAD_BALANCER, [address('ip'), 'curl "http://$address/"']],
  ['kubeadm', ClusterProfile.kubeadm(), SERVICE, [FORWARD, 'curl http://localhost:8080/']],
  ['eks', ClusterProfile.eks(), nodePort(30000), [EXTERNAL_NODE, 'curl "http://$node:30000/"']],
  ['eks', ClusterProfile.eks(), LOAD_BALANCER, [address('hostname'), 'curl "http://$address/"']],
] as const)('on %s it is what works there', (_name, cluster, service, commands) => {
  expect(OutsideAddress.ofService(chart(cluster), service).instruction('Open').commands).toEqual(commands);
});

test('a port can be chosen by its name', () => {
  const forwarded = OutsideAddress.ofService(chart(), SERVICE, 'metrics');
  expect(forwarded.instruction('Open').commands).toEqual([
    'kubectl --namespace=shop port-forward service/web 9090:9090',
    'curl http://localhost:9090/',
  ]);
});

test('without a namespace it is where kubectl puts the Service', () => {
  const [command] = OutsideAddress.ofService(chart(), { ...SERVICE, metadata: {} }).preparation;
  expect(command).toContain('--namespace=default');
});

test.each([
  ['kind', ClusterProfile.kind(), 'http://localhost/'],
  ['kubeadm', ClusterProfile.kubeadm(), 'http://$node/'],
  ['minikube', ClusterProfile.minikube(), 'http://$(minikube ip)/'],
])('a host port on %s is a port of a node', (_name, cluster, url) => {
  expect(OutsideAddress.ofHostPort(chart(cluster), 80).url()).toBe(url);
});

test('a request has path, Host header and protocol, quoted for a shell', () => {
  const kind = OutsideAddress.ofService(chart(ClusterProfile.kind()), nodePort(30101));
  expect(kind.curl({ path: '/a?b=1&c="$d"', host: 'example.com', https: true })).toBe(
    `curl --insecure --header 'Host: example.com' 'https://localhost:30101/a?b=1&c="$d"'`,
  );
  expect(OutsideAddress.ofHostPort(chart(ClusterProfile.kind()), 443).url({ https: true })).toBe('https://localhost/');
});

test('on minikube it says what to do where Docker Desktop does not lead to the node', () => {
  const { note } = OutsideAddress.ofService(chart(ClusterProfile.minikube()), nodePort(30009));
  expect(note).toContain('minikube service --namespace=shop web --url');
});

test.each([
  ['grpc', SERVICE, 'has no port named "grpc"', 'Use one of its ports: http, metrics.'],
  [undefined, { ...SERVICE, ports: [] }, 'has no port at all', 'Use one of its ports: add one.'],
  ['x', { ...SERVICE, ports: [{ port: 80 }] }, 'has no port named "x"', 'Use one of its ports: 80.'],
])('a port that is not there is refused: %s', (port, service, what, fix) => {
  const message = messageOf(() => OutsideAddress.ofService(chart(), service, port));
  expect(message).toContain(what);
  expect(message).toContain(fix);
});
