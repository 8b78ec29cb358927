import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Library, type Sample } from '../sample';

const RESOURCES = {
  cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
  memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
};

const tuningOf = (lib: Library) => ({
  workerProcesses: 2,
  workerConnections: 1024,
  workerOpenFiles: 4096,
  workerShutdownTimeout: Duration.seconds(10),
  keepAliveTimeout: Duration.seconds(60),
  keepAliveRequests: 100,
  upstreamKeepAliveConnections: 32,
  connectTimeout: Duration.seconds(5),
  readTimeout: Duration.seconds(30),
  sendTimeout: Duration.seconds(30),
  clientMaxBodySize: Size.mebibytes(8),
  serverTokens: false,
  logFormat: '$remote_addr $status',
  accessLog: true,
  errorLogLevel: lib.ErrorLogLevel.WARN,
  http2: true,
  proxyProtocol: false,
});

const commonOf = (lib: Library) => ({
  namespace: 'ingress',
  createNamespace: true,
  defaultClass: false,
  workload: lib.IngressWorkload.DEPLOYMENT,
  replicas: 2,
  ...RESOURCES,
  tuning: tuningOf(lib),
  metrics: true,
  defaultTlsSecretName: 'ingress-tls',
});

const OPTIONS = {
  connectTimeout: Duration.seconds(5),
  readTimeout: Duration.seconds(30),
  sendTimeout: Duration.seconds(30),
  clientMaxBodySize: Size.mebibytes(8),
  proxyBuffering: true,
  redirectToHttps: true,
};

