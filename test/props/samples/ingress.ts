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
        backendHttps: false,
        backends: [{ service: app.service, portName: 'http', path: '/a', pathType: lib.PathType.PREFIX, rewrite: '/' }],
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
      });
      route.endpoint('/b');
      ingress.endpoint('second.example.com', '/b');
      ingress.outsideAddress('http').curl({ path: '/b', host: 'second.example.com', https: false });
      ingress.outsideAddress('https').url({ path: '/b', host: 'second.example.com', https: true });
      ingress.outsideAddress('http').instruction('Open it', [{ path: '/b', host: 'second.example.com', https: false }]);
      ingress.addRoute(chart, 'third', {
        backends: [{ service: app.service }],
        host: 'third.example.com',
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
        backendProtocol: lib.BackendProtocol.GRPC,
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
      ingress.addRoute(chart, 'second', {
        backends: [{ service: app.service }],
        defaultBackend: { service: app.service },
        host: 'second.example.com',
        tlsSecretName: 'second-tls',
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
      gateway.addRoute(chart, 'second', { backends: [{ service: app.service }], host: 'second.example.com' });
      gateway.endpoint('shop.example.com', '/a');
      gateway.outsideAddress('http');
      new lib.HttpGateway(chart, 'nginx', { gatewayClass: lib.GatewayClass.nginxGatewayFabric('nginx') });
    },
  },
];
