import { mayReach, type ConnectionEnd, type Manifest } from '../../../lib/checks';

const FRONT = { namespace: 'shop', labels: { app: 'front' }, ip: '10.0.1.5' };
const BACK = {
  namespace: 'shop',
  labels: { app: 'back', tier: 'data' },
  ip: '10.0.2.7',
  ports: [
    { name: 'http', port: 8080 },
    { name: 'dns', port: 8080, protocol: 'UDP' as const },
  ],
};
const STRANGER = { namespace: 'other', labels: { app: 'front' } };

function policy(spec: object, metadata: object = {}): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'policy', namespace: 'shop', ...metadata },
    spec,
  };
}

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { team: 'blue' } } };

function reaches(spec: object, from: ConnectionEnd = FRONT, to: ConnectionEnd = BACK, port = 8080): boolean {
  return mayReach([policy(spec), NAMESPACE], { from, to, port }).reachable;
}

/** Whether a pod that is in reach of one ingress rule admits a connection. */
function admits(rule: object, from: ConnectionEnd = FRONT, port = 8080): boolean {
  return reaches({ podSelector: { matchLabels: { app: 'back' } }, ingress: [rule] }, from, BACK, port);
}

describe('which pods a policy isolates', () => {
  test('without a policy everything gets through', () => {
    expect(mayReach([], { from: FRONT, to: BACK, port: 8080 })).toEqual({
      reachable: true,
      reason:
        'Admitted from a pod of shop with app=front to a pod of shop with app=back,tier=data on TCP 8080: nothing limits what the first may send, and nothing limits what the second may receive.',
      egress: { admitted: true, isolatedBy: [] },
      ingress: { admitted: true, isolatedBy: [] },
    });
  });

  test.each([
    ['an empty podSelector selects every pod of the namespace', { podSelector: {} }, false],
    ['labels select', { podSelector: { matchLabels: { app: 'back' } } }, false],
    ['other labels do not', { podSelector: { matchLabels: { app: 'middle' } } }, true],
    ['expressions select', { podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }, false],
    ['all of them have to match', { podSelector: { matchLabels: { app: 'back', tier: 'web' } } }, true],
  ])('%s', (_, spec, expected) => {
    expect(reaches(spec)).toBe(expected);
  });

  test('a policy of another namespace does not select', () => {
    const elsewhere = policy({ podSelector: {} }, { namespace: 'other' });
    expect(mayReach([elsewhere], { from: FRONT, to: BACK, port: 8080 }).reachable).toBe(true);
  });

  test('a policy without a namespace is in "default"', () => {
    const inDefault = { ...BACK, namespace: 'default' };
    const deny = policy({ podSelector: {} }, { namespace: undefined });
    expect(mayReach([deny], { from: FRONT, to: inDefault, port: 8080 }).reachable).toBe(false);
  });

  test('an object of another API group is not a policy', () => {
    const calico = { ...policy({ podSelector: {} }), apiVersion: 'projectcalico.org/v3' };
    expect(mayReach([calico], { from: FRONT, to: BACK, port: 8080 }).reachable).toBe(true);
  });
});

describe('the directions of a policy', () => {
  test.each([
    ['without policyTypes and without rules: ingress', { podSelector: {} }, [false, true]],
    ['without policyTypes and with egress rules: both', { podSelector: {}, egress: [{}] }, [false, false]],
    ['with an empty list of egress rules: ingress', { podSelector: {}, egress: [] }, [false, true]],
    ['policyTypes Egress: egress only', { podSelector: {}, policyTypes: ['Egress'] }, [true, false]],
    [
      'policyTypes Ingress and egress rules: ingress only',
      { podSelector: {}, policyTypes: ['Ingress'], egress: [{}] },
      [false, true],
    ],
  ])('%s', (_, spec, [open, openForEgress]) => {
    const answer = mayReach([policy(spec)], { from: FRONT, to: BACK, port: 8080 });
    expect([answer.ingress.isolatedBy.length === 0, answer.egress.isolatedBy.length === 0]).toEqual([
      open,
      openForEgress,
    ]);
  });

  test('both sides have to agree', () => {
    const receive = policy({ podSelector: { matchLabels: { app: 'back' } }, ingress: [{}] }, { name: 'receive' });
    const send = policy(
      { podSelector: { matchLabels: { app: 'front' } }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }] },
      { name: 'send' },
    );
    const answer = mayReach([receive, send], { from: FRONT, to: BACK, port: 8080 });
    expect(answer).toEqual({
      reachable: false,
      reason:
        'Denied from a pod of shop with app=front to a pod of shop with app=back,tier=data on TCP 8080: NetworkPolicy shop/send limits what the first may send, and no rule of it admits this.',
      egress: { admitted: false, isolatedBy: ['shop/send'] },
      ingress: { admitted: true, isolatedBy: ['shop/receive'], admittedBy: 'shop/receive ingress[0]' },
    });
    expect(mayReach([receive, send], { from: FRONT, to: BACK, port: 443 }).reachable).toBe(true);
  });

  test('policies add up: what one of them admits gets through', () => {
    const deny = policy({ podSelector: {} }, { name: 'deny' });
    const admit = policy({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }, { name: 'admit' });
    const answer = mayReach([deny, admit], { from: FRONT, to: BACK, port: 8080 });
    expect(answer.ingress).toEqual({
      admitted: true,
      isolatedBy: ['shop/admit', 'shop/deny'],
      admittedBy: 'shop/admit ingress[0]',
    });
    expect(mayReach([deny, admit], { from: STRANGER, to: BACK, port: 8080 }).reason).toContain(
      'NetworkPolicies shop/admit, shop/deny limit what the second may receive',
    );
  });
});

