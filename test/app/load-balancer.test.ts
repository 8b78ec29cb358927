import {
  AddressPool,
  AppImage,
  ClusterProfile,
  Exposure,
  MetalLbStack,
  ScalableWebApp,
  type LoadBalancerOptions,
} from '../../lib';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

function labOn(cluster: ClusterProfile) {
  const chart = chartOn(cluster);
  const metallb = new MetalLbStack(chart, 'metallb');
  const pool = metallb.addPool('nginx-ip-range', AddressPool.range('192.168.56.11', '192.168.56.13'));
  const expose = (name: string, options?: LoadBalancerOptions) =>
    new ScalableWebApp(chart, name, { image: AppImage.podinfo(), exposure: Exposure.loadBalancer(options) });
  return { chart, pool, expose };
}

test('a LoadBalancer Service asks for nothing unless it is told to', () => {
  const { chart, expose } = labOn(ClusterProfile.kubeadm());
  expose('web');
  const service = only(synthesize(chart), 'Service', 'web');
  expect(service.spec).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 80 }] });
  expect(service.metadata).not.toHaveProperty('annotations');
});

test('what MetalLB reads reaches the Service: an address, the pool that gives it, and the ports', () => {
  const { chart, pool, expose } = labOn(ClusterProfile.kubeadm());
  const options: LoadBalancerOptions = { address: '192.168.56.12', pool, ports: [{ port: 8080 }] };
  expose('web', options);
  const service = only(synthesize(chart), 'Service', 'web');
  expect(service.metadata.annotations).toEqual({
    'metallb.io/loadBalancerIPs': '192.168.56.12',
    'metallb.io/address-pool': 'nginx-ip-range',
  });
  expect(service.spec.ports).toMatchObject([{ port: 8080 }]);
});

test('an address that the pool does not have stops the synthesis', () => {
  const { chart, expose } = labOn(ClusterProfile.kubeadm());
  expose('web', { address: '192.168.56.14' });
  expect(messageOf(() => synthesize(chart))).toContain(
    'Service "shop/web" (test/web/service/Resource) asks for the address 192.168.56.14, which IPAddressPool "metallb-system/nginx-ip-range" (test/metallb/nginx-ip-range/pool) with 192.168.56.11-192.168.56.13 cannot give.',
  );
});

test('more Services than addresses stop the synthesis', () => {
  const { chart, expose } = labOn(ClusterProfile.kubeadm());
  for (const name of ['one', 'two', 'three']) expose(name);
  expect(() => synthesize(chart)).not.toThrow();
  expose('four');
  expect(messageOf(() => synthesize(chart))).toContain('4 LoadBalancer Services need an IPv4 address, and 3 are free');
});

test.each([
  ['kind', ClusterProfile.kind(), true],
  ['minikube', ClusterProfile.minikube(), true],
  ['kubeadm', ClusterProfile.kubeadm(), true],
  ['eks', ClusterProfile.eks(), false],
  ['generic', ClusterProfile.generic(), false],
])('without MetalLB a LoadBalancer Service on %s is a warning or not', (_name, cluster, warned) => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = chartOn(cluster);
  new ScalableWebApp(chart, 'web', { image: AppImage.podinfo(), exposure: Exposure.loadBalancer() });
  synthesize(chart);
  const told = write.mock.calls.flat().join('');
  expect(told.includes('R39: Service "shop/web" (test/web/service/Resource)')).toBe(warned);
});
