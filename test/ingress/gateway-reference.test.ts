import { type Chart } from 'cdk8s';
import {
  AppImage,
  AppProtocol,
  CertificateIssuer,
  ClusterProfile,
  GatewayClass,
  GatewayReference,
  Instructions,
  IngressClass,
  PathType,
  ScalableWebApp,
  type AppRouteOptions,
  type IRouter,
} from '../../lib';
import { chart, manifestsOf, messageOf, only } from './manifests';
import { synthesize } from '../support/synthesize';

const SERVICE = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 80, name: 'http' }] };
const NEXT = { name: 'next', metadata: { namespace: 'shop' }, ports: [{ port: 8080, name: 'http' }] };
const SHARED = GatewayReference.of('shared', { namespace: 'infra', listener: 'https' });

const app = (scope: Chart) => new ScalableWebApp(scope, 'web', { image: AppImage.podinfo() });

function refusal(router: IRouter, options: AppRouteOptions): string {
  return messageOf(() => app(chart()).routeThrough(router, { host: 'shop.example.com', ...options }));
}

describe('a Gateway by name', () => {
  test('is neither made nor has to be provided, and takes the route at its listener', () => {
    const scope = chart(ClusterProfile.generic());
    app(scope).routeThrough(SHARED, { host: 'shop.example.com' });
    expect(manifestsOf(scope).map(({ kind }) => kind)).not.toContain('Gateway');
    expect(only(scope, 'HTTPRoute').spec).toEqual({
      parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'https' }],
      hostnames: ['shop.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 80 }] }],
    });
    expect(() => synthesize(scope)).not.toThrow();
  });

  test('has an address where its class and namespace are known', () => {
    const gatewayClass = GatewayClass.nginxGatewayFabric();
    const scope = chart();
    const route = app(scope).routeThrough(GatewayReference.of('shared', { namespace: 'infra', gatewayClass }));
    expect(route.endpoint('/cart').url).toBe('http://shared-nginx.infra.svc.cluster.local/cart');
    expect(Instructions.of(scope).textBelow(scope)).toContain('Open route "web" by HTTPS');
    const unknown = app(chart()).routeThrough(GatewayReference.of('shared'));
    expect(messageOf(() => unknown.endpoint())).toContain('its Service is not known');
  });

  test('refuses names that are none, and certificates, which a Gateway has', () => {
    expect(refusal(GatewayReference.of('No_Gateway'), {})).toContain('The Gateway "No_Gateway"');
    expect(refusal(GatewayReference.of('shared', { namespace: 'No_One' }), {})).toContain(
      'The namespace of the Gateway',
    );
    expect(refusal(SHARED, { issuer: CertificateIssuer.issuer('ca') })).toContain(
      'Issuer "ca" is to make the certificate of route "web", which leads through Gateway "shared" of somebody else.',
    );
  });
});

describe('gRPC through a Gateway', () => {
  const route = (options: AppRouteOptions) => {
    const scope = chart();
    app(scope).routeThrough(SHARED, { protocol: AppProtocol.GRPC, ...options });
    return only(scope, 'GRPCRoute').spec.rules;
  };
  const backendRefs = [{ name: 'web', port: 80 }];

  test('is a GRPCRoute, by service and method', () => {
    expect(route({})).toEqual([{ backendRefs }]);
    expect(route({ path: '/acme.Shop' })).toEqual([
      { matches: [{ method: { type: 'Exact', service: 'acme.Shop' } }], backendRefs },
    ]);
    expect(route({ path: '/acme.Shop/Buy', pathType: PathType.EXACT })).toEqual([
      { matches: [{ method: { type: 'Exact', service: 'acme.Shop', method: 'Buy' } }], backendRefs },
    ]);
  });

  test('has no other paths, no rewrites, and no HTTP beside it', () => {
    expect(refusal(SHARED, { protocol: AppProtocol.GRPC, path: '/a/b/c' })).toContain('at the path "/a/b/c".');
    expect(refusal(SHARED, { protocol: AppProtocol.GRPC, path: '/acme.Shop', rewrite: '/x' })).toContain(
      'rewritten to "/x"',
    );
    expect(refusal(SHARED, { protocol: AppProtocol.HTTPS })).toContain('does not speak with backends');
    const backends = [{ service: SERVICE }, { service: NEXT, path: '/acme.Shop', protocol: AppProtocol.GRPC }];
    expect(messageOf(() => SHARED.addRoute(chart(), 'route', { backends }))).toContain(
      'leads to gRPC at Service "next", and to HTTP at Service "web"',
    );
  });

  test('h2c is said on the port of the Service', () => {
    const scope = chart();
    app(scope).routeThrough(SHARED, { protocol: AppProtocol.H2C });
    expect(only(scope, 'Service').spec.ports).toMatchObject([{ name: 'http', appProtocol: 'kubernetes.io/h2c' }]);
    const backends = [{ service: SERVICE, protocol: AppProtocol.H2C }];
    expect(messageOf(() => SHARED.addRoute(chart(), 'route', { backends }))).toContain('is not an object of this app');
  });
});

