import { Duration, Size, type Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AlbLoadBalancing,
  AlbScheme,
  AlbTargetType,
  AppImage,
  AppProtocol,
  CertificateIssuer,
  F5IngressRoute,
  HaproxyLoadBalancing,
  IngressClass,
  Instructions,
  PathType,
  ScalableWebApp,
  type AlbRouteOptions,
  type AppRouteOptions,
  type GceRouteOptions,
  type HaproxyRouteOptions,
  type IRouter,
  type TraefikRouteOptions,
} from '../../../lib';
import { renderObjects } from '../../../lib/synth/rendered-object';
import { chart, manifestsOf, messageOf, only } from '../manifests';
import { synthesize } from '../../support/synthesize';

const SERVICE = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 80, name: 'http' }] };

function app(scope: Chart): ScalableWebApp {
  return new ScalableWebApp(scope, 'web', { image: AppImage.podinfo() });
}

/** The annotations of the Ingress and of the Service of an app that is routed through a class. */
function annotations(router: IRouter, options: AppRouteOptions = {}) {
  const scope = chart();
  app(scope).routeThrough(router, { host: 'shop.example.com', ...options });
  return {
    ingress: only(scope, 'Ingress').metadata.annotations,
    service: only(scope, 'Service').metadata.annotations,
  };
}

function refusal(router: IRouter, options: AppRouteOptions = {}): string {
  return messageOf(() => annotations(router, options));
}

describe('an ingress class by name', () => {
  test.each([
    ['f5', IngressClass.f5(), 'nginx', 'nginx.org/ingress-controller'],
    ['community', IngressClass.community('edge'), 'edge', 'k8s.io/ingress-nginx'],
    ['traefik', IngressClass.traefik(), 'traefik', 'traefik.io/ingress-controller'],
    ['haproxy', IngressClass.haproxy(), 'haproxy', 'haproxy.org/ingress-controller/haproxy'],
    [
      'of',
      IngressClass.of('kong', 'ingress-controllers.konghq.com/kong'),
      'kong',
      'ingress-controllers.konghq.com/kong',
    ],
  ])('%s installs nothing, and writes one Ingress of that class', (_name, router, name, controller) => {
    const scope = chart();
    app(scope).routeThrough(router, { host: 'shop.example.com', path: '/shop' });
    expect(router.controller).toBe(controller);
    expect(manifestsOf(scope).map(({ kind }) => kind)).toEqual([
      'Deployment',
      'Service',
      'PodDisruptionBudget',
      'Ingress',
    ]);
    expect(only(scope, 'Ingress')).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        ingressClassName: name,
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                { path: '/shop', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } },
              ],
            },
          },
        ],
      },
    });
    expect(() => synthesize(scope)).not.toThrow();
  });

  test('counts as provided beside a class that this app installs', () => {
    const scope = chart();
    app(scope).routeThrough(IngressClass.alb(), { host: 'shop.example.com' });
    const other = new kplus.k8s.KubeIngressClass(scope, 'own', { metadata: { name: 'own' } });
    expect(other.name).toBe('own');
    synthesize(scope);
    const { calls } = (process.stderr.write as jest.Mock<boolean, [string]>).mock;
    expect(calls.map(([text]) => text).join('')).not.toContain('R17');
  });

  test('has an address in the cluster where its Service is known, and an error that asks for it elsewhere', () => {
    const service = {
      name: 'front',
      metadata: { namespace: 'edge' },
      ports: [{ port: 8443 }, { name: 'web', port: 8080 }],
    };
    const scope = chart();
    const route = app(scope).routeThrough(IngressClass.traefik('traefik', { service }), { host: 'shop.example.com' });
    expect(route.endpoint('/cart')).toMatchObject({
      url: 'http://front.edge.svc.cluster.local:8080/cart',
      host: 'shop.example.com',
    });
    const unknown = app(chart()).routeThrough(IngressClass.traefik());
    expect(messageOf(() => unknown.endpoint())).toContain(
      'The address of ingress class "traefik" inside the cluster is wanted, and its Service is not known.',
    );
  });

  test('tells how to open the route by the address in the status of the Ingress', () => {
    const scope = chart();
    app(scope).routeThrough(IngressClass.haproxy(), { host: '*.example.com', tlsSecretName: 'tls', path: '/shop' });
    expect(Instructions.of(scope).textBelow(scope)).toContain(
      `curl --insecure --header 'Host: any.example.com' "https://$address"/shop`,
    );
  });

  test('lets only its pods reach an isolated app', () => {
    const scope = chart();
    const web = app(scope);
    web.routeThrough(IngressClass.f5(), { host: 'shop.example.com' });
    web.isolate();
    const policies = renderObjects(scope.node.root)
      .map(({ manifest }) => manifest)
      .filter(({ kind }) => kind === 'NetworkPolicy');
    expect(JSON.stringify(policies)).toContain('"app.kubernetes.io/name":"nginx-ingress"');
  });
});

