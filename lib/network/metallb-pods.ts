import { type ApiObjectProps } from 'cdk8s';

/** Port of the controller's webhook. */
export const WEBHOOK_PORT = 9443;
/** Secret with the webhook's certificate. */
export const WEBHOOK_SECRET = 'metallb-webhook-cert';

const METRICS_PORT = 9120;
const HEALTH_PORT = 17472;
const MEMBERLIST_PORT = 7946;
const LINUX = { 'kubernetes.io/os': 'linux' };

/** What a speaker takes of its node: metrics, health, and how the speakers find each other. */
export const HOST_PORTS = [METRICS_PORT, HEALTH_PORT, MEMBERLIST_PORT];

/** Interfaces of container networks: nobody outside the node asks there. */
export const EXCLUDED_INTERFACES = [
  '^docker.*',
  '^cbr.*',
  '^dummy.*',
  '^virbr.*',
  '^lxcbr.*',
  '^veth.*',
  '^lo$',
  '^cali.*',
  '^tunl.*',
  '^flannel.*',
  '^kube-ipvs.*',
  '^cni.*',
  '^nodelocaldns.*',
  '^lxc.*',
];

/** What differs between installations. */
export interface MetalLbPodOptions {
  readonly namespace: string;
  readonly image: string;
  readonly logLevel: string;
  /** Whether speakers ignore the label that excludes a node from load balancers. */
  readonly ignoreExclusion: boolean;
}

/** The controller: it assigns addresses, and serves the webhook. */
export function controllerDeployment({ namespace, image, logLevel }: MetalLbPodOptions): ApiObjectProps {
  const labels = { app: 'metallb', component: 'controller' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'controller', namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'controller',
          nodeSelector: LINUX,
          terminationGracePeriodSeconds: 0,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            fsGroup: 65534,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'controller',
              image,
              args: commonArgs(logLevel),
              env: [
                fromPod('METALLB_POD_NAME', 'metadata.name'),
                { name: 'METALLB_ML_SECRET_NAME', value: 'memberlist' },
                { name: 'METALLB_DEPLOYMENT', value: 'controller' },
              ],
              ports: [METRICS, { name: 'webhook-server', containerPort: WEBHOOK_PORT, protocol: 'TCP' }],
              livenessProbe: probe('/healthz'),
              readinessProbe: probe('/readyz'),
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
            },
          ],
          volumes: [{ name: 'cert', secret: { secretName: WEBHOOK_SECRET } }],
        },
      },
    },
  };
}

/** The speakers, one on each node: they answer ARP and NDP requests, or talk BGP. */
export function speakerDaemonSet({ namespace, image, logLevel, ignoreExclusion }: MetalLbPodOptions): ApiObjectProps {
  const labels = { app: 'metallb', component: 'speaker' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'speaker', namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'speaker',
          hostNetwork: true,
          nodeSelector: LINUX,
          tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
          terminationGracePeriodSeconds: 2,
          containers: [
            {
              name: 'speaker',
              image,
              args: [...commonArgs(logLevel), ...(ignoreExclusion ? ['--ignore-exclude-lb'] : [])],
              env: [
                fromPod('METALLB_NODE_NAME', 'spec.nodeName'),
                fromPod('METALLB_POD_NAME', 'metadata.name'),
                fromPod('METALLB_HOST', 'status.hostIP'),
                fromPod('METALLB_ML_BIND_ADDR', 'status.podIP'),
                { name: 'METALLB_ML_LABELS', value: `app=${labels.app},component=${labels.component}` },
                { name: 'METALLB_ML_SECRET_KEY_PATH', value: '/etc/ml_secret_key' },
              ],
              ports: [
                METRICS,
                { name: 'memberlist-tcp', containerPort: MEMBERLIST_PORT, protocol: 'TCP' },
                { name: 'memberlist-udp', containerPort: MEMBERLIST_PORT, protocol: 'UDP' },
              ],
              livenessProbe: probe('/healthz', '127.0.0.1'),
              readinessProbe: probe('/readyz', '127.0.0.1'),
              // It runs as root: raw sockets need the capability in the effective set.
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'], add: ['NET_RAW'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [
                { name: 'memberlist', mountPath: '/etc/ml_secret_key', readOnly: true },
                { name: 'metallb-excludel2', mountPath: '/etc/metallb', readOnly: true },
                { name: 'memberlist-config', mountPath: '/etc/metallb/memberlist', readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: 'memberlist', secret: { secretName: 'memberlist' } },
            { name: 'metallb-excludel2', configMap: { name: 'metallb-excludel2', defaultMode: 0o400 } },
            { name: 'memberlist-config', configMap: { name: 'metallb-memberlist-config', optional: true } },
          ],
        },
      },
    },
  };
}

/**
 * Nobody is told to scrape it: since 0.16 it asks the API server who comes, and upstream's roles do not even let it ask.
 * @see https://github.com/metallb/metallb/blob/v0.16.1/config/manifests/metallb-native.yaml
 */
const METRICS = { name: 'metricshttps', containerPort: METRICS_PORT, protocol: 'TCP' };

function commonArgs(logLevel: string): string[] {
  return [`--port=${METRICS_PORT}`, `--log-level=${logLevel}`];
}

function fromPod(name: string, fieldPath: string): object {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function probe(path: string, host?: string): object {
  return {
    httpGet: { path, port: HEALTH_PORT, ...(host === undefined ? {} : { host }) },
    initialDelaySeconds: 10,
    periodSeconds: 10,
  };
}
