import { Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { type Sample } from '../sample';

export const NETWORK_SAMPLES: readonly Sample[] = [
  {
    name: 'MetalLbStack',
    build: (lib, chart) => {
      const metallb = new lib.MetalLbStack(chart, 'metallb', {
        version: '0.16.1',
        controllerImage: 'acme/controller:v0.16.1',
        speakerImage: 'acme/speaker:v0.16.1',
        namespace: 'metallb-system',
        logLevel: lib.MetalLbLogLevel.INFO,
        announceFromExcludedNodes: true,
      });
      const session = {
        myAsn: 64500,
        peerAsn: 64501,
        address: '192.0.2.1',
        port: 179,
        holdTime: Duration.seconds(90),
        sourceAddress: '192.0.2.2',
        routerId: '192.0.2.2',
        passwordSecret: Secret.fromSecretName(chart, 'password', 'router-password'),
        nodeLabels: { rack: 'a' },
      };
      const router = metallb.addBgpPeer('router', session);
      new lib.BgpPeer(chart, 'second', { ...session, name: 'second-router', namespace: 'metallb-system' });
      metallb.addPool('public', lib.AddressPool.cidr('198.51.100.0/28', { autoAssign: true, avoidBuggyIps: true }), {
        advertisements: [
          lib.Advertisement.bgp({
            peers: [router],
            localPref: 100,
            communities: ['65535:65282'],
            aggregationLength: 32,
            nodeLabels: { rack: 'a' },
          }),
        ],
      });
      new lib.IpAddressPool(chart, 'pool', {
        pool: lib.AddressPool.of(['192.0.2.16/28', '192.0.2.40-192.0.2.50'], {
          autoAssign: false,
          avoidBuggyIps: false,
        }),
        name: 'private',
        namespace: 'metallb-system',
        advertisements: [lib.Advertisement.layer2({ interfaces: ['eth0'], nodeLabels: { rack: 'b' } })],
      });
      const range = lib.AddressPool.range('192.0.2.60', '192.0.2.70', { autoAssign: true, avoidBuggyIps: false });
      range.contains('192.0.2.61');
      range.overlaps(range);
    },
  },
];