describe('F5 by its class', () => {
  test('has the options of its routes, by withOptions and by F5IngressRoute', () => {
    const options = { readTimeout: Duration.seconds(30), clientMaxBodySize: Size.mebibytes(8) };
    const written = { 'nginx.org/client-max-body-size': '8m', 'nginx.org/proxy-read-timeout': '30s' };
    expect(annotations(IngressClass.f5().withOptions(options)).ingress).toEqual(written);
    const scope = chart();
    const backends = [{ service: SERVICE }];
    new F5IngressRoute(scope, 'route', { ingress: IngressClass.f5(), host: 'shop.example.com', backends, ...options });
    expect(only(scope, 'Ingress').metadata.annotations).toEqual(written);
  });

  test('leads gRPC on with a certificate only, and not where HTTP/2 is off', () => {
    const grpc = { protocol: AppProtocol.GRPC };
    expect(annotations(IngressClass.f5(), { ...grpc, tlsSecretName: 'tls' }).ingress).toEqual({
      'nginx.org/grpc-services': 'web',
    });
    expect(annotations(IngressClass.f5(), { protocol: AppProtocol.GRPCS, tlsSecretName: 'tls' }).ingress).toEqual({
      'nginx.org/grpc-services': 'web',
      'nginx.org/ssl-services': 'web',
    });
    expect(refusal(IngressClass.f5(), grpc)).toContain('Route "web" leads to gRPC, and has no certificate.');
    expect(refusal(IngressClass.f5('nginx', { http2: false }), { ...grpc, tlsSecretName: 'tls' })).toContain(
      'Route "web" leads to gRPC, and ingress class "nginx" does not speak HTTP/2.',
    );
    expect(refusal(IngressClass.f5(), { protocol: AppProtocol.H2C })).toContain(
      `Route "web" leads to Service "web" by H2C, which F5's controller does not speak with backends.`,
    );
  });

  test('takes a route without a host only where somebody says that it does', () => {
    const scope = chart();
    expect(messageOf(() => app(scope).routeThrough(IngressClass.f5()))).toContain('names no host');
    expect(() => app(chart()).routeThrough(IngressClass.f5('nginx', { allowEmptyHost: true }))).not.toThrow();
  });
});

describe('the community by its class', () => {
  test('is told of gRPC by an annotation that holds for its Ingress', () => {
    const grpc = { protocol: AppProtocol.GRPC };
    expect(annotations(IngressClass.community().withOptions({ canaryWeight: 20 }), grpc).ingress).toEqual({
      'nginx.ingress.kubernetes.io/backend-protocol': 'GRPC',
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-weight': '20',
    });
  });
});

