import { ApiObject, Chart, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  ClusterProfile,
  EnvironmentSource,
  Exposure,
  HealthCheck,
  PodSecurityLevel,
  PodServiceAccount,
  PodVolume,
  Rollout,
  ScalableWebApp,
  SecuredNamespace,
  patchRendered,
  type ScalableWebAppProps,
} from '../../../lib';
import { fields, list, type Fields } from '../../../lib/checks';
import { chartOn, messageOf, only, synthesize } from '../../support/synthesize';
import { everyPodProp } from '../every-pod-prop';

const IMAGE = AppImage.of('ghcr.io/acme/shop:1.4.2', { port: 8080, uid: 10001 });
const SIDECAR = { name: 'proxy', image: AppImage.of('acme/proxy:1', { uid: 2000 }) };
const MANY = { accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_MANY], size: Size.gibibytes(5) };

function templateOf(chart: Chart): Fields {
  return fields(only(synthesize(chart), 'Deployment'), 'spec', 'template');
}

function podWith(props: Partial<ScalableWebAppProps>, cluster?: ClusterProfile): Fields {
  const chart = chartOn(cluster);
  new ScalableWebApp(chart, 'shop', { image: IMAGE, ...props });
  return fields(templateOf(chart), 'spec');
}

function errorOf(props: Partial<ScalableWebAppProps>, cluster?: ClusterProfile): string {
  return messageOf(() => podWith(props, cluster));
}

function containerOf(pod: Fields, name = 'shop'): Fields {
  return fields(
    [...list(pod, 'containers'), ...list(pod, 'initContainers')].find((each) => fields(each).name === name),
  );
}