describe('a canary', () => {
  const canary = { service: NEXT, weight: 10 };

  test('shares requests out by weights of a Gateway', () => {
    const scope = chart();
    SHARED.addRoute(scope, 'route', { backends: [{ service: SERVICE, canary }] });
    expect(only(scope, 'HTTPRoute').spec.rules).toMatchObject([
      {
        backendRefs: [
          { name: 'web', port: 80, weight: 90 },
          { name: 'next', port: 8080, weight: 10 },
        ],
      },
    ]);
  });

  test("is an Ingress of the same path for the community's controller", () => {
    const scope = chart();
    IngressClass.community().addRoute(scope, 'route', { backends: [{ service: SERVICE, path: '/shop', canary }] });
    expect(only(scope, 'Ingress', 'route').metadata.annotations).toBeUndefined();
    const { metadata, spec } = only(scope, 'Ingress', 'route-canary');
    expect(metadata.annotations).toEqual({
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-weight': '10',
    });
    expect(spec.rules).toMatchObject([
      { http: { paths: [{ path: '/shop', pathType: 'Prefix', backend: { service: { name: 'next' } } }] } },
    ]);
  });

  test('is an action of a load balancer of AWS', () => {
    const scope = chart();
    IngressClass.alb().addRoute(scope, 'route', { backends: [{ service: SERVICE, canary }] });
    const { metadata, spec } = only(scope, 'Ingress');
    const action = (metadata.annotations as Record<string, string>)['alb.ingress.kubernetes.io/actions.web-split'];
    expect(JSON.parse(action!)).toEqual({
      type: 'forward',
      forwardConfig: {
        targetGroups: [
          { serviceName: 'web', servicePort: 'http', weight: 90 },
          { serviceName: 'next', servicePort: 'http', weight: 10 },
        ],
      },
    });
    expect(JSON.stringify(spec)).toContain('{"name":"web-split","port":{"name":"use-annotation"}}');
  });

  test('is refused by controllers that cannot share requests out, and where it makes no sense', () => {
    for (const router of [
      IngressClass.f5(),
      IngressClass.traefik(),
      IngressClass.haproxy(),
      IngressClass.gce(),
      IngressClass.of('kong', 'konghq.com/kong'),
      IngressClass.community().withOptions({ canaryWeight: 10 }),
    ]) {
      expect(refusal(router, { canary })).toContain('cannot share requests out by an Ingress.');
    }
    expect(refusal(SHARED, { canary: { service: NEXT, weight: 101 } })).toContain('leads 101 % of the requests');
    expect(refusal(SHARED, { canary: { service: SERVICE, weight: 5 } })).toContain('a canary of the same Service');
  });
});

test('the cluster profile provides groups and objects, and nothing that is neither', () => {
  const provide = (...provides: string[]) => chart(ClusterProfile.generic({ provides }));
  expect(() => provide('keda.sh', 'IngressClass nginx', 'Service monitoring/*', 'Deployment shop/web')).not.toThrow();
  expect(messageOf(() => provide('a service of somebody'))).toContain(
    'provides "a service of somebody", which is neither',
  );
  expect(messageOf(() => provide('No_Group'))).toContain('The API group of the cluster profile "generic"');
});
