import { READ, type AccessRule } from './access';

/** What kube-state-metrics can tell about, by API group. */
export const KUBE_STATE_RESOURCES: { readonly [apiGroup: string]: readonly string[] } = {
  '': [
    'configmaps',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'secrets',
    'services',
  ],
  'admissionregistration.k8s.io': ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'certificates.k8s.io': ['certificatesigningrequests'],
  'coordination.k8s.io': ['leases'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
};

/** What kube-state-metrics may do: follow what it tells about. */
export function kubeStateRules(resources: readonly string[]): AccessRule[] {
  return Object.entries(KUBE_STATE_RESOURCES).flatMap(([apiGroup, known]) => {
    const told = known.filter((resource) => resources.includes(resource));
    return told.length > 0 ? [{ apiGroups: [apiGroup], resources: told, verbs: READ.slice(1) }] : [];
  });
}
