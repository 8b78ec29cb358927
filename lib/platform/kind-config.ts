import { containersOf, fields, list, podTemplateOf, type CheckedObject } from '../checks';
import { KIND_NODE_IMAGES } from '../versions';
import { type ClusterProfile } from './cluster-profile';

/** What is published reaches nobody but who sits at the machine: without it kind listens on all interfaces. */
const THIS_MACHINE = '127.0.0.1';

interface PortMapping {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol?: string;
}

/**
 * The configuration of a kind cluster on which every node port and host port of the objects is reached at the same port of localhost, and of
 * nothing else unless the profile says so: kind publishes none by itself, and cannot publish one later.
 *
 * @see https://kind.sigs.k8s.io/docs/user/configuration/
 */
export function kindConfig(objects: readonly CheckedObject[], cluster: ClusterProfile): object {
  const {
    clusterName,
    workers = cluster.nodes > 1 ? cluster.nodes : 0,
    nodeImage,
    listenAddress = THIS_MACHINE,
  } = cluster.kindOptions ?? {};
  const image = nodeImage ?? KIND_NODE_IMAGES[cluster.kubernetes];
  const mappings = portMappings(objects).map((mapping) => ({ ...mapping, listenAddress }));
  const featureGates = cluster.featureGates.map((gate) => [gate, true] as const);
  return {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    ...(clusterName === undefined ? {} : { name: clusterName }),
    ...(featureGates.length > 0 ? { featureGates: Object.fromEntries(featureGates) } : {}),
    nodes: [
      {
        role: 'control-plane',
        ...(image === undefined ? {} : { image }),
        // One node is enough: kube-proxy answers every node port on every node.
        ...(mappings.length > 0 ? { extraPortMappings: mappings } : {}),
      },
      ...Array.from({ length: workers }, () => ({ role: 'worker', ...(image === undefined ? {} : { image }) })),
    ],
  };
}

/** Services whose node port Kubernetes chooses: kind cannot publish what is not known before the cluster is made. */
export function servicesWithUnknownNodePort(objects: readonly CheckedObject[]): CheckedObject[] {
  return objects.filter(
    (object) => isNodePortService(object) && list(object.manifest, 'spec', 'ports').some((port) => !nodePortOf(port)),
  );
}

function isNodePortService({ manifest }: CheckedObject): boolean {
  return manifest.kind === 'Service' && fields(manifest, 'spec').type === 'NodePort';
}

/** In the order of their ports, so that the configuration does not change when objects change places. */
function portMappings(objects: readonly CheckedObject[]): PortMapping[] {
  return [...objects.flatMap(nodePortMappings), ...objects.flatMap(hostPortMappings)].sort(
    (a, b) => a.hostPort - b.hostPort,
  );
}

function nodePortMappings({ manifest }: CheckedObject): PortMapping[] {
  if (manifest.kind !== 'Service') return [];
  return list(manifest, 'spec', 'ports').flatMap((port) => mappingOf(nodePortOf(port), port));
}

/** Ports of a node that a container takes itself, as an ingress controller does; what shares the node's network keeps to itself. */
function hostPortMappings(object: CheckedObject): PortMapping[] {
  const template = podTemplateOf(object);
  if (!template || fields(template, 'spec').hostNetwork === true) return [];
  return containersOf(template).flatMap(({ container }) =>
    list(container, 'ports').flatMap((port) => {
      const { hostPort } = fields(port);
      return mappingOf(typeof hostPort === 'number' ? hostPort : undefined, port);
    }),
  );
}

function mappingOf(number: number | undefined, port: unknown): PortMapping[] {
  if (number === undefined) return [];
  const { protocol } = fields(port);
  const other = typeof protocol === 'string' && protocol !== 'TCP' ? { protocol } : {};
  return [{ containerPort: number, hostPort: number, ...other }];
}

function nodePortOf(port: unknown): number | undefined {
  const { nodePort } = fields(port);
  return typeof nodePort === 'number' ? nodePort : undefined;
}
