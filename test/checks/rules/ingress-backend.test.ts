import { checkManifests, type CheckedObject, type Fields } from '../../../lib/checks';

const CLUSTER = { kubernetes: '1.36', featureGates: [], nodePortRange: [30000, 32767] } as const;

function object(
  apiVersion: string,
  kind: string,
  name: string,
  content: Fields,
  annotations: Fields = {},
): CheckedObject {
  const metadata = { name, namespace: 'shop', annotations };
  return { manifest: { apiVersion, kind, metadata, ...content }, origin: `app/${name}` };
}

const SERVICE = object('v1', 'Service', 'web', { spec: { ports: [{ name: 'http', port: 80 }, { port: 9090 }] } });

interface Path {
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly service?: string;
  readonly port?: Fields;
}

function ingress(name: string, paths: Path[], annotations: Fields = {}, spec: Fields = {}): CheckedObject {
  const rules = paths.map(({ host, path = '/', pathType = 'Prefix', service = 'web', port = { name: 'http' } }) => ({
    host,
    http: { paths: [{ path, pathType, backend: { service: { name: service, port } } }] },
  }));
  const content = { spec: { ingressClassName: 'nginx', rules, ...spec } };
  return object('networking.k8s.io/v1', 'Ingress', name, content, annotations);
}

function ingressClass(controller: string): CheckedObject {
  return object('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller } });
}

function found(...objects: CheckedObject[]): string[] {
  return checkManifests(objects, CLUSTER)
    .filter(({ rule }) => rule === 'R18')
    .map(({ severity, what }) => `${severity}: ${what}`);
}

test('a Service that exists, by name or number of its port, is fine', () => {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  expect(found(SERVICE, ingress('a', [{}], {}, { defaultBackend: backend }))).toEqual([]);
  expect(found(SERVICE, ingress('a', [{ port: { number: 9090 } }]))).toEqual([]);
});

test('a backend that is no Service is not looked at', () => {
  const backend = { resource: { apiGroup: 'acme.com', kind: 'Bucket', name: 'static' } };
  expect(found(ingress('a', [], {}, { defaultBackend: backend }))).toEqual([]);
});

test('a Service that is missing is an error: the your-svc of lab exposing-services', () => {
  expect(found(SERVICE, ingress('a', [{ service: 'your-svc' }]))).toEqual([
    'error: Ingress "shop/a" (app/a) leads to Service "shop/your-svc", which this app does not have.',
  ]);
});

test('a port that is missing is an error that names the ones there are', () => {
  const [finding] = checkManifests([SERVICE, ingress('a', [{ port: { number: 8080 } }])], CLUSTER).filter(
    ({ rule }) => rule === 'R18',
  );
  expect(finding?.what).toBe(
    'Ingress "shop/a" (app/a) leads to port 8080 of Service "shop/web" (app/web), which has no such port.',
  );
  expect(finding?.fix).toBe('Use one of its ports: http, 9090.');
});

test('a backend without a port is an error', () => {
  expect(found(SERVICE, ingress('a', [{ port: {} }]))).toHaveLength(1);
});

test('a route of a Gateway is held to the same', () => {
  const backendRefs = [
    { name: 'web', port: 80 },
    { name: 'web', port: 81 },
    { name: 'api', namespace: 'api', port: 80 },
    { kind: 'InferencePool', name: 'llm' },
    {},
  ];
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { spec: { rules: [{ backendRefs }] } });
  expect(found(SERVICE, route)).toEqual([
    'error: HTTPRoute "shop/r" (app/r) leads to port 81 of Service "shop/web" (app/web), which has no such port.',
    'error: HTTPRoute "shop/r" (app/r) leads to Service "api/api", which this app does not have.',
    'error: HTTPRoute "shop/r" (app/r) leads to Service "shop/", which this app does not have.',
  ]);
});

