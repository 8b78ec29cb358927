import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Library, type Sample } from '../sample';

const optionsOf = (lib: Library) => ({
  kubernetes: '1.35',
  nodes: 3,
  nodeCpu: Cpu.units(4),
  nodeMemory: Size.gibibytes(8),
  firstNodePort: 30000,
  lastNodePort: 32000,
  nodeAddresses: ['192.0.2.1'],
  clusterDomain: 'cluster.local',
  dns: lib.ClusterDns.nodeLocal(['169.254.20.10']),
  apiServerPort: 6443,
  featureGates: ['HPAScaleToZero'],
  provides: ['gateway.networking.k8s.io'],
});

const profile = (name: 'minikube' | 'kubeadm' | 'eks' | 'generic'): Sample => ({
  name: `ClusterProfile.${name}`,
  cluster: (lib) => lib.ClusterProfile[name](optionsOf(lib)),
  build: (lib, chart) => {
    new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() }).isolate();
  },
});

export const PLATFORM_SAMPLES: readonly Sample[] = [
  ...(['minikube', 'kubeadm', 'eks', 'generic'] as const).map(profile),
  {
    name: 'connections on kind',
    cluster: (lib) =>
      lib.ClusterProfile.kind({
        ...optionsOf(lib),
        configFile: 'kind.yaml',
        listenAddress: '127.0.0.1',
        clusterName: 'labs',
        workers: 3,
        nodeImage: 'kindest/node:v1.35.0',
      }),
    build: (lib, chart) => {
      const web = new lib.ScalableWebApp(chart, 'web', {
        image: lib.AppImage.podinfo(),
        exposure: lib.Exposure.nodePort(30080),
      });
      const connections = lib.Connections.of(chart);
      const from = lib.ConnectionPeer.podsOf(web);
      connections.add(from, lib.ConnectionPeer.url('postgres://db.example.com'));
      connections.add(from, lib.ConnectionPeer.pods({ labels: { app: 'x' }, namespace: 'ops' }), {
        ports: [8126],
        udpPorts: [8125],
      });
      connections.add(from, lib.ConnectionPeer.service(web.service, 80));
      lib.Isolation.isolate(chart);
      new lib.SecuredNamespace(chart, 'namespace', { name: 'secured', enforce: lib.PodSecurityLevel.BASELINE });
      new lib.CustomResourceDefinitions(chart, 'crds', {
        component: lib.CrdComponent.METALLB,
        conversionNamespace: 'metallb-system',
      });
      lib.OutsideAddress.ofService(chart, web.service, 'http').curl();
      lib.OutsideAddress.ofHostPort(chart, 80).url();
      lib.PodSecurity.restricted({ uid: 1, gid: 2 });
      lib.PodSecurity.root({ reason: 'it must', capabilities: [], readOnlyRootFilesystem: true });
      lib.KindCluster.configFor(chart.node.root);
      lib.ClusterProfile.of(chart).isAtLeast('1.30');
    },
  },
];
