import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { BgpPeer, type BgpPeerProps } from '../../lib';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const MINIMAL = { myAsn: 64500, peerAsn: 64501, address: '10.0.0.1' };

test('a peer needs the numbers of both sides and an address', () => {
  const chart = chartOn();
  new BgpPeer(chart, 'router', MINIMAL);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toEqual([
    {
      apiVersion: 'metallb.io/v1beta2',
      kind: 'BGPPeer',
      metadata: { name: 'router', namespace: 'metallb-system' },
      spec: { myASN: 64500, peerASN: 64501, peerAddress: '10.0.0.1' },
    },
  ]);
});

test('every prop reaches the manifest', () => {
  const chart = chartOn();
  const props: Required<BgpPeerProps> = {
    ...MINIMAL,
    name: 'top-of-rack',
    namespace: 'load-balancing',
    port: 1790,
    holdTime: Duration.minutes(2),
    sourceAddress: '10.0.0.2',
    routerId: '10.0.0.3',
    passwordSecret: kplus.Secret.fromSecretName(chart, 'password', 'bgp-password'),
    nodeLabels: { rack: 'a' },
  };
  new BgpPeer(chart, 'router', props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(only(manifests, 'BGPPeer')).toMatchObject({
    metadata: { name: 'top-of-rack', namespace: 'load-balancing' },
    spec: {
      myASN: 64500,
      peerASN: 64501,
      peerAddress: '10.0.0.1',
      peerPort: 1790,
      holdTime: '120s',
      sourceAddress: '10.0.0.2',
      routerID: '10.0.0.3',
      passwordSecret: { name: 'bgp-password', namespace: 'load-balancing' },
      nodeSelectors: [{ matchLabels: { rack: 'a' } }],
    },
  });
});

test.each<[string, Partial<BgpPeerProps>]>([
  ['no autonomous system', { myAsn: 0 }],
  ['an autonomous system out of range', { peerAsn: 2 ** 32 }],
  ['a port out of range', { port: 16385 }],
  ['a hold time below 3 s', { holdTime: Duration.seconds(2) }],
  ['a hold time of half a second more', { holdTime: Duration.millis(3500) }],
  ['a name instead of an address', { address: 'router.local' }],
  ['a source that is not an address', { sourceAddress: 'eth0' }],
  ['a router ID that is not an address', { routerId: '1' }],
])('%s is refused with the way out', (_name, props) => {
  expect(messageOf(() => new BgpPeer(chartOn(), 'router', { ...MINIMAL, ...props }))).toMatchSnapshot();
});