test('one host and path in two Ingresses is an error that names both', () => {
  expect(found(SERVICE, ingress('a', [{ host: 'shop.com' }]), ingress('b', [{ host: 'shop.com' }]))).toEqual([
    'error: Ingress "shop/b" (app/b) and Ingress "shop/a" (app/a) both take host "shop.com", path "/".',
  ]);
  expect(found(SERVICE, ingress('a', [{}, {}]))).toEqual([
    'error: Ingress "shop/a" (app/a) and itself both take any host, path "/".',
  ]);
});

test('the same path of another host, class or type is fine, and so is a canary', () => {
  expect(
    found(
      SERVICE,
      ingress('a', [{ host: 'a.com' }, { host: 'a.com', pathType: 'Exact' }, { host: 'b.com' }]),
      ingress('b', [{ host: 'a.com' }], {}, { ingressClassName: 'other' }),
      ingress('c', [{ host: 'a.com' }], { 'nginx.ingress.kubernetes.io/canary': 'true' }),
    ),
  ).toEqual([]);
});

test("F5's controller gives a host to one Ingress, so a second one is an error even with another path", () => {
  const [a, b] = [ingress('a', [{ host: 'shop.com' }]), ingress('b', [{ host: 'shop.com', path: '/b' }])];
  expect(found(SERVICE, a, b, ingressClass('nginx.org/ingress-controller'))).toEqual([
    'error: Ingress "shop/b" (app/b) and Ingress "shop/a" (app/a) share host "shop.com" at F5\'s controller.',
  ]);
  expect(found(SERVICE, a, b, ingressClass('k8s.io/ingress-nginx'))).toEqual([]);
  expect(
    found(SERVICE, ingress('a', [{}]), ingress('b', [{ path: '/b' }]), ingressClass('nginx.org/ingress-controller')),
  ).toEqual(['error: Ingress "shop/b" (app/b) and Ingress "shop/a" (app/a) share the empty host at F5\'s controller.']);
});

test('master and minions of F5 share a host on purpose', () => {
  const minion = { 'nginx.org/mergeable-ingress-type': 'minion' };
  expect(
    found(
      SERVICE,
      ingress('a', [{ host: 'shop.com' }], minion),
      ingress('b', [{ host: 'shop.com', path: '/b' }], minion),
      ingressClass('nginx.org/ingress-controller'),
    ),
  ).toEqual([]);
});

test.each([
  ['shop', 'Prefix', 'must begin with "/"'],
  ['', 'ImplementationSpecific', 'must begin with "/"'],
  ['/a b', 'ImplementationSpecific', 'must not contain white space'],
  ['/shop(/|$)(.*)', 'Prefix', 'is a regular expression ("("), and pathType Prefix compares literally'],
  ['/v[12]', 'Exact', 'is a regular expression ("["), and pathType Exact compares literally'],
  ['/a//b', 'Prefix', 'must not contain "//"'],
  ['/a/../b', 'Exact', 'must not contain "//"'],
])('the path "%s" of type %s is an error', (path, pathType, problem) => {
  expect(found(SERVICE, ingress('a', [{ path, pathType }])).join()).toContain(problem);
});

test('an expression is fine where the controller interprets it', () => {
  expect(found(SERVICE, ingress('a', [{ path: '/shop(/|$)(.*)', pathType: 'ImplementationSpecific' }]))).toEqual([]);
});

test('paths that leave out what the API server fills in are compared as it does', () => {
  const rules = [{ http: { paths: [{ backend: { service: { name: 'web', port: { number: 80 } } } }] } }];
  expect(found(SERVICE, ingress('a', [], {}, { rules }))).toEqual([]);
});

test('a class by annotation, or none, is a class of its own', () => {
  const annotated = { 'kubernetes.io/ingress.class': 'nginx' };
  const noField = { ingressClassName: undefined };
  const f5 = ingressClass('nginx.org/ingress-controller');
  expect(
    found(SERVICE, f5, ingress('a', [{}], annotated, noField), ingress('b', [{ path: '/b' }], annotated, noField)),
  ).toHaveLength(1);
  expect(found(SERVICE, f5, ingress('a', [{}], {}, noField), ingress('b', [{ path: '/b' }], {}, noField))).toEqual([]);
});
