import { AddressPool, ClusterProfile, MetalLbLogLevel, MetalLbStack, type MetalLbStackProps } from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list } from '../../lib/kubernetes/fields';
import { manifestFiles } from '../../lib/synth/manifest-files';
import { renderObjects } from '../../lib/synth/rendered-object';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

function manifestsOf(props: MetalLbStackProps = {}, cluster = ClusterProfile.kubeadm()): Manifest[] {
  const chart = chartOn(cluster, undefined);
  new MetalLbStack(chart, 'metallb', props);
  return synthesize(chart);
}

function containerOf(manifests: readonly Manifest[], kind: 'Deployment' | 'DaemonSet') {
  return fields(list(only(manifests, kind), 'spec', 'template', 'spec', 'containers')[0]);
}

test('its manifests are locked, except for the definitions', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.filter(({ kind }) => kind !== 'CustomResourceDefinition')).toMatchSnapshot();
});

test('it consists of the objects of its release', () => {
  const names = manifestsOf().map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name].join(' '));
  expect(names).toEqual([
    'Namespace  metallb-system',
    'CustomResourceDefinition  bfdprofiles.metallb.io',
    'CustomResourceDefinition  bgpadvertisements.metallb.io',
    'CustomResourceDefinition  bgppeers.metallb.io',
    'CustomResourceDefinition  communities.metallb.io',
    'CustomResourceDefinition  configurationstates.metallb.io',
    'CustomResourceDefinition  ipaddresspools.metallb.io',
    'CustomResourceDefinition  l2advertisements.metallb.io',
    'CustomResourceDefinition  servicebgpstatuses.metallb.io',
    'CustomResourceDefinition  servicel2statuses.metallb.io',
    'ServiceAccount metallb-system controller',
    'ServiceAccount metallb-system speaker',
    'Role metallb-system controller',
    'RoleBinding metallb-system controller',
    'Role metallb-system pod-lister',
    'RoleBinding metallb-system pod-lister',
    'ClusterRole  metallb-system:controller',
    'ClusterRoleBinding  metallb-system:controller',
    'ClusterRole  metallb-system:speaker',
    'ClusterRoleBinding  metallb-system:speaker',
    'ConfigMap metallb-system metallb-excludel2',
    'Secret metallb-system metallb-webhook-cert',
    'Service metallb-system metallb-webhook-service',
    'ValidatingWebhookConfiguration  metallb-webhook-configuration',
    'Deployment metallb-system controller',
    'DaemonSet metallb-system speaker',
  ]);
});

test('definitions and namespace are applied first, pools after the controller whose webhook checks them', () => {
  const chart = chartOn(ClusterProfile.kubeadm(), undefined);
  const metallb = new MetalLbStack(chart, 'metallb');
  metallb.addBgpPeer('router', { myAsn: 64500, peerAsn: 64501, address: '10.0.0.1' });
  metallb.addPool('pool', AddressPool.cidr('10.0.0.0/28'));
  const files = manifestFiles(renderObjects(chart.node.root));
  const kindsIn = (file: string) => [...(files.get(file) ?? '').matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind);
  expect([...files.keys()]).toEqual(['00-test.k8s.yaml', '10-test.k8s.yaml', '20-test.k8s.yaml']);
  expect(new Set(kindsIn('00-test.k8s.yaml'))).toEqual(new Set(['Namespace', 'CustomResourceDefinition']));
  expect(kindsIn('10-test.k8s.yaml')).toContain('ValidatingWebhookConfiguration');
  expect(kindsIn('20-test.k8s.yaml')).toEqual(['BGPPeer', 'IPAddressPool', 'L2Advertisement']);
});

test('every prop reaches the manifests', () => {
  const props: Required<MetalLbStackProps> = {
    version: '0.16.2',
    controllerImage: 'registry.example/metallb/controller:v0.16.2',
    speakerImage: 'registry.example/metallb/speaker:v0.16.2',
    namespace: 'load-balancing',
    logLevel: MetalLbLogLevel.DEBUG,
    announceFromExcludedNodes: true,
  };
  const chart = chartOn(ClusterProfile.kubeadm(), undefined);
  const metallb = new MetalLbStack(chart, 'metallb', props);
  const pool = metallb.addPool('pool', AddressPool.cidr('10.0.0.0/28'));
  expect(pool.name).toBe('pool');
  expect(metallb).toMatchObject({ version: '0.16.2', namespace: 'load-balancing' });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(JSON.stringify(manifests)).not.toContain('metallb-system');
  expect(containerOf(manifests, 'Deployment')).toMatchObject({
    image: props.controllerImage,
    args: ['--port=9120', '--log-level=debug'],
  });
  expect(containerOf(manifests, 'DaemonSet')).toMatchObject({
    image: props.speakerImage,
    args: ['--port=9120', '--log-level=debug', '--ignore-exclude-lb'],
  });
  expect(only(manifests, 'IPAddressPool').metadata.namespace).toBe('load-balancing');
  const definition = only(manifests, 'CustomResourceDefinition', 'bgppeers.metallb.io');
  expect(at(definition, 'spec', 'conversion', 'webhook', 'clientConfig', 'service')).toEqual({
    name: 'metallb-webhook-service',
    namespace: 'load-balancing',
    path: '/convert',
  });
});

test('another patch release changes the images', () => {
  const manifests = manifestsOf({ version: '0.16.2' });
  expect(containerOf(manifests, 'Deployment').image).toBe('quay.io/metallb/controller:v0.16.2');
  expect(containerOf(manifests, 'DaemonSet').image).toBe('quay.io/metallb/speaker:v0.16.2');
});