test('the fields of a pod stand where the API has them', () => {
  const pod = podWith(everyPodProp());
  expect(pod).toMatchObject({
    automountServiceAccountToken: true,
    serviceAccountName: 'shop',
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { pool: 'spot' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    priorityClassName: 'high',
    runtimeClassName: 'gvisor',
    schedulerName: 'bin-packer',
    hostAliases: [{ ip: '10.0.0.9', hostnames: ['legacy.example.com'] }],
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.0.0.10'], options: [{ name: 'ndots', value: '1' }] },
    resourceClaims: [{ name: 'accelerator', resourceClaimTemplateName: 'gpu' }],
    enableServiceLinks: false,
    shareProcessNamespace: true,
    securityContext: { fsGroup: 2000, runAsNonRoot: true, runAsUser: 10001, supplementalGroups: [3000] },
    volumes: [
      { name: 'proxy-tmp', emptyDir: {} },
      { name: 'shared', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
      { name: 'secret-tls', secret: { secretName: 'tls' } },
    ],
  });
  expect(pod.affinity).toHaveProperty('nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution');
  expect(containerOf(pod)).toMatchObject({
    imagePullPolicy: 'Always',
    command: ['store'],
    args: ['serve', '--all'],
    workingDir: '/srv',
    envFrom: [
      { prefix: 'SHOP_', configMapRef: { name: 'settings' } },
      { secretRef: { name: 'passwords', optional: true } },
    ],
    lifecycle: { postStart: { exec: { command: ['shop', 'warm-up'] } }, preStop: { sleep: { seconds: 5 } } },
    terminationMessagePath: '/dev/end',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources: {
      requests: { 'ephemeral-storage': '100Mi', 'nvidia.com/gpu': '1' },
      limits: { 'ephemeral-storage': '1Gi', 'nvidia.com/gpu': '1' },
      claims: [{ name: 'accelerator' }],
    },
    securityContext: { readOnlyRootFilesystem: false, runAsNonRoot: true, allowPrivilegeEscalation: false },
    volumeMounts: [
      { mountPath: '/shared', name: 'shared' },
      { mountPath: '/etc/tls', name: 'secret-tls', readOnly: true },
    ],
  });
});

describe('containers beside the app', () => {
  test('are as hardened as the app, with the uid of their image, in a restricted namespace', () => {
    const chart = chartOn();
    new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.RESTRICTED });
    new ScalableWebApp(chart, 'shop', { image: IMAGE, ...everyPodProp() });
    const pod = fields(templateOf(chart), 'spec');
    for (const [name, uid] of [
      ['proxy', 2000],
      ['migrate', 10001],
      ['agent', 2001],
    ] as const) {
      expect(containerOf(pod, name).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsGroup: uid,
        runAsNonRoot: true,
        runAsUser: uid,
        seccompProfile: { type: 'RuntimeDefault' },
      });
    }
  });

  test('a sidecar has its own writable folders, is ready when its port is, and pauses with the app', () => {
    expect(containerOf(podWith(everyPodProp()), 'proxy')).toMatchObject({
      ports: [{ name: 'proxy', containerPort: 4180 }],
      readinessProbe: { tcpSocket: { port: 4180 } },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      volumeMounts: [
        { mountPath: '/tmp', name: 'proxy-tmp' },
        { mountPath: '/shared', name: 'shared' },
      ],
    });
  });

  test('init containers keep their order, and a native sidecar goes on', () => {
    const pod = podWith(everyPodProp());
    expect(list(pod, 'initContainers').map((each) => [fields(each).name, fields(each).restartPolicy])).toEqual([
      ['migrate', undefined],
      ['agent', 'Always'],
    ]);
    expect(containerOf(pod, 'agent')).toMatchObject({ startupProbe: { tcpSocket: { port: 8126 } } });
    expect(containerOf(pod, 'agent')).not.toHaveProperty('lifecycle');
    expect(containerOf(pod, 'migrate')).not.toHaveProperty('readinessProbe');
  });

  test('a Service leads to the port of a sidecar', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', {
      image: IMAGE,
      ...everyPodProp(),
      exposure: Exposure.clusterIp({ ports: [{ name: 'proxy', port: 80 }] }),
    });
    expect(only(synthesize(chart), 'Service').spec.ports).toEqual([{ name: 'proxy', port: 80, targetPort: 4180 }]);
  });

  test('a sidecar that needs root says why, beside the reason of the app', () => {
    const image = AppImage.root('acme/tcpdump:1', {
      reason: 'it opens raw sockets',
      capabilities: [],
      readOnlyRootFilesystem: true,
    });
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, sidecars: [{ name: 'dump', image }] });
    const template = templateOf(chart);
    expect(fields(template, 'metadata', 'annotations')).toEqual({
      'cdk8s-autoscaling/runs-as-root': 'dump: it opens raw sockets',
    });
    expect(containerOf(fields(template, 'spec'), 'dump').securityContext).toMatchObject({
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
    });
  });

  test('files of a sidecar are a ConfigMap of their own', () => {
    const image = AppImage.of('acme/proxy:1', { uid: 2000, files: [{ path: '/etc/proxy/proxy.conf', content: 'x' }] });
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', { image: IMAGE, sidecars: [{ name: 'proxy', image }] });
    expect(only(synthesize(chart), 'ConfigMap').metadata.name).toBe('shop-proxy');
    expect(fields(templateOf(chart), 'metadata', 'annotations')).toHaveProperty('cdk8s-autoscaling/files');
  });
});

