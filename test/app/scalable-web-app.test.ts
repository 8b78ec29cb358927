import { ApiObject, App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  ClusterProfile,
  DisruptionBudget,
  Exposure,
  HealthCheck,
  MetricTarget,
  PodSpread,
  Rollout,
  ScalableWebApp,
  ScalingMetric,
  WhenUnsatisfiable,
  type ScalableWebAppProps,
} from '../../lib';
import { fields, list, type Fields } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';
import { everyPodProp } from './every-pod-prop';

const IMAGE = AppImage.of('ghcr.io/acme/shop:1.4.2', { port: 8080, uid: 10001 });
const CPU = { request: kplus.Cpu.millis(200) };

function podOf(deployment: Fields): Fields {
  return fields(deployment, 'spec', 'template', 'spec');
}

function containerOf(deployment: Fields): Fields {
  return fields(list(podOf(deployment), 'containers')[0]);
}

function deploymentWith(props: Partial<ScalableWebAppProps>, cluster?: ClusterProfile): Fields {
  const chart = chartOn(cluster);
  new ScalableWebApp(chart, 'shop', { image: IMAGE, ...props });
  return only(synthesize(chart), 'Deployment');
}

test('an image is enough', () => {
  const chart = chartOn();
  new ScalableWebApp(chart, 'shop', { image: IMAGE });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test('every prop reaches a manifest', () => {
  const props: Required<ScalableWebAppProps> = {
    ...everyPodProp(),
    image: AppImage.of('ghcr.io/acme/shop:1.4.2', {
      port: 8080,
      portName: 'web',
      additionalPorts: [{ name: 'metrics', port: 9090 }],
      uid: 10001,
      gid: 10002,
      writablePaths: ['/tmp', '/var/cache/shop'],
      files: [
        { path: '/etc/shop/shop.conf', content: 'colour = blue\n' },
        { path: '/etc/shop/extra.conf', content: 'size = 3\n' },
      ],
      command: ['shop'],
      args: ['serve'],
      architecture: 'arm64' as never,
    }),
    name: 'store',
    serviceName: 'front',
    replicas: 3,
    exposure: Exposure.nodePort(30080, {
      port: 8000,
      additionalPorts: [{ name: 'metrics', port: 9091, nodePort: 30081 }],
    }),
    cpu: { request: kplus.Cpu.millis(200), limit: kplus.Cpu.units(1) },
    memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    readiness: HealthCheck.http('/ready', { period: Duration.seconds(5), timeout: Duration.seconds(2) }),
    liveness: HealthCheck.tcp({ port: 9090, failureThreshold: 5 }),
    startup: HealthCheck.command(['shop', 'ping'], { initialDelay: Duration.seconds(1) }),
    rollout: Rollout.rolling({
      maxSurge: kplus.PercentOrAbsolute.absolute(2),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(1),
      preStopPause: Duration.seconds(7),
      gracePeriod: Duration.seconds(40),
      minReady: Duration.seconds(4),
    }),
    disruptionBudget: DisruptionBudget.minAvailable('50%'),
    spread: [PodSpread.overZones({ maxSkew: 2, whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE })],
    environment: { COLOUR: kplus.EnvValue.fromValue('blue') },
    labels: { team: 'web' },
    annotations: { 'acme.com/owner': 'web' },
  };
  const chart = chartOn();
  new ScalableWebApp(chart, 'shop', props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();

  const deployment = only(manifests, 'Deployment');
  expect(deployment.metadata).toMatchObject({
    name: 'store',
    namespace: 'shop',
    labels: { app: 'store', team: 'web' },
  });
  expect(deployment.spec).toMatchObject({
    replicas: 3,
    minReadySeconds: 4,
    selector: { matchLabels: { app: 'store' } },
    strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } },
  });
  expect(podOf(deployment)).toMatchObject({
    terminationGracePeriodSeconds: 40,
    nodeSelector: { 'kubernetes.io/arch': 'arm64', pool: 'spot' },
    securityContext: { runAsUser: 10001, runAsGroup: 10002, fsGroup: 2000 },
    topologySpreadConstraints: [
      { maxSkew: 2, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    ],
  });
  expect(containerOf(deployment)).toMatchObject({
    command: ['store'],
    args: ['serve', '--all'],
    env: [{ name: 'COLOUR', value: 'blue' }],
    ports: [
      { name: 'web', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ],
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5, timeoutSeconds: 2 },
    livenessProbe: { tcpSocket: { port: 9090 }, failureThreshold: 5 },
    startupProbe: { exec: { command: ['shop', 'ping'] }, initialDelaySeconds: 1 },
    lifecycle: { postStart: { exec: { command: ['shop', 'warm-up'] } }, preStop: { sleep: { seconds: 7 } } },
    resources: { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } },
    volumeMounts: expect.arrayContaining([
      { mountPath: '/tmp', name: 'tmp' },
      { mountPath: '/var/cache/shop', name: 'var-cache-shop' },
      { mountPath: '/etc/shop', name: 'etc-shop', readOnly: true },
    ]) as unknown[],
  });
  expect(only(manifests, 'Service').spec).toEqual({
    type: 'NodePort',
    selector: { app: 'store' },
    ports: [
      { name: 'web', port: 8000, targetPort: 8080, nodePort: 30080 },
      { name: 'metrics', port: 9091, targetPort: 9090, nodePort: 30081 },
    ],
  });
  expect(only(manifests, 'PodDisruptionBudget').spec).toMatchObject({ minAvailable: '50%' });
  expect(only(manifests, 'ConfigMap', 'store').data).toEqual({
    'etc.shop.shop.conf': 'colour = blue\n',
    'etc.shop.extra.conf': 'size = 3\n',
  });
});

describe('security', () => {
  test('pods meet the Pod Security Standard restricted, with a read-only root file system', () => {
    const deployment = deploymentWith({});
    expect(podOf(deployment).securityContext).toEqual({
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      runAsGroup: 10001,
      runAsNonRoot: true,
      runAsUser: 10001,
    });
    expect(containerOf(deployment).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(podOf(deployment).automountServiceAccountToken).toBe(false);
  });

  test('an image that needs root gets the named capabilities and tells why', () => {
    const deployment = deploymentWith({ image: AppImage.hpaExample() });
    expect(containerOf(deployment).securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'] },
      runAsNonRoot: false,
    });
    expect(fields(deployment, 'spec', 'template', 'metadata', 'annotations')).toEqual({
      'cdk8s-autoscaling/runs-as-root': expect.stringContaining('Apache') as string,
    });
  });

  test.each(['tmp', '/', '', '/a:b'])('the writable path "%s" is refused', (path) => {
    const image = AppImage.of('acme/shop:1', { port: 80, uid: 1, writablePaths: [path] });
    expect(messageOf(() => deploymentWith({ image }))).toBe(
      `[test/shop] "${path}" is not the absolute path of a folder below the root.
    why: Nothing can be mounted there: the API server or the kubelet refuses the pod.
    fix: Write an absolute path, such as /tmp or /var/cache/nginx.`,
    );
  });
});

describe('zero downtime', () => {
  test('is the default: a new pod first, readiness, a pause before stopping, and time for it', () => {
    const deployment = deploymentWith({});
    expect(fields(deployment, 'spec', 'strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 },
    });
    expect(containerOf(deployment)).toMatchObject({
      readinessProbe: { tcpSocket: { port: 8080 } },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
    });
    expect(podOf(deployment).terminationGracePeriodSeconds).toBe(30);
  });

  test('before Kubernetes 1.30 the pause is a command', () => {
    const deployment = deploymentWith({}, ClusterProfile.kind({ kubernetes: '1.29' }));
    expect(containerOf(deployment).lifecycle).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
  });

  test('before Kubernetes 1.30 an image without `sleep` cannot pause', () => {
    const image = AppImage.of('acme/shop:1', { port: 80, uid: 1, hasSleep: false });
    expect(messageOf(() => deploymentWith({ image }, ClusterProfile.kind({ kubernetes: '1.29' })))).toBe(
      `[test/shop] The image "acme/shop:1" has no \`sleep\`, and Kubernetes 1.29 has no native pause before a container stops.
    why: The native pause came with Kubernetes 1.30; without any, requests are lost whenever a pod stops.
    fix: Move to Kubernetes 1.30, use an image with \`sleep\`, or set preStopPause to 0 s if the app drains by itself.`,
    );
    expect(containerOf(deploymentWith({ image }, ClusterProfile.kind({ kubernetes: '1.30' }))).lifecycle).toEqual({
      preStop: { sleep: { seconds: 5 } },
    });
  });

  test('the native pause leaves other containers and hooks alone', () => {
    const chart = chartOn();
    const shop = new ScalableWebApp(chart, 'shop', { image: IMAGE });
    shop.deployment.addContainer({ name: 'log-agent', image: 'acme/log-agent:1', resources: {} });
    ApiObject.of(shop.deployment).addJsonPatch(
      JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { postStart: { exec: { command: ['true'] } } }),
    );
    const [app, agent] = list(podOf(only(synthesize(chart), 'Deployment')), 'containers').map((each) => fields(each));
    expect(app?.lifecycle).toEqual({
      postStart: { exec: { command: ['true'] } },
      preStop: { sleep: { seconds: 5 } },
    });
    expect(agent?.lifecycle).toBeUndefined();
  });

  test('a pause of 0 s is none', () => {
    const rollout = Rollout.rolling({ preStopPause: Duration.seconds(0) });
    expect(containerOf(deploymentWith({ rollout })).lifecycle).toBeUndefined();
  });

  test('an app that must not run twice is recreated', () => {
    const rollout = Rollout.recreate({ preStopPause: Duration.seconds(1), gracePeriod: Duration.seconds(10) });
    const deployment = deploymentWith({ rollout });
    expect(fields(deployment, 'spec', 'strategy')).toEqual({ type: 'Recreate' });
    expect(podOf(deployment).terminationGracePeriodSeconds).toBe(10);
  });

  test('opting out of readiness takes a reason, which the pods carry', () => {
    const deployment = deploymentWith({ readiness: HealthCheck.none('a queue worker') });
    expect(containerOf(deployment).readinessProbe).toBeUndefined();
    expect(fields(deployment, 'spec', 'template', 'metadata', 'annotations')).toEqual({
      'cdk8s-autoscaling/no-readiness': 'a queue worker',
    });
  });

  test('a grace period that is not longer than the pause is an error', () => {
    const rollout = Rollout.rolling({ preStopPause: Duration.seconds(30), gracePeriod: Duration.seconds(30) });
    expect(messageOf(() => deploymentWith({ rollout }))).toContain(
      'R44: Deployment "shop/shop" (test/shop/deployment/Resource): container "shop" pauses 30 s before it stops, and its grace period is 30 s.',
    );
  });
});