test.each([
  ['kind', ClusterProfile.kind(), true],
  ['minikube', ClusterProfile.minikube(), true],
  ['three kubeadm nodes', ClusterProfile.kubeadm(), false],
  ['a cluster of unknown size', ClusterProfile.generic(), false],
])('on %s the control plane announces addresses: %#', (_name, cluster, announces) => {
  const { args } = containerOf(manifestsOf({}, cluster), 'DaemonSet');
  expect((args as string[]).includes('--ignore-exclude-lb')).toBe(announces);
});

test('the webhook asks the controller about every kind that is configured, and its Service leads there', () => {
  const manifests = manifestsOf();
  const asked = list(only(manifests, 'ValidatingWebhookConfiguration'), 'webhooks').map((webhook) => [
    at(webhook, 'name'),
    at(webhook, 'failurePolicy'),
    at(webhook, 'clientConfig', 'service', 'path'),
    list(list(webhook, 'rules')[0], 'operations').join(),
  ]);
  const path = (kind: string, version = 'v1beta1') => `/validate-metallb-io-${version}-${kind}`;
  expect(asked).toEqual([
    ['bgppeersvalidationwebhook.metallb.io', 'Fail', path('bgppeer', 'v1beta2'), 'CREATE,UPDATE'],
    ['bfdprofilevalidationwebhook.metallb.io', 'Fail', path('bfdprofile'), 'CREATE,DELETE'],
    ['bgpadvertisementvalidationwebhook.metallb.io', 'Fail', path('bgpadvertisement'), 'CREATE,UPDATE'],
    ['communityvalidationwebhook.metallb.io', 'Fail', path('community'), 'CREATE,UPDATE'],
    ['ipaddresspoolvalidationwebhook.metallb.io', 'Fail', path('ipaddresspool'), 'CREATE,UPDATE'],
    ['l2advertisementvalidationwebhook.metallb.io', 'Fail', path('l2advertisement'), 'CREATE,UPDATE'],
  ]);
  const service = only(manifests, 'Service').spec;
  expect(service).toMatchObject({ ports: [{ port: 443, targetPort: 9443 }] });
  expect(at(only(manifests, 'Deployment'), 'spec', 'template', 'metadata', 'labels')).toEqual(service.selector);
});

test('the speakers may be privileged, and hold no more than raw sockets', () => {
  const manifests = manifestsOf();
  expect(only(manifests, 'Namespace').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'privileged',
  });
  expect(containerOf(manifests, 'DaemonSet').securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_RAW'] },
    readOnlyRootFilesystem: true,
  });
});

test('a second MetalLB is an error that names both', () => {
  const chart = chartOn();
  new MetalLbStack(chart, 'metallb');
  expect(messageOf(() => new MetalLbStack(chart, 'again', { namespace: 'elsewhere' }))).toMatchInlineSnapshot(`
   "[test/again] "test/again" wants the MetalLB installation, which "test/metallb" owns.
       why: A cluster has it once: the second apply is refused or takes it away from the first.
       fix: Share "test/metallb", or choose another MetalLB for one of them."
  `);
});

test('another minor release is refused, because its arguments are others', () => {
  expect(messageOf(() => manifestsOf({ version: '0.15.3' }))).toMatchInlineSnapshot(`
   "[test/metallb] MetalLB 0.15.3 is asked for.
       why: These manifests have the arguments, ports and probes of 0.16: another release does not start with them.
       fix: Use 0.16.1, or leave the version out."
  `);
});

test.each(['controllerImage', 'speakerImage'] as const)('%s needs a tag', (prop) => {
  expect(messageOf(() => manifestsOf({ [prop]: 'registry.example/metallb' }))).toContain(
    'The image "registry.example/metallb" has no tag.',
  );
});

test('on EKS it warns that the network does not take its announcements', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  manifestsOf({}, ClusterProfile.eks());
  expect(write.mock.calls.flat().join('')).toMatchInlineSnapshot(`
   "warning: [test/metallb] MetalLB cannot announce addresses in the network of Amazon EKS. Leave it out: EKS gives LoadBalancer Services an address itself.
   "
  `);
});

test('an overlap with another pool or a node stops the synthesis', () => {
  const chart = chartOn(ClusterProfile.kubeadm({ nodeAddresses: ['192.168.56.10', '192.168.56.12'] }), undefined);
  const metallb = new MetalLbStack(chart, 'metallb');
  metallb.addPool('first', AddressPool.range('192.168.56.11', '192.168.56.13'));
  metallb.addPool('second', AddressPool.cidr('192.168.56.12/30'));
  expect(messageOf(() => synthesize(chart))).toMatchInlineSnapshot(`
   "Validation failed with the following errors:
     [] R37: IPAddressPool "metallb-system/first" (test/metallb/first/pool) has 192.168.56.12 in "192.168.56.11-192.168.56.13", which is the address of a node.
       why: Two machines would answer for it, so that the node or the Service is lost to the network.
       fix: Leave the address out of the pool, or correct nodeAddresses of the cluster profile.
     [] R37: IPAddressPool "metallb-system/second" (test/metallb/second/pool) has 192.168.56.12 in "192.168.56.12/30", which is the address of a node.
       why: Two machines would answer for it, so that the node or the Service is lost to the network.
       fix: Leave the address out of the pool, or correct nodeAddresses of the cluster profile.
     [] R37: The addresses "192.168.56.12/30" of IPAddressPool "metallb-system/second" (test/metallb/second/pool) and "192.168.56.11-192.168.56.13" of IPAddressPool "metallb-system/first" (test/metallb/first/pool) overlap.
       why: MetalLB's webhook refuses the second one.
       fix: Let each address be in one pool, once."
  `);
});
