import { Chart, Duration, Size } from 'cdk8s';
import {
  AdmissionWebhook,
  AppImage,
  AppProtocol,
  CertificateIssuer,
  ClusterProfile,
  CommunityIngressRoute,
  CommunityLoadBalancing,
  CommunityNginxIngressStack,
  Exposure,
  F5IngressRoute,
  F5LoadBalancing,
  F5NginxIngressStack,
  PathType,
  ScalableWebApp,
  type CommunityIngressRouteProps,
  type F5IngressRouteProps,
  type RouteProps,
} from '../../lib';
import { fields, list } from '../../lib/checks';
import { chart, manifestsOf, messageOf, only } from './manifests';

const SERVICE = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 80, name: 'http' }, { port: 9090 }] };
const OTHER = { name: 'api', metadata: { namespace: 'shop' }, ports: [{ port: 8080, name: 'http' }] };

function f5(scope: Chart) {
  return new F5NginxIngressStack(scope, 'ingress', { allowEmptyHost: true });
}

function community(scope: Chart) {
  return new CommunityNginxIngressStack(scope, 'ingress', { admissionWebhook: AdmissionWebhook.OFF });
}

function ingressesOf(scope: Chart) {
  return manifestsOf(scope).filter(({ kind }) => kind === 'Ingress');
}

/** The paths of an Ingress as `pathType path -> service:port`. */
function pathsOf(ingress: unknown): string[] {
  return list(ingress, 'spec', 'rules').flatMap((rule) =>
    list(rule, 'http', 'paths').map((entry) => {
      const { path, pathType } = fields(entry) as { path: string; pathType: string };
      const service = fields(entry, 'backend', 'service');
      const port = fields(service, 'port');
      return `${pathType} ${path} -> ${String(service.name)}:${String(port.name ?? port.number)}`;
    }),
  );
}

