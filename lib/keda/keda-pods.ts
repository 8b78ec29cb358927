import { type ApiObjectProps } from 'cdk8s';
import {
  CERTIFICATE_SECRET,
  HEALTH_PORT,
  METRICS_ACCOUNT,
  METRICS_API_SERVER,
  METRICS_SERVICE_PORT,
  OPERATOR,
  PROMETHEUS_PORT,
  SECURE_PORT,
  WEBHOOKS,
  WEBHOOK_ACCOUNT,
  WEBHOOK_PORT,
  labelsOf,
} from './keda-names';

/** What differs between installations. */
export interface KedaPodOptions {
  readonly namespace: string;
  readonly clusterDomain: string;
  readonly logLevel: string;
  /** Verbosity of the metrics API server, which logs as Kubernetes does. */
  readonly verbosity: number;
  /** Namespaces that are watched; none for all. */
  readonly watchNamespaces: readonly string[];
  readonly restrictsSecrets: boolean;
  /** Whether the operator serves metrics of its own. */
  readonly metrics: boolean;
  readonly highAvailability: boolean;
}

/** The operator: it makes autoscalers of ScaledObjects, asks the sources, and activates targets. */
export function operatorDeployment(image: string, options: KedaPodOptions): ApiObjectProps {
  const { metrics, clusterDomain, logLevel, restrictsSecrets } = options;
  return deployment(OPERATOR, OPERATOR, options, {
    annotations: metrics ? scraped(PROMETHEUS_PORT) : undefined,
    certificates: { optional: true }, // it makes them itself
    container: {
      image,
      command: ['/keda'],
      args: [
        '--leader-elect',
        '--disable-compression=true',
        ...logArguments(logLevel),
        '--enable-webhook-patching=true',
        '--cert-dir=/certs',
        '--enable-cert-rotation=true',
        `--cert-secret-name=${CERTIFICATE_SECRET}`,
        `--operator-service-name=${OPERATOR}`,
        `--metrics-server-service-name=${METRICS_API_SERVER}`,
        `--webhooks-service-name=${WEBHOOKS}`,
        '--k8s-cluster-name=kubernetes-default',
        `--k8s-cluster-domain=${clusterDomain}`,
        `--enable-prometheus-metrics=${metrics}`,
        '--http-max-idle-conns=0',
        '--http-max-idle-conns-per-host=1000',
        '--http-idle-conn-timeout=90s',
      ],
      env: [
        watched(options),
        fromPod('POD_NAME', 'metadata.name'),
        fromPod('POD_NAMESPACE', 'metadata.namespace'),
        { name: 'OPERATOR_NAME', value: OPERATOR },
        { name: 'KEDA_HTTP_DEFAULT_TIMEOUT', value: '3000' },
        { name: 'KEDA_HTTP_MIN_TLS_VERSION', value: 'TLS12' },
        { name: 'KEDA_SERVICE_MIN_TLS_VERSION', value: 'TLS13' },
        ...(restrictsSecrets ? [{ name: 'KEDA_RESTRICT_SECRET_ACCESS', value: 'true' }] : []),
      ],
      ports: [port('http', PROMETHEUS_PORT), port('metricsservice', METRICS_SERVICE_PORT)],
      livenessProbe: { httpGet: { path: '/healthz', port: HEALTH_PORT }, initialDelaySeconds: 25 },
      readinessProbe: { httpGet: { path: '/readyz', port: HEALTH_PORT }, initialDelaySeconds: 20, periodSeconds: 3 },
    },
  });
}

/** Where the metrics API server asks the operator for values. */
export function metricsServiceUrl(namespace: string, clusterDomain: string): string {
  return `http://${OPERATOR}.${namespace}.svc.${clusterDomain}:${METRICS_SERVICE_PORT}`;
}

