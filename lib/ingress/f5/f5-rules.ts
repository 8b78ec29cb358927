import { type AccessRule } from '../access';

/** What F5's controller may do in every namespace. */
export function f5ClusterRules(customResources: boolean): AccessRule[] {
  return [
    { apiGroups: [''], resources: ['configmaps', 'namespaces', 'pods', 'secrets'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'list'] },
    {
      apiGroups: [''],
      resources: ['services'],
      verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
    },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['replicasets', 'daemonsets', 'statefulsets'], verbs: ['get'] },
    { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: ['get', 'list'] },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
    ...(customResources ? CUSTOM_RESOURCE_RULES : []),
  ];
}

/** What it may do in its own namespace. */
export function f5NamespaceRules(leaderElectionLock: string): AccessRule[] {
  return [
    { apiGroups: [''], resources: ['configmaps', 'pods', 'secrets', 'services'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['update'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'list'] },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [leaderElectionLock],
      verbs: ['get', 'update'],
    },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  ];
}

const CUSTOM_RESOURCE_RULES: AccessRule[] = [
  {
    apiGroups: ['k8s.nginx.org'],
    resources: ['virtualservers', 'virtualserverroutes', 'globalconfigurations', 'transportservers', 'policies'],
    verbs: ['list', 'watch', 'get'],
  },
  {
    apiGroups: ['k8s.nginx.org'],
    resources: ['virtualservers/status', 'virtualserverroutes/status', 'policies/status', 'transportservers/status'],
    verbs: ['update'],
  },
];
