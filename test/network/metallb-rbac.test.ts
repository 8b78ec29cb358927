import { MetalLbStack } from '../../lib';
import { list } from '../../lib/checks';
import { chartOn, only, synthesize } from '../support/synthesize';

const READ = 'get list watch';
const ALL = 'create delete get list patch update watch';

/** What MetalLB's own manifests of 0.16 allow: object, API group, resources, names, verbs. Its rules for PodSecurityPolicies, gone since 1.25, are left out. */
const ACCESS: Readonly<Record<string, readonly (readonly [string, string, string, string])[]>> = {
  'Role controller': [
    ['', 'secrets', '', ALL],
    ['', 'secrets', 'memberlist', 'list'],
    ['apps', 'deployments', 'controller', 'get'],
    ['metallb.io', 'bgppeers', '', 'get list'],
    ['metallb.io', 'bfdprofiles', '', READ],
    ['metallb.io', 'ipaddresspools', '', READ],
    ['metallb.io', 'bgpadvertisements', '', READ],
    ['metallb.io', 'l2advertisements', '', READ],
    ['metallb.io', 'communities', '', READ],
    ['metallb.io', 'ipaddresspools/status', '', 'update'],
  ],
  'Role pod-lister': [
    ['', 'pods', '', 'get list'],
    ['', 'secrets', '', READ],
    ['', 'configmaps', '', READ],
    ['metallb.io', 'bfdprofiles', '', READ],
    ['metallb.io', 'bgppeers', '', READ],
    ['metallb.io', 'l2advertisements', '', READ],
    ['metallb.io', 'bgpadvertisements', '', READ],
    ['metallb.io', 'ipaddresspools', '', READ],
    ['metallb.io', 'communities', '', READ],
    ['metallb.io', 'servicebgpstatuses', '', '*'],
    ['metallb.io', 'servicebgpstatuses/status', '', '*'],
  ],
  'ClusterRole metallb-system:controller': [
    ['', 'services', '', READ],
    ['', 'namespaces', '', READ],
    ['', 'nodes', '', 'list'],
    ['', 'services/status', '', 'update'],
    ['', 'events', '', 'create patch'],
    ['admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'metallb-webhook-configuration', ALL],
    ['admissionregistration.k8s.io', 'validatingwebhookconfigurations', '', 'list watch'],
    [
      'apiextensions.k8s.io',
      'customresourcedefinitions',
      'bfdprofiles.metallb.io bgpadvertisements.metallb.io bgppeers.metallb.io communities.metallb.io ' +
        'configurationstates.metallb.io ipaddresspools.metallb.io l2advertisements.metallb.io',
      ALL,
    ],
    ['apiextensions.k8s.io', 'customresourcedefinitions', '', 'list watch'],
    ['metallb.io', 'configurationstates', '', ALL],
    ['metallb.io', 'configurationstates/status', '', 'get patch update'],
  ],
  'ClusterRole metallb-system:speaker': [
    ['metallb.io', 'servicel2statuses', '', '*'],
    ['metallb.io', 'servicel2statuses/status', '', '*'],
    ['metallb.io', 'configurationstates', '', '*'],
    ['metallb.io', 'configurationstates/status', '', '*'],
    ['', 'services', '', READ],
    ['', 'endpoints', '', READ],
    ['', 'nodes', '', READ],
    ['', 'namespaces', '', READ],
    ['discovery.k8s.io', 'endpointslices', '', READ],
    ['', 'events', '', 'create patch'],
  ],
};

const BINDINGS: Readonly<Record<string, readonly string[]>> = {
  'RoleBinding controller': ['controller'],
  'RoleBinding pod-lister': ['controller', 'speaker'],
  'ClusterRoleBinding metallb-system:controller': ['controller'],
  'ClusterRoleBinding metallb-system:speaker': ['speaker'],
};

const chart = chartOn(undefined, undefined);
new MetalLbStack(chart, 'metallb');
const manifests = synthesize(chart);

test.each(Object.entries(ACCESS))('%s allows what MetalLB needs, and no more', (object, access) => {
  const [kind, name] = object.split(' ') as [string, string];
  const texts = (value: unknown, key: string): string => [...list(value, key)].map(String).sort().join(' ');
  const rules = list(only(manifests, kind, name), 'rules').flatMap((rule) =>
    list(rule, 'resources').map((resource) => [
      texts(rule, 'apiGroups'),
      resource,
      texts(rule, 'resourceNames'),
      texts(rule, 'verbs'),
    ]),
  );
  const inOrder = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.join(' | ')).sort();
  expect(inOrder(rules)).toEqual(inOrder(access));
});

test.each(Object.entries(BINDINGS))('%s binds the role of its name', (object, accounts) => {
  const [kind, name] = object.split(' ') as [string, string];
  expect(only(manifests, kind, name)).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: kind.replace('Binding', ''), name },
    subjects: accounts.map((account) => ({ kind: 'ServiceAccount', name: account, namespace: 'metallb-system' })),
  });
});

test('nothing else is allowed or bound', () => {
  const access = manifests.filter(({ apiVersion }) => apiVersion.startsWith('rbac.'));
  expect(access.map(({ kind, metadata }) => `${kind} ${String(metadata.name)}`).sort()).toEqual(
    [...Object.keys(ACCESS), ...Object.keys(BINDINGS)].sort(),
  );
});