describe('whom a rule admits', () => {
  test.each<[string, object, ConnectionEnd, boolean]>([
    ['an empty rule admits everybody', {}, STRANGER, true],
    ['an empty list of peers does, too', { from: [] }, STRANGER, true],
    ['an empty peer admits nobody', { from: [{}] }, FRONT, false],
    ['a podSelector is about the policy’s own namespace', { from: [{ podSelector: {} }] }, FRONT, true],
    ['… and about no other', { from: [{ podSelector: {} }] }, STRANGER, false],
    ['an empty namespaceSelector is about every namespace', { from: [{ namespaceSelector: {} }] }, STRANGER, true],
    [
      'a namespaceSelector reads labels of the Namespace',
      { from: [{ namespaceSelector: { matchLabels: { team: 'blue' } } }] },
      STRANGER,
      true,
    ],
    ['… of each namespace its own', { from: [{ namespaceSelector: { matchLabels: { team: 'blue' } } }] }, FRONT, false],
    [
      'every namespace has its name as a label',
      { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }] },
      STRANGER,
      true,
    ],
    [
      'in one peer both selectors have to match',
      { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } }] },
      STRANGER,
      false,
    ],
    [
      'of two peers one has to',
      { from: [{ namespaceSelector: {} }, { podSelector: { matchLabels: { app: 'x' } } }] },
      STRANGER,
      true,
    ],
    ['an address in a block', { from: [{ ipBlock: { cidr: '10.0.0.0/16' } }] }, FRONT, true],
    ['an address outside of it', { from: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }, FRONT, false],
    ['an exception', { from: [{ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.1.0/24'] } }] }, FRONT, false],
    ['beside an exception', { from: [{ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.2.0/24'] } }] }, FRONT, true],
    ['a block of IPv6', { from: [{ ipBlock: { cidr: 'fd00::/8' } }] }, { ip: 'fd12::1' }, true],
    ['an unknown address is in the block of all', { from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }, STRANGER, true],
    ['… and in no smaller one', { from: [{ ipBlock: { cidr: '0.0.0.0/1' } }] }, STRANGER, false],
    [
      '… and not in one with exceptions',
      { from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] },
      STRANGER,
      false,
    ],
    ['a client outside is not a pod', { from: [{ namespaceSelector: {} }] }, { ip: '203.0.113.9' }, false],
    [
      'a client outside has an address',
      { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] },
      { ip: '203.0.113.9' },
      true,
    ],
    ['a block that is none', { from: [{ ipBlock: { cidr: '10.0.0.5' } }] }, { ip: '10.0.0.5' }, false],
    ['an address that is invalid', { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }, { ip: 'localhost' }, false],
  ])('%s', (_, rule, from, expected) => {
    expect(admits(rule, from)).toBe(expected);
  });

  test.each<[string, unknown[], number, boolean]>([
    ['an empty list of ports admits all', [], 1, true],
    ['a number', [{ port: 8080 }], 8080, true],
    ['another number', [{ port: 8080 }], 8081, false],
    ['the first of a range', [{ port: 8000, endPort: 8080 }], 8000, true],
    ['the last of a range', [{ port: 8000, endPort: 8080 }], 8080, true],
    ['beyond a range', [{ port: 8000, endPort: 8080 }], 8081, false],
    ['a name of the pod', [{ port: 'http' }], 8080, true],
    ['a name of another port', [{ port: 'http' }], 8081, false],
    ['a name that the pod does not have', [{ port: 'https' }], 8080, false],
    ['the name of a port of another protocol', [{ port: 'dns' }], 8080, false],
    ['a protocol without a port admits all of it', [{ protocol: 'TCP' }], 9999, true],
    ['another protocol', [{ protocol: 'UDP', port: 8080 }], 8080, false],
    ['one of several', [{ protocol: 'UDP' }, { port: 8080 }], 8080, true],
  ])('ports: %s', (_, ports, port, expected) => {
    expect(admits({ ports }, FRONT, port)).toBe(expected);
  });

  test('UDP is asked for by name', () => {
    const rule = policy({ podSelector: {}, ingress: [{ ports: [{ protocol: 'UDP', port: 'dns' }] }] });
    expect(mayReach([rule], { from: FRONT, to: BACK, port: 8080, protocol: 'UDP' }).reachable).toBe(true);
    expect(mayReach([rule], { from: FRONT, to: BACK, port: 8080 }).reachable).toBe(false);
  });

  test('port and peer are of the same rule', () => {
    const spec = {
      podSelector: {},
      ingress: [
        { from: [{ podSelector: {} }], ports: [{ port: 1 }] },
        { from: [{ namespaceSelector: {} }], ports: [{ port: 2 }] },
      ],
    };
    expect(reaches(spec, STRANGER, BACK, 1)).toBe(false);
    expect(reaches(spec, STRANGER, BACK, 2)).toBe(true);
  });

  test('for egress a name is one of the pod that is connected to', () => {
    const spec = { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] };
    expect(reaches(spec)).toBe(true);
    expect(reaches(spec, FRONT, { ip: '203.0.113.9' })).toBe(false);
  });

  test('rules that are none admit nobody, and break nothing', () => {
    expect(reaches({ podSelector: {}, ingress: 'all' })).toBe(false);
    expect(reaches({ podSelector: {}, ingress: [{ from: ['all'] }] })).toBe(false);
    expect(reaches({ podSelector: {}, ingress: [{ ports: ['http', { port: {} }] }] })).toBe(false);
    expect(mayReach([{ ...policy({}), spec: undefined }], { from: FRONT, to: BACK, port: 1 }).reachable).toBe(false);
  });
});

describe('ends by the name of a workload', () => {
  const deployment = (name: string, podSpec: object = {}): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, ports: [{ name: 'http', containerPort: 8080 }, { name: 'odd' }] }], ...podSpec },
      },
    },
  });
  const onlyHttp = policy({
    podSelector: { matchLabels: { app: 'back' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'front' } } }], ports: [{ port: 'http' }] }],
  });
  const manifests = [deployment('front'), deployment('back'), deployment('agent', { hostNetwork: true }), onlyHttp];
  const ask = (from: string, to: string, port = 8080) => mayReach(manifests, { from, to, port });

  test('labels and ports are those of its pods', () => {
    expect(ask('Deployment shop/front', 'Deployment shop/back').reason).toBe(
      'Admitted from Deployment shop/front to Deployment shop/back on TCP 8080: nothing limits what the first may send, and shop/policy ingress[0] admits it.',
    );
    expect(ask('Deployment shop/front', 'Deployment shop/back', 8081).reachable).toBe(false);
    expect(ask('Deployment shop/back', 'Deployment shop/front').reachable).toBe(true);
  });

  test('pods in the network of their node are an address like another', () => {
    const answer = ask('Deployment shop/agent', 'Deployment shop/back');
    expect(answer).toMatchObject({ reachable: false, egress: { admitted: true, isolatedBy: [] } });
    const deny = policy({ podSelector: {} });
    expect(
      mayReach([...manifests, deny], { from: { ip: '192.0.2.1' }, to: 'Deployment shop/agent', port: 1 }).reachable,
    ).toBe(true);
  });

  test('a workload that is not there is an error that says which one was meant', () => {
    expect(() => ask('Deployment shop/front', 'Deployment shop/bakc')).toThrow(
      'There is no workload "Deployment shop/bakc" among the manifests. Did you mean "Deployment shop/back"?',
    );
    expect(() => ask('web', 'Deployment shop/back')).toThrow('Write kind, namespace and name: Deployment shop/web.');
  });
});