describe.each([
  ["F5's controller", f5],
  ["the community's controller", community],
])('a route through %s', (_name, controller) => {
  const route = (props: RouteProps, scope = chart()) => {
    controller(scope).addRoute(scope, 'route', props);
    return only(scope, 'Ingress');
  };

  test('leads to the first port of a Service by its name, at the root and below', () => {
    expect(route({ backends: [{ service: SERVICE }] })).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'route', namespace: 'shop' },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
            },
          },
        ],
      },
    });
  });

  test('has a host, several backends in the order of their paths, a default backend and a certificate', () => {
    const ingress = route({
      name: 'shop',
      host: 'shop.example.com',
      tlsSecretName: 'shop-tls',
      defaultBackend: { service: SERVICE },
      backends: [
        { service: SERVICE, path: '/z', pathType: PathType.EXACT },
        { service: { ...SERVICE, ports: [{ port: 9090 }] }, path: '/a' },
        { service: OTHER, path: '/b' },
      ],
    });
    expect(ingress.metadata.name).toBe('shop');
    expect(ingress.spec).toMatchObject({
      tls: [{ secretName: 'shop-tls', hosts: ['shop.example.com'] }],
      defaultBackend: { service: { name: 'web', port: { name: 'http' } } },
      rules: [{ host: 'shop.example.com' }],
    });
    expect(pathsOf(ingress)).toEqual(['Prefix /a -> web:9090', 'Prefix /b -> api:http', 'Exact /z -> web:http']);
  });

  test('may be a default backend and nothing else', () => {
    const ingress = route({ backends: [], defaultBackend: { service: SERVICE } });
    expect('rules' in ingress.spec).toBe(false);
  });

  test('takes a Service without a namespace to be where kubectl puts it', () => {
    const service = { ...SERVICE, metadata: {} };
    expect(route({ backends: [{ service }] }).metadata.namespace).toBe('default');
    const scope = new Chart(chart().node.root, 'no-namespace');
    expect('namespace' in route({ backends: [{ service }] }, scope).metadata).toBe(false);
  });

  test.each([
    ['no backend', { backends: [] }, 'leads nowhere'],
    [
      'a host with a scheme',
      { host: 'http://shop', backends: [{ service: SERVICE }] },
      'must be a lower-case DNS name',
    ],
    ['an address as host', { host: '10.0.0.1', backends: [{ service: SERVICE }] }, 'does not take IP addresses'],
    [
      'a Secret name that is none',
      { tlsSecretName: 'My_Cert', backends: [{ service: SERVICE }] },
      'TLS Secret "My_Cert"',
    ],
    [
      'a port that the Service lacks',
      { backends: [{ service: SERVICE, portName: 'grpc' }] },
      'Use one of its ports: http, 9090.',
    ],
    [
      'a Service without ports',
      { backends: [{ service: { ...SERVICE, ports: [] } }] },
      'Use one of its ports: add one.',
    ],
    ['a path without a slash', { backends: [{ service: SERVICE, path: 'shop' }] }, 'must begin with "/"'],
    [
      'an expression as a prefix',
      { backends: [{ service: SERVICE, path: '/shop(/|$)' }] },
      'is a regular expression ("(")',
    ],
    ['a path twice', { backends: [{ service: SERVICE }, { service: OTHER }] }, 'has two backends for the path "/"'],
    ['a rewrite to no path', { backends: [{ service: SERVICE, rewrite: 'x' }] }, 'rewrites "/" to "x"'],
    [
      'a rewrite of an expression',
      { backends: [{ service: SERVICE, path: '/.*', pathType: PathType.REGULAR_EXPRESSION, rewrite: '/' }] },
      'a regular expression is none',
    ],
    [
      'an expression beside a prefix',
      { backends: [{ service: SERVICE, path: '/.*', pathType: PathType.REGULAR_EXPRESSION }, { service: OTHER }] },
      'has regular expressions beside other paths: "/.*"',
    ],
    [
      'Services of two namespaces',
      { backends: [{ service: SERVICE }, { service: { ...OTHER, metadata: { namespace: 'api' } }, path: '/api' }] },
      'leads to Service "web" in namespace "shop" and to Service "api" in namespace "api"',
    ],
  ] as [string, RouteProps, string][])('with %s is refused, with why and a way out', (_mistake, props, message) => {
    const told = messageOf(() => route(props));
    expect(told).toContain(message);
    expect(told).toContain('[test/route] Route "route"');
    expect(told).toMatch(/why: .+\n {4}fix: .+/);
  });
});