describe('a service account', () => {
  test('is made with the app, without a token in the pods', () => {
    const chart = chartOn();
    const serviceAccount = PodServiceAccount.withAwsRole('arn:aws:iam::111122223333:role/shop');
    new ScalableWebApp(chart, 'shop', { image: IMAGE, serviceAccount });
    const manifests = synthesize(chart);
    expect(only(manifests, 'ServiceAccount')).toMatchObject({
      metadata: {
        name: 'shop',
        labels: { app: 'shop' },
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/shop' },
      },
      automountServiceAccountToken: false,
    });
    expect(fields(templateOf(chart), 'spec')).toMatchObject({
      serviceAccountName: 'shop',
      automountServiceAccountToken: false,
    });
  });

  test('of Azure marks the pods, too; one of Google and one of your own are annotated', () => {
    const chart = chartOn();
    const serviceAccount = PodServiceAccount.withAzureIdentity('00000000-0000-0000-0000-000000000001', {
      name: 'azure',
    });
    new ScalableWebApp(chart, 'a', { image: IMAGE, serviceAccount });
    new ScalableWebApp(chart, 'g', {
      image: IMAGE,
      serviceAccount: PodServiceAccount.withGoogleAccount('shop@acme.iam.gserviceaccount.com'),
    });
    new ScalableWebApp(chart, 'o', {
      image: IMAGE,
      serviceAccount: PodServiceAccount.create({ annotations: { 'acme.com/id': '7' }, labels: { kind: 'robot' } }),
    });
    const manifests = synthesize(chart);
    expect(only(manifests, 'ServiceAccount', 'azure').metadata.annotations).toEqual({
      'azure.workload.identity/client-id': '00000000-0000-0000-0000-000000000001',
    });
    expect(fields(only(manifests, 'Deployment', 'a'), 'spec', 'template', 'metadata', 'labels')).toMatchObject({
      'azure.workload.identity/use': 'true',
    });
    expect(only(manifests, 'ServiceAccount', 'g').metadata.annotations).toEqual({
      'iam.gke.io/gcp-service-account': 'shop@acme.iam.gserviceaccount.com',
    });
    expect(only(manifests, 'ServiceAccount', 'o').metadata).toMatchObject({
      annotations: { 'acme.com/id': '7' },
      labels: { kind: 'robot' },
    });
  });

  test('of somebody else is named, and not made', () => {
    const chart = chartOn();
    const account = new kplus.ServiceAccount(chart, 'account', { metadata: { name: 'robot' } });
    new ScalableWebApp(chart, 'shop', { image: IMAGE, serviceAccount: PodServiceAccount.of(account) });
    expect(only(synthesize(chart), 'ServiceAccount').metadata.name).toBe('robot');
    expect(fields(templateOf(chart), 'spec').serviceAccountName).toBe('robot');
  });
});

describe('what a pod reads', () => {
  const annotationWith = (colour: string, props: Partial<ScalableWebAppProps>): unknown => {
    const chart = chartOn();
    new kplus.ConfigMap(chart, 'settings', { metadata: { name: 'settings' }, data: { colour } });
    new ScalableWebApp(chart, 'shop', { image: IMAGE, ...props });
    return fields(templateOf(chart), 'metadata', 'annotations')['cdk8s-autoscaling/config'];
  };
  const settings = { name: 'settings' };

  test.each<[string, Partial<ScalableWebAppProps>]>([
    ['as variables', { envFrom: [EnvironmentSource.configMap(settings)] }],
    ['as files', { volumeMounts: [PodVolume.configMap(settings).at('/etc/shop')] }],
    [
      'as files beside others',
      { volumeMounts: [PodVolume.projected('all', [PodVolume.configMap(settings)]).at('/etc/shop')] },
    ],
    [
      'as one variable',
      {
        environment: {
          COLOUR: kplus.EnvValue.fromConfigMap(
            kplus.ConfigMap.fromConfigMapName(chartOn(), 'settings', 'settings'),
            'colour',
          ),
        },
      },
    ],
    ['in a sidecar', { sidecars: [{ ...SIDECAR, envFrom: [EnvironmentSource.configMap(settings)] }] }],
  ])('%s restarts the pods when it changes', (_, props) => {
    expect(annotationWith('red', props)).toMatch(/^[0-9a-f]{16}$/);
    expect(annotationWith('red', props)).toBe(annotationWith('red', props));
    expect(annotationWith('red', props)).not.toBe(annotationWith('blue', props));
  });

  test('leaves no trace where it is somebody else’s, or in another namespace', () => {
    expect(annotationWith('red', { envFrom: [EnvironmentSource.configMap({ name: 'other' })] })).toBeUndefined();
    const chart = chartOn();
    const other = new Chart(chart.node.root, 'other', { namespace: 'other' });
    new kplus.ConfigMap(other, 'settings', { metadata: { name: 'settings' }, data: { colour: 'red' } });
    new ScalableWebApp(chart, 'shop', { image: IMAGE, envFrom: [EnvironmentSource.configMap(settings)] });
    const [deployment] = synthesize(chart).filter(({ kind }) => kind === 'Deployment');
    expect(fields(deployment, 'spec', 'template', 'metadata')).not.toHaveProperty('annotations');
  });

  test('is found in another chart of the namespace, and a sealed Secret counts as its Secret', () => {
    const chart = chartOn();
    const secrets = new Chart(chart.node.root, 'secrets', { namespace: 'shop' });
    new ApiObject(secrets, 'sealed', {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'passwords' },
      spec: { encryptedData: { password: 'AgBy' } },
    });
    new ScalableWebApp(chart, 'shop', { image: IMAGE, envFrom: [EnvironmentSource.secret({ name: 'passwords' })] });
    const [deployment] = synthesize(chart).filter(({ kind }) => kind === 'Deployment');
    expect(fields(deployment, 'spec', 'template', 'metadata', 'annotations')).toHaveProperty(
      'cdk8s-autoscaling/config',
    );
  });
});

