import { LINUX, NOBODY, RESTRICTED_CONTAINER, httpProbe, restrictedPod } from './pod-parts';

/** Port of the operator: its metrics. Without admission webhooks nobody asks it over TLS. */
export const OPERATOR_PORT = 8080;

/** Secrets that have no configuration of Prometheus, and need not be followed. */
const UNUSED_SECRETS = [
  'kubernetes.io/dockercfg',
  'kubernetes.io/dockerconfigjson',
  'kubernetes.io/service-account-token',
  'helm.sh/release.v1',
];

/** What differs between operators. */
export interface OperatorPodOptions {
  readonly account: string;
  readonly image: string;
  readonly reloaderImage: string;
  /** Service that the operator points at the kubelets, as namespace/name. */
  readonly kubeletService: string;
}

/** The pod of prometheus-operator. */
export function operatorPod({ account, image, reloaderImage, kubeletService }: OperatorPodOptions): object {
  return {
    serviceAccountName: account,
    nodeSelector: LINUX,
    securityContext: restrictedPod(NOBODY),
    containers: [
      {
        name: 'prometheus-operator',
        image,
        imagePullPolicy: 'IfNotPresent',
        args: [
          `--kubelet-service=${kubeletService}`,
          '--kubelet-endpoints=false', // deprecated since Kubernetes 1.33
          '--kubelet-endpointslice=true',
          '--localhost=127.0.0.1',
          `--prometheus-config-reloader=${reloaderImage}`,
          `--secret-field-selector=${UNUSED_SECRETS.map((type) => `type!=${type}`).join(',')}`,
          `--web.listen-address=:${OPERATOR_PORT}`,
        ],
        env: [{ name: 'GOGC', value: '30' }],
        ports: [{ name: 'http', containerPort: OPERATOR_PORT, protocol: 'TCP' }],
        livenessProbe: httpProbe('/healthz', 'http'),
        readinessProbe: httpProbe('/healthz', 'http'),
        resources: { requests: { cpu: '50m', memory: '64Mi' } },
        securityContext: RESTRICTED_CONTAINER,
      },
    ],
  };
}
