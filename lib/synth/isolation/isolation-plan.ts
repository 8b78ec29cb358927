import { type IConstruct } from 'constructs';
import { type Fields } from '../../checks';
import { ConnectionPeer, type Connection } from '../../platform';
import { isAskedByName, sourcesOf, targetsOf, type Target, type TargetContext } from './connection-targets';
import { groupsWithAccess, openTargets } from './implied-connections';
import { ANYBODY, peersIn, strangers, type Party } from './party';
import { type PodGroup } from './pod-group';
import { RuleSet } from './rule-set';

/** CoreDNS and what came before it carry this label on every kind of cluster that the profiles know. */
const DNS = {
  party: strangers({ 'k8s-app': 'kube-dns' }, 'kube-system'),
  ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })),
};

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
    const access = { from: ConnectionPeer.apiServer(), to: ConnectionPeer.apiServer() };
    for (const group of groupsWithAccess(context.network)) {
      for (const target of targetsOf(access, group.namespace, context)) this.admit({ group }, target);
    }
    for (const connection of connections) {
      for (const from of sourcesOf(connection.from, context)) {
        const targets = targetsOf(connection, from.group?.namespace ?? 'default', context);
        for (const target of targets) this.admit(from, target);
        if (targets.length > 0 && isAskedByName(connection.to)) this.admit(from, DNS);
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
