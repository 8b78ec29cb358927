import { Duration, Size } from 'cdk8s';
import { Capability, Cpu, EnvValue, PercentOrAbsolute } from 'cdk8s-plus-28';
import { type Sample } from '../sample';

export const APP_SAMPLES: readonly Sample[] = [
  {
    name: 'ScalableWebApp',
    build: (lib, chart) => {
      const timing = {
        initialDelay: Duration.seconds(1),
        period: Duration.seconds(5),
        timeout: Duration.seconds(2),
        failureThreshold: 3,
      };
      const image = lib.AppImage.of('acme/shop:1', {
        port: 8080,
        portName: 'web',
        additionalPorts: [{ name: 'metrics', port: 9090 }],
        uid: 10001,
        gid: 10002,
        writablePaths: ['/tmp'],
        files: [{ path: '/etc/shop/shop.conf', content: 'debug = false' }],
        command: ['shop'],
        args: ['--verbose'],
        readiness: lib.HealthCheck.http('/ready', { port: 8080, ...timing }),
        liveness: lib.HealthCheck.tcp({ port: 8080, ...timing }),
        page: '/shop',
        architecture: lib.Architecture.AMD64,
        hasSleep: true,
        requests: lib.MetricExporter.PODINFO.counter('http_requests_total'),
        durations: lib.MetricExporter.PODINFO.histogram('http_request_duration_seconds'),
      });
      const app = new lib.ScalableWebApp(chart, 'web', {
        image,
        name: 'shop',
        serviceName: 'shop-service',
        exposure: lib.Exposure.nodePort(30080, {
          port: 8000,
          additionalPorts: [{ name: 'metrics', port: 9090, nodePort: 30090 }],
        }),
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
        readiness: lib.HealthCheck.command(['true'], timing),
        liveness: lib.HealthCheck.none('nothing to restart'),
        startup: lib.HealthCheck.tcp(),
        rollout: lib.Rollout.rolling({
          maxSurge: PercentOrAbsolute.absolute(1),
          maxUnavailable: PercentOrAbsolute.absolute(0),
          preStopPause: Duration.seconds(5),
          gracePeriod: Duration.seconds(40),
          minReady: Duration.seconds(1),
        }),
        disruptionBudget: lib.DisruptionBudget.maxUnavailable(1),
        spread: [
          lib.PodSpread.over('example.com/rack', {
            maxSkew: 2,
            whenUnsatisfiable: lib.WhenUnsatisfiable.SCHEDULE_ANYWAY,
          }),
          lib.PodSpread.overNodes({ maxSkew: 1, whenUnsatisfiable: lib.WhenUnsatisfiable.SCHEDULE_ANYWAY }),
          lib.PodSpread.overZones({ maxSkew: 1, whenUnsatisfiable: lib.WhenUnsatisfiable.SCHEDULE_ANYWAY }),
        ],
        environment: { MODE: EnvValue.fromValue('prod') },
        labels: { team: 'shop' },
      });
      app.exposeAs('shop-balancer', lib.Exposure.clusterIp({ ports: [{ name: 'metrics', port: 81 }] }));
      app.endpoint({ portName: 'web', path: '/', host: 'shop.example.com' });
      app.requestRate({ window: Duration.minutes(2) });
      app.scaleOnCpu(50, {
        minReplicas: 2,
        maxReplicas: 10,
        behavior: {
          scaleUp: lib.ScalingRules.of({
            policies: [
              lib.ScalingPolicy.pods(4, Duration.seconds(60)),
              lib.ScalingPolicy.percent(100, Duration.seconds(60)),
            ],
            selectPolicy: lib.PolicySelection.MAX,
            stabilizationWindow: Duration.seconds(30),
            tolerance: '0.05',
          }),
          scaleDown: lib.ScalingRules.disabled(),
        },
      });
    },
  },
  {
    name: 'ScalableWebApp as root, behind a load balancer, scaled on memory',
    build: (lib, chart) => {
      const image = lib.AppImage.root('acme/root:1', {
        port: 80,
        reason: 'it binds port 80 as root',
        capabilities: [Capability.NET_BIND_SERVICE],
        readOnlyRootFilesystem: false,
        portName: 'http',
        additionalPorts: [{ name: 'metrics', port: 9090 }],
        writablePaths: ['/tmp'],
        files: [{ path: '/etc/shop/shop.conf', content: 'x' }],
        command: ['shop'],
        args: ['--verbose'],
        readiness: lib.HealthCheck.tcp(),
        liveness: lib.HealthCheck.tcp(),
        page: '/',
        architecture: lib.Architecture.ARM64,
        hasSleep: true,
        requests: lib.MetricExporter.PODINFO.counter('http_requests_total'),
        durations: lib.MetricExporter.PODINFO.histogram('http_request_duration_seconds'),
      });
      const metallb = new lib.MetalLbStack(chart, 'metallb');
      const pool = metallb.addPool('pool', lib.AddressPool.range('192.0.2.10', '192.0.2.20'));
      const exposure = lib.Exposure.loadBalancer({
        address: '192.0.2.12',
        pool,
        ports: [{ port: 80, nodePort: 30081 }],
      });
      const app = new lib.ScalableWebApp(chart, 'root', {
        image,
        exposure,
        memory: { request: Size.mebibytes(64) },
        rollout: lib.Rollout.recreate({ preStopPause: Duration.seconds(1), gracePeriod: Duration.seconds(20) }),
        disruptionBudget: lib.DisruptionBudget.minAvailable('50%'),
      });
      app.scaleOnMemory(80, { minReplicas: 3, maxReplicas: 4 });
    },
  },
  {
    name: 'ScalableWebApp without an autoscaler, and the images of the labs',
    build: (lib, chart) => {
      new lib.ScalableWebApp(chart, 'fixed', {
        image: lib.AppImage.podinfo('ghcr.io/acme/podinfo:6.1.0'),
        replicas: 3,
      });
      new lib.ScalableWebApp(chart, 'hpa', { image: lib.AppImage.hpaExample('acme/hpa-example:1') });
      new lib.ScalableWebApp(chart, 'nginx', { image: lib.AppImage.nginxUnprivileged('acme/nginx:1.29') });
      new lib.ScalableWebApp(chart, 'order', { image: lib.AppImage.order('acme/nginx:1.29') });
      new lib.ScalableWebApp(chart, 'hname', { image: lib.AppImage.echoHname('acme/nginx:1.29') });
      new lib.ScalableWebApp(chart, 'ip', { image: lib.AppImage.echoIp('acme/nginx:1.29') });
    },
  },
  {
    name: 'NginxWithExporter',
    build: (lib, chart) => {
      new lib.NginxWithExporter(chart, 'nginx', {
        name: 'front',
        exposure: lib.Exposure.clusterIp(),
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
        nginxImage: 'acme/nginx:1.29',
        exporterImage: 'acme/exporter:1.5',
      });
    },
  },
];