describe('replicas', () => {
  test('are 2 as long as nothing scales the app', () => {
    expect(fields(deploymentWith({}), 'spec').replicas).toBe(2);
  });

  test('are left out as soon as something does', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, cpu: CPU }).scaleOnCpu(50, { maxReplicas: 10 });
    expect(only(synthesize(chart), 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('next to an autoscaler are an error that names both', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, cpu: CPU, replicas: 3 }).scaleOnCpu(50, { maxReplicas: 10 });
    expect(messageOf(() => synthesize(chart))).toContain(
      'R3: Deployment "shop/shop" (test/shop/deployment/Resource) sets replicas: 3, and HorizontalPodAutoscaler "shop/shop" (test/shop/scaler/hpa) scales it.',
    );
  });
});

describe('autoscaling', () => {
  test('on CPU takes one call', () => {
    const chart = chartOn();
    const scaler = new ScalableWebApp(chart, 'shop', { image: IMAGE, cpu: CPU }).scaleOnCpu(50, {
      minReplicas: 2,
      maxReplicas: 10,
    });
    expect(scaler.name).toBe('shop');
    expect(only(synthesize(chart), 'HorizontalPodAutoscaler')).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {
        name: 'shop',
        namespace: 'shop',
        labels: {
          app: 'shop',
          'app.kubernetes.io/component': 'web',
          'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
          'app.kubernetes.io/name': 'shop',
        },
      },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
        ],
      },
    });
  });

  test('on memory takes one call', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, memory: { request: Size.mebibytes(64) } }).scaleOnMemory(80, {
      maxReplicas: 4,
    });
    expect(only(synthesize(chart), 'HorizontalPodAutoscaler').spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
    ]);
  });

  test('on CPU without a CPU request is an error', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE }).scaleOnCpu(50, { maxReplicas: 10 });
    expect(messageOf(() => synthesize(chart))).toContain(
      'HorizontalPodAutoscaler "shop/shop" (test/shop/scaler/hpa) scales on cpu utilization, but container "shop" of Deployment "shop/shop" (test/shop/deployment/Resource) has no cpu request.',
    );
  });

  test('on CPU with a sidecar without a CPU request is an error that names the sidecar', () => {
    const chart = chartOn();
    const shop = new ScalableWebApp(chart, 'shop', { image: IMAGE, cpu: CPU });
    shop.scaleOnCpu(50, { maxReplicas: 10 });
    shop.deployment.addContainer({ name: 'log-agent', image: 'acme/log-agent:1', resources: {} });
    expect(messageOf(() => synthesize(chart))).toContain('container "log-agent"');
  });

  test('twice is an error that names both', () => {
    const shop = new ScalableWebApp(chartOn(), 'shop', { image: IMAGE, cpu: CPU });
    shop.scaleOnCpu(50, { maxReplicas: 10 });
    const metric = ScalingMetric.external({ name: 'queue' }, MetricTarget.value('5'));
    expect(messageOf(() => shop.scaleOn([metric], { maxReplicas: 3 }))).toBe(
      `[test/shop] Deployment "shop" is scaled by HorizontalPodAutoscaler "shop" (test/shop/scaler) already, and asks for a second autoscaler.
    why: Two autoscalers overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.
    fix: Give all metrics to one call of scaleOn: the highest recommendation wins.`,
    );
  });
});

