import { ApiObject, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterProfile, ClusterSingletons, checkProps } from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import { dnsLabelProblem, imageProblem, nameError, refuse } from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { LINUX, NOBODY, httpProbe, labelsOf } from './pod-parts';
import { ServiceObject } from './service-object';

const PORT = 9100;

/** How node-exporter sees the node's file systems. */
export enum RootMount {
  /** With what is mounted later. The node's root must be a shared or slave mount, or the pod does not start. */
  PROPAGATED = 'propagated',
  /** As they were when the pod started. It works everywhere. */
  PRIVATE = 'private',
  /** Not at all: no metrics of file systems. */
  NONE = 'none',
}

/** Props of `NodeExporter`. */
export interface NodeExporterProps {
  /**
   * Namespace of everything that has one. Its Pod Security level must be `privileged`.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default quay.io/prometheus/node-exporter of the version table
   */
  readonly image?: string;
  /**
   * Whether the pods are in the network of their nodes, at port 9100: else network metrics are the pod's own.
   * @default true
   */
  readonly hostNetwork?: boolean;
  /**
   * Whether the pods see the processes of their nodes.
   * @default true
   */
  readonly hostPid?: boolean;
  /**
   * How it sees the node's file systems.
   * @default RootMount.PRIVATE for minikube, whose root is not a shared mount with every driver; else RootMount.PROPAGATED
   */
  readonly rootMount?: RootMount;
}

/**
 * node-exporter: CPU, memory, disks and network of each node as metrics.
 *
 * @see https://github.com/prometheus/node_exporter
 */
export class NodeExporter extends IsolatableConstruct {
  /** Its Service, with the annotation that the job `kubernetes-service-endpoints` looks for. */
  public readonly service: ServiceObject;

  private readonly namespace: string;

  /** @throws if something else in the app has port 9100 of the nodes; at synthesis, if its namespace does not admit it. */
  constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id);
    checkProps(this, 'NodeExporter', props);
    assignStage(this, Stage.CONTROLLERS);
    const { image = MONITORING_IMAGES.nodeExporter, hostNetwork = true, hostPid = true } = props;
    const onMinikube = ClusterProfile.of(this).name === 'minikube';
    const rootMount = props.rootMount ?? (onMinikube ? RootMount.PRIVATE : RootMount.PROPAGATED);
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    refuse(
      this,
      nameError('The name', id, dnsLabelProblem(id)),
      nameError('The namespace', this.namespace, dnsLabelProblem(this.namespace)),
      imageProblem(image),
    );
    if (hostNetwork) ClusterSingletons.of(this).claim('host port', String(PORT), this);

    const labels = labelsOf(id, 'node-exporter', 'exporter');
    const metadata = { name: id, namespace: this.namespace, labels };
    new ApiObject(this, 'daemon-set', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        selector: { matchLabels: { app: id } },
        template: { metadata: { labels }, spec: podSpec(image, hostNetwork, hostPid, rootMount) },
      },
    });
    this.service = new ServiceObject(this, 'service', {
      ...metadata,
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(PORT) },
      selector: { app: id },
      ports: [{ name: 'metrics', port: PORT, targetPort: PORT }],
    });
    AppChecks.attach(this);
  }
}

function podSpec(image: string, hostNetwork: boolean, hostPid: boolean, rootMount: RootMount): object {
  const directories = [
    { name: 'proc', path: '/proc' },
    { name: 'sys', path: '/sys' },
    ...(rootMount === RootMount.NONE ? [] : [{ name: 'root', path: '/' }]),
  ];
  return {
    automountServiceAccountToken: false,
    ...(hostNetwork ? { hostNetwork } : {}),
    ...(hostPid ? { hostPID: hostPid } : {}),
    nodeSelector: LINUX,
    tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: NOBODY,
      runAsGroup: NOBODY,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'node-exporter',
        image,
        imagePullPolicy: 'IfNotPresent',
        args: [
          ...directories.map(({ name, path }) =>
            name === 'root' ? '--path.rootfs=/host/root' : `--path.${name}fs=/host${path}`,
          ),
          ...(rootMount === RootMount.NONE
            ? ['--no-collector.filesystem']
            : ['--path.udev.data=/host/root/run/udev/data']),
          `--web.listen-address=:${PORT}`,
        ],
        ports: [{ name: 'metrics', containerPort: PORT, protocol: 'TCP' }],
        livenessProbe: httpProbe('/', 'metrics'),
        readinessProbe: httpProbe('/', 'metrics'),
        resources: { requests: { cpu: '10m', memory: '32Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: directories.map(({ name }) => ({
          name,
          mountPath: `/host/${name}`,
          readOnly: true,
          ...(name === 'root' && rootMount === RootMount.PROPAGATED ? { mountPropagation: 'HostToContainer' } : {}),
        })),
      },
    ],
    volumes: directories.map(({ name, path }) => ({ name, hostPath: { path } })),
  };
}
