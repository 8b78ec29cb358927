import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  ClaimRetention,
  DisruptionBudget,
  Exposure,
  HealthCheck,
  PodSpread,
  PodVolume,
  ScalableStatefulApp,
  ScalableWebApp,
  StatefulRollout,
  type ScalableStatefulAppProps,
} from '../../lib';
import { fields, list, type Fields } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';
import { everyPodProp } from './every-pod-prop';

const IMAGE = AppImage.of('ghcr.io/acme/cache:5.1.0', { port: 5701, uid: 10001 });
const DATA = PodVolume.claimTemplate('data', { size: Size.gibibytes(10), storageClassName: 'ssd', labels: { a: 'b' } });

function setWith(props: Partial<ScalableStatefulAppProps>): Fields {
  const chart = chartOn();
  new ScalableStatefulApp(chart, 'cache', { image: IMAGE, ...props });
  return only(synthesize(chart), 'StatefulSet');
}

test('an image is enough', () => {
  const chart = chartOn();
  new ScalableStatefulApp(chart, 'cache', { image: IMAGE });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.map(({ kind, metadata }) => `${kind} ${String(metadata.name)}`)).toEqual([
    'Service cache-pods',
    'StatefulSet cache',
    'Service cache',
    'PodDisruptionBudget cache',
  ]);
  expect(manifests).toMatchSnapshot();
});

test('every prop reaches a manifest', () => {
  const props: Required<ScalableStatefulAppProps> = {
    ...everyPodProp(),
    image: IMAGE,
    name: 'store',
    serviceName: 'front',
    headlessServiceName: 'members',
    exposure: Exposure.loadBalancer(),
    replicas: 3,
    cpu: { request: kplus.Cpu.millis(200) },
    memory: { request: Size.mebibytes(64) },
    readiness: HealthCheck.tcp(),
    liveness: HealthCheck.tcp(),
    startup: HealthCheck.tcp(),
    environment: { MODE: kplus.EnvValue.fromValue('member') },
    volumeMounts: [DATA.at('/data')],
    rollout: StatefulRollout.rolling({
      partition: 1,
      preStopPause: Duration.seconds(2),
      gracePeriod: Duration.seconds(90),
      minReady: Duration.seconds(4),
    }),
    podManagementPolicy: kplus.PodManagementPolicy.ORDERED_READY,
    claimsWhenScaled: ClaimRetention.DELETE,
    claimsWhenDeleted: ClaimRetention.RETAIN,
    disruptionBudget: DisruptionBudget.maxUnavailable(1),
    spread: [PodSpread.overNodes()],
    labels: { team: 'data' },
    annotations: { 'acme.com/owner': 'data' },
  };
  const chart = chartOn();
  new ScalableStatefulApp(chart, 'cache', props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();

  const set = only(manifests, 'StatefulSet', 'store');
  expect(set.spec).toMatchObject({
    replicas: 3,
    serviceName: 'members',
    minReadySeconds: 4,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
    persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' },
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data', labels: { a: 'b' } },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '10Gi' } },
          storageClassName: 'ssd',
          volumeMode: 'Filesystem',
        },
        status: { phase: 'Pending' },
      },
    ],
  });
  const pod = fields(set, 'spec', 'template', 'spec');
  expect(pod).toMatchObject({
    terminationGracePeriodSeconds: 90,
    serviceAccountName: 'store',
    topologySpreadConstraints: [{ matchLabelKeys: ['controller-revision-hash'] }],
  });
  const container = fields(list(pod, 'containers').find((each) => fields(each).name === 'store'));
  expect(container).toMatchObject({
    lifecycle: { preStop: { sleep: { seconds: 2 } } },
    volumeMounts: [{ mountPath: '/data', name: 'data' }],
  });
  expect(JSON.stringify(pod.volumes)).not.toContain('"data"');
  expect(only(manifests, 'Service', 'members').spec).toMatchObject({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: { app: 'store' },
    ports: [{ name: 'http', port: 5701, targetPort: 5701 }, { name: 'proxy' }, { name: 'agent' }],
  });
});

test('pods have addresses, with the domain of the cluster', () => {
  const cache = new ScalableStatefulApp(chartOn(), 'cache', { image: IMAGE });
  expect(cache.hostOf(0)).toBe('cache-0.cache-pods.shop.svc.cluster.local');
  expect(cache.endpoint().url).toBe('http://cache.shop.svc.cluster.local/');
  expect(messageOf(() => cache.hostOf(-1))).toContain('The ordinal of a pod is -1.');
});

test('the rollout may wait for somebody to delete each pod', () => {
  expect(fields(setWith({ rollout: StatefulRollout.onDelete() }), 'spec').updateStrategy).toEqual({ type: 'OnDelete' });
});

test('an autoscaler scales the StatefulSet, which then has no replicas', () => {
  const chart = chartOn();
  const cache = new ScalableStatefulApp(chart, 'cache', { image: IMAGE, cpu: { request: kplus.Cpu.millis(100) } });
  cache.scaleOnCpu(60, { minReplicas: 3, maxReplicas: 9 });
  const manifests = synthesize(chart);
  expect(only(manifests, 'StatefulSet').spec).not.toHaveProperty('replicas');
  expect(only(manifests, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name: 'cache',
  });
});

describe('an image without a port', () => {
  const image = AppImage.of('acme/streams:1', { uid: 1 });

  test('has the headless Service, and stops at once', () => {
    const chart = chartOn();
    new ScalableStatefulApp(chart, 'streams', { image, volumeMounts: [DATA.at('/state')] });
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests)).toEqual([]);
    expect(only(manifests, 'Service').spec).toEqual({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { app: 'streams' },
    });
    const [container] = list(only(manifests, 'StatefulSet'), 'spec', 'template', 'spec', 'containers');
    expect(fields(container)).not.toHaveProperty('lifecycle');
  });

  test('is routed to in vain', () => {
    const chart = chartOn();
    const streams = new ScalableStatefulApp(chart, 'streams', { image });
    expect(messageOf(() => streams.endpoint())).toBe(
      `[test/streams] The stateful app "streams" is to be reached, and its image has no port.
    why: It has no Service for clients: nothing listens.
    fix: Say the port: AppImage.of(…, { port: 8080, … }).`,
    );
  });
});

test.each<[string, Partial<ScalableStatefulAppProps>]>([
  ['are both called "cache-pods".', { serviceName: 'cache-pods' }],
  ['The partition of a rollout is -1.', { rollout: StatefulRollout.rolling({ partition: -1 }) }],
  ['The grace period of a pod is 0.5 s.', { rollout: StatefulRollout.onDelete({ gracePeriod: Duration.millis(500) }) }],
  ['The name "Members" must be', { headlessServiceName: 'Members' }],
])('%s', (message, props) => {
  expect(messageOf(() => setWith(props))).toContain(message);
});

test('claims of their own are for the pods of a StatefulSet', () => {
  expect(
    messageOf(() => new ScalableWebApp(chartOn(), 'shop', { image: IMAGE, volumeMounts: [DATA.at('/data')] })),
  ).toBe(
    `[test/shop] The volume "data" is a template of claims, and "shop" is a Deployment.
    why: Only the pods of a StatefulSet have names to which claims of their own can belong.
    fix: Make it a ScalableStatefulApp, or use PodVolume.ephemeral for space that goes with the pod.`,
  );
});
