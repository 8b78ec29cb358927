import { Duration, Size } from 'cdk8s';
import {
  Capability,
  ConnectionScheme,
  Cpu,
  DnsPolicy,
  EnvValue,
  Handler,
  ImagePullPolicy,
  PercentOrAbsolute,
  PersistentVolumeAccessMode,
  PersistentVolumeMode,
  PodManagementPolicy,
} from 'cdk8s-plus-28';
import { type Library, type Sample } from '../sample';

/** A value for every prop that the pods of all apps share. */
function podsOf(lib: Library) {
  const { READ_WRITE_MANY } = PersistentVolumeAccessMode;
  const claim = {
    size: Size.gibibytes(1),
    accessModes: [READ_WRITE_MANY],
    storageClassName: 'nfs',
    volumeMode: PersistentVolumeMode.FILE_SYSTEM,
    volumeAttributesClassName: 'gold',
    labels: { kind: 'data' },
    annotations: { 'acme.com/backup': 'daily' },
  };
  const files = { volumeName: 'files', items: { a: 'b' }, defaultMode: 0o400, optional: true };
  const secret = lib.PodVolume.secret({ name: 'tls' }, { ...files, volumeName: 'tls' });
  const token = lib.PodVolume.serviceAccountToken('token', {
    audience: 'vault',
    path: 'token',
    expirationSeconds: 600,
  });
  const csi = { driver: 'store.csi.example.com', volumeAttributes: { a: 'b' }, readOnly: true, fsType: 'ext4' };
  const container = {
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    command: ['run'],
    args: ['--all'],
    workingDir: '/srv',
    cpu: { request: Cpu.millis(10) },
    memory: { request: Size.mebibytes(16) },
    ephemeralStorage: { request: Size.mebibytes(16), limit: Size.mebibytes(32) },
    extendedResources: { 'example.com/gpu': 1 },
    claims: ['gpu'],
    environment: { MODE: EnvValue.fromValue('prod') },
    envFrom: [
      lib.EnvironmentSource.configMap({ name: 'settings' }, { prefix: 'A_', optional: true }),
      lib.EnvironmentSource.secret({ name: 'passwords' }, { prefix: 'B_', optional: false }),
    ],
    terminationMessagePath: '/dev/end',
    terminationMessagePolicy: lib.TerminationMessagePolicy.FILE,
    securityContext: { readOnlyRootFilesystem: true },
    lifecycle: { postStart: Handler.fromCommand(['true']), preStop: Handler.fromCommand(['sleep', '5']) },
  };
  return {
    ...container,
    volumeMounts: [
      lib.PodVolume.emptyDir('empty', { inMemory: true, sizeLimit: Size.mebibytes(8) }).at('/mnt/a', {
        readOnly: true,
        subPath: 'a',
        mountPropagation: 'None',
      }),
      lib.PodVolume.emptyDir('by-pod').at('/mnt/by-pod', { subPathExpr: '$(POD_NAME)' }),
      lib.PodVolume.configMap({ name: 'settings' }, files).at('/mnt/b'),
      lib.PodVolume.downwardApi('pod', { labels: 'metadata.labels' }).at('/mnt/c'),
      lib.PodVolume.projected('all', [secret, token]).at('/mnt/d'),
      lib.PodVolume.claim({ name: 'data' }, { volumeName: 'data', readOnly: true }).at('/mnt/e'),
      lib.PodVolume.newClaim('uploads', claim).at('/mnt/f'),
      lib.PodVolume.ephemeral('scratch', claim).at('/mnt/g'),
      lib.PodVolume.csi('store', { ...csi, nodePublishSecretRef: { name: 'store' } }).at('/mnt/h'),
      lib.PodVolume.of('exports', { nfs: { server: '10.0.0.5', path: '/exports' } }).at('/mnt/i'),
      lib.PodVolume.from({ name: 'bare' }).at('/mnt/j'),
      lib.PodVolume.claim({ name: 'disk' }).asDevice('/dev/xvda'),
    ],
    serviceAccount: lib.PodServiceAccount.withAwsRole('arn:aws:iam::111122223333:role/shop', {
      name: 'robot',
      annotations: { 'acme.com/id': '7' },
      labels: { kind: 'robot' },
    }),
    automountServiceAccountToken: true,
    imagePullSecrets: ['registry'],
    podAnnotations: { 'acme.com/id': '7' },
    podLabels: { tier: 'front' },
    sidecars: [
      {
        ...container,
        name: 'proxy',
        image: lib.AppImage.of('acme/proxy:1', { uid: 2000 }),
        volumeMounts: [lib.PodVolume.emptyDir('empty', { inMemory: true, sizeLimit: Size.mebibytes(8) }).at('/mnt')],
        readiness: lib.HealthCheck.http('/', {
          port: 4180,
          scheme: ConnectionScheme.HTTPS,
          httpHeaders: { Host: 'x' },
          initialDelay: Duration.seconds(1),
          period: Duration.seconds(5),
          timeout: Duration.seconds(2),
          failureThreshold: 3,
          successThreshold: 2,
        }),
        liveness: lib.HealthCheck.grpc({
          port: 4181,
          service: 'proxy',
          initialDelay: Duration.seconds(1),
          period: Duration.seconds(5),
          timeout: Duration.seconds(2),
          failureThreshold: 3,
          successThreshold: 1,
        }),
        startup: lib.HealthCheck.tcp({ port: 4180 }),
      },
    ],
    initContainers: [
      {
        ...container,
        name: 'agent',
        image: lib.AppImage.of('acme/agent:1', { uid: 2001 }),
        volumeMounts: [],
        readiness: lib.HealthCheck.command(['true']),
        liveness: lib.HealthCheck.command(['true']),
        startup: lib.HealthCheck.command(['true']),
        restartAlways: true,
      },
    ],
    nodeSelector: { pool: 'spot' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'noisy' } } },
        ],
      },
    },
    priorityClassName: 'high',
    runtimeClassName: 'gvisor',
    schedulerName: 'bin-packer',
    hostAliases: [{ ip: '10.0.0.9', hostnames: ['legacy.example.com'] }],
    dnsPolicy: DnsPolicy.NONE,
    dnsConfig: { nameservers: ['10.0.0.10'], options: [{ name: 'ndots', value: '1' }] },
    resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }],
    enableServiceLinks: false,
    shareProcessNamespace: true,
    podSecurityContext: {
      fsGroup: 2000,
      seLinuxOptions: { level: 's0', role: 'object_r', type: 'container_t', user: 'system_u' },
      seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/shop.json' },
    },
  };
}