describe('Traefik by its class', () => {
  test('writes every option where Traefik reads it: on the Ingress or on the Service', () => {
    const options: Required<TraefikRouteOptions> = {
      entryPoints: ['web', 'websecure'],
      middlewares: ['shop-strip@kubernetescrd', 'auth@file'],
      priority: 42,
      tls: true,
      certificateResolver: 'letsencrypt',
      affinityCookie: 'pod',
      passHostHeader: false,
      additionalAnnotations: { 'traefik.ingress.kubernetes.io/router.rulesyntax': 'v3' },
    };
    expect(annotations(IngressClass.traefik().withOptions(options))).toEqual({
      ingress: {
        'traefik.ingress.kubernetes.io/router.entrypoints': 'web,websecure',
        'traefik.ingress.kubernetes.io/router.middlewares': 'shop-strip@kubernetescrd,auth@file',
        'traefik.ingress.kubernetes.io/router.priority': '42',
        'traefik.ingress.kubernetes.io/router.rulesyntax': 'v3',
        'traefik.ingress.kubernetes.io/router.tls': 'true',
        'traefik.ingress.kubernetes.io/router.tls.certresolver': 'letsencrypt',
      },
      service: {
        'traefik.ingress.kubernetes.io/service.passhostheader': 'false',
        'traefik.ingress.kubernetes.io/service.sticky.cookie': 'true',
        'traefik.ingress.kubernetes.io/service.sticky.cookie.name': 'pod',
      },
    });
  });

  test.each([
    [AppProtocol.GRPC, 'h2c'],
    [AppProtocol.H2C, 'h2c'],
    [AppProtocol.HTTPS, 'https'],
    [AppProtocol.GRPCS, 'https'],
  ])('speaks %s by the scheme %s of the Service', (protocol, scheme) => {
    expect(annotations(IngressClass.traefik(), { protocol }).service).toEqual({
      'traefik.ingress.kubernetes.io/service.serversscheme': scheme,
    });
  });

  test('takes HTTPS where the route has a certificate, and expressions by its own matcher', () => {
    const options = { tlsSecretName: 'tls', path: '/v[12]', pathType: PathType.REGULAR_EXPRESSION };
    expect(annotations(IngressClass.traefik(), options).ingress).toEqual({
      'traefik.ingress.kubernetes.io/router.pathmatcher': 'PathRegexp',
      'traefik.ingress.kubernetes.io/router.tls': 'true',
    });
  });

  test('refuses what an Ingress cannot say to it', () => {
    expect(refusal(IngressClass.traefik(), { path: '/shop', rewrite: '/' })).toContain(
      'Route "web" rewrites "/shop" to "/", which Traefik cannot do by an Ingress.',
    );
    expect(refusal(IngressClass.traefik().withOptions({ middlewares: ['strip'] }))).toContain(
      'Route "web" goes through the middleware "strip", which does not say where it is defined.',
    );
    const scope = chart();
    const props = { backends: [{ service: SERVICE, protocol: AppProtocol.GRPC }] };
    expect(messageOf(() => IngressClass.traefik().addRoute(scope, 'route', props))).toContain(
      'reads traefik.ingress.kubernetes.io/service.serversscheme on Service "web", which is not an object of this app.',
    );
  });
});