describe('health checks', () => {
  const probeOf = (readiness: HealthCheck): unknown => containerOf(podWith({ readiness })).readinessProbe;

  test('of gRPC ask the health service of a port', () => {
    expect(probeOf(HealthCheck.grpc())).toEqual({ failureThreshold: 3, grpc: { port: 8080 } });
    expect(probeOf(HealthCheck.grpc({ port: 9000, service: 'shop.v1' }))).toMatchObject({
      grpc: { port: 9000, service: 'shop.v1' },
    });
  });

  test('of HTTP have headers and a scheme, and may ask for several successes', () => {
    const check = HealthCheck.http('/ready', {
      scheme: kplus.ConnectionScheme.HTTPS,
      httpHeaders: { Host: 'shop.example.com' },
      successThreshold: 2,
    });
    expect(probeOf(check)).toEqual({
      failureThreshold: 3,
      successThreshold: 2,
      httpGet: {
        path: '/ready',
        port: 8080,
        scheme: 'HTTPS',
        httpHeaders: [{ name: 'Host', value: 'shop.example.com' }],
      },
    });
  });

  test('that are switched off leave no reason behind once somebody patches one in', () => {
    const chart = chartOn();
    const shop = new ScalableWebApp(chart, 'shop', { image: IMAGE, readiness: HealthCheck.none('not yet') });
    patchRendered(
      ApiObject.of(shop.deployment),
      JsonPatch.add('/spec/template/spec/containers/0/readinessProbe', { grpc: { port: 8080 } }),
    );
    expect(fields(templateOf(chart), 'metadata')).not.toHaveProperty('annotations');
  });
});