export const APP_SAMPLES: readonly Sample[] = [
  {
    name: 'ScalableWebApp',
    build: (lib, chart) => {
      const timing = {
        initialDelay: Duration.seconds(1),
        period: Duration.seconds(5),
        timeout: Duration.seconds(2),
        failureThreshold: 3,
        successThreshold: 1,
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
        ...podsOf(lib),
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
        annotations: { 'acme.com/owner': 'shop' },
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
    name: 'ScalableStatefulApp and its Services',
    build: (lib, chart) => {
      const data = lib.PodVolume.claimTemplate('data', {
        size: Size.gibibytes(1),
        accessModes: [PersistentVolumeAccessMode.READ_WRITE_ONCE],
        storageClassName: 'ssd',
        volumeMode: PersistentVolumeMode.FILE_SYSTEM,
        volumeAttributesClassName: 'gold',
        labels: { kind: 'data' },
        annotations: { 'acme.com/backup': 'daily' },
      });
      const service = {
        annotations: { 'acme.com/mesh': 'on' },
        clientIpAffinity: Duration.minutes(10),
        internalTrafficPolicy: lib.TrafficPolicy.CLUSTER,
        trafficDistribution: 'PreferClose',
        publishNotReadyAddresses: true,
        ipFamilyPolicy: 'SingleStack',
      };
      const outside = { ...service, externalTrafficPolicy: lib.TrafficPolicy.LOCAL };
      const cache = new lib.ScalableStatefulApp(chart, 'cache', {
        ...podsOf(lib),
        volumeMounts: [data.at('/data')],
        image: lib.AppImage.of('acme/cache:1', { port: 5701, uid: 10001 }),
        name: 'store',
        serviceName: 'front',
        headlessServiceName: 'members',
        exposure: lib.Exposure.headless({ ...service, ports: [{ name: 'http', port: 80, appProtocol: 'http' }] }),
        replicas: 3,
        readiness: lib.HealthCheck.tcp(),
        liveness: lib.HealthCheck.tcp(),
        startup: lib.HealthCheck.tcp(),
        rollout: lib.StatefulRollout.rolling({
          partition: 1,
          preStopPause: Duration.seconds(2),
          gracePeriod: Duration.seconds(90),
          minReady: Duration.seconds(4),
        }),
        podManagementPolicy: PodManagementPolicy.PARALLEL,
        claimsWhenScaled: lib.ClaimRetention.DELETE,
        claimsWhenDeleted: lib.ClaimRetention.RETAIN,
        disruptionBudget: lib.DisruptionBudget.maxUnavailable(1),
        spread: [lib.PodSpread.overNodes()],
        labels: { team: 'data' },
        annotations: { 'acme.com/owner': 'data' },
      });
      cache.hostOf(0);
      cache.endpoint({ path: '/' });
      cache.exposeAs(
        'balanced',
        lib.Exposure.loadBalancer({
          ...outside,
          loadBalancerClass: 'a.b/c',
          loadBalancerSourceRanges: ['203.0.113.0/24'],
        }),
      );
      cache.exposeAs('noded', lib.Exposure.nodePort(30085, { ...outside, port: 81 }));
      new lib.ScalableStatefulApp(chart, 'plain', {
        image: lib.AppImage.of('acme/plain:1', { uid: 10001 }),
        rollout: lib.StatefulRollout.onDelete({
          preStopPause: Duration.seconds(2),
          gracePeriod: Duration.seconds(90),
          minReady: Duration.seconds(4),
        }),
      });
    },
  },
  {
    name: 'ScalableWorker',
    build: (lib, chart) => {
      const worker = new lib.ScalableWorker(chart, 'worker', {
        ...podsOf(lib),
        image: lib.AppImage.of('acme/mailer:1', { uid: 10001, additionalPorts: [{ name: 'metrics', port: 9090 }] }),
        name: 'mailer',
        readiness: lib.HealthCheck.command(['true']),
        liveness: lib.HealthCheck.command(['true']),
        startup: lib.HealthCheck.command(['true']),
        longestTask: Duration.minutes(2),
        rollout: lib.Rollout.rolling({ maxSurge: 1, maxUnavailable: '10%' }),
        disruptionBudget: lib.DisruptionBudget.maxUnavailable(1),
        spread: [lib.PodSpread.overNodes()],
        labels: { team: 'mail' },
        annotations: { 'acme.com/owner': 'mail' },
        resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }],
        serviceAccount: lib.PodServiceAccount.withAzureIdentity('id', { name: 'robot' }),
      });
      worker.scaleOnQueue(
        lib.KedaTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', timezone: 'Asia/Seoul', replicas: 3 }),
        {
          minReplicas: 1,
          maxReplicas: 4,
          idleReplicas: 0,
          pollingInterval: Duration.seconds(10),
          cooldown: Duration.seconds(60),
          initialCooldown: Duration.seconds(30),
          behavior: { scaleDown: lib.ScalingRules.disabled() },
          restoreReplicas: true,
          hpaName: 'mailer',
          pause: lib.KedaPause.scaleIn(),
          forceActivation: true,
          transferHpaOwnership: true,
          hpaExcludedLabels: ['team'],
          annotations: { 'acme.com/owner': 'mail' },
          environmentContainer: 'mailer',
        },
      );
      const named = lib.PodServiceAccount.of({ name: 'robot' });
      new lib.ScalableWorker(chart, 'fixed', {
        image: lib.AppImage.of('acme/fixed:1', { uid: 10001 }),
        replicas: 1,
        serviceAccount: named,
      });
      const created = lib.PodServiceAccount.create({ name: 'other', annotations: { a: 'b' }, labels: { a: 'b' } });
      new lib.ScalableWorker(chart, 'other', {
        image: lib.AppImage.of('acme/other:1', { uid: 10001 }),
        cpu: { request: Cpu.millis(10) },
        serviceAccount: created,
      }).scaleOnTriggers([lib.KedaTrigger.cpuUtilization(50)], { maxReplicas: 4 });
      new lib.ScalableWorker(chart, 'google', {
        image: lib.AppImage.of('acme/google:1', { uid: 10001 }),
        serviceAccount: lib.PodServiceAccount.withGoogleAccount('shop@acme.iam.gserviceaccount.com', { name: 'g' }),
      });
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