describe("a route through F5's controller", () => {
  test('needs a host, unless the controller takes any', () => {
    const scope = chart();
    const ingress = new F5NginxIngressStack(scope, 'ingress');
    expect(messageOf(() => ingress.addRoute(scope, 'route', { backends: [{ service: SERVICE }] })))
      .toMatchInlineSnapshot(`
      "[test/route] Route "route" names no host, and ingress class "nginx" (test/ingress) takes none without.
          why: F5's controller rejects such an Ingress and says so in an event only.
          fix: Give the route a host, or the controller allowEmptyHost: true."
    `);
  });

  test('rewrites by Service; path and rewrite end with a slash, or the request would arrive with two', () => {
    const scope = chart();
    f5(scope).addRoute(scope, 'route', {
      backends: [
        { service: SERVICE, path: '/web', rewrite: '/app' },
        { service: OTHER, path: '/api', pathType: PathType.EXACT, rewrite: '/v1' },
      ],
    });
    const ingress = only(scope, 'Ingress');
    expect(ingress.metadata.annotations).toEqual({
      'nginx.org/rewrites': 'serviceName=web rewrite=/app/;serviceName=api rewrite=/v1',
    });
    expect(pathsOf(ingress)).toEqual(['Exact /api -> api:http', 'Prefix /web/ -> web:http']);
  });

  test('cannot rewrite to one Service in two ways', () => {
    const scope = chart();
    const backends = [{ service: SERVICE }, { service: SERVICE, path: '/old', rewrite: '/' }];
    expect(messageOf(() => f5(scope).addRoute(scope, 'route', { backends }))).toContain(
      'rewrites requests to Service "web" in two ways',
    );
  });

  test('says that its paths are expressions', () => {
    const scope = chart();
    const backends = [{ service: SERVICE, path: '/v[12]', pathType: PathType.REGULAR_EXPRESSION }];
    f5(scope).addRoute(scope, 'route', { backends });
    expect(only(scope, 'Ingress').metadata.annotations).toEqual({ 'nginx.org/path-regex': 'case_sensitive' });
    expect(pathsOf(only(scope, 'Ingress'))).toEqual(['ImplementationSpecific /v[12] -> web:http']);
  });

  test('writes every option as an annotation that F5 reads', () => {
    const scope = chart();
    const props: Required<Omit<F5IngressRouteProps, 'defaultBackend'>> = {
      ingress: f5(scope),
      name: 'shop',
      host: 'shop.example.com',
      tlsSecretName: 'tls',
      backends: [
        { service: SERVICE, protocol: AppProtocol.HTTPS },
        { service: OTHER, path: '/api', protocol: AppProtocol.HTTPS },
      ],
      issuer: CertificateIssuer.clusterIssuer('letsencrypt'),
      additionalAnnotations: { 'nginx.org/limit-req-rate': '10r/s', 'example.com/team': 'shop' },
      connectTimeout: Duration.seconds(2),
      readTimeout: Duration.seconds(30),
      sendTimeout: Duration.seconds(20),
      clientMaxBodySize: Size.mebibytes(4),
      proxyBuffering: false,
      redirectToHttps: false,
      loadBalancing: F5LoadBalancing.LEAST_CONNECTIONS,
      keepAliveConnections: 16,
      webSocket: true,
    };
    new F5IngressRoute(scope, 'route', props);
    expect(only(scope, 'Ingress').metadata.annotations).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt',
      'example.com/team': 'shop',
      'nginx.org/limit-req-rate': '10r/s',
      'nginx.org/client-max-body-size': '4m',
      'nginx.org/keepalive': '16',
      'nginx.org/lb-method': 'least_conn',
      'nginx.org/proxy-buffering': 'false',
      'nginx.org/proxy-connect-timeout': '2s',
      'nginx.org/proxy-read-timeout': '30s',
      'nginx.org/proxy-send-timeout': '20s',
      'nginx.org/ssl-redirect': 'false',
      'nginx.org/ssl-services': 'web,api',
      'nginx.org/websocket-services': 'web,api',
    });
  });
});