describe('volumes', () => {
  test('of every kind stand as the API has them', () => {
    const volumes = [
      PodVolume.emptyDir('scratch'),
      PodVolume.configMap({ name: 'shop.conf' }, { items: { 'a.conf': 'b.conf' }, defaultMode: 0o400, optional: true }),
      PodVolume.downwardApi('pod', { labels: 'metadata.labels' }),
      PodVolume.serviceAccountToken('vault', { audience: 'vault', expirationSeconds: 600 }),
      PodVolume.projected('all', [PodVolume.secret({ name: 'a' }), PodVolume.configMap({ name: 'b' })]),
      PodVolume.claim({ name: 'uploads' }, { volumeName: 'uploads', readOnly: true }),
      PodVolume.ephemeral('fast', { size: Size.gibibytes(2), storageClassName: 'nvme', labels: { a: 'b' } }),
      PodVolume.csi('vault-secrets', {
        driver: 'secrets-store.csi.k8s.io',
        volumeAttributes: { secretProviderClass: 'shop' },
        readOnly: true,
        nodePublishSecretRef: { name: 'store' },
      }),
      PodVolume.of('exports', { nfs: { server: '10.0.0.5', path: '/exports' } }),
    ];
    const pod = podWith({ volumeMounts: volumes.map((volume) => volume.at(`/mnt/${volume.name}`)) });
    expect(pod.volumes).toEqual([
      { name: 'scratch', emptyDir: {} },
      {
        name: 'config-shop-conf',
        configMap: {
          name: 'shop.conf',
          items: [{ key: 'a.conf', path: 'b.conf' }],
          optional: true,
          defaultMode: 256,
        },
      },
      { name: 'pod', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      {
        name: 'vault',
        projected: { sources: [{ serviceAccountToken: { audience: 'vault', expirationSeconds: 600, path: 'token' } }] },
      },
      { name: 'all', projected: { sources: [{ secret: { name: 'a' } }, { configMap: { name: 'b' } }] } },
      { name: 'uploads', persistentVolumeClaim: { claimName: 'uploads', readOnly: true } },
      {
        name: 'fast',
        ephemeral: {
          volumeClaimTemplate: {
            metadata: { labels: { a: 'b' } },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '2Gi' } },
              storageClassName: 'nvme',
              volumeMode: 'Filesystem',
            },
          },
        },
      },
      {
        name: 'vault-secrets',
        csi: {
          driver: 'secrets-store.csi.k8s.io',
          readOnly: true,
          volumeAttributes: { secretProviderClass: 'shop' },
          nodePublishSecretRef: { name: 'store' },
        },
      },
      { name: 'exports', nfs: { server: '10.0.0.5', path: '/exports' } },
    ]);
  });

  test('of any cdk8s-plus are taken as they are', () => {
    const volume = kplus.Volume.fromEmptyDir(chartOn(), 'volume', 'cache', { sizeLimit: Size.mebibytes(64) });
    expect(podWith({ volumeMounts: [PodVolume.from(volume).at('/cache')] }).volumes).toEqual([
      { name: 'cache', emptyDir: { sizeLimit: '64Mi' } },
    ]);
  });

  test('may be bare devices, and parts of a volume', () => {
    const claim = PodVolume.claim({ name: 'disk' });
    const pod = podWith({
      replicas: 1,
      volumeMounts: [
        claim.asDevice('/dev/xvda'),
        PodVolume.emptyDir('scratch').at('/mnt', { subPathExpr: '$(POD_NAME)', mountPropagation: 'HostToContainer' }),
      ],
    });
    expect(containerOf(pod)).toMatchObject({
      volumeDevices: [{ name: 'claim-disk', devicePath: '/dev/xvda' }],
      volumeMounts: [
        { mountPath: '/mnt', name: 'scratch', subPathExpr: '$(POD_NAME)', mountPropagation: 'HostToContainer' },
      ],
    });
  });

  test('a claim that the app brings is made once, however many containers mount it', () => {
    const chart = chartOn();
    const uploads = PodVolume.newClaim('uploads', { ...MANY, annotations: { 'acme.com/backup': 'daily' } });
    new ScalableWebApp(chart, 'shop', {
      image: IMAGE,
      volumeMounts: [uploads.at('/uploads')],
      sidecars: [{ ...SIDECAR, volumeMounts: [uploads.at('/uploads', { readOnly: true })] }],
    });
    expect(only(synthesize(chart), 'PersistentVolumeClaim')).toMatchObject({
      metadata: { name: 'uploads', labels: { app: 'shop' }, annotations: { 'acme.com/backup': 'daily' } },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '5Gi' } } },
    });
  });
});

