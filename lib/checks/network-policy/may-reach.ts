import { fields, type Fields } from '../../kubernetes/fields';
import { showLabels } from '../../kubernetes/label-selector';
import { nameOf, type Manifest } from '../manifest';
import { ManifestIndex } from '../manifest-index';
import { isPod, resolveEnd, type AddressEnd, type ConnectionEnd, type PodEnd, type Protocol } from './connection-end';
import {
  admittingRule,
  isolates,
  networkPolicyOf,
  type AskedConnection,
  type Direction,
  type NetworkPolicy,
} from './network-policy';

/** "May A reach B on port P?" */
export interface ConnectionQuestion {
  /** Who connects. */
  readonly from: ConnectionEnd;
  /** To whom. */
  readonly to: ConnectionEnd;
  /** Port of the pod: what the container listens on, not the Service's. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
}

/** What the policies of one side of a connection say. */
export interface Verdict {
  /** Whether the connection gets through on this side. */
  readonly admitted: boolean;
  /** The policies that select the pod for this direction, as namespace/name. Without any, everything gets through. */
  readonly isolatedBy: readonly string[];
  /** The policy and the rule that admit it, such as `shop/web ingress[0]`. */
  readonly admittedBy?: string;
}

/** The answer to a `ConnectionQuestion`. */
export interface Reachability {
  /** Whether both sides let the connection through. */
  readonly reachable: boolean;
  /** Why, in a sentence or two. */
  readonly reason: string;
  /** What the policies say that select the pod that connects. */
  readonly egress: Verdict;
  /** What the policies say that select the pod that is connected to. */
  readonly ingress: Verdict;
}

/**
 * Whether NetworkPolicies let a connection through, exactly as their API says: a pod that no policy selects for a direction is open in it; a pod
 * that one does select gets what any of them admits; both sides have to agree. Nothing is known of whether the network of the cluster enforces
 * policies at all. What the kubelet of a pod's own node sends to it, its probes, is always let through, and not asked about here.
 *
 * @throws if an end names a workload that is not among the manifests.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function mayReach(manifests: readonly Manifest[], question: ConnectionQuestion): Reachability {
  return new NetworkPolicies(manifests).mayReach(question);
}

/** The NetworkPolicies among manifests, read once, for more than one question. */
export class NetworkPolicies {
  private readonly index: ManifestIndex;
  private readonly byNamespace = new Map<string, NetworkPolicy[]>();
  private readonly namespaceLabels = new Map<string, Fields>();

  constructor(manifests: readonly Manifest[]) {
    this.index = new ManifestIndex(manifests.map((manifest) => ({ manifest, origin: 'manifests' })));
    for (const object of this.index.ofKind('networking.k8s.io', 'NetworkPolicy')) {
      const policy = networkPolicyOf(object);
      const neighbours = this.byNamespace.get(policy.namespace);
      if (neighbours) neighbours.push(policy);
      else this.byNamespace.set(policy.namespace, [policy]);
    }
    for (const namespace of this.index.ofKind('', 'Namespace')) {
      this.namespaceLabels.set(nameOf(namespace), fields(namespace.manifest.metadata, 'labels'));
    }
  }

  /**
   * Answers a question.
   *
   * @throws if an end names a workload that is not among the manifests.
   */
  public mayReach({ from, to, port, protocol = 'TCP' }: ConnectionQuestion): Reachability {
    const source = resolveEnd(this.index, from);
    const target = resolveEnd(this.index, to);
    const asked = { target, port, protocol };
    const egress = this.judge('egress', source, { ...asked, ...this.otherEnd(target) });
    const ingress = this.judge('ingress', target, { ...asked, ...this.otherEnd(source) });
    const connection = `from ${show(from)} to ${show(to)} on ${protocol} ${port}`;
    return {
      reachable: egress.admitted && ingress.admitted,
      reason: reasonFor(connection, egress, ingress),
      egress,
      ingress,
    };
  }

  private otherEnd(other: PodEnd | AddressEnd): Pick<AskedConnection, 'other' | 'namespaceLabels'> {
    if (!isPod(other)) return { other, namespaceLabels: {} };
    const { namespace } = other;
    // The API server gives every namespace its name as a label.
    const name = { 'kubernetes.io/metadata.name': namespace };
    return { other, namespaceLabels: { ...this.namespaceLabels.get(namespace), ...name } };
  }

  private judge(direction: Direction, end: PodEnd | AddressEnd, connection: AskedConnection): Verdict {
    if (!isPod(end)) return { admitted: true, isolatedBy: [] };
    const policies = (this.byNamespace.get(end.namespace) ?? []).filter((policy) => isolates(policy, direction, end));
    const isolatedBy = policies.map(({ id }) => id).sort();
    if (policies.length === 0) return { admitted: true, isolatedBy };
    for (const policy of policies) {
      const rule = admittingRule(policy, direction, connection);
      if (rule !== undefined) return { admitted: true, isolatedBy, admittedBy: `${policy.id} ${rule}` };
    }
    return { admitted: false, isolatedBy };
  }
}

function reasonFor(connection: string, egress: Verdict, ingress: Verdict): string {
  const denials = [
    ...(egress.admitted ? [] : [`${policies(egress)} what the first may send, and no rule of it admits this`]),
    ...(ingress.admitted ? [] : [`${policies(ingress)} what the second may receive, and no rule of it admits this`]),
  ];
  if (denials.length > 0) return `Denied ${connection}: ${denials.join('; ')}.`;
  const admissions = [
    egress.admittedBy === undefined ? 'nothing limits what the first may send' : `${egress.admittedBy} admits it`,
    ingress.admittedBy === undefined ? 'nothing limits what the second may receive' : `${ingress.admittedBy} admits it`,
  ];
  return `Admitted ${connection}: ${admissions.join(', and ')}.`;
}

function policies({ isolatedBy }: Verdict): string {
  return isolatedBy.length === 1
    ? `NetworkPolicy ${isolatedBy[0]} limits`
    : `NetworkPolicies ${isolatedBy.join(', ')} limit`;
}

function show(end: ConnectionEnd): string {
  if (typeof end === 'string') return end;
  if (isPod(end)) return `a pod of ${end.namespace} with ${showLabels(end.labels)}`;
  return end.ip ?? 'an address outside the pod network';
}
