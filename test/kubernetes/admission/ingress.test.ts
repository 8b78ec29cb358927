import { ingressRefusals } from '../../../lib/kubernetes/admission';

const BACKEND = { service: { name: 'web', port: { number: 80 } } };
const PATH = { path: '/', pathType: 'Prefix', backend: BACKEND };

/** What is refused in an Ingress, by its fields. */
function refused(spec: object, kubernetes = '1.36'): string[] {
  return [...ingressRefusals({ spec }, { kubernetes, keda: '2.20' })].map(({ field, what }) => `${field}: ${what}`);
}

function rule(path: object, more: object = {}): object {
  return { rules: [{ http: { paths: [{ ...PATH, ...path }] }, ...more }] };
}

test.each<[object]>([
  [{ defaultBackend: BACKEND }],
  [{ rules: [{}] }],
  [rule({})],
  [rule({}, { host: '*.example.com' })],
  [rule({ path: '', pathType: 'ImplementationSpecific' })],
  [rule({ backend: { service: { name: 'web', port: { name: 'http' } } } })],
  [rule({ backend: { service: { name: '1web', port: { number: 80 } } } })],
  [rule({ backend: { resource: { kind: 'Bucket', name: 'static' } } })],
  [{ ...rule({}), ingressClassName: 'nginx', tls: [{ hosts: ['*.example.com'], secretName: '' }] }],
])('takes %j', (spec) => {
  expect(refused(spec)).toEqual([]);
});

const [HOST, FIRST] = ['spec.rules[0].host', 'spec.rules[0].http.paths[0]'];
test.each<[object, string]>([
  [{}, 'spec: it has neither rules nor a defaultBackend'],
  [{ rules: [] }, 'spec: it has neither rules nor a defaultBackend'],
  [{ defaultBackend: {} }, 'spec.defaultBackend: a backend is neither a Service nor a resource'],
  [{ rules: [{ http: {} }] }, 'spec.rules[0].http.paths: a rule has http without paths'],
  [rule({}, { host: '192.0.2.1' }), `${HOST}: the host "192.0.2.1" is not a DNS name`],
  [rule({}, { host: 'a:80' }), `${HOST}: the host "a:80" is not a DNS name`],
  [rule({}, { host: 'a.*.com' }), `${HOST}: the host "a.*.com" must have its *`],
  [rule({}, { host: 'Web' }), `${HOST}: the host "Web" must be lower-case`],
  [rule({ pathType: undefined }), `${FIRST}.pathType: its path "/" has no pathType`],
  [rule({ path: undefined }), `${FIRST}.path: it has no path`],
  [rule({ backend: {} }), `${FIRST}.backend: a backend is neither`],
  [
    rule({ backend: { ...BACKEND, resource: { kind: 'Bucket', name: 'static' } } }),
    `${FIRST}.backend: a backend is both`,
  ],
  [
    rule({ backend: { resource: { name: 'static' } } }),
    `${FIRST}.backend.resource.kind: the resource of a backend has no kind`,
  ],
  [
    rule({ backend: { service: { port: { number: 80 } } } }),
    `${FIRST}.backend.service.name: the Service of a backend has no name`,
  ],
  [
    rule({ backend: { service: { name: 'A', port: { number: 80 } } } }),
    `${FIRST}.backend.service.name: the Service name "A" must be`,
  ],
  [
    rule({ backend: { service: { name: 'web' } } }),
    `${FIRST}.backend.service.port: the port of Service "web" has neither`,
  ],
  [
    rule({ backend: { service: { name: 'web', port: { name: 'a', number: 1 } } } }),
    `${FIRST}.backend.service.port: the port of Service "web" has a name and`,
  ],
  [
    rule({ backend: { service: { name: 'web', port: { name: 'HTTP' } } } }),
    `${FIRST}.backend.service.port.name: the port name "HTTP" must be`,
  ],
  [
    rule({ backend: { service: { name: 'web', port: { number: 65536 } } } }),
    `${FIRST}.backend.service.port.number: port 65536 of Service "web" must be`,
  ],
  [{ ...rule({}), ingressClassName: '' }, 'spec.ingressClassName: the ingressClassName "" must be'],
  [{ ...rule({}), tls: [{ hosts: ['a_b'] }] }, 'spec.tls[0].hosts[0]: the TLS host "a_b" must be'],
  [{ ...rule({}), tls: [{ secretName: 'A b' }] }, 'spec.tls[0].secretName: the secretName "A b" must be'],
])('refuses %j', (spec, expected) => {
  const found = refused(spec);
  expect(found).toHaveLength(1);
  expect(found[0]?.startsWith(expected)).toBe(true);
});

test('a Service whose name begins with a digit exists from 1.36 on', () => {
  expect(refused(rule({ backend: { service: { name: '1web', port: { number: 80 } } } }), '1.35')).toHaveLength(1);
});