describe('HAProxy by its class', () => {
  test('writes every option as an annotation', () => {
    const options: Required<HaproxyRouteOptions> = {
      loadBalancing: HaproxyLoadBalancing.LEAST_CONNECTIONS,
      serverTimeout: Duration.seconds(30),
      checkPath: '/healthz',
      podMaxConnections: 100,
      requestsPerSecond: 10,
      redirectToHttps: true,
      allowFrom: ['192.0.2.0/24', '198.51.100.1'],
      additionalAnnotations: { 'haproxy.org/cors-enable': 'true' },
    };
    expect(annotations(IngressClass.haproxy().withOptions(options), { protocol: AppProtocol.GRPCS }).ingress).toEqual({
      'haproxy.org/allow-list': '192.0.2.0/24, 198.51.100.1',
      'haproxy.org/check-http': '/healthz',
      'haproxy.org/cors-enable': 'true',
      'haproxy.org/load-balance': 'leastconn',
      'haproxy.org/pod-maxconn': '100',
      'haproxy.org/rate-limit-period': '1s',
      'haproxy.org/rate-limit-requests': '10',
      'haproxy.org/server-proto': 'h2',
      'haproxy.org/server-ssl': 'true',
      'haproxy.org/ssl-redirect': 'true',
      'haproxy.org/timeout-server': '30s',
    });
  });

  test('rewrites paths element by element, one Ingress for each rule', () => {
    const scope = chart();
    IngressClass.haproxy().addRoute(scope, 'route', {
      backends: [
        { service: SERVICE },
        { service: SERVICE, path: '/api.v1', rewrite: '/' },
        { service: SERVICE, path: '/old', pathType: PathType.EXACT, rewrite: '/new' },
      ],
    });
    const rules = manifestsOf(scope).map(({ metadata }) => [metadata.name, metadata.annotations]);
    expect(rules).toEqual([
      ['route', undefined],
      ['route-2', { 'haproxy.org/path-rewrite': '^/api\\.v1(/|$)(.*) /\\2' }],
      ['route-3', { 'haproxy.org/path-rewrite': '^/old$ /new' }],
    ]);
  });

  test('refuses expressions and odd values', () => {
    expect(refusal(IngressClass.haproxy(), { path: '/v[12]', pathType: PathType.REGULAR_EXPRESSION })).toContain(
      `has the regular expression "/v[12]", and HAProxy's controller takes none in an Ingress.`,
    );
    expect(refusal(IngressClass.haproxy().withOptions({ checkPath: 'healthz' }))).toContain('is not the path of a URL');
  });
});

