import { ApiObject, type Size } from 'cdk8s';
import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  ClusterScopedObject,
  ClusterSingletons,
  PodSecurityLevel,
  SecuredNamespace,
  type ExposedServiceReference,
} from '../platform';
import { ConstructError } from '../validation';
import { type IngressExposure } from './ingress-exposure';
import { IngressWorkload, type NginxIngressStackProps } from './nginx-ingress-stack';

interface Labels {
  readonly [label: string]: string;
}

/** The namespace of a controller, unless Kubernetes or somebody else makes it. */
export function addNamespace(
  scope: Construct,
  name: string,
  exposure: IngressExposure,
  createNamespace = name !== 'default' && !name.startsWith('kube-'),
): void {
  if (!createNamespace) return;
  new SecuredNamespace(scope, 'namespace', {
    name,
    // Host ports are forbidden from `baseline` on.
    enforce: exposure.usesHostPorts ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED,
  });
}

/** The IngressClass of a controller. */
export function addIngressClass(
  scope: Construct,
  props: { readonly name: string; readonly controller: string; readonly labels: Labels; readonly isDefault?: boolean },
): void {
  new ClusterScopedObject(scope, 'ingress-class', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: {
      name: props.name,
      labels: props.labels,
      annotations: props.isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : undefined,
    },
    spec: { controller: props.controller },
  });
}

/** What the Service of a controller is made of. */
export interface ControllerServiceProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly podLabels: Labels;
  readonly exposure: IngressExposure;
}

/** The Service that requests come in by. */
export function addControllerService(scope: Construct, props: ControllerServiceProps): ExposedServiceReference {
  const { name, namespace, labels, podLabels, exposure } = props;
  const { http, https, annotations } = exposure.options;
  const ports = [
    { name: 'http', port: 80, nodePort: http },
    { name: 'https', port: 443, nodePort: https },
  ];
  for (const { nodePort } of ports) {
    if (nodePort !== undefined) ClusterSingletons.of(scope).claim('node port', String(nodePort), scope);
  }
  if (exposure.usesHostPorts) {
    for (const { port } of ports) ClusterSingletons.of(scope).claim('host port', String(port), scope);
  }
  new ApiObject(scope, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels, annotations },
    spec: {
      type: exposure.serviceType,
      externalTrafficPolicy: exposure.preservesClientIp ? 'Local' : undefined,
      selector: podLabels,
      ports: ports.map((port) => ({ ...port, protocol: 'TCP', appProtocol: port.name, targetPort: port.name })),
    },
  });
  return { name, type: exposure.serviceType, metadata: { namespace }, ports };
}

/** What the Deployment or DaemonSet of a controller is made of. */
export interface ControllerWorkloadProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly podLabels: Labels;
  /** Whether an old pod has to go before a new one can start. */
  readonly replacesInPlace: boolean;
  readonly template: { readonly metadata: object; readonly spec: object };
}

/** The Deployment or DaemonSet of a controller. Without a number of replicas it says none, so that an autoscaler can have it. */
export function addControllerWorkload(
  scope: Construct,
  { workload = IngressWorkload.DEPLOYMENT, replicas }: NginxIngressStackProps,
  { name, namespace, labels, podLabels, replacesInPlace, template }: ControllerWorkloadProps,
): ApiObject {
  const isDaemonSet = workload === IngressWorkload.DAEMON_SET;
  if (isDaemonSet && replicas !== undefined) {
    throw new ConstructError(scope, {
      what: `DaemonSet "${name}" is to have ${replicas} replicas.`,
      why: 'It runs one pod on every node, and the API server refuses the field.',
      fix: 'Remove replicas, or use IngressWorkload.DEPLOYMENT.',
    });
  }
  const strategy = replacesInPlace ? { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } : undefined;
  return new ApiObject(scope, 'workload', {
    apiVersion: 'apps/v1',
    kind: workload,
    metadata: { name, namespace, labels, annotations: replacesInPlace ? IN_PLACE : undefined },
    spec: {
      replicas,
      selector: { matchLabels: podLabels },
      ...(isDaemonSet ? { updateStrategy: strategy } : { strategy }),
      template,
    },
  });
}

const IN_PLACE = {
  'cdk8s-autoscaling/ignore':
    'R22: a node has its ports 80 and 443 once, so that the old pod has to go before the new one can come',
};

/** The ports for requests, on the nodes as well where the exposure says so. */
export function requestPorts({ usesHostPorts }: IngressExposure): object[] {
  const port = (name: string, containerPort: number) => ({
    name,
    containerPort,
    protocol: 'TCP',
    ...(usesHostPorts ? { hostPort: containerPort } : {}),
  });
  return [port('http', 80), port('https', 443)];
}

/** Requests and limits as a manifest has them. */
export function resourceFields(cpu: CpuResources, memory: MemoryResources): object {
  const side = (which: 'request' | 'limit') => {
    const amounts = { cpu: cpu[which]?.amount, memory: memory[which] && mebibytes(memory[which]) };
    return amounts.cpu === undefined && amounts.memory === undefined ? undefined : amounts;
  };
  return { requests: side('request'), limits: side('limit') };
}

function mebibytes(size: Size): string {
  const kibibytes = size.toKibibytes();
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
}

/** What a container may do that binds ports 80 and 443 without root: the standard `restricted` allows it. */
export const BINDS_LOW_PORTS = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The names of the pod and its namespace, for the container. */
export const POD_IDENTITY = ['POD_NAMESPACE', 'POD_NAME'].map((name) => ({
  name,
  valueFrom: { fieldRef: { fieldPath: name === 'POD_NAME' ? 'metadata.name' : 'metadata.namespace' } },
}));

/** With host ports the pods may have to run where the machine leads to: on kind that is the control plane. */
export function tolerations({ usesHostPorts }: IngressExposure): object[] | undefined {
  if (!usesHostPorts) return undefined;
  return [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Equal', effect: 'NoSchedule' }];
}

/** The ConfigMap of a controller. An empty one says no data: the API server drops an empty map, and a second apply would patch it back. */
export function addConfigMap(
  scope: Construct,
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Labels },
  data: { readonly [key: string]: string },
): void {
  new ApiObject(scope, 'config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: Object.keys(data).length > 0 ? data : undefined,
  });
}
