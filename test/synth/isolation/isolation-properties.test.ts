import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { AppImage, AutoscalingApp, ConnectionPeer, Connections, Isolation, ScalableWebApp } from '../../../lib';
import { NetworkPolicies, type Manifest } from '../../../lib/checks';

const NAMESPACES = ['shop', 'data'];
const PORTS = [8080, 9090];
const MOST = 5;

const place = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  port: fc.constantFrom(...PORTS),
  isolated: fc.boolean(),
});
const index = fc.nat({ max: MOST - 1 });
const edge = fc.record({ from: index, to: index, by: fc.constantFrom('service', 'url', 'pods') });
const topology = fc.record({
  places: fc.array(place, { minLength: 1, maxLength: MOST }),
  edges: fc.uniqueArray(edge, { maxLength: 6, selector: ({ from, to }) => `${from} ${to}` }),
  /** Whether `isolate()` is called before anything is connected. */
  early: fc.boolean(),
});

type Topology = typeof topology extends fc.Arbitrary<infer T> ? T : never;

interface Place {
  readonly title: string;
  readonly port: number;
  readonly isolated: boolean;
}

function build({ places, edges, early }: Topology): {
  manifests: Manifest[];
  ends: Place[];
  connected: Set<string>;
} {
  const app = new AutoscalingApp({ outdir: Testing.app().outdir });
  const charts = new Map(NAMESPACES.map((namespace) => [namespace, new Chart(app, namespace, { namespace })]));
  const webs = places.map(
    ({ namespace, port }, place) =>
      new ScalableWebApp(charts.get(namespace)!, `web-${place}`, {
        image: AppImage.of('acme/web:1', { port, uid: 9 }),
      }),
  );
  const isolate = () => webs.forEach((web, place) => (places[place]!.isolated ? Isolation.isolate(web) : undefined));
  if (early) isolate();
  const connected = new Set<string>();
  for (const { from, to, by } of edges) {
    const [source, target] = [webs[from], webs[to]];
    if (!source || !target || source === target) continue;
    connected.add(`${from} ${to}`);
    const peers = {
      service: () => ConnectionPeer.service(target.service),
      url: () => ConnectionPeer.url(target.endpoint().url),
      pods: () => ConnectionPeer.podsOf(target),
    };
    Connections.of(app).add(ConnectionPeer.podsOf(source), peers[by]());
  }
  if (!early) isolate();
  const manifests = app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
  const ends = places.map(({ namespace, port, isolated }, place) => ({
    title: `Deployment ${namespace}/web-${place}`,
    port,
    isolated,
  }));
  return { manifests, ends, connected };
}

test('an isolated app and another reach each other exactly where they are connected', () => {
  fc.assert(
    fc.property(topology, (given) => {
      const { manifests, ends, connected } = build(given);
      const policies = new NetworkPolicies(manifests);
      ends.forEach((from, source) =>
        ends.forEach((to, target) => {
          if (source === target) return;
          for (const port of PORTS) {
            const free = !from.isolated && !to.isolated;
            const declared = connected.has(`${source} ${target}`) && port === to.port;
            const answer = policies.mayReach({ from: from.title, to: to.title, port });
            expect([answer.reason, answer.reachable]).toEqual([answer.reason, free || declared]);
          }
        }),
      );
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('the order in which apps are connected changes nothing', () => {
  fc.assert(
    fc.property(topology, (given) => {
      const policiesOf = (one: Topology) => build(one).manifests.filter(({ kind }) => kind === 'NetworkPolicy');
      expect(policiesOf({ ...given, edges: [...given.edges].reverse() })).toEqual(policiesOf(given));
    }),
    { numRuns: 30 },
  );
}, 60_000);
