import { ZeroDowntimeLab } from '../../labs/zero-downtime';
import { AutoscalingApp, ClusterProfile } from '../../lib';
import { fields, list, type Fields, type Manifest } from '../../lib/checks';
import { only, synthesize } from '../support/synthesize';

let manifests: Manifest[];

beforeEach(() => {
  const app = new AutoscalingApp({ cluster: ClusterProfile.eks() });
  manifests = synthesize(new ZeroDowntimeLab(app, 'zero-downtime'));
});

function containerOf(kind: string, name: string): Fields {
  const manifest = only(manifests, kind, name);
  const spec = kind === 'Pod' ? manifest.spec : fields(manifest, 'spec', 'template', 'spec');
  return fields(list(spec, 'containers')[0]);
}

test('everything is in the namespace of the lab, which is held to restricted', () => {
  for (const { kind, metadata } of manifests) {
    expect([kind, metadata.namespace]).toEqual([kind, kind === 'Namespace' ? undefined : 'zero-downtime']);
  }
  expect(only(manifests, 'Namespace').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

test('004-2, 004-7: the order service asks for 200m CPU and is scaled on 50 % from 1 to 3, without replicas of its own', () => {
  expect(containerOf('Deployment', 'order')).toMatchObject({
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: '200m' } },
  });
  expect(only(manifests, 'Deployment', 'order').spec).not.toHaveProperty('replicas');
  expect(only(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({
    scaleTargetRef: { name: 'order' },
    minReplicas: 1,
    maxReplicas: 3,
    metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }],
  });
});

test.each(['order', 'order-without-readiness', 'order-with-readiness'])(
  '004-3, 004-10: %s is served on port 8080 inside the cluster',
  (name) => {
    expect(only(manifests, 'Service', name).spec).toMatchObject({
      type: 'ClusterIP',
      ports: [{ port: 8080, targetPort: 8080 }],
    });
  },
);

test('004-4: the siege Pod has an image in its container, and waits', () => {
  expect(containerOf('Pod', 'siege')).toMatchObject({
    image: expect.stringMatching(/siege:\d/) as string,
    command: ['sh', '-c', expect.stringContaining('sleep') as string],
  });
});

test.each([
  ['004-5', 'siege-smoke', ['99.9', '120', '--concurrent=1', '--time=2S', '--delay=1'], 'order'],
  ['004-8', 'siege-scale-out', ['99.9', '120', '--concurrent=20', '--time=120S', '--benchmark'], 'order'],
  [
    '004-12',
    'siege-without-readiness',
    ['99.9', '120', '--concurrent=1', '--time=60S', '--delay=1'],
    'order-without-readiness',
  ],
  [
    '004-14',
    'siege-with-readiness',
    ['100', '120', '--concurrent=1', '--time=60S', '--delay=1'],
    'order-with-readiness',
  ],
])('%s: Job %s waits to be started, then loads its service', (_row, job, args, service) => {
  expect(only(manifests, 'Job', job).spec.suspend).toBe(true);
  expect(list(containerOf('Job', job), 'args')).toEqual([
    ...args,
    `http://${service}.zero-downtime.svc.cluster.local:8080/orders`,
  ]);
});

test('004-11: the variant without readiness has neither probe nor pause, and says why', () => {
  const container = containerOf('Deployment', 'order-without-readiness');
  expect(container).not.toHaveProperty('readinessProbe');
  expect(container).not.toHaveProperty('lifecycle');
  const deployment = only(manifests, 'Deployment', 'order-without-readiness');
  expect(deployment.spec.replicas).toBe(1);
  expect(fields(deployment, 'spec', 'template', 'metadata', 'annotations')['cdk8s-autoscaling/no-readiness']).toBe(
    'the lab shows what a rollout loses without one',
  );
});

test('004-13, 004-14: the variant with readiness has the probe of the lab, and loses nothing when it stops', () => {
  expect(containerOf('Deployment', 'order-with-readiness')).toMatchObject({
    readinessProbe: {
      httpGet: { path: '/orders', port: 8080 },
      initialDelaySeconds: 10,
      timeoutSeconds: 2,
      periodSeconds: 5,
      failureThreshold: 10,
    },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  });
  expect(only(manifests, 'Deployment', 'order-with-readiness').spec).toMatchObject({
    replicas: 1,
    strategy: { rollingUpdate: { maxUnavailable: 0 } },
  });
});
