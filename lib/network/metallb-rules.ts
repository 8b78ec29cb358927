/** An RBAC rule. */
interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const READ = ['get', 'list', 'watch'];
const ALL = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

function allow(apiGroup: string, resources: string[], verbs: string[], resourceNames?: string[]): Rule {
  return { apiGroups: [apiGroup], resources, ...(resourceNames ? { resourceNames } : {}), verbs };
}

/** What the controller may do in its own namespace: make the memberlist Secret and the webhook's certificate, read the configuration. */
export const CONTROLLER_RULES: readonly Rule[] = [
  allow('', ['secrets'], ALL),
  allow('', ['secrets'], ['list'], ['memberlist']),
  allow('apps', ['deployments'], ['get'], ['controller']),
  allow('metallb.io', ['bgppeers'], ['get', 'list']),
  allow('metallb.io', ['bfdprofiles', 'ipaddresspools', 'bgpadvertisements', 'l2advertisements', 'communities'], READ),
  allow('metallb.io', ['ipaddresspools/status'], ['update']),
];

/** What both may do in that namespace: the speakers find each other by listing their pods. */
export const POD_LISTER_RULES: readonly Rule[] = [
  allow('', ['pods'], ['list', 'get']),
  allow('', ['secrets', 'configmaps'], READ),
  allow(
    'metallb.io',
    ['bfdprofiles', 'bgppeers', 'l2advertisements', 'bgpadvertisements', 'ipaddresspools', 'communities'],
    READ,
  ),
  allow('metallb.io', ['servicebgpstatuses', 'servicebgpstatuses/status'], ['*']),
];

/** What the controller may do in the whole cluster: give Services their addresses, put its certificate into the webhook and the CRDs. */
export const CONTROLLER_CLUSTER_RULES: readonly Rule[] = [
  allow('', ['services', 'namespaces'], READ),
  allow('', ['nodes'], ['list']),
  allow('', ['services/status'], ['update']),
  allow('', ['events'], ['create', 'patch']),
  allow('admissionregistration.k8s.io', ['validatingwebhookconfigurations'], ALL, ['metallb-webhook-configuration']),
  allow('admissionregistration.k8s.io', ['validatingwebhookconfigurations'], ['list', 'watch']),
  allow('apiextensions.k8s.io', ['customresourcedefinitions'], ALL, [
    'bfdprofiles.metallb.io',
    'bgpadvertisements.metallb.io',
    'bgppeers.metallb.io',
    'ipaddresspools.metallb.io',
    'l2advertisements.metallb.io',
    'communities.metallb.io',
    'configurationstates.metallb.io',
  ]),
  allow('apiextensions.k8s.io', ['customresourcedefinitions'], ['list', 'watch']),
  allow('metallb.io', ['configurationstates'], ALL),
  allow('metallb.io', ['configurationstates/status'], ['get', 'patch', 'update']),
];

/** What the speakers may do in the whole cluster: follow Services and nodes, report what they announce. */
export const SPEAKER_CLUSTER_RULES: readonly Rule[] = [
  allow(
    'metallb.io',
    ['servicel2statuses', 'servicel2statuses/status', 'configurationstates', 'configurationstates/status'],
    ['*'],
  ),
  allow('', ['services', 'endpoints', 'nodes', 'namespaces'], READ),
  allow('discovery.k8s.io', ['endpointslices'], READ),
  allow('', ['events'], ['create', 'patch']),
];
