import { at, list, number, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects, type LabelSelector } from '../../kubernetes/label-selector';
import { parseIpAddress, parseIpRange, rangeContains } from '../../validation';
import { nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { isPod, type AddressEnd, type PodEnd, type Protocol } from './connection-end';

/** The side of a connection that a rule is about. */
export type Direction = 'ingress' | 'egress';

/** A NetworkPolicy that has been read, with the defaults that the API server fills in. */
export interface NetworkPolicy {
  /** Namespace and name, as messages show it. */
  readonly id: string;
  readonly namespace: string;
  readonly podSelector: LabelSelector;
  readonly directions: readonly Direction[];
  readonly ingress: readonly unknown[];
  readonly egress: readonly unknown[];
}

/** What a rule is asked about: who is at the other end, and the port of the pod that is connected to. */
export interface AskedConnection {
  readonly other: PodEnd | AddressEnd;
  /** Labels of the other end's namespace. */
  readonly namespaceLabels: Fields;
  /** Where the connection goes to, for ports by name. */
  readonly target: PodEnd | AddressEnd;
  readonly port: number;
  readonly protocol: Protocol;
}

/**
 * Reads a NetworkPolicy.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function networkPolicyOf(object: CheckedObject): NetworkPolicy {
  const { manifest } = object;
  const types = list(manifest, 'spec', 'policyTypes');
  const egress = list(manifest, 'spec', 'egress');
  const isFor = (type: string, byDefault: boolean) => (types.length > 0 ? types.includes(type) : byDefault);
  return {
    id: `${namespaceOf(object)}/${nameOf(object)}`,
    namespace: namespaceOf(object),
    podSelector: labelSelectorOf(at(manifest, 'spec', 'podSelector')) ?? EVERYTHING,
    directions: [
      ...(isFor('Ingress', true) ? (['ingress'] as const) : []),
      ...(isFor('Egress', egress.length > 0) ? (['egress'] as const) : []),
    ],
    ingress: list(manifest, 'spec', 'ingress'),
    egress,
  };
}

/** Whether a policy selects a pod for a direction: from then on only what a policy admits gets through. */
export function isolates(policy: NetworkPolicy, direction: Direction, pod: PodEnd): boolean {
  return (
    policy.directions.includes(direction) &&
    policy.namespace === pod.namespace &&
    selects(policy.podSelector, pod.labels)
  );
}

/** The place of the first rule that admits a connection, such as `ingress[0]`. */
export function admittingRule(
  policy: NetworkPolicy,
  direction: Direction,
  connection: AskedConnection,
): string | undefined {
  const index = policy[direction].findIndex(
    (rule) =>
      admitsPort(list(rule, 'ports'), connection) &&
      admitsPeer(policy, list(rule, direction === 'ingress' ? 'from' : 'to'), connection),
  );
  return index < 0 ? undefined : `${direction}[${index}]`;
}

const EVERYTHING: LabelSelector = {};

/** Without ports a rule is about all of them. */
function admitsPort(ports: readonly unknown[], { port, protocol, target }: AskedConnection): boolean {
  if (ports.length === 0) return true;
  return ports.some((entry) => {
    if (typeof entry !== 'object' || (text(entry, 'protocol') ?? 'TCP') !== protocol) return false;
    const wanted = at(entry, 'port') ?? undefined;
    if (wanted === undefined) return true;
    if (typeof wanted === 'number') return wanted <= port && port <= (number(entry, 'endPort') ?? wanted);
    const declared = isPod(target) ? (target.ports ?? []) : [];
    return declared.some((each) => each.name === wanted && each.port === port && (each.protocol ?? 'TCP') === protocol);
  });
}

/** Without peers a rule is about everybody. */
function admitsPeer(policy: NetworkPolicy, peers: readonly unknown[], connection: AskedConnection): boolean {
  return peers.length === 0 || peers.some((peer) => isPeer(policy, peer, connection));
}

function isPeer(policy: NetworkPolicy, peer: unknown, { other, namespaceLabels }: AskedConnection): boolean {
  if (at(peer, 'ipBlock') !== undefined) return isInBlock(at(peer, 'ipBlock'), other.ip);
  const pods = labelSelectorOf(at(peer, 'podSelector'));
  const namespaces = labelSelectorOf(at(peer, 'namespaceSelector'));
  if (!isPod(other) || (!pods && !namespaces)) return false;
  const inNamespace = namespaces ? selects(namespaces, namespaceLabels) : other.namespace === policy.namespace;
  return inNamespace && selects(pods ?? EVERYTHING, other.labels);
}

/** An unknown address is in a block only if every address is. */
function isInBlock(block: unknown, ip: string | undefined): boolean {
  const cidr = text(block, 'cidr') ?? '';
  const exceptions = list(block, 'except');
  if (ip === undefined) return /^[^-]+\/0$/.test(cidr) && exceptions.length === 0;
  return isInRange(cidr, ip) && !exceptions.some((exception) => isInRange(exception, ip));
}

function isInRange(cidr: unknown, ip: string): boolean {
  const range = typeof cidr === 'string' && cidr.includes('/') ? parseIpRange(cidr) : '';
  const address = parseIpAddress(ip);
  return typeof range !== 'string' && address !== undefined && rangeContains(range, address);
}
