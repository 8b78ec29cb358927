import { networkPolicyRefusals } from '../../../lib/kubernetes/admission';
import { type Fields } from '../../../lib/kubernetes/fields';

const faults = (rule: Fields) => [...networkPolicyRefusals({ spec: { ingress: [rule] } })].map(({ what }) => what);
const from = (...peers: unknown[]) => ({ from: peers });
const block = (cidr: unknown, ...except: unknown[]) => from({ ipBlock: { cidr, except } });

test.each<Fields>([
  {},
  { ports: [{ port: 80 }, { port: 8000, endPort: 9000 }, { port: 'http' }, { protocol: 'UDP' }] },
  from({ podSelector: {} }, { namespaceSelector: {}, podSelector: {} }),
  block('10.0.0.0/8', '10.1.0.0/16'),
  block('0.0.0.0/0', '169.254.169.254/32'),
  block('2001:db8::/32', '2001:db8:1::/48'),
  block('010.0.0.0/8'),
  block('::ffff:10.0.0.0/104'),
])('%j is taken', (rule) => {
  expect(faults(rule)).toEqual([]);
});

test.each<[Fields, string]>([
  [{ ports: [{ port: 9000, endPort: 8000 }] }, 'a rule has the ports 9000 to 8000'],
  [{ ports: [{ endPort: 8000 }] }, 'a rule has endPort 8000, and no port'],
  [{ ports: [{ port: 'http', endPort: 8000 }] }, 'a rule has endPort 8000, and a port by its name, "http"'],
  [{ ports: [{ port: 0 }] }, 'the port 0 of a rule must be'],
  [{ ports: [{ port: 'HTTP' }] }, 'the port "HTTP" of a rule must'],
  [from({}), 'a peer says nothing of who it is'],
  [from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }), 'a peer has podSelector beside ipBlock'],
  [block('10.0.0.1'), 'the cidr "10.0.0.1" of a peer is not a range of addresses'],
  [block('10.0.0.0-10.0.0.9'), 'the cidr "10.0.0.0-10.0.0.9" of a peer is not a range of addresses'],
  [block('10.0.0.0/8', '11.0.0.0/16'), 'the exception "11.0.0.0/16" of a peer is not a part of 10.0.0.0/8'],
  [block('10.0.0.0/8', '10.0.0.0/8'), 'the exception "10.0.0.0/8" of a peer is not a part of 10.0.0.0/8'],
  [block('10.0.0.0/8', '10.0.0.1'), 'the exception "10.0.0.1" of a peer is not a range of addresses'],
])('%j is refused', (rule, fault) => {
  expect(faults(rule)).toEqual([expect.stringContaining(fault)]);
});

test('peers of egress are looked at as well, and an address gets its length', () => {
  const spec = { egress: [{ to: [{ ipBlock: { cidr: '2001:db8::1' } }, { ipBlock: {} }] }] };
  expect([...networkPolicyRefusals({ spec })].map(({ field, fix }) => [field, fix])).toEqual([
    ['spec.egress[0].to[0].ipBlock.cidr', 'Write 2001:db8::1/128.'],
    ['spec.egress[0].to[1].ipBlock.cidr', 'Use one such as 10.0.0.0/8.'],
  ]);
});