describe('disruption budget', () => {
  test('can never block a drain by default, not even with one pod that never gets ready', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, replicas: 1 });
    expect(only(synthesize(chart), 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { app: 'shop' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('that blocks drains is an error that names both', () => {
    const chart = chartOn();
    const shop = new ScalableWebApp(chart, 'shop', {
      image: IMAGE,
      cpu: CPU,
      disruptionBudget: DisruptionBudget.minAvailable(1),
    });
    shop.scaleOnCpu(50, { maxReplicas: 10 });
    expect(messageOf(() => synthesize(chart))).toContain(
      'R21: PodDisruptionBudget "shop/shop" (test/shop/disruption-budget) with minAvailable 1 allows no eviction from Deployment "shop/shop" (test/shop/deployment/Resource), which may run as few as 1 pod.',
    );
  });

  test('can be left out', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, disruptionBudget: DisruptionBudget.none() });
    expect(synthesize(chart).map(({ kind }) => kind)).toEqual(['Deployment', 'Service']);
  });
});

describe('exposure', () => {
  test('a load balancer leads from port 80 to the image', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, exposure: Exposure.loadBalancer() });
    expect(only(synthesize(chart), 'Service').spec).toEqual({
      type: 'LoadBalancer',
      selector: { app: 'shop' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    });
  });

  test('a port that the image does not have is an error', () => {
    expect(messageOf(() => deploymentWith({ exposure: Exposure.clusterIp({ ports: [{ name: 'admin' }] }) }))).toBe(
      `[test/shop] Service "shop" leads to port "admin", which the image "ghcr.io/acme/shop:1.4.2" does not have.
    why: Nothing listens there.
    fix: Use one of its ports: "http".`,
    );
  });

  test('a further port keeps its number', () => {
    const image = AppImage.of('acme/shop:1', {
      port: 8080,
      uid: 1,
      additionalPorts: [{ name: 'metrics', port: 9090 }],
    });
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image, exposure: Exposure.loadBalancer({ ports: [{}, { name: 'metrics' }] }) });
    expect(only(synthesize(chart), 'Service').spec.ports).toEqual([
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'metrics', port: 9090, targetPort: 9090 },
    ]);
  });

  test('a node port that is taken is an error that names both', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, exposure: Exposure.nodePort(30080) });
    expect(
      messageOf(() => new ScalableWebApp(chart, 'store', { image: IMAGE, exposure: Exposure.nodePort(30080) })),
    ).toBe(
      `[test/store] "test/store" wants the node port 30080, which "test/shop" owns.
    why: A cluster has it once: the second apply is refused or takes it away from the first.
    fix: Share "test/shop", or choose another node port for one of them.`,
    );
  });

  test('a node port out of range is an error', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, exposure: Exposure.nodePort(8080) });
    expect(messageOf(() => synthesize(chart))).toContain(
      'R23: Service "shop/shop" (test/shop/service/Resource) asks for nodePort 8080, out of the cluster\'s range 30000–32767.',
    );
  });

  test('its address is made of the Service and is fully qualified', () => {
    const shop = new ScalableWebApp(chartOn(), 'shop', { image: IMAGE });
    expect(shop.endpoint().url).toBe('http://shop.shop.svc.cluster.local/');
  });
});

