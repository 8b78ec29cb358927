import { READ, allow, type AccessRule } from './access';

/** What `PrometheusServer` may do: find its targets, and ask API server and kubelets. */
export const PROMETHEUS_SERVER_RULES: readonly AccessRule[] = [
  allow('', ['nodes', 'nodes/metrics', 'services', 'endpoints', 'pods', 'ingresses', 'configmaps'], READ),
  allow('networking.k8s.io', ['ingresses', 'ingresses/status'], READ),
  allow('discovery.k8s.io', ['endpointslices'], READ),
  { nonResourceURLs: ['/metrics'], verbs: ['get'] },
];
