import { READ, allow, type AccessRule } from './access';

const WITH_FINALIZERS = ['alertmanagers', 'prometheusagents', 'prometheuses', 'thanosrulers'];
const WITH_STATUS = ['podmonitors', 'probes', 'prometheusrules', 'scrapeconfigs', 'servicemonitors'];
const EDIT = ['create', 'delete', 'get', 'update'];

/** What prometheus-operator may do: turn custom resources into StatefulSets, Services and their configuration, and tell where the kubelets are. */
export const OPERATOR_RULES: readonly AccessRule[] = [
  allow(
    'monitoring.coreos.com',
    [
      'alertmanagerconfigs',
      ...WITH_FINALIZERS.flatMap((resource) => [resource, `${resource}/finalizers`, `${resource}/status`]),
      ...WITH_STATUS.flatMap((resource) => [resource, `${resource}/status`]),
    ],
    ['*'],
  ),
  allow('apps', ['statefulsets'], ['*']),
  allow('', ['configmaps', 'secrets'], ['*']),
  allow('', ['pods'], ['list', 'delete']),
  allow('', ['services', 'services/finalizers', 'endpoints'], EDIT),
  allow('', ['nodes'], ['list', 'watch']),
  allow('', ['namespaces'], READ),
  { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  allow('networking.k8s.io', ['ingresses'], READ),
  allow('storage.k8s.io', ['storageclasses'], ['get']),
  allow('discovery.k8s.io', ['endpointslices'], [...EDIT, 'list', 'watch']),
];

/** What a Prometheus of the operator may do: find its targets, and ask API server and kubelets. */
export const OPERATED_PROMETHEUS_RULES: readonly AccessRule[] = [
  allow('', ['nodes', 'nodes/metrics', 'services', 'endpoints', 'pods'], READ),
  allow('discovery.k8s.io', ['endpointslices'], READ),
  allow('networking.k8s.io', ['ingresses'], READ),
  { nonResourceURLs: ['/metrics', '/metrics/cadvisor'], verbs: ['get'] },
];
