import { ApiObject, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  ClusterProfile,
  ClusterScopedObject,
  ClusterSingletons,
  ConnectionPeer,
  Connections,
  checkProps,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import {
  ConstructError,
  dnsLabelProblem,
  imageProblem,
  nameError,
  refuse,
  wholeNumberProblem,
  wholeSecondsProblem,
} from '../validation';
import { METRICS_SERVER_RELEASES } from '../versions';
import { METRICS_READER_RULES, METRICS_SERVER_RULES } from './metrics-server-rules';

const NAME = 'metrics-server';
const API_GROUP = 'metrics.k8s.io';
const API_VERSION = 'v1beta1';
const PORT = 10250;
const SHORTEST_RESOLUTION_SECONDS = 10;
const LABELS = { 'k8s-app': NAME };

/** Props of `MetricsServer`. */
export interface MetricsServerProps {
  /**
   * Release of metrics-server, such as `0.9.0`.
   * @default the newest one that supports the cluster's Kubernetes release
   */
  readonly version?: string;
  /**
   * Image, for a registry of one's own.
   * @default registry.k8s.io/metrics-server/metrics-server with the version
   */
  readonly image?: string;
  /**
   * Namespace of everything that has one.
   * @default 'kube-system'
   */
  readonly namespace?: string;
  /**
   * Whether to accept the kubelets' certificates without verifying them.
   * @default what the cluster profile says: true for kind, minikube and kubeadm, false for EKS and others
   */
  readonly kubeletInsecureTls?: boolean;
  /**
   * How often the kubelets are asked; 10 s or more. An autoscaler sees nothing newer.
   * @default 15 s
   */
  readonly resolution?: Duration;
  /**
   * Two replicas on different nodes, and a PodDisruptionBudget. Needs two nodes.
   * @default false
   */
  readonly highAvailability?: boolean;
  /**
   * Log verbosity, 0 to 10.
   * @default 0
   */
  readonly verbosity?: number;
  /**
   * Further arguments of metrics-server.
   * @default none
   */
  readonly additionalArgs?: string[];
}

/**
 * metrics-server: it serves metrics.k8s.io, which `kubectl top` and autoscaling on CPU and memory need.
 *
 * @see https://github.com/kubernetes-sigs/metrics-server
 */
export class MetricsServer extends IsolatableConstruct {
  /** Release of metrics-server. */
  public readonly version: string;
  /** Name of the APIService. */
  public readonly apiServiceName = `${API_VERSION}.${API_GROUP}`;
  /** The Deployment. */
  public readonly deployment: ApiObject;

  private readonly namespace: string;

  /** @throws if something else in the app serves metrics.k8s.io, or the release does not support the cluster's. */
  constructor(scope: Construct, id: string, props: MetricsServerProps = {}) {
    super(scope, id);
    checkProps(this, 'MetricsServer', props);
    assignStage(this, Stage.CONTROLLERS);
    this.namespace = props.namespace ?? 'kube-system';
    const { version, image } = this.chooseRelease(props);
    this.version = version;
    ClusterSingletons.of(this).claim('APIService', this.apiServiceName, this);

    this.addAccess();
    this.deployment = this.addDeployment(image, props);
    this.addService();
    if (props.highAvailability) this.addDisruptionBudget();
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.kubelets());
    AppChecks.attach(this);
  }

  private chooseRelease(props: MetricsServerProps): { readonly version: string; readonly image: string } {
    const cluster = ClusterProfile.of(this);
    const supported = METRICS_SERVER_RELEASES.filter(({ kubernetes }) => cluster.isAtLeast(kubernetes));
    const newest = supported[0]!; // the oldest supports the oldest cluster
    const version = props.version ?? newest.version;
    const known = METRICS_SERVER_RELEASES.find((release) => release.version === version);
    if (known && !supported.includes(known)) {
      throw new ConstructError(this, {
        what: `metrics-server ${version} is asked for on Kubernetes ${cluster.kubernetes}.`,
        why: `It supports Kubernetes ${known.kubernetes} and newer.`,
        fix: `Use metrics-server ${newest.version}, or leave the version out.`,
      });
    }
    const image = props.image ?? known?.image ?? `registry.k8s.io/metrics-server/metrics-server:v${version}`;
    refuse(this, imageProblem(image), nameError('The namespace', this.namespace, dnsLabelProblem(this.namespace)));
    return { version, image };
  }

  private addAccess(): void {
    const metadata = { labels: LABELS, namespace: this.namespace };
    const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace: this.namespace }];
    const bind = (kind: string, name: string) => ({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects,
    });
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };

    new ApiObject(this, 'service-account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, name: NAME },
    });
    new ClusterScopedObject(this, 'reader-role', {
      ...rbac,
      kind: 'ClusterRole',
      metadata: {
        name: 'system:aggregated-metrics-reader',
        labels: {
          ...LABELS,
          'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
          'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
          'rbac.authorization.k8s.io/aggregate-to-view': 'true',
        },
      },
      rules: METRICS_READER_RULES,
    });
    new ClusterScopedObject(this, 'role', {
      ...rbac,
      kind: 'ClusterRole',
      metadata: { name: `system:${NAME}`, labels: LABELS },
      rules: METRICS_SERVER_RULES,
    });
    new ApiObject(this, 'auth-reader-binding', {
      ...rbac,
      kind: 'RoleBinding',
      // The role that it binds is in kube-system, wherever metrics-server runs.
      metadata: { name: `${NAME}-auth-reader`, labels: LABELS, namespace: 'kube-system' },
      ...bind('Role', 'extension-apiserver-authentication-reader'),
    });
    new ClusterScopedObject(this, 'auth-delegator-binding', {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: `${NAME}:system:auth-delegator`, labels: LABELS },
      ...bind('ClusterRole', 'system:auth-delegator'),
    });
    new ClusterScopedObject(this, 'binding', {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: `system:${NAME}`, labels: LABELS },
      ...bind('ClusterRole', `system:${NAME}`),
    });
  }

  private addService(): void {
    new ApiObject(this, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace: this.namespace, labels: LABELS },
      spec: {
        selector: LABELS,
        ports: [{ name: 'https', appProtocol: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }],
      },
    });
    new ClusterScopedObject(this, 'api-service', {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: this.apiServiceName, labels: LABELS },
      spec: {
        group: API_GROUP,
        version: API_VERSION,
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true, // it makes a new self-signed certificate at each start
        service: { name: NAME, namespace: this.namespace },
      },
    });
  }

  private args(props: MetricsServerProps): string[] {
    const { resolution = Duration.seconds(15), verbosity, additionalArgs = [] } = props;
    const insecure = props.kubeletInsecureTls ?? ClusterProfile.of(this).selfSignedKubelets;
    if (resolution.toMilliseconds() < SHORTEST_RESOLUTION_SECONDS * 1000) {
      throw new ConstructError(this, {
        what: `metrics-server is to ask the kubelets every ${resolution.toHumanString()}.`,
        why: 'A kubelet measures its containers every 10 s, and metrics-server refuses to start with less.',
        fix: `Set resolution to ${SHORTEST_RESOLUTION_SECONDS} s or more.`,
      });
    }
    refuse(
      this,
      wholeSecondsProblem('The resolution of metrics-server', resolution),
      wholeNumberProblem('The verbosity of metrics-server', verbosity, 0, 10),
    );
    return [
      '--cert-dir=/tmp',
      `--secure-port=${PORT}`,
      '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
      '--kubelet-use-node-status-port',
      `--metric-resolution=${resolution.toSeconds()}s`,
      ...(insecure ? ['--kubelet-insecure-tls'] : []),
      ...(verbosity === undefined ? [] : [`--v=${verbosity}`]),
      ...additionalArgs,
    ];
  }

  private addDeployment(image: string, props: MetricsServerProps): ApiObject {
    if (props.highAvailability && ClusterProfile.of(this).nodes < 2) {
      throw new ConstructError(this, {
        what: `metrics-server is to run twice, and the cluster profile "${ClusterProfile.of(this).name}" has one node.`,
        why: 'Its replicas must not share a node, so the second one would stay Pending.',
        fix: 'Leave highAvailability out, or give the cluster profile its nodes.',
      });
    }
    return new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: NAME, namespace: this.namespace, labels: LABELS },
      spec: {
        replicas: props.highAvailability ? 2 : undefined,
        selector: { matchLabels: LABELS },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: props.highAvailability ? 1 : 0 } },
        template: {
          metadata: { labels: LABELS },
          spec: {
            serviceAccountName: NAME,
            priorityClassName: 'system-cluster-critical',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            affinity: props.highAvailability ? ANTI_AFFINITY : undefined,
            containers: [
              {
                name: NAME,
                image,
                imagePullPolicy: 'IfNotPresent',
                args: this.args(props),
                ports: [{ name: 'https', containerPort: PORT, protocol: 'TCP' }],
                livenessProbe: probe('/livez'),
                readinessProbe: { ...probe('/readyz'), initialDelaySeconds: 20 },
                resources: { requests: { cpu: '100m', memory: '200Mi' } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                  runAsUser: 1000,
                  seccompProfile: { type: 'RuntimeDefault' },
                },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    });
  }

  private addDisruptionBudget(): void {
    new ApiObject(this, 'disruption-budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: NAME, namespace: this.namespace, labels: LABELS },
      spec: { minAvailable: 1, selector: { matchLabels: LABELS } },
    });
  }
}

const ANTI_AFFINITY = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: LABELS } },
    ],
  },
};

function probe(path: string): object {
  return { httpGet: { path, port: 'https', scheme: 'HTTPS' }, periodSeconds: 10, failureThreshold: 3 };
}
