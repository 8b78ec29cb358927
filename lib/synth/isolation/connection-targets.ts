import { type IConstruct } from 'constructs';
import { type Fields } from '../../checks';
import {
  isIpAddress,
  type ClusterDnsSpec,
  type ClusterProfile,
  type Connection,
  type ConnectionPeer,
  type PeerAddress,
  type ScrapedPeers,
} from '../../platform';
import { type AppNetwork, type ClusterService, type ClusterServicePort } from './app-network';
import {
  ANYBODY,
  EVERY_ADDRESS,
  everyPodOf,
  partyOf,
  singleAddress,
  strangers,
  type Party,
  type PolicyPort,
} from './party';
import { type PodGroup } from './pod-group';

const KUBELET_PORT = 10250;

/** Where a connection leads to. */
export interface Target {
  readonly party: Party;
  /** Ports of the pods; none for all of them. */
  readonly ports: readonly PolicyPort[];
}

/** What is known where targets are looked up. */
export interface TargetContext {
  readonly network: AppNetwork;
  readonly cluster: ClusterProfile;
  /** Told of a Service that is not in the app, and of what connects to it, if it was declared. */
  readonly missing: (service: string, declaredBy?: IConstruct) => void;
}

/** Who opens a connection. */
export function sourcesOf({ spec }: ConnectionPeer, { network }: TargetContext): Party[] {
  const { construct, pods, service } = spec;
  if (construct) return network.below(construct).map(partyOf);
  if (pods) {
    const groups = network.labelled(pods);
    return groups.length > 0 ? groups.map(partyOf) : [strangers(pods.labels, pods.namespace)];
  }
  if (service) {
    const selector = network.service(service.namespace, service.name)?.selector ?? {};
    return network.labelled({ labels: selector as Record<string, string>, namespace: service.namespace }).map(partyOf);
  }
  return [ANYBODY];
}

/** What a connection leads to. */
type Connected = Pick<Connection, 'to' | 'ports'>;

/**
 * Where a connection of pods in a namespace leads to.
 *
 * @param namespace where a host name without a namespace is looked up
 */
export function targetsOf({ to, ports }: Connected, namespace: string, context: TargetContext): Target[] {
  const { network, cluster } = context;
  const { construct, pods, service, address, place, scraped } = to.spec;
  const asked = [...(ports.ports ?? []).map(tcp), ...(ports.udpPorts ?? []).map(udp)];
  const onAskedPorts = (group: PodGroup): Target => ({
    party: partyOf(group),
    ports: asked.length > 0 ? asked : group.ports.map(({ port, protocol = 'TCP' }) => ({ protocol, port })),
  });
  if (construct) return network.below(construct).map(onAskedPorts);
  if (pods) {
    const groups = network.labelled(pods);
    return groups.length > 0
      ? groups.map(onAskedPorts)
      : [{ party: strangers(pods.labels, pods.namespace), ports: asked }];
  }
  if (service) return serviceTargets(service, context);
  if (address) return addressTargets(address, namespace, context);
  if (scraped) {
    if (scraped.by === 'pods') return scrapedPods(scraped, network);
    return [...scrapedServices(scraped, context), ...scrapedDns(scraped, cluster.dns.spec)];
  }
  if (place === 'kubelets') return [{ party: ANYBODY, ports: [tcp(KUBELET_PORT)] }];
  if (place === 'api server') return [{ party: ANYBODY, ports: apiServerPorts(cluster).map(tcp) }];
  return [{ party: EVERY_ADDRESS, ports: asked }];
}

/** Whether who connects there asks for an address by name. */
export function isAskedByName({ spec: { address, place, scraped } }: ConnectionPeer): boolean {
  return place === 'outside' || scraped?.by === 'address' || (address !== undefined && !isIpAddress(address.host));
}

