import { type Fields } from '../../checks';
import { type PolicyPort } from './party';

/** The rules of a policy for one direction, as few as say the same. */
export class RuleSet {
  private readonly open = new Map<string, PolicyPort>();
  private readonly byPeer = new Map<string, { readonly peer: Fields; ports: Map<string, PolicyPort> | 'all' }>();

  /** @param side the field of a rule that names the other side */
  constructor(private readonly side: 'from' | 'to') {}

  /** Admits peers, or anybody, on ports; on all ports if there is none. */
  add(peers: readonly Fields[] | undefined, ports: readonly PolicyPort[]): void {
    if (!peers) {
      for (const port of ports) this.open.set(keyOf(port), port);
      return;
    }
    for (const peer of peers) {
      const key = keyOf(peer);
      const entry = this.byPeer.get(key) ?? { peer, ports: new Map<string, PolicyPort>() };
      this.byPeer.set(key, entry);
      if (ports.length === 0 || entry.ports === 'all') entry.ports = 'all';
      else for (const port of ports) entry.ports.set(keyOf(port), port);
    }
  }

  /** Whether nothing is admitted. */
  get isEmpty(): boolean {
    return this.open.size === 0 && this.byPeer.size === 0;
  }

  /** The rules: the same ones for the same connections, in whatever order they were added. */
  toRules(): Fields[] {
    const byPorts = new Map<string, { readonly ports: readonly PolicyPort[] | undefined; readonly peers: Fields[] }>();
    for (const [, { peer, ports }] of sorted(this.byPeer)) {
      const closed = ports === 'all' ? undefined : portsOf([...ports].filter(([key]) => !this.open.has(key)));
      if (closed?.length === 0) continue; // anybody may connect there
      const key = JSON.stringify(closed ?? 'all');
      const rule = byPorts.get(key) ?? { ports: closed, peers: [] };
      rule.peers.push(peer);
      byPorts.set(key, rule);
    }
    return [
      ...(this.open.size > 0 ? [{ ports: portsOf([...this.open]) }] : []),
      ...[...byPorts.values()].map(({ ports, peers }) => ({ [this.side]: peers, ...(ports ? { ports } : {}) })),
    ];
  }
}

function portsOf(ports: readonly (readonly [string, PolicyPort])[]): PolicyPort[] {
  return ports
    .map(([, port]) => port)
    .sort((a, b) => Number(a.port) - Number(b.port) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function keyOf(value: object): string {
  return JSON.stringify(value);
}
