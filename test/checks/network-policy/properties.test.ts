import * as fc from 'fast-check';
import { mayReach, type Manifest } from '../../../lib/checks';

const NAMESPACES = ['shop', 'other'];
const namespace = fc.constantFrom(...NAMESPACES);
const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), { maxKeys: 2 });
const ip = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })).map(([a, b]) => `10.0.${a}.${b}`);
const pod = fc.record({ namespace, labels, ip: fc.option(ip, { nil: undefined }) });
const address = fc.record({ ip: fc.option(ip, { nil: undefined }) });

const selector = fc.oneof(
  fc.constant({}),
  labels.map((matchLabels) => ({ matchLabels })),
  fc
    .record({ key: fc.constantFrom('app', 'tier'), operator: fc.constantFrom('Exists', 'DoesNotExist') })
    .map((expression) => ({ matchExpressions: [expression] })),
);
const peer = fc.oneof(
  selector.map((podSelector) => ({ podSelector })),
  namespace.map((name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } })),
  fc.tuple(ip, fc.integer({ min: 0, max: 32 })).map(([first, length]) => ({ ipBlock: { cidr: `${first}/${length}` } })),
);
const port = fc.integer({ min: 1, max: 5 });
const policyPort = fc.record({ port, protocol: fc.constantFrom('TCP', 'UDP') });
const rules = (side: 'from' | 'to') =>
  fc.array(fc.record({ [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(policyPort, { maxLength: 2 }) }), {
    maxLength: 3,
  });
const policyTypes = fc.constantFrom<(string[] | undefined)[]>(
  undefined,
  ['Ingress'],
  ['Egress'],
  ['Ingress', 'Egress'],
);
const spec = fc.record({ podSelector: selector, policyTypes, ingress: rules('from'), egress: rules('to') });

const policy = fc
  .record({ name: fc.constantFrom('a', 'b', 'c'), namespace, spec })
  .map(({ name, namespace, spec }) => networkPolicy({ name, namespace }, spec));
const policies = fc.array(policy, { maxLength: 4 });
const question = fc.record({
  from: fc.oneof(pod, address),
  to: fc.oneof(pod, address),
  port,
  protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
});

function networkPolicy(metadata: { name: string; namespace: string }, spec: object): Manifest {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec };
}

const BOTH = ['Ingress', 'Egress'];
const ISOLATED = NAMESPACES.map((namespace) =>
  networkPolicy({ name: 'deny', namespace }, { podSelector: {}, policyTypes: BOTH }),
);

test('a policy that selects nothing changes nothing', () => {
  fc.assert(
    fc.property(policies, question, namespace, spec, (given, asked, namespace, spec) => {
      const nobody = { ...spec, podSelector: { matchLabels: { app: 'nobody' } } };
      const added = networkPolicy({ name: 'nothing', namespace }, nobody);
      expect(mayReach([...given, added], asked)).toEqual(mayReach(given, asked));
    }),
  );
});

test('among isolated pods a further policy takes no connection away', () => {
  fc.assert(
    fc.property(policies, policy, question, (given, added, asked) => {
      const before = mayReach([...ISOLATED, ...given], asked).reachable;
      const after = mayReach([...ISOLATED, ...given, added], asked).reachable;
      expect(!before || after).toBe(true);
    }),
  );
});

test('policies that admit nothing let no pod receive or send anything', () => {
  fc.assert(
    fc.property(question, pod, (asked, pod) => {
      expect(mayReach(ISOLATED, { ...asked, to: pod }).reachable).toBe(false);
      expect(mayReach(ISOLATED, { ...asked, from: pod }).reachable).toBe(false);
    }),
  );
});

test('a connection gets through if the policies of each side alone let it through', () => {
  const only = (type: string, manifests: readonly Manifest[]): Manifest[] =>
    manifests.map((manifest) => {
      const spec = manifest.spec as { policyTypes?: string[]; egress: unknown[] };
      const types = spec.policyTypes ?? (spec.egress.length > 0 ? BOTH : ['Ingress']);
      // A policy for neither direction: an empty list would be the default.
      const policyTypes = types.includes(type) ? [type] : ['None'];
      return { ...manifest, spec: { ...spec, policyTypes } };
    });
  fc.assert(
    fc.property(policies, question, (given, asked) => {
      const sent = mayReach(only('Egress', given), asked).reachable;
      const received = mayReach(only('Ingress', given), asked).reachable;
      expect(mayReach(given, asked).reachable).toBe(sent && received);
    }),
  );
});

test('the order of policies changes nothing but which rule is named', () => {
  fc.assert(
    fc.property(policies, question, (given, asked) => {
      const { egress, ingress, reachable } = mayReach(given, asked);
      const reversed = mayReach([...given].reverse(), asked);
      expect(reversed.reachable).toBe(reachable);
      expect([reversed.egress.isolatedBy, reversed.ingress.isolatedBy]).toEqual([
        egress.isolatedBy,
        ingress.isolatedBy,
      ]);
    }),
  );
});

test('a rule for everybody and every port is the end of isolation', () => {
  fc.assert(
    fc.property(policies, question, (given, asked) => {
      const open = NAMESPACES.map((namespace) =>
        networkPolicy({ name: 'open', namespace }, { podSelector: {}, policyTypes: BOTH, ingress: [{}], egress: [{}] }),
      );
      expect(mayReach([...given, ...open], asked).reachable).toBe(true);
    }),
  );
});

test('an object of another kind changes nothing, whatever it holds', () => {
  fc.assert(
    fc.property(policies, question, fc.object(), (given, asked, content) => {
      const other = { ...content, apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } };
      expect(mayReach([...given, other], asked)).toEqual(mayReach(given, asked));
    }),
  );
});