describe('image', () => {
  test.each([
    ['', 'is not an image reference'],
    ['Acme/Shop:1', 'is not an image reference'],
    ['acme/shop', 'has no tag'],
    ['localhost:5000/shop', 'has no tag'],
  ])('"%s" is refused because it %s', (reference, what) => {
    const image = AppImage.of(reference, { port: 80, uid: 1 });
    expect(messageOf(() => deploymentWith({ image }))).toContain(`[test/shop] The image "${reference}" ${what}`);
  });

  test('latest warns', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    deploymentWith({ image: AppImage.of('acme/shop:latest', { port: 80, uid: 1 }) });
    expect(stderr.mock.calls).toEqual([
      [
        'warning: [test/shop] The image "acme/shop:latest" moves: each node runs what it happened to pull, so that a scale-out mixes versions. Pin a version.\n',
      ],
    ]);
  });

  test('files of two folders are two mounts of one ConfigMap, and a changed file restarts the pods', () => {
    const withColour = (colour: string): Fields =>
      deploymentWith({
        image: AppImage.of('acme/shop:1', {
          port: 80,
          uid: 1,
          files: [
            { path: '/etc/a/x.conf', content: colour },
            { path: '/etc/b/x.conf', content: 'same' },
          ],
        }),
      });
    const checksum = (deployment: Fields): unknown =>
      fields(deployment, 'spec', 'template', 'metadata', 'annotations')['cdk8s-autoscaling/files'];
    expect(podOf(withColour('red')).volumes).toEqual([
      { name: 'etc-a', configMap: { name: 'shop', items: [{ key: 'etc.a.x.conf', path: 'x.conf' }] } },
      { name: 'etc-b', configMap: { name: 'shop', items: [{ key: 'etc.b.x.conf', path: 'x.conf' }] } },
    ]);
    expect(checksum(withColour('red'))).toBe(checksum(withColour('red')));
    expect(checksum(withColour('red'))).not.toBe(checksum(withColour('blue')));
  });

  test.each([
    ['podinfo', AppImage.podinfo(), 9898],
    ['nginx-unprivileged', AppImage.nginxUnprivileged(), 8080],
    ['order', AppImage.order('docker.io/nginxinc/nginx-unprivileged:1.29.8-alpine'), 8080],
    ['hpa-example', AppImage.hpaExample(), 80],
  ])('the profile of %s makes a valid app', (_name, image, port) => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'app', { image });
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests)).toEqual([]);
    expect(containerOf(only(manifests, 'Deployment'))).toMatchObject({
      image: image.reference,
      ports: [{ name: 'http', containerPort: port }],
    });
    expect(manifests).toMatchSnapshot();
  });
});