/** The targets behind a Service of the app, at one of its ports or at all of them. */
export function serviceTargets(
  { name, namespace, port }: { readonly name: string; readonly namespace: string; readonly port?: number },
  context: TargetContext,
): Target[] {
  const service = context.network.service(namespace, name);
  if (!service) {
    context.missing(`${namespace}/${name}`);
    return [{ party: everyPodOf(namespace), ports: [] }];
  }
  return service.ports
    .filter((each) => port === undefined || each.port === port)
    .flatMap((each) => portTargets(service, each, context.network));
}

function portTargets(service: ClusterService, port: ClusterServicePort, network: AppNetwork): Target[] {
  const { selector, namespace } = service;
  const asIs = { protocol: port.protocol, port: port.targetPort };
  if (Object.keys(selector).length === 0) return [{ party: ANYBODY, ports: [asIs] }]; // somebody else says where it leads
  const groups = network.labelled({ labels: selector as Record<string, string>, namespace });
  if (groups.length === 0) return [{ party: strangers(selector, namespace), ports: [asIs] }];
  return groups.map((group) => {
    const named = group.ports.find(({ name }) => name === port.targetPort);
    return { party: partyOf(group), ports: [named ? { protocol: port.protocol, port: named.port } : asIs] };
  });
}

function addressTargets({ host, port, protocols }: PeerAddress, from: string, context: TargetContext): Target[] {
  const ports = protocols.map((protocol) => ({ protocol, port }));
  if (isLoopback(host)) return [];
  if (isIpAddress(host)) return [{ party: singleAddress(host), ports }];
  const [name = '', namespace = from, ...domain] = host.split('.');
  const isInCluster = domain.length === 0 || domain[0] === 'svc';
  const service = isInCluster ? context.network.service(namespace, name) : undefined;
  if (service?.isHeadless) {
    return serviceTargets({ name, namespace }, context).map((target) => ({ ...target, ports }));
  }
  if (isInCluster && (service || domain[0] === 'svc' || !host.includes('.'))) {
    return serviceTargets({ name, namespace, port }, context);
  }
  return [{ party: EVERY_ADDRESS, ports }];
}

function scrapedPods({ annotation, value }: ScrapedPeers, { groups }: AppNetwork): Target[] {
  return groups
    .filter(({ annotations }) => annotations[annotation] === value)
    .map((group) => ({
      party: partyOf(group),
      ports: scrapedPort(group.annotations) ?? group.ports.map(({ port, protocol = 'TCP' }) => ({ protocol, port })),
    }));
}

function scrapedServices({ by, annotation, value }: ScrapedPeers, context: TargetContext): Target[] {
  return context.network.services
    .filter(({ annotations }) => annotations[annotation] === value)
    .flatMap((service) => {
      const ports = by === 'endpoints' ? scrapedPort(service.annotations) : undefined;
      return serviceTargets({ name: service.name, namespace: service.namespace }, context).map((target) =>
        ports ? { ...target, ports } : target,
      );
    });
}

/** The cluster's DNS, whose Service is in nobody's manifests. */
function scrapedDns(
  { by, annotation }: ScrapedPeers,
  { namespace, podLabels, scrapedPort: port }: ClusterDnsSpec,
): Target[] {
  if (port === undefined || by !== 'endpoints' || annotation !== 'prometheus.io/scrape') return [];
  return [{ party: strangers(podLabels, namespace), ports: [tcp(port)] }];
}

function scrapedPort(annotations: Fields): PolicyPort[] | undefined {
  const port = Number(annotations['prometheus.io/port']);
  return port > 0 ? [tcp(port)] : undefined;
}

/** The Service's port and the server's own: some networks look at a connection before its address is translated, others after. */
function apiServerPorts({ name, apiServerPort }: ClusterProfile): number[] {
  if (apiServerPort !== undefined) return [...new Set([443, apiServerPort])];
  switch (name) {
    case 'eks':
      return [443];
    case 'minikube':
      return [443, 8443];
    case 'kind':
    case 'kubeadm':
      return [443, 6443];
    default:
      return [443, 6443, 8443];
  }
}

function tcp(port: number): PolicyPort {
  return { protocol: 'TCP', port };
}

function udp(port: number): PolicyPort {
  return { protocol: 'UDP', port };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '::1';
}