describe("a route through the community's controller", () => {
  const PREFIX = 'nginx.ingress.kubernetes.io';

  test('becomes one Ingress per way of rewriting, because the annotation holds for all paths', () => {
    const scope = chart();
    community(scope).addRoute(scope, 'route', {
      defaultBackend: { service: SERVICE },
      backends: [
        { service: OTHER, path: '/api.v1/', rewrite: '/' },
        { service: OTHER, path: '/v2', rewrite: '/' },
        { service: OTHER, path: '/all', rewrite: '/x/' },
        { service: OTHER, path: '/one', pathType: PathType.EXACT, rewrite: '/y' },
        { service: SERVICE },
      ],
    });
    expect(
      ingressesOf(scope).map((ingress) => ({
        name: ingress.metadata.name,
        rewrite: fields(ingress.metadata.annotations)[`${PREFIX}/rewrite-target`],
        regex: fields(ingress.metadata.annotations)[`${PREFIX}/use-regex`],
        default: 'defaultBackend' in fields(ingress, 'spec'),
        paths: pathsOf(ingress),
      })),
    ).toEqual([
      { name: 'route', rewrite: undefined, regex: undefined, default: true, paths: ['Prefix / -> web:http'] },
      {
        name: 'route-2',
        rewrite: '/$2',
        regex: 'true',
        default: false,
        paths: [
          'ImplementationSpecific /api\\.v1(/|$)(.*) -> api:http',
          'ImplementationSpecific /v2(/|$)(.*) -> api:http',
        ],
      },
      {
        name: 'route-3',
        rewrite: '/x/$2',
        regex: 'true',
        default: false,
        paths: ['ImplementationSpecific /all(/|$)(.*) -> api:http'],
      },
      {
        name: 'route-4',
        rewrite: '/y',
        regex: 'true',
        default: false,
        paths: ['ImplementationSpecific /one$ -> api:http'],
      },
    ]);
  });

  test.each([
    ['/shop', '/', '/shop/cart', '/cart'],
    ['/shop', '/', '/shop', '/'],
    ['/shop', '/v1', '/shop/cart', '/v1/cart'],
    ['/', '/v1', '/cart', '/v1/cart'],
    ['/', '/v1', '/', '/v1/'],
    ['/shop', '/', '/shopping', undefined],
    ['/', '/', '/cart', '/cart'],
  ])('rewrites below %s to %s: %s arrives as %s', (path, rewrite, request, expected) => {
    const scope = chart();
    community(scope).addRoute(scope, 'route', { backends: [{ service: SERVICE, path, rewrite }] });
    const ingress = only(scope, 'Ingress');
    const [rule] = list(ingress, 'spec', 'rules');
    const expression = new RegExp(`^${String(fields(list(rule, 'http', 'paths')[0]).path)}`);
    const target = String(fields(ingress.metadata.annotations)[`${PREFIX}/rewrite-target`]);
    expect(expression.test(request) ? request.replace(expression, target) : undefined).toBe(expected);
  });

  test('rewrites the root alone, too', () => {
    const scope = chart();
    const backends = [{ service: SERVICE, pathType: PathType.EXACT, rewrite: '/home' }];
    community(scope).addRoute(scope, 'route', { backends });
    expect(pathsOf(only(scope, 'Ingress'))).toEqual(['ImplementationSpecific /$ -> web:http']);
  });

  test('may switch buffering off', () => {
    const scope = chart();
    const props = { ingress: community(scope), backends: [{ service: SERVICE }], proxyBuffering: false };
    new CommunityIngressRoute(scope, 'route', props);
    expect(only(scope, 'Ingress').metadata.annotations).toEqual({ [`${PREFIX}/proxy-buffering`]: 'off' });
  });

  test('says that its paths are expressions', () => {
    const scope = chart();
    const backends = [{ service: SERVICE, path: '/v[12]', pathType: PathType.REGULAR_EXPRESSION }];
    community(scope).addRoute(scope, 'route', { backends });
    expect(only(scope, 'Ingress').metadata.annotations).toEqual({ [`${PREFIX}/use-regex`]: 'true' });
  });

  test('writes every option as an annotation that the community reads', () => {
    const scope = chart();
    const props: Required<Omit<CommunityIngressRouteProps, 'defaultBackend'>> = {
      ingress: community(scope),
      name: 'shop',
      host: 'shop.example.com',
      tlsSecretName: 'tls',
      backends: [{ service: SERVICE, protocol: AppProtocol.HTTPS }],
      issuer: CertificateIssuer.issuer('ca'),
      additionalAnnotations: { [`${PREFIX}/enable-cors`]: 'true' },
      connectTimeout: Duration.seconds(2),
      readTimeout: Duration.seconds(30),
      sendTimeout: Duration.seconds(20),
      clientMaxBodySize: Size.mebibytes(4),
      proxyBuffering: true,
      redirectToHttps: false,
      loadBalancing: CommunityLoadBalancing.FASTEST,
      affinityCookie: 'pod',
      requestsPerSecond: 50,
      canaryWeight: 10,
    };
    const { apiObjects } = new CommunityIngressRoute(scope, 'route', props);
    expect(apiObjects).toHaveLength(1);
    expect(only(scope, 'Ingress').metadata.annotations).toEqual({
      'cert-manager.io/issuer': 'ca',
      [`${PREFIX}/enable-cors`]: 'true',
      [`${PREFIX}/affinity`]: 'cookie',
      [`${PREFIX}/backend-protocol`]: 'HTTPS',
      [`${PREFIX}/canary`]: 'true',
      [`${PREFIX}/canary-weight`]: '10',
      [`${PREFIX}/limit-rps`]: '50',
      [`${PREFIX}/load-balance`]: 'ewma',
      [`${PREFIX}/proxy-body-size`]: '4m',
      [`${PREFIX}/proxy-buffering`]: 'on',
      [`${PREFIX}/proxy-connect-timeout`]: '2',
      [`${PREFIX}/proxy-read-timeout`]: '30',
      [`${PREFIX}/proxy-send-timeout`]: '20',
      [`${PREFIX}/session-cookie-name`]: 'pod',
      [`${PREFIX}/ssl-redirect`]: 'false',
    });
  });

  test.each([-1, 101, 0.5])('cannot be a canary for %s %% of the requests', (canaryWeight) => {
    const scope = chart();
    const props = { ingress: community(scope), backends: [{ service: SERVICE }], canaryWeight };
    expect(messageOf(() => new CommunityIngressRoute(scope, 'route', props))).toContain(
      `is to take ${canaryWeight} % of the requests`,
    );
  });
});