describe('an AWS load balancer by its class', () => {
  test('goes to the pods themselves, whatever the type of the Service', () => {
    expect(annotations(IngressClass.alb()).ingress).toEqual({ 'alb.ingress.kubernetes.io/target-type': 'ip' });
  });

  test('writes every option as an annotation', () => {
    const options: Required<AlbRouteOptions> = {
      scheme: AlbScheme.INTERNET_FACING,
      targetType: AlbTargetType.INSTANCE,
      https: true,
      certificateArns: ['arn:1', 'arn:2'],
      redirectToHttps: true,
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      group: 'shop',
      groupOrder: 10,
      loadBalancerName: 'shop',
      subnets: ['a', 'b'],
      securityGroups: ['sg'],
      webAclArn: 'arn:acl',
      tags: { team: 'shop', stage: 'prod' },
      healthCheckPath: '/healthz',
      healthCheckInterval: Duration.seconds(10),
      successCodes: '200-299',
      idleTimeout: Duration.seconds(30),
      deregistrationDelay: Duration.seconds(20),
      slowStart: Duration.seconds(60),
      loadBalancing: AlbLoadBalancing.LEAST_OUTSTANDING_REQUESTS,
      stickyFor: Duration.hours(1),
      additionalAnnotations: { 'alb.ingress.kubernetes.io/ip-address-type': 'dualstack' },
    };
    const prefixed = annotations(IngressClass.alb().withOptions(options)).ingress as Record<string, string>;
    expect(
      Object.fromEntries(Object.entries(prefixed).map(([key, value]) => [key.replace(/^alb.*\//, ''), value])),
    ).toEqual({
      'certificate-arn': 'arn:1,arn:2',
      'group.name': 'shop',
      'group.order': '10',
      'healthcheck-interval-seconds': '10',
      'healthcheck-path': '/healthz',
      'ip-address-type': 'dualstack',
      'listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
      'load-balancer-attributes': 'idle_timeout.timeout_seconds=30',
      'load-balancer-name': 'shop',
      scheme: 'internet-facing',
      'security-groups': 'sg',
      'ssl-policy': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      'ssl-redirect': '443',
      subnets: 'a,b',
      'success-codes': '200-299',
      tags: 'team=shop,stage=prod',
      'target-group-attributes':
        'deregistration_delay.timeout_seconds=20,slow_start.duration_seconds=60,load_balancing.algorithm.type=least_outstanding_requests,stickiness.enabled=true,stickiness.lb_cookie.duration_seconds=3600',
      'target-type': 'instance',
      'wafv2-acl-arn': 'arn:acl',
    });
  });

  test('speaks gRPC behind a listener of HTTPS only', () => {
    const grpc = { protocol: AppProtocol.GRPC };
    expect(annotations(IngressClass.alb().withOptions({ https: true }), grpc).ingress).toEqual({
      'alb.ingress.kubernetes.io/backend-protocol-version': 'GRPC',
      'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
      'alb.ingress.kubernetes.io/target-type': 'ip',
    });
    expect(refusal(IngressClass.alb(), grpc)).toContain(
      'Route "web" leads to backends that speak HTTP/2, and its load balancer listens for HTTP only.',
    );
  });

  test('refuses certificates of Secrets, and values that AWS refuses', () => {
    expect(refusal(IngressClass.alb(), { tlsSecretName: 'tls' })).toContain(
      'Route "web" has the certificate of Secret "tls", and the AWS Load Balancer Controller reads no Secrets.',
    );
    expect(refusal(IngressClass.alb(), { issuer: CertificateIssuer.clusterIssuer('letsencrypt') })).toContain(
      'has the certificate of ClusterIssuer "letsencrypt"',
    );
    for (const options of [
      { subnets: ['a'] },
      { group: 'Shop' },
      { loadBalancerName: 'a'.repeat(33) },
      { groupOrder: 1001 },
      { slowStart: Duration.seconds(10) },
    ]) {
      expect(refusal(IngressClass.alb().withOptions(options))).toContain('[test/web/route]');
    }
  });
});

describe("Google's controller", () => {
  test('is chosen by an annotation, and reads what speaks and drains on the Service', () => {
    const options: Required<GceRouteOptions> = {
      staticAddress: 'front',
      managedCertificates: ['shop', 'www'],
      preSharedCertificates: ['old'],
      allowHttp: false,
      frontendConfig: 'tls',
      backendConfig: 'drain',
      additionalAnnotations: { 'example.com/team': 'shop' },
    };
    const scope = chart();
    app(scope).routeThrough(IngressClass.gce(options), { protocol: AppProtocol.GRPCS });
    const ingress = only(scope, 'Ingress');
    expect('ingressClassName' in ingress.spec).toBe(false);
    expect(ingress.metadata.annotations).toEqual({
      'example.com/team': 'shop',
      'ingress.gcp.kubernetes.io/pre-shared-cert': 'old',
      'kubernetes.io/ingress.allow-http': 'false',
      'kubernetes.io/ingress.class': 'gce',
      'kubernetes.io/ingress.global-static-ip-name': 'front',
      'networking.gke.io/managed-certificates': 'shop,www',
      'networking.gke.io/v1beta1.FrontendConfig': 'tls',
    });
    expect(only(scope, 'Service').metadata.annotations).toEqual({
      'cloud.google.com/app-protocols': '{"http":"HTTP2"}',
      'cloud.google.com/backend-config': '{"default":"drain"}',
      'cloud.google.com/neg': '{"ingress":true}',
    });
  });

  test('has regional addresses inside of the network', () => {
    const internal = IngressClass.gceInternal({ staticAddress: 'front' });
    expect(annotations(internal).ingress).toEqual({
      'kubernetes.io/ingress.class': 'gce-internal',
      'kubernetes.io/ingress.regional-static-ip-name': 'front',
    });
  });

  test('speaks HTTP/2 over TLS only, and needs a name for the port', () => {
    expect(refusal(IngressClass.gce(), { protocol: AppProtocol.GRPC })).toContain(
      'Service "web" by GRPC, which Google\'s controller does not speak with backends.',
    );
    const service = { ...SERVICE, ports: [{ port: 443 }] };
    const props = { backends: [{ service, protocol: AppProtocol.HTTPS }] };
    expect(messageOf(() => IngressClass.gce().addRoute(chart(), 'route', props))).toContain(
      'that has no name, by HTTPS',
    );
  });
});

describe('any other controller', () => {
  test('has annotations that are typed by hand, and says itself what the pods speak', () => {
    const kong = IngressClass.of('kong', 'ingress-controllers.konghq.com/kong').withOptions({
      additionalAnnotations: { 'konghq.com/protocols': 'grpcs' },
      protocols: [AppProtocol.GRPC],
    });
    expect(annotations(kong, { protocol: AppProtocol.GRPC }).ingress).toEqual({ 'konghq.com/protocols': 'grpcs' });
    expect(refusal(IngressClass.of('kong', 'konghq.com/kong'), { protocol: AppProtocol.GRPC })).toContain(
      'by GRPC, which controller "konghq.com/kong" does not speak with backends',
    );
    expect(refusal(IngressClass.of('kong', 'not a controller'))).toContain('The controller "not a controller"');
  });
});

describe('options that a class does not read', () => {
  test('are an error with the class that reads them', () => {
    const untyped = { canaryWeight: 10 } as TraefikRouteOptions;
    expect(refusal(IngressClass.traefik().withOptions(untyped))).toBe(
      '[test/web/route] Ingress class "traefik" has the option "canaryWeight", which Traefik does not read.\n' +
        '    why: It would be written nowhere, and the route behaves as if it were not there.\n' +
        '    fix: IngressClass.community() has it; this class reads entryPoints, middlewares, priority, tls, certificateResolver, affinityCookie, passHostHeader, additionalAnnotations.',
    );
  });

  test('are an error as annotations of another controller, too', () => {
    const additionalAnnotations = { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' };
    for (const router of [
      IngressClass.f5().withOptions({ additionalAnnotations }),
      IngressClass.of('edge', 'haproxy.org/ingress-controller/edge').withOptions({ additionalAnnotations }),
    ]) {
      expect(refusal(router)).toContain(
        "the annotation nginx.ingress.kubernetes.io/proxy-body-size, which only the community's ingress-nginx reads.",
      );
    }
    expect(refusal(IngressClass.community('no_class'))).toContain('The IngressClass "no_class"');
  });
});

describe('a certificate issuer', () => {
  test('has the certificate made into a Secret of the name of the route', () => {
    const scope = chart();
    const issuer = CertificateIssuer.clusterIssuer('letsencrypt', {
      duration: Duration.days(60),
      renewBefore: Duration.minutes(90),
    });
    app(scope).routeThrough(IngressClass.f5(), { host: 'shop.example.com', issuer });
    const { metadata, spec } = only(scope, 'Ingress');
    expect(metadata.annotations).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt',
      'cert-manager.io/duration': '1440h',
      'cert-manager.io/renew-before': '5400s',
    });
    expect(spec.tls).toEqual([{ hosts: ['shop.example.com'], secretName: 'web-tls' }]);
  });

  test('may be one that is not of cert-manager itself', () => {
    const issuer = CertificateIssuer.external('ca', 'AWSPCAClusterIssuer', 'awspca.cert-manager.io');
    expect(annotations(IngressClass.community(), { issuer, tlsSecretName: 'own' }).ingress).toEqual({
      'cert-manager.io/issuer': 'ca',
      'cert-manager.io/issuer-group': 'awspca.cert-manager.io',
      'cert-manager.io/issuer-kind': 'AWSPCAClusterIssuer',
    });
  });

  test('needs a host, and times that cert-manager takes', () => {
    const message = (issuer: CertificateIssuer) => refusal(IngressClass.f5(), { issuer });
    const hostless = () =>
      app(chart()).routeThrough(IngressClass.community(), { issuer: CertificateIssuer.issuer('ca') });
    expect(messageOf(hostless)).toContain('Route "web" names no host, and Issuer "ca" is to make its certificate.');
    expect(message(CertificateIssuer.issuer('ca', { duration: Duration.minutes(59) }))).toContain('valid for 3540s');
    expect(message(CertificateIssuer.issuer('ca', { renewBefore: Duration.minutes(4) }))).toContain(
      'renewed 240s before',
    );
    expect(message(CertificateIssuer.issuer('ca', { renewBefore: Duration.days(90) }))).toContain(
      'not valid for longer',
    );
    expect(message(CertificateIssuer.issuer('No Issuer'))).toContain('The issuer "No Issuer"');
  });
});
