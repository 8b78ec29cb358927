import {
  AddressPool,
  Advertisement,
  BgpPeer,
  IpAddressPool,
  type BgpOptions,
  type IpAddressPoolProps,
  type Layer2Options,
} from '../../lib';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const POOL = AddressPool.range('192.168.56.11', '192.168.56.13');

function manifestsOf(props: Omit<IpAddressPoolProps, 'pool'> & { readonly pool?: AddressPool } = {}) {
  const chart = chartOn();
  new IpAddressPool(chart, 'nginx-ip-range', { pool: POOL, ...props });
  return synthesize(chart);
}

test('a pool says its addresses and is advertised on layer 2, with nothing that MetalLB defaults to', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toEqual([
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: 'IPAddressPool',
      metadata: { name: 'nginx-ip-range', namespace: 'metallb-system' },
      spec: { addresses: ['192.168.56.11-192.168.56.13'] },
    },
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: 'L2Advertisement',
      metadata: { name: 'nginx-ip-range', namespace: 'metallb-system' },
      spec: { ipAddressPools: ['nginx-ip-range'] },
    },
  ]);
});

test('every prop reaches the manifests', () => {
  const chart = chartOn();
  const peer = new BgpPeer(chart, 'router', { myAsn: 64500, peerAsn: 64501, address: '10.0.0.1' });
  const layer2: Required<Layer2Options> = { interfaces: ['eth1'], nodeLabels: { rack: 'a' } };
  const bgp: Required<BgpOptions> = {
    peers: [peer],
    localPref: 100,
    communities: ['65535:65282'],
    aggregationLength: 30,
    nodeLabels: { rack: 'b' },
  };
  const props: Required<IpAddressPoolProps> = {
    pool: AddressPool.cidr('10.0.0.0/24', { autoAssign: false, avoidBuggyIps: true }),
    name: 'public',
    namespace: 'load-balancing',
    advertisements: [Advertisement.layer2(layer2), Advertisement.bgp(bgp)],
  };
  const pool = new IpAddressPool(chart, 'pool', props);
  expect(pool).toMatchObject({ name: 'public', pool: props.pool });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(only(manifests, 'IPAddressPool')).toMatchObject({
    metadata: { name: 'public', namespace: 'load-balancing' },
    spec: { addresses: ['10.0.0.0/24'], autoAssign: false, avoidBuggyIPs: true },
  });
  expect(only(manifests, 'L2Advertisement')).toMatchObject({
    metadata: { name: 'public', namespace: 'load-balancing' },
    spec: {
      ipAddressPools: ['public'],
      interfaces: ['eth1'],
      nodeSelectors: [{ matchLabels: { rack: 'a' } }],
    },
  });
  expect(only(manifests, 'BGPAdvertisement')).toMatchObject({
    metadata: { name: 'public-2', namespace: 'load-balancing' },
    spec: {
      ipAddressPools: ['public'],
      peers: ['router'],
      localPref: 100,
      communities: ['65535:65282'],
      aggregationLength: 30,
      nodeSelectors: [{ matchLabels: { rack: 'b' } }],
    },
  });
});

test.each<[string, BgpOptions, AddressPool]>([
  ['IPv6 addresses over BGP', {}, AddressPool.of(['10.0.0.0/24', 'fd00::/120'])],
  ['a large community', { communities: ['65535:65282', 'large:1:2:3'] }, POOL],
  ['a community out of range', { communities: ['65536:1'] }, POOL],
  ['a localPref out of range', { localPref: -1 }, POOL],
  ['a localPref beyond its definition', { localPref: 2 ** 31 }, POOL],
  ['an aggregationLength beyond the pool', { aggregationLength: 23 }, AddressPool.cidr('10.0.0.0/24')],
  ['an aggregationLength beyond a range', { aggregationLength: 30 }, POOL],
  ['an aggregationLength that is none', { aggregationLength: 33 }, POOL],
])('%s are refused with the way out', (_name, options, pool) => {
  expect(messageOf(() => manifestsOf({ pool, advertisements: [Advertisement.bgp(options)] }))).toMatchSnapshot();
});

test('an aggregationLength within the pool, and the largest localPref, are accepted', () => {
  const options = { aggregationLength: 31, localPref: 2 ** 31 - 1 };
  expect(only(manifestsOf({ advertisements: [Advertisement.bgp(options)] }), 'BGPAdvertisement').spec).toMatchObject(
    options,
  );
});

test('BGP without options announces each address to all peers', () => {
  const manifests = manifestsOf({ advertisements: [Advertisement.bgp()] });
  expect(only(manifests, 'BGPAdvertisement').spec).toEqual({ ipAddressPools: ['nginx-ip-range'] });
});

test('IPv6 is advertised on layer 2', () => {
  const manifests = manifestsOf({ pool: AddressPool.cidr('fd00::/120') });
  expect(only(manifests, 'L2Advertisement').spec).toEqual({ ipAddressPools: ['nginx-ip-range'] });
});