export const INGRESS_SAMPLES: readonly Sample[] = [
  {
    name: 'F5NginxIngressStack and its routes',
    build: (lib, chart) => {
      const ingress = new lib.F5NginxIngressStack(chart, 'f5', {
        ...commonOf(lib),
        release: 'main',
        naming: lib.F5Naming.CURRENT,
        customResources: false,
        telemetry: true,
        allowEmptyHost: true,
        readOnlyRootFilesystem: true,
        ingressClass: 'f5',
        exposure: lib.IngressExposure.nodePort({ http: 30080, https: 30443, annotations: { note: 'a b' } }),
        additionalConfig: { 'client-header-timeout': '10s' },
        image: 'acme/nginx-ingress:5.5.4',
        additionalArgs: ['-v=3'],
      });
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      new lib.F5IngressRoute(chart, 'route', {
        ingress,
        loadBalancing: lib.F5LoadBalancing.LEAST_CONNECTIONS,
        keepAliveConnections: 16,
        webSocket: true,
        additionalAnnotations: { 'nginx.org/limit-req-rate': '10r/s' },
        issuer: lib.CertificateIssuer.clusterIssuer('letsencrypt', {
          duration: Duration.hours(48),
          renewBefore: Duration.hours(24),
        }),
        backends: [
          {
            protocol: lib.AppProtocol.GRPC,
            service: app.service,
            portName: 'http',
            path: '/a',
            pathType: lib.PathType.PREFIX,
            rewrite: '/',
          },
        ],
        defaultBackend: { service: app.service, portName: 'http' },
        name: 'shop-route',
        host: 'shop.example.com',
        tlsSecretName: 'shop-tls',
        ...OPTIONS,
      });
      const route = app.routeThrough(ingress, {
        name: 'second',
        host: 'second.example.com',
        tlsSecretName: 'second-tls',
        portName: 'http',
        path: '/b',
        pathType: lib.PathType.EXACT,
        rewrite: '/c',
        protocol: lib.AppProtocol.HTTPS,
        issuer: lib.CertificateIssuer.issuer('ca', { duration: Duration.hours(48) }),
      });
      route.endpoint('/b');
      ingress.endpoint('second.example.com', '/b');
      ingress.outsideAddress('http').curl({ path: '/b', host: 'second.example.com', https: false });
      ingress.outsideAddress('https').url({ path: '/b', host: 'second.example.com', https: true });
      ingress.outsideAddress('http').instruction('Open it', [{ path: '/b', host: 'second.example.com', https: false }]);
      app.routeThrough(ingress.withOptions({ webSocket: true }), { name: 'fourth', host: 'fourth.example.com' });
      ingress.addRoute(chart, 'third', {
        backends: [{ service: app.service }],
        host: 'third.example.com',
        issuer: lib.CertificateIssuer.issuer('ca'),
        name: 'third',
      });
    },
  },
  {
    name: 'CommunityNginxIngressStack and its routes',
    build: (lib, chart) => {
      const ingress = new lib.CommunityNginxIngressStack(chart, 'community', {
        ...commonOf(lib),
        name: 'ingress-nginx',
        admissionWebhook: lib.AdmissionWebhook.FAIL,
        certificateImage: 'acme/kube-webhook-certgen:1',
        watchIngressWithoutClass: true,
        ingressClass: 'community',
        exposure: lib.IngressExposure.loadBalancer({
          http: 30080,
          https: 30443,
          annotations: { note: 'a b' },
          preserveClientIp: true,
        }),
        additionalConfig: { 'use-gzip': 'true' },
        image: 'acme/controller:v1.15.1',
        additionalArgs: ['--v=3'],
      });
      new lib.MetalLbStack(chart, 'metallb').addPool('pool', lib.AddressPool.cidr('192.0.2.0/28'));
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      new lib.CommunityIngressRoute(chart, 'route', {
        ingress,
        loadBalancing: lib.CommunityLoadBalancing.FASTEST,
        additionalAnnotations: { 'nginx.ingress.kubernetes.io/enable-cors': 'true' },
        issuer: lib.CertificateIssuer.external('ca', 'AWSPCAIssuer', 'awspca.cert-manager.io'),
        affinityCookie: 'route',
        requestsPerSecond: 10,
        canaryWeight: 20,
        backends: [{ service: app.service, path: '/a', pathType: lib.PathType.PREFIX, rewrite: '/' }],
        defaultBackend: { service: app.service },
        name: 'shop-route',
        host: 'shop.example.com',
        tlsSecretName: 'shop-tls',
        ...OPTIONS,
      });
      app.routeThrough(ingress.withOptions({ affinityCookie: 'route' }), { name: 'third' });
      ingress.addRoute(chart, 'second', {
        backends: [{ service: app.service }],
        defaultBackend: { service: app.service },
        host: 'second.example.com',
        tlsSecretName: 'second-tls',
      });
    },
  },
  {
    name: 'ingress classes that somebody else installed',
    build: (lib, chart) => {
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      const known = {
        service: { name: 'ingress', metadata: { namespace: 'ingress' }, ports: [{ name: 'http', port: 80 }] },
        pods: { labels: { app: 'ingress' }, namespace: 'ingress' },
      };
      const f5 = lib.IngressClass.f5('f5', { ...known, allowEmptyHost: true, http2: true }).withOptions({
        ...OPTIONS,
        loadBalancing: lib.F5LoadBalancing.IP_HASH,
        keepAliveConnections: 16,
        webSocket: true,
        additionalAnnotations: { 'nginx.org/limit-req-rate': '10r/s' },
      });
      app.routeThrough(f5, { name: 'f5' }).endpoint('/');
      const community = lib.IngressClass.community('community', known).withOptions({
        ...OPTIONS,
        loadBalancing: lib.CommunityLoadBalancing.FASTEST,
        affinityCookie: 'route',
        requestsPerSecond: 10,
        canaryWeight: 20,
        additionalAnnotations: { 'nginx.ingress.kubernetes.io/enable-cors': 'true' },
      });
      app.routeThrough(community, { name: 'community' });
      const traefik = lib.IngressClass.traefik('traefik', known).withOptions({
        entryPoints: ['websecure'],
        middlewares: ['shop-strip@kubernetescrd'],
        priority: 42,
        tls: true,
        certificateResolver: 'letsencrypt',
        affinityCookie: 'route',
        passHostHeader: false,
        additionalAnnotations: { 'example.com/team': 'shop' },
      });
      app.routeThrough(traefik, { name: 'traefik' });
      const haproxy = lib.IngressClass.haproxy('haproxy', known).withOptions({
        loadBalancing: lib.HaproxyLoadBalancing.LEAST_CONNECTIONS,
        serverTimeout: Duration.seconds(30),
        checkPath: '/healthz',
        podMaxConnections: 100,
        requestsPerSecond: 10,
        redirectToHttps: true,
        allowFrom: ['192.0.2.0/24'],
        additionalAnnotations: { 'haproxy.org/cors-enable': 'true' },
      });
      app.routeThrough(haproxy, { name: 'haproxy' });
      const alb = lib.IngressClass.alb('alb', known).withOptions({
        scheme: lib.AlbScheme.INTERNET_FACING,
        targetType: lib.AlbTargetType.IP,
        https: true,
        certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a'],
        redirectToHttps: true,
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        group: 'shop',
        groupOrder: 10,
        loadBalancerName: 'shop',
        subnets: ['subnet-a', 'subnet-b'],
        securityGroups: ['sg-a'],
        webAclArn: 'arn:aws:wafv2:eu-west-1:1:regional/webacl/a',
        tags: { team: 'shop' },
        healthCheckPath: '/healthz',
        healthCheckInterval: Duration.seconds(10),
        successCodes: '200-299',
        idleTimeout: Duration.seconds(30),
        deregistrationDelay: Duration.seconds(30),
        slowStart: Duration.seconds(30),
        loadBalancing: lib.AlbLoadBalancing.LEAST_OUTSTANDING_REQUESTS,
        stickyFor: Duration.hours(1),
        additionalAnnotations: { 'alb.ingress.kubernetes.io/ip-address-type': 'dualstack' },
      });
      app.routeThrough(alb, { name: 'alb' });
      const gce = lib.IngressClass.gce({ allowHttp: true }).withOptions({
        staticAddress: 'shop',
        managedCertificates: ['shop'],
        preSharedCertificates: ['old'],
        allowHttp: false,
        frontendConfig: 'tls',
        backendConfig: 'drain',
        additionalAnnotations: { 'example.com/team': 'shop' },
      });
      app.routeThrough(gce, { name: 'gce' });
      app.routeThrough(lib.IngressClass.gceInternal(), { name: 'gce-internal' });
      const kong = lib.IngressClass.of('kong', 'ingress-controllers.konghq.com/kong', known).withOptions({
        protocols: [lib.AppProtocol.HTTP],
        additionalAnnotations: { 'konghq.com/strip-path': 'true' },
      });
      app.routeThrough(kong, { name: 'kong' });
      new lib.IngressClassRoute(chart, 'route', {
        ingress: kong,
        backends: [{ service: app.service, portName: 'http', path: '/a', pathType: lib.PathType.PREFIX }],
        defaultBackend: { service: app.service, portName: 'http' },
        name: 'shop-route',
        host: 'shop.example.com',
        tlsSecretName: 'shop-tls',
        issuer: lib.CertificateIssuer.clusterIssuer('letsencrypt'),
      });
    },
  },
  {
    name: 'DaemonSets on host ports',
    build: (lib, chart) => {
      new lib.F5NginxIngressStack(chart, 'f5', {
        workload: lib.IngressWorkload.DAEMON_SET,
        exposure: lib.IngressExposure.hostPorts({ annotations: { note: 'a b' } }),
      });
      new lib.CommunityNginxIngressStack(chart, 'community', {
        admissionWebhook: lib.AdmissionWebhook.OFF,
        ingressClass: 'community',
        exposure: lib.IngressExposure.clusterIp({ annotations: { note: 'a b' } }),
      });
    },
  },
  {
    name: 'HttpGateway and its routes',
    cluster: (lib) => lib.ClusterProfile.kind({ provides: ['gateway.networking.k8s.io'] }),
    build: (lib, chart) => {
      const gateway = new lib.HttpGateway(chart, 'gateway', {
        gatewayClass: lib.GatewayClass.of('acme', 'acme.example.com/gateway', 'acme'),
        createClass: true,
        name: 'front',
        namespace: 'gateways',
        tlsSecretNames: ['shop-tls'],
        issuer: lib.CertificateIssuer.clusterIssuer('letsencrypt'),
        hosts: ['shop.example.com'],
        routesFrom: lib.RouteNamespaces.ALL,
      });
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      new lib.GatewayRoute(chart, 'route', {
        gateway,
        backends: [{ service: app.service, portName: 'http', path: '/a', pathType: lib.PathType.PREFIX, rewrite: '/' }],
        defaultBackend: { service: app.service, portName: 'http' },
        name: 'shop-route',
        host: 'shop.example.com',
      }).endpoint('/a');
      const reference = lib.GatewayReference.of('shared', {
        namespace: 'infra',
        listener: 'https',
        gatewayClass: lib.GatewayClass.nginxGatewayFabric('nginx'),
        https: true,
      });
      const canary = new lib.ScalableWebApp(chart, 'canary', { image: lib.AppImage.podinfo() });
      app.routeThrough(reference, {
        host: 'shared.example.com',
        canary: { service: canary.service, portName: 'http', weight: 10 },
      });
      gateway.addRoute(chart, 'second', { backends: [{ service: app.service }], host: 'second.example.com' });
      gateway.endpoint('shop.example.com', '/a');
      gateway.outsideAddress('http');
      new lib.HttpGateway(chart, 'nginx', { gatewayClass: lib.GatewayClass.nginxGatewayFabric('nginx') });
    },
  },
];
