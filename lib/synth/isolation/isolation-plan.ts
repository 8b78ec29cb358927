import { type IConstruct } from 'constructs';
import { type Fields } from '../../checks';
import { ConnectionPeer, type ClusterDnsSpec, type Connection } from '../../platform';
import { isAskedByName, sourcesOf, targetsOf, type Target, type TargetContext } from './connection-targets';
import { groupsWithAccess, openTargets } from './implied-connections';
import { ANYBODY, everyPodOf, peersIn, singleAddress, strangers, type Party } from './party';
import { type PodGroup } from './pod-group';
import { RuleSet } from './rule-set';

/** What each group of pods may receive and send: every connection of the app, sorted by who takes part in it. */
export class IsolationPlan {
  private readonly rules = new Map<IConstruct, { readonly ingress: RuleSet; readonly egress: RuleSet }>();
  private readonly groups = new Map<IConstruct, PodGroup>();

  constructor(connections: readonly Connection[], context: TargetContext) {
    for (const group of context.network.groups) {
      this.groups.set(group.construct, group);
      this.rules.set(group.construct, { ingress: new RuleSet('from'), egress: new RuleSet('to') });
    }
    for (const target of openTargets(context)) this.admit(ANYBODY, target);
    const access = { to: ConnectionPeer.apiServer(), ports: {} };
    const dns = dnsTargets(context.cluster.dns.spec);
    for (const group of groupsWithAccess(context.network)) {
      for (const target of targetsOf(access, group.namespace, context)) this.admit({ group }, target);
    }
    for (const connection of connections) {
      const missing = (service: string) => context.missing(service, connection.declaredBy);
      for (const from of sourcesOf(connection.from, context)) {
        const targets = targetsOf(connection, from.group?.namespace ?? 'default', { ...context, missing });
        for (const target of targets) this.admit(from, target);
        if (targets.length > 0 && isAskedByName(connection.to)) for (const target of dns) this.admit(from, target);
      }
    }
  }

  /** The spec of the NetworkPolicy for the pods of an object. */
  specFor(construct: IConstruct): Fields {
    const rules = this.rules.get(construct);
    return {
      podSelector: this.groups.get(construct)?.selector,
      policyTypes: ['Ingress', 'Egress'],
      ...(rules && !rules.ingress.isEmpty ? { ingress: rules.ingress.toRules() } : {}),
      ...(rules && !rules.egress.isEmpty ? { egress: rules.egress.toRules() } : {}),
    };
  }

  private admit(from: Party, { party: to, ports }: Target): void {
    if (to.group) {
      this.rules.get(to.group.construct)?.ingress.add(peersIn(to.group.namespace, from), ports);
    }
    if (from.group) {
      this.rules.get(from.group.construct)?.egress.add(peersIn(from.group.namespace, to), ports);
    }
  }
}

function dnsTargets({ namespace, podLabels, port, addresses }: ClusterDnsSpec): Target[] {
  const ports = (number: number) => ['UDP', 'TCP'].map((protocol) => ({ protocol, port: number }));
  const pods = Object.keys(podLabels).length > 0 ? strangers(podLabels, namespace) : everyPodOf(namespace);
  return [
    { party: pods, ports: ports(port) },
    ...addresses.map((address) => ({ party: singleAddress(address), ports: ports(53) })),
  ];
}
