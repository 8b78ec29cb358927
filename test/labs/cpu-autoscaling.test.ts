import { CpuAutoscalingLab } from '../../labs/cpu-autoscaling';
import { MonitoringChart } from '../../labs/platform';
import { AutoscalingApp, ClusterProfile } from '../../lib';
import { fields, list, type Manifest } from '../../lib/checks';
import { only, synthesize } from '../support/synthesize';

let manifests: Manifest[];

beforeEach(() => {
  const app = new AutoscalingApp({ cluster: ClusterProfile.minikube() });
  const { grafana } = new MonitoringChart(app, 'monitoring');
  const lab = new CpuAutoscalingLab(app, 'cpu-autoscaling', { grafana });
  synthesize(lab); // the rules look at the whole app
  manifests = lab.toJson() as Manifest[];
});

test('everything is in the namespace of the lab', () => {
  for (const { kind, metadata } of manifests) {
    expect([kind, metadata.namespace]).toEqual([kind, kind === 'Namespace' ? undefined : 'cpu-autoscaling']);
  }
});

test('002-3: the app asks for 200m CPU, runs where its image can, and is served on port 80', () => {
  const deployment = only(manifests, 'Deployment', 'scalable-app');
  expect(fields(deployment, 'spec', 'template', 'spec').nodeSelector).toEqual({ 'kubernetes.io/arch': 'amd64' });
  expect(list(deployment, 'spec', 'template', 'spec', 'containers')[0]).toMatchObject({
    image: expect.stringMatching(/^registry\.k8s\.io\/hpa-example@sha256:/) as string,
    resources: { requests: { cpu: '200m' } },
  });
  expect(only(manifests, 'Service', 'scalable-app').spec).toMatchObject({
    type: 'ClusterIP',
    ports: [{ port: 80, targetPort: 80 }],
  });
});

test('002-4: an app that people scale by hand has replicas and no autoscaler', () => {
  expect(only(manifests, 'Deployment', 'manual-app').spec.replicas).toBe(1);
  const targets = manifests
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .map((hpa) => fields(hpa, 'spec', 'scaleTargetRef'));
  expect(targets).toEqual([{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'scalable-app' }]);
});

test('002-7: the other one is scaled on 50 % CPU from 1 to 10, and does not say replicas', () => {
  expect(only(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  });
  expect(only(manifests, 'Deployment', 'scalable-app').spec).not.toHaveProperty('replicas');
});

test('002-8: the load is off until somebody scales it, and goes to the app by its full name', () => {
  const load = only(manifests, 'Deployment', 'load');
  expect(load.spec.replicas).toBe(0);
  expect(list(load, 'spec', 'template', 'spec', 'containers')[0]).toMatchObject({
    env: expect.arrayContaining([
      { name: 'URL', value: 'http://scalable-app.cpu-autoscaling.svc.cluster.local/' },
    ]) as unknown[],
  });
});