describe('a claim that only one node can mount', () => {
  const disk = PodVolume.newClaim('disk', { size: Size.gibibytes(1) });

  test('is an error under an autoscaler', () => {
    const chart = chartOn();
    new ScalableWebApp(chart, 'shop', {
      image: IMAGE,
      cpu: { request: kplus.Cpu.millis(100) },
      volumeMounts: [disk.at('/data')],
    }).scaleOnCpu(50, { maxReplicas: 4 });
    expect(messageOf(() => synthesize(chart))).toContain(
      'R72: Deployment "shop/shop" (test/shop/deployment/Resource) may run 4 pods, because HorizontalPodAutoscaler "shop/shop" (test/shop/scaler/hpa) says so, and all of them mount PersistentVolumeClaim "shop/disk" (test/shop/claim-disk), whose access mode is ReadWriteOnce.',
    );
  });

  test('is an error under a rollout that surges', () => {
    expect(errorOf({ replicas: 1, volumeMounts: [disk.at('/data')] })).toContain(
      'starts its new pod before the old one has gone, and both mount PersistentVolumeClaim "shop/disk"',
    );
  });

  test('is fine where the one pod goes before the next comes', () => {
    const pod = podWith({ replicas: 1, rollout: Rollout.recreate(), volumeMounts: [disk.at('/data')] });
    expect(pod.volumes).toEqual([{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }]);
  });
});

const AGENT = { name: 'agent', image: AppImage.of('acme/agent:1', { uid: 2001 }), restartAlways: true };
const tmp = PodVolume.emptyDir('tmp');

test('a native sidecar on a release that has none is an error', () => {
  expect(errorOf({ initContainers: [AGENT] }, ClusterProfile.kind({ kubernetes: '1.28' }))).toBe(
    `[test/shop] The init container "agent" has restartAlways, and the cluster runs Kubernetes 1.28.
    why: Native sidecars came with Kubernetes 1.29; without them the app waits for its end for ever.
    fix: Move to Kubernetes 1.29, or make it one of the \`sidecars\`.`,
  );
});

