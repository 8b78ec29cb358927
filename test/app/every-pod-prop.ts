import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  EnvironmentSource,
  HealthCheck,
  PodServiceAccount,
  PodVolume,
  TerminationMessagePolicy,
  type AppContainerProps,
  type AppPodProps,
} from '../../lib';

type Pods = Omit<AppContainerProps, 'image' | 'cpu' | 'memory' | 'environment' | 'readiness' | 'liveness' | 'startup'> &
  AppPodProps;

/** A value for every prop of pods that all kinds of apps share. */
export function everyPodProp(): Required<Pods> {
  const shared = PodVolume.emptyDir('shared', { inMemory: true, sizeLimit: Size.mebibytes(16) });
  return {
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    command: ['store'],
    args: ['serve', '--all'],
    workingDir: '/srv',
    ephemeralStorage: { request: Size.mebibytes(100), limit: Size.gibibytes(1) },
    extendedResources: { 'nvidia.com/gpu': 1 },
    claims: ['accelerator'],
    envFrom: [
      EnvironmentSource.configMap({ name: 'settings' }, { prefix: 'SHOP_' }),
      EnvironmentSource.secret({ name: 'passwords' }, { optional: true }),
    ],
    volumeMounts: [shared.at('/shared'), PodVolume.secret({ name: 'tls' }).at('/etc/tls', { readOnly: true })],
    lifecycle: { postStart: kplus.Handler.fromCommand(['shop', 'warm-up']) },
    terminationMessagePath: '/dev/end',
    terminationMessagePolicy: TerminationMessagePolicy.FALLBACK_TO_LOGS_ON_ERROR,
    securityContext: { readOnlyRootFilesystem: false },
    serviceAccount: PodServiceAccount.withAwsRole('arn:aws:iam::111122223333:role/shop'),
    automountServiceAccountToken: true,
    imagePullSecrets: ['registry'],
    podAnnotations: { 'acme.com/restarted': 'never' },
    podLabels: { tier: 'front' },
    sidecars: [
      {
        name: 'proxy',
        image: AppImage.of('acme/proxy:1', { port: 4180, portName: 'proxy', uid: 2000, writablePaths: ['/tmp'] }),
        volumeMounts: [shared.at('/shared')],
      },
    ],
    initContainers: [
      { name: 'migrate', image: AppImage.of('acme/shop:1', { uid: 10001, command: ['shop', 'migrate'] }) },
      {
        name: 'agent',
        image: AppImage.of('acme/agent:1', { port: 8126, portName: 'agent', uid: 2001 }),
        restartAlways: true,
        startup: HealthCheck.tcp(),
      },
    ],
    nodeSelector: { pool: 'spot' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
        ],
      },
    },
    priorityClassName: 'high',
    runtimeClassName: 'gvisor',
    schedulerName: 'bin-packer',
    hostAliases: [{ ip: '10.0.0.9', hostnames: ['legacy.example.com'] }],
    dnsPolicy: kplus.DnsPolicy.NONE,
    dnsConfig: { nameservers: ['10.0.0.10'], options: [{ name: 'ndots', value: '1' }] },
    resourceClaims: [{ name: 'accelerator', resourceClaimTemplateName: 'gpu' }],
    enableServiceLinks: false,
    shareProcessNamespace: true,
    podSecurityContext: { fsGroup: 2000, supplementalGroups: [3000] },
  };
}
