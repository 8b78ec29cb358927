import { Relabeling } from './relabeling';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The ServiceMonitor of the API servers, which are behind the Service `kubernetes` in `default`. */
export const API_SERVER_MONITOR = {
  jobLabel: 'component',
  selector: { matchLabels: { component: 'apiserver', provider: 'kubernetes' } },
  namespaceSelector: { matchNames: ['default'] },
  endpoints: [
    {
      port: 'https',
      scheme: 'https',
      bearerTokenFile: `${ACCOUNT}/token`,
      tlsConfig: { caFile: `${ACCOUNT}/ca.crt`, serverName: 'kubernetes' },
    },
  ],
};

/** The ServiceMonitor of the kubelets and their cAdvisor, behind the Service in kube-system that the operator keeps. */
export function kubeletMonitor(insecureTls: boolean): object {
  const endpoint = {
    port: 'https-metrics',
    scheme: 'https',
    honorLabels: true,
    bearerTokenFile: `${ACCOUNT}/token`,
    tlsConfig: { caFile: `${ACCOUNT}/ca.crt`, ...(insecureTls ? { insecureSkipVerify: true } : {}) },
    relabelings: [Relabeling.replace({ from: ['__metrics_path__'], to: 'metrics_path' }).toCustomResource()],
  };
  return {
    jobLabel: 'k8s-app',
    selector: { matchLabels: { 'app.kubernetes.io/name': 'kubelet', 'k8s-app': 'kubelet' } },
    namespaceSelector: { matchNames: ['kube-system'] },
    endpoints: [endpoint, { ...endpoint, path: '/metrics/cadvisor' }],
  };
}