/** The metrics API server: it serves external.metrics.k8s.io, with values that it asks the operator for. */
export function metricsApiServerDeployment(image: string, options: KedaPodOptions): ApiObjectProps {
  const { namespace, clusterDomain, logLevel, verbosity } = options;
  return deployment(METRICS_API_SERVER, METRICS_ACCOUNT, options, {
    container: {
      image,
      command: ['/keda-adapter'],
      args: [
        `--port=${PROMETHEUS_PORT}`,
        `--secure-port=${SECURE_PORT}`,
        '--logtostderr=true',
        '--stderrthreshold=ERROR',
        '--disable-compression=true',
        `--metrics-service-address=${new URL(metricsServiceUrl(namespace, clusterDomain)).host}`,
        '--client-ca-file=/certs/ca.crt',
        '--tls-cert-file=/certs/tls.crt',
        '--tls-private-key-file=/certs/tls.key',
        '--cert-dir=/certs',
        `--v=${verbosity}`,
        ...logArguments(logLevel),
      ],
      env: [
        watched(options),
        fromPod('POD_NAMESPACE', 'metadata.namespace'),
        { name: 'KEDA_HTTP_DEFAULT_TIMEOUT', value: '3000' },
        { name: 'KEDA_HTTP_MIN_TLS_VERSION', value: 'TLS12' },
        { name: 'KEDA_SERVICE_MIN_TLS_VERSION', value: 'TLS13' },
      ],
      ports: [port('https', SECURE_PORT), port('metrics', PROMETHEUS_PORT)],
      livenessProbe: secureProbe('/healthz'),
      readinessProbe: secureProbe('/readyz'),
    },
  });
}

/** The webhooks: they refuse ScaledObjects that cannot work. */
export function webhooksDeployment(image: string, options: KedaPodOptions): ApiObjectProps {
  return deployment(WEBHOOKS, WEBHOOK_ACCOUNT, options, {
    container: {
      image,
      command: ['/keda-admission-webhooks'],
      args: [
        ...logArguments(options.logLevel),
        '--cert-dir=/certs',
        `--health-probe-bind-address=:${HEALTH_PORT}`,
        `--metrics-bind-address=:${PROMETHEUS_PORT}`,
      ],
      env: [watched(options), fromPod('POD_NAME', 'metadata.name'), fromPod('POD_NAMESPACE', 'metadata.namespace')],
      ports: [port('http', WEBHOOK_PORT), port('metrics', PROMETHEUS_PORT)],
      livenessProbe: { httpGet: { path: '/healthz', port: HEALTH_PORT }, initialDelaySeconds: 25 },
      readinessProbe: { httpGet: { path: '/readyz', port: HEALTH_PORT }, initialDelaySeconds: 20, periodSeconds: 3 },
    },
  });
}

interface Part {
  readonly container: { readonly image: string; readonly [field: string]: unknown };
  readonly annotations?: { readonly [annotation: string]: string };
  readonly certificates?: { readonly optional: boolean };
}

function deployment(
  name: string,
  serviceAccountName: string,
  { namespace, highAvailability }: KedaPodOptions,
  { container, annotations, certificates }: Part,
): ApiObjectProps {
  const matchLabels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: labelsOf(name) },
    spec: {
      replicas: highAvailability ? 2 : undefined,
      selector: { matchLabels },
      template: {
        metadata: { labels: labelsOf(name), annotations },
        spec: {
          serviceAccountName,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          affinity: highAvailability
            ? {
                podAntiAffinity: {
                  requiredDuringSchedulingIgnoredDuringExecution: [
                    { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } },
                  ],
                },
              }
            : undefined,
          containers: [
            {
              name,
              imagePullPolicy: 'IfNotPresent',
              ...container,
              resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '1', memory: '1000Mi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              volumeMounts: [{ name: 'certificates', mountPath: '/certs', readOnly: true }],
            },
          ],
          volumes: [{ name: 'certificates', secret: { secretName: CERTIFICATE_SECRET, ...certificates } }],
        },
      },
    },
  };
}

function logArguments(level: string): string[] {
  return [`--zap-log-level=${level}`, '--zap-encoder=console', '--zap-time-encoding=rfc3339'];
}

/** KEDA refuses to start without the variable; the API server drops an empty value, which means all namespaces. */
function watched({ watchNamespaces }: KedaPodOptions): object {
  const name = 'WATCH_NAMESPACE';
  return watchNamespaces.length === 0 ? { name } : { name, value: watchNamespaces.join(',') };
}

function fromPod(name: string, fieldPath: string): object {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function port(name: string, containerPort: number): object {
  return { name, containerPort, protocol: 'TCP' };
}

function secureProbe(path: string): object {
  return { httpGet: { path, port: SECURE_PORT, scheme: 'HTTPS' }, initialDelaySeconds: 5 };
}

function scraped(number: number): { [annotation: string]: string } {
  return { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(number) };
}
