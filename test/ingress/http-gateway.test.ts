import { Chart } from 'cdk8s';
import {
  AppImage,
  CertificateIssuer,
  ClusterProfile,
  GatewayClass,
  HttpGateway,
  PathType,
  RouteNamespaces,
  ScalableWebApp,
  type HttpGatewayProps,
  type RouteProps,
} from '../../lib';
import { chart, manifestsOf, messageOf, only } from './manifests';

const SERVICE = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 80, name: 'http' }] };
const CLUSTER = ClusterProfile.kubeadm({ provides: ['gateway.networking.k8s.io'] });

test('without props it is an HTTP Gateway of NGINX Gateway Fabric', () => {
  const scope = chart(CLUSTER);
  new HttpGateway(scope, 'gateway');
  expect(manifestsOf(scope)).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'gateway', namespace: 'shop' },
      spec: {
        gatewayClassName: 'nginx',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
      },
    },
  ]);
});

test('every prop shows in the manifests', () => {
  const scope = chart(CLUSTER);
  const props: Required<HttpGatewayProps> = {
    gatewayClass: GatewayClass.of('acme', 'acme.com/gateway-controller', ''),
    createClass: true,
    name: 'edge',
    namespace: 'edge',
    tlsSecretNames: ['shop-tls', 'api-tls'],
    issuer: CertificateIssuer.clusterIssuer('letsencrypt'),
    hosts: ['shop.example.com', '*.example.com'],
    routesFrom: RouteNamespaces.SAME,
  };
  new HttpGateway(scope, 'gateway', props);
  expect(manifestsOf(scope)).toMatchSnapshot();
});

test('without the definitions of the Gateway API it is refused, with how to say that they are there', () => {
  expect(messageOf(() => new HttpGateway(chart(), 'gateway'))).toMatchInlineSnapshot(`
    "[test/gateway] Gateway "gateway" needs the custom resource definitions of the Gateway API (gateway.networking.k8s.io), which this app does not install.
        why: Without them the API server refuses the objects: "no matches for kind".
        fix: Install them from https://gateway-api.sigs.k8s.io/guides/getting-started/ (and a controller such as NGINX Gateway Fabric), then say so in the cluster profile: provides: ['gateway.networking.k8s.io']."
  `);
});

test('a GatewayClass can be written once', () => {
  const scope = chart(CLUSTER);
  new HttpGateway(scope, 'one', { createClass: true });
  expect(messageOf(() => new HttpGateway(scope, 'two', { createClass: true }))).toContain(
    '"test/two" wants the GatewayClass nginx, which "test/one" owns.',
  );
});

test('an issuer makes a certificate for the listener of each host', () => {
  const scope = chart(CLUSTER);
  const issuer = CertificateIssuer.issuer('ca');
  new HttpGateway(scope, 'edge', { issuer, hosts: ['shop.example.com', '*.example.com'] });
  const { metadata, spec } = only(scope, 'Gateway');
  expect(metadata.annotations).toEqual({ 'cert-manager.io/issuer': 'ca' });
  const listenerOf = ({ name, hostname, tls }: Listener) => [name, hostname, tls?.certificateRefs[0]?.name];
  expect((spec.listeners as Listener[]).map(listenerOf)).toEqual([
    ['http', undefined, undefined],
    ['https-shop-example-com', 'shop.example.com', 'edge-shop-example-com-tls'],
    ['https-wildcard-example-com', '*.example.com', 'edge-wildcard-example-com-tls'],
  ]);
});

interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs: readonly { readonly name: string }[] };
}

test.each<[string, HttpGatewayProps, string]>([
  ['no host', { issuer: CertificateIssuer.issuer('ca') }, 'which names no host.'],
  ['no issuer', { hosts: ['shop.example.com'] }, 'has hosts, and nobody makes their certificates.'],
  [
    'a host twice',
    { issuer: CertificateIssuer.issuer('ca'), hosts: ['a.com', 'a.com'] },
    'has the host "a.com" twice.',
  ],
  ['no host name', { issuer: CertificateIssuer.issuer('ca'), hosts: ['https://a.com'] }, 'The host "https://a.com"'],
  ['no name of an issuer', { issuer: CertificateIssuer.issuer('A b'), hosts: ['a.com'] }, 'The issuer "A b" must'],
])('certificates: %s is one clear error', (_, props, what) => {
  expect(messageOf(() => new HttpGateway(chart(CLUSTER), 'edge', props))).toContain(what);
});

