import { type AccessRule } from '../access';

const READ = ['get', 'list', 'watch'];
const NETWORKING = ['networking.k8s.io'];

/** What the community's controller may do in every namespace. */
export const COMMUNITY_CLUSTER_RULES: AccessRule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'endpoints', 'nodes', 'pods', 'secrets', 'namespaces'],
    verbs: ['list', 'watch'],
  },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
  { apiGroups: [''], resources: ['services'], verbs: READ },
  { apiGroups: NETWORKING, resources: ['ingresses', 'ingressclasses'], verbs: READ },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: NETWORKING, resources: ['ingresses/status'], verbs: ['update'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
];

/** What it may do in its own namespace. */
export function communityNamespaceRules(leaderElectionLock: string): AccessRule[] {
  return [
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
    { apiGroups: [''], resources: ['configmaps', 'pods', 'secrets', 'endpoints'], verbs: READ },
    { apiGroups: [''], resources: ['services'], verbs: READ },
    { apiGroups: NETWORKING, resources: ['ingresses', 'ingressclasses'], verbs: READ },
    { apiGroups: NETWORKING, resources: ['ingresses/status'], verbs: ['update'] },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [leaderElectionLock],
      verbs: ['get', 'update'],
    },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  ];
}

/** What the Jobs may do that make the certificate of the admission webhook. */
export const ADMISSION_CLUSTER_RULES: AccessRule[] = [
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    verbs: ['get', 'update'],
  },
];
export const ADMISSION_NAMESPACE_RULES: AccessRule[] = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'create'] },
];
