import { serviceRefusals } from '../../../lib/kubernetes/admission';

const PORTS = [{ name: 'http', port: 80 }];

/** What is refused in a Service, by its fields. */
function refused(spec: object, kubernetes = '1.36'): string[] {
  const servers = { kubernetes, keda: '2.20' };
  return [...serviceRefusals({ spec: { ports: PORTS, ...spec } }, servers)].map(
    ({ field, what }) => `${field}: ${what}`,
  );
}

test.each<[object]>([
  [{}],
  [{ type: '', clusterIP: '', sessionAffinity: '', externalTrafficPolicy: '' }],
  [{ clusterIP: 'None', ports: [] }],
  [{ clusterIP: 'fd00::10' }],
  [{ type: 'ExternalName', externalName: 'db.example.com.', ports: undefined }],
  [{ type: 'ExternalName', externalName: '192.0.2.1' }],
  [{ ports: [{ port: 80, targetPort: '' }] }],
  [{ ports: [{ port: 80, targetPort: 0, appProtocol: 'kubernetes.io/h2c' }] }],
  [{ ports: [{ port: 10250 }] }],
  [{ type: 'LoadBalancer', loadBalancerClass: 'example.com/lb', loadBalancerSourceRanges: ['192.0.2.0/24', ' ::/0 '] }],
  [{ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30000 }],
  [{ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }],
  [{ type: 'NodePort', externalTrafficPolicy: 'Local' }],
  [{ externalIPs: ['192.0.2.1', '2001:db8::1'], externalTrafficPolicy: 'Local' }],
  [{ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86400 } } }],
  [{ sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } }], // dropped where nobody sticks
  [{ ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'] }],
  [{ trafficDistribution: 'PreferSameNode' }],
  [{ selector: { 'example.com/app': 'web' } }],
])('takes %j', (spec) => {
  expect(refused(spec)).toEqual([]);
});

test.each<[object, string]>([
  [{ ports: [] }, 'spec.ports: it has no ports'],
  [{ clusterIP: 'none' }, 'spec.clusterIP: clusterIP "none" is not an IP address'],
  [{ clusterIP: 'None', type: 'NodePort' }, 'spec.clusterIP: it is of type NodePort and has no cluster IP (None)'],
  [
    { clusterIP: 'None', type: 'LoadBalancer' },
    'spec.clusterIP: it is of type LoadBalancer and has no cluster IP (None)',
  ],
  [{ type: 'ExternalName' }, 'spec.externalName: it is of type ExternalName and has no externalName'],
  [
    { type: 'ExternalName', externalName: 'a_b' },
    'spec.externalName: the externalName "a_b" must be lower-case letters',
  ],
  [
    { type: 'ExternalName', externalName: 'a', clusterIP: 'None' },
    'spec.clusterIP: it is of type ExternalName and has clusterIP None',
  ],
  [
    { type: 'ExternalName', externalName: 'a', ipFamilyPolicy: 'SingleStack' },
    'spec.ipFamilyPolicy: it is of type ExternalName',
  ],
  [{ type: 'ExternalName', externalName: 'a', ipFamilies: ['IPv4'] }, 'spec.ipFamilies: it is of type ExternalName'],
  [{ externalIPs: ['x'] }, 'spec.externalIPs[0]: the external IP "x" is not an IP address'],
  [{ externalIPs: ['0.0.0.0'] }, 'spec.externalIPs[0]: the external IP "0.0.0.0" is unspecified'],
  [{ externalIPs: ['127.0.0.1'] }, 'spec.externalIPs[0]: the external IP "127.0.0.1" leads back to the node itself'],
  [{ externalIPs: ['::1'] }, 'spec.externalIPs[0]: the external IP "::1" leads back to the node itself'],
  [{ externalIPs: ['169.254.1.1'] }, 'spec.externalIPs[0]: the external IP "169.254.1.1" is link-local'],
  [{ externalIPs: ['224.0.0.1'] }, 'spec.externalIPs[0]: the external IP "224.0.0.1" is link-local'],
  [{ externalIPs: ['fe80::1'] }, 'spec.externalIPs[0]: the external IP "fe80::1" is link-local'],
  [{ type: 'LoadBalancer', ports: [{ port: 10250 }] }, 'spec.ports[0].port: it offers port 10250'],
  [{ ports: [{ port: 80, targetPort: '80' }] }, 'spec.ports[0].targetPort: the targetPort "80" must be'],
  [{ ports: [{ port: 80, appProtocol: 'a b' }] }, 'spec.ports[0].appProtocol: the appProtocol "a b" must be'],
  [{ ports: [{ port: 80, appProtocol: '' }] }, 'spec.ports[0].appProtocol: the appProtocol "" must be'],
  [{ loadBalancerClass: 'lb' }, 'spec.loadBalancerClass: it has loadBalancerClass and is of type ClusterIP'],
  [{ type: 'LoadBalancer', loadBalancerClass: '' }, 'spec.loadBalancerClass: the loadBalancerClass "" must be'],
  [{ allocateLoadBalancerNodePorts: true }, 'spec.allocateLoadBalancerNodePorts: it has'],
  [{ loadBalancerSourceRanges: ['192.0.2.0/24'] }, 'spec.loadBalancerSourceRanges: it has'],
  [
    { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.1'] },
    'spec.loadBalancerSourceRanges[0]: the source range "192.0.2.1" is not a network',
  ],
  [
    { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/33'] },
    'spec.loadBalancerSourceRanges[0]: the source range',
  ],
  [{ externalTrafficPolicy: 'Local' }, 'spec.externalTrafficPolicy: it has externalTrafficPolicy Local'],
  [{ internalTrafficPolicy: '' }, 'spec.internalTrafficPolicy: internalTrafficPolicy is empty'],
  [{ healthCheckNodePort: 30000 }, 'spec.healthCheckNodePort: it has healthCheckNodePort 30000'],
  [
    { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: -1 },
    'spec.healthCheckNodePort: it has',
  ],
  [{ trafficDistribution: 'Close' }, 'spec.trafficDistribution: trafficDistribution is "Close"'],
  [{ ipFamilyPolicy: '' }, 'spec.ipFamilyPolicy: ipFamilyPolicy is empty'],
  [{ ipFamilies: ['IPv4', 'IPv4'] }, 'spec.ipFamilies: it names IPv4 twice'],
  [{ ipFamilies: ['ipv4'] }, 'spec.ipFamilies[0]: the IP family is "ipv4"'],
  [
    { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } } },
    'spec.sessionAffinityConfig.clientIP.timeoutSeconds: clients stick',
  ],
  [{ selector: { 'a b': 'x' } }, 'spec.selector: the selector key "a b" must be'],
  [{ selector: { app: 'a b' } }, 'spec.selector: the value "a b" of the selector key "app" must be'],
])('refuses %j', (spec, expected) => {
  const found = refused(spec);
  expect(found).toHaveLength(1);
  expect(found[0]?.startsWith(expected)).toBe(true);
});

test('goes by the release', () => {
  expect(refused({ externalIPs: ['192.0.2.1'], externalTrafficPolicy: 'Local' }, '1.28')).toHaveLength(1);
  expect(refused({ trafficDistribution: 'PreferSameNode' }, '1.31')).toHaveLength(1);
  expect(refused({ trafficDistribution: 'Close' }, '1.30')).toEqual([]); // the field is dropped
});