function routed(props: Partial<RouteProps>) {
  const scope = chart(CLUSTER);
  new HttpGateway(scope, 'gateway').addRoute(scope, 'route', { backends: [{ service: SERVICE }], ...props });
  return only(scope, 'HTTPRoute');
}

test('the same route as for an ingress controller becomes an HTTPRoute', () => {
  expect(
    routed({
      host: 'shop.example.com',
      defaultBackend: { service: { ...SERVICE, name: 'rest' } },
      backends: [
        { service: SERVICE },
        { service: SERVICE, path: '/shop', rewrite: '/' },
        { service: SERVICE, path: '/one', pathType: PathType.EXACT, rewrite: '/two' },
      ],
    }),
  ).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'route', namespace: 'shop' },
    spec: {
      parentRefs: [{ name: 'gateway', namespace: 'shop' }],
      hostnames: ['shop.example.com'],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 80 }] },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
          filters: [
            { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
          ],
          backendRefs: [{ name: 'web', port: 80 }],
        },
        {
          matches: [{ path: { type: 'Exact', value: '/one' } }],
          filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/two' } } }],
          backendRefs: [{ name: 'web', port: 80 }],
        },
        { backendRefs: [{ name: 'rest', port: 80 }] },
      ],
    },
  });
});

test('an expression is of the type for it', () => {
  const backends = [{ service: SERVICE, path: '/v[12]', pathType: PathType.REGULAR_EXPRESSION }];
  expect(routed({ backends }).spec.rules).toMatchObject([
    { matches: [{ path: { type: 'RegularExpression', value: '/v[12]' } }] },
  ]);
});

test('a certificate belongs to the Gateway', () => {
  expect(messageOf(() => routed({ tlsSecretName: 'shop-tls' }))).toContain(
    "Give it to the Gateway: tlsSecretNames: ['shop-tls'].",
  );
});

test('an app routes through a Gateway as it does through an ingress controller', () => {
  const scope = chart(CLUSTER);
  const gateway = new HttpGateway(scope, 'gateway', { tlsSecretNames: ['tls'] });
  const app = new ScalableWebApp(scope, 'podinfo', { image: AppImage.podinfo() });
  const route = app.routeThrough(gateway, { host: 'example.com' });
  expect(route.endpoint()).toMatchObject({
    url: 'http://gateway-nginx.shop.svc.cluster.local/',
    host: 'example.com',
  });
  expect(gateway.instructions()[0]?.commands).toEqual(['kubectl --namespace=shop get gateway gateway']);
});

test('what to type leads to the load balancer that the controller makes for the Gateway', () => {
  const scope = chart(CLUSTER);
  const gateway = new HttpGateway(scope, 'gateway', { tlsSecretNames: ['tls'] });
  gateway.addRoute(scope, 'route', { host: 'example.com', backends: [{ service: SERVICE }] });
  const text = (scope.node.root as unknown as { instructions(): string }).instructions();
  expect(text).toContain('kubectl --namespace=shop get service gateway-nginx');
  expect(text).toContain('curl --header \'Host: example.com\' "http://$address/"');
  expect(text).toContain('curl --insecure --header \'Host: example.com\' "https://$address/"');
});

test('without a namespace it is where kubectl puts it', () => {
  const { root } = chart(CLUSTER).node;
  const gateway = new HttpGateway(new Chart(root, 'no-namespace'), 'gateway');
  expect(gateway.namespace).toBe('default');
  expect(gateway.outsideAddress().preparation[0]).toContain('--namespace=default get service gateway-nginx');
});

test('by HTTP alone there is one address', () => {
  const scope = chart(CLUSTER);
  new HttpGateway(scope, 'gateway').addRoute(scope, 'route', { backends: [{ service: SERVICE }] });
  expect((scope.node.root as unknown as { instructions(): string }).instructions()).not.toContain('https://');
});

test('of a class whose Services are not known there is no address', () => {
  const scope = chart(CLUSTER);
  const gateway = new HttpGateway(scope, 'gateway', { gatewayClass: GatewayClass.of('acme', 'acme.com/controller') });
  gateway.addRoute(scope, 'route', { backends: [{ service: SERVICE }] });
  expect((scope.node.root as unknown as { instructions(): string }).instructions()).not.toContain('curl');
  expect(messageOf(() => gateway.endpoint())).toContain('it is not known what "acme.com/controller" calls its Service');
});