describe('an app', () => {
  const app = (scope: Chart) =>
    new ScalableWebApp(scope, 'podinfo', { image: AppImage.podinfo(), exposure: Exposure.clusterIp() });

  test('routes through any router by its own Service', () => {
    const scope = chart();
    const route = app(scope).routeThrough(f5(scope), { host: 'example.com', path: '/podinfo', rewrite: '/' });
    expect(route).toMatchObject({ name: 'podinfo', host: 'example.com' });
    expect(pathsOf(only(scope, 'Ingress'))).toEqual(['Prefix /podinfo/ -> podinfo:http']);
    expect(route.endpoint('/podinfo')).toMatchObject({
      url: 'http://nginx-ingress-controller.nginx-ingress.svc.cluster.local/podinfo',
      host: 'example.com',
    });
  });

  test('routes twice under two names', () => {
    const scope = chart();
    const [podinfo, ingress] = [app(scope), community(scope)];
    podinfo.routeThrough(ingress);
    podinfo.routeThrough(ingress, { name: 'internal', host: 'podinfo.internal' });
    expect(ingressesOf(scope).map(({ metadata }) => metadata.name)).toEqual(['podinfo', 'internal']);
  });

  test('exposes its pods once more under another name', () => {
    const scope = chart();
    const podinfo = app(scope);
    const second = podinfo.exposeAs('podinfo-v2', Exposure.nodePort());
    expect(second.name).toBe('podinfo-v2');
    expect(only(scope, 'Service', 'podinfo-v2').spec).toEqual({
      type: 'NodePort',
      selector: { app: 'podinfo' },
      ports: [{ name: 'http', port: 80, targetPort: 9898 }],
    });
  });
});

describe('the address of a route', () => {
  test('has the host, each plain path, and HTTPS where it is answered', () => {
    const scope = chart(ClusterProfile.kind());
    const route = new F5IngressRoute(scope, 'route', {
      ingress: f5(scope),
      host: '*.example.com',
      tlsSecretName: 'tls',
      backends: [{ service: SERVICE }, { service: OTHER, path: '/api' }],
    });
    expect(route.instructions().map(({ commands }) => commands)).toEqual([
      [
        "curl --header 'Host: any.example.com' http://localhost/",
        "curl --header 'Host: any.example.com' http://localhost/api",
      ],
      [
        "curl --insecure --header 'Host: any.example.com' https://localhost/",
        "curl --insecure --header 'Host: any.example.com' https://localhost/api",
      ],
    ]);
  });

  test('is the root where there are expressions only, which nobody can type', () => {
    const scope = chart(ClusterProfile.kind());
    const route = new F5IngressRoute(scope, 'route', {
      ingress: f5(scope),
      backends: [{ service: SERVICE, path: '/v[12]', pathType: PathType.REGULAR_EXPRESSION }],
    });
    expect(route.instructions().map(({ commands }) => commands)).toEqual([['curl http://localhost/']]);
  });
});