describe('cdk8s-plus', () => {
  test('selectors and everything that cdk8s-plus adds use the label app, wherever the construct is', () => {
    const chart = chartOn();
    const shop = new ScalableWebApp(chart, 'shop', { image: IMAGE });
    shop.deployment.connections.isolate();
    shop.deployment.exposeViaService({ name: 'second' });
    shop.deployment.scheduling.spread({ weight: 10 });
    const manifests = synthesize(chart);
    expect(JSON.stringify(manifests)).not.toContain('cdk8s.io/metadata.addr');
    expect(only(manifests, 'Service', 'second').spec.selector).toEqual({ app: 'shop' });
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies).toHaveLength(1);
    expect(fields(policies[0], 'spec', 'podSelector')).toEqual({ matchLabels: { app: 'shop' } });
  });

  test('the rules hold in a plain cdk8s App, too', () => {
    const chart = new Chart(new App({ outdir: Testing.app().outdir }), 'test');
    new ScalableWebApp(chart, 'shop', { image: IMAGE }).scaleOnCpu(50, { maxReplicas: 10 });
    expect(messageOf(() => Testing.synth(chart) as unknown)).toContain('has no cpu request');
  });

  test('host networking that a user asks for stays', () => {
    const chart = chartOn();
    const shop = new ScalableWebApp(chart, 'shop', { image: IMAGE });
    ApiObject.of(shop.deployment).addJsonPatch(JsonPatch.replace('/spec/template/spec/hostNetwork', true));
    ApiObject.of(shop.service).addJsonPatch(JsonPatch.replace('/spec/externalIPs', ['192.0.2.1']));
    const manifests = synthesize(chart);
    expect(podOf(only(manifests, 'Deployment')).hostNetwork).toBe(true);
    expect(only(manifests, 'Service').spec.externalIPs).toEqual(['192.0.2.1']);
  });

  test('nothing is written that the API server drops, so that a second apply changes nothing', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE });
    const text = JSON.stringify(synthesize(chart));
    expect(text).not.toMatch(/"hostNetwork"|"minReadySeconds"|"externalIPs"|"initialDelaySeconds"/);
  });
});