test.each<[string, Partial<ScalableWebAppProps>]>([
  ['Two containers of the pod are called "shop".', { sidecars: [{ ...SIDECAR, name: 'shop' }] }],
  ['The container "Proxy" must be lower-case letters', { sidecars: [{ ...SIDECAR, name: 'Proxy' }] }],
  [
    'Two containers of the pod have the port name "http".',
    { sidecars: [{ name: 'proxy', image: AppImage.of('acme/proxy:1', { port: 4180, uid: 2000 }) }] },
  ],
  [
    'Two containers of the pod have the port 8080.',
    { sidecars: [{ name: 'proxy', image: AppImage.of('acme/proxy:1', { port: 8080, portName: 'p', uid: 2000 }) }] },
  ],
  [
    'The init container "migrate" has a readiness check.',
    { initContainers: [{ ...SIDECAR, name: 'migrate', readiness: HealthCheck.command(['true']) }] },
  ],
  [
    'Two different volumes of the pod are called "tmp".',
    { volumeMounts: [tmp.at('/a'), PodVolume.secret({ name: 'x' }, { volumeName: 'tmp' }).at('/b')] },
  ],
  [
    'Two different volumes of the pod are called "tmp".',
    {
      image: AppImage.of('acme/shop:1', { port: 8080, uid: 1, writablePaths: ['/tmp'] }),
      volumeMounts: [tmp.at('/a')],
    },
  ],
  ['The container "shop" has two volumes at "/a".', { volumeMounts: [tmp.at('/a'), PodVolume.emptyDir('b').at('/a')] }],
  ['The volume "tmp" is mounted at "data", which is not an absolute path', { volumeMounts: [tmp.at('data')] }],
  ['has the subPath "../x".', { volumeMounts: [tmp.at('/data', { subPath: '../x' })] }],
  ['has subPath and subPathExpr.', { volumeMounts: [tmp.at('/data', { subPath: 'x', subPathExpr: 'y' })] }],
  ['The volume "My Volume" must be lower-case', { volumeMounts: [PodVolume.emptyDir('My Volume').at('/data')] }],
  ['The volume "x" has no source.', { volumeMounts: [PodVolume.of('x', {}).at('/data')] }],
  ['The volume "x" has nothing at nfs.', { volumeMounts: [PodVolume.of('x', { nfs: null }).at('/data')] }],
  [
    'The volume "x" has nothing at nfs.path.',
    { volumeMounts: [PodVolume.of('x', { nfs: { server: 'a', path: null } }).at('/data')] },
  ],
  ['The volume "x" has several sources: a, b.', { volumeMounts: [PodVolume.of('x', { a: {}, b: {} }).at('/data')] }],
  ['has "tmp" as a part.', { volumeMounts: [PodVolume.projected('all', [tmp]).at('/data')] }],
  [
    'The claim "disk" asks for no room.',
    { volumeMounts: [PodVolume.newClaim('disk', { size: Size.mebibytes(0) }).at('/data')] },
  ],
  [
    'The lifetime of the token "vault" is 5.',
    { volumeMounts: [PodVolume.serviceAccountToken('vault', { audience: 'vault', expirationSeconds: 5 }).at('/v')] },
  ],
  ['"shop" is not the ARN of a role.', { serviceAccount: PodServiceAccount.withAwsRole('shop') }],
  ['The ServiceAccount "My Robot" must be', { serviceAccount: PodServiceAccount.of({ name: 'My Robot' }) }],
  ['The imagePullSecret "a b" must be', { imagePullSecrets: ['a b'] }],
  ['The annotation "a b" must be', { podAnnotations: { 'a b': 'x' } }],
  ['The label "app" is set to "x".', { podLabels: { app: 'x' } }],
  ['The source of environment variables "a b" must be', { envFrom: [EnvironmentSource.configMap({ name: 'a b' })] }],
  [
    'The prefix of environment variables "1" must be',
    { envFrom: [EnvironmentSource.secret({ name: 'a' }, { prefix: '1' })] },
  ],
  ['The dnsPolicy is None, and dnsConfig has no nameservers.', { dnsPolicy: kplus.DnsPolicy.NONE }],
  ['uses the resource claim "gpu", which the pod does not have.', { claims: ['gpu'] }],
  ['The resource claim "gpu" has neither resourceClaimName nor', { resourceClaims: [{ name: 'gpu' }] }],
  [
    'The resource claim "gpu" has both of resourceClaimName and',
    { resourceClaims: [{ name: 'gpu', resourceClaimName: 'a', resourceClaimTemplateName: 'b' }] },
  ],
  ['The extended resource "gpu" needs a domain', { extendedResources: { gpu: 1 } }],
  ['The amount of "nvidia.com/gpu" is 0.5.', { extendedResources: { 'nvidia.com/gpu': 0.5 } }],
  ['The terminationMessagePath is "end".', { terminationMessagePath: 'end' }],
  ['The workingDir is "srv".', { workingDir: 'srv' }],
  ['The liveness check has a success threshold of 2.', { liveness: HealthCheck.tcp({ successThreshold: 2 }) }],
  ['The port of a health check 70000 must be', { readiness: HealthCheck.grpc({ port: 70000 }) }],
  ['The header "a b" must be', { readiness: HealthCheck.http('/', { httpHeaders: { 'a b': 'x' } }) }],
  ['A rollout has maxSurge a lot.', { rollout: Rollout.rolling({ maxSurge: 'a lot' }) }],
  ['A rollout has maxUnavailable 0.5.', { rollout: Rollout.rolling({ maxUnavailable: 0.5 }) }],
  ['The image "acme/shop:1" of the web app "shop" has no port.', { image: AppImage.of('acme/shop:1', { uid: 1 }) }],
])('%s', (message, props) => {
  expect(errorOf(props)).toContain(message);
});
