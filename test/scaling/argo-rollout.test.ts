import { Duration, type Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AppImage,
  ArgoRollout,
  ClusterProfile,
  Exposure,
  RolloutStep,
  RolloutStrategy,
  ScalableWebApp,
  ScalingMetric,
  type ScalableWebAppProps,
} from '../../lib';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const STEPS = [RolloutStep.setWeight(20), RolloutStep.pause(Duration.minutes(5)), RolloutStep.pause()];
const CANARY = RolloutStrategy.canary({ steps: STEPS });

const chart = () => chartOn(ClusterProfile.generic({ provides: ['argoproj.io'] }));
const app = (scope: Chart, props: Partial<ScalableWebAppProps> = {}) =>
  new ScalableWebApp(scope, 'web', { image: AppImage.podinfo(), cpu: { request: Cpu.millis(100) }, ...props });

test('a Rollout runs the pods of an app, which keeps none of its own', () => {
  const scope = chart();
  new ArgoRollout(scope, 'rollout', { workload: app(scope), strategy: CANARY, revisionHistoryLimit: 3 });
  const manifests = synthesize(scope);
  expect(only(manifests, 'Rollout')).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      revisionHistoryLimit: 3,
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', scaleDown: 'onsuccess' },
      strategy: { canary: { steps: [{ setWeight: 20 }, { pause: { duration: '300s' } }, { pause: {} }] } },
    },
  });
  expect('replicas' in only(manifests, 'Deployment').spec).toBe(false);
});

test('an autoscaler scales the Rollout, and R2 and R3 look at it', () => {
  const scaled = (props: Partial<ScalableWebAppProps>, replicas?: number) => {
    const scope = chart();
    const rollout = new ArgoRollout(scope, 'rollout', { workload: app(scope, props), strategy: CANARY, replicas });
    rollout.scaleOnCpu(60, { minReplicas: 2, maxReplicas: 10 });
    return synthesize(scope);
  };
  expect(only(scaled({}), 'HorizontalPodAutoscaler').spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' },
    minReplicas: 2,
  });
  expect(messageOf(() => scaled({ cpu: undefined }))).toContain('R2: HorizontalPodAutoscaler "shop/web"');
  expect(messageOf(() => scaled({}, 5))).toContain('R3: Rollout "shop/web"');
});

test('blue-green switches Services of the app', () => {
  const scope = chart();
  const web = app(scope);
  const preview = web.exposeAs('web-preview', Exposure.clusterIp());
  const strategy = RolloutStrategy.blueGreen({
    active: web.service,
    preview,
    autoPromotion: false,
    scaleDownDelay: Duration.seconds(60),
  });
  new ArgoRollout(scope, 'rollout', { workload: web, strategy, replicas: 3 });
  expect(only(synthesize(scope), 'Rollout').spec).toMatchObject({
    replicas: 3,
    strategy: {
      blueGreen: {
        activeService: 'web',
        previewService: 'web-preview',
        autoPromotionEnabled: false,
        scaleDownDelaySeconds: 60,
      },
    },
  });
});

test('a canary may route between two Services and ask an analysis', () => {
  const scope = chart();
  const web = app(scope);
  const strategy = RolloutStrategy.canary({
    steps: [RolloutStep.analysis('errors')],
    stableService: web.service,
    canaryService: web.exposeAs('web-next', Exposure.clusterIp()),
  });
  const rollout = new ArgoRollout(scope, 'rollout', { workload: web, strategy });
  rollout.scaleOn([ScalingMetric.memoryUtilization(70)], { maxReplicas: 3 });
  expect(rollout.apiObject.toJson()).toMatchObject({
    spec: {
      strategy: {
        canary: {
          stableService: 'web',
          canaryService: 'web-next',
          steps: [{ analysis: { templates: [{ templateName: 'errors' }] } }],
        },
      },
    },
  });
});

test('it needs Argo Rollouts on the cluster', () => {
  const scope = chartOn(ClusterProfile.generic());
  expect(messageOf(() => new ArgoRollout(scope, 'rollout', { workload: app(scope), strategy: CANARY }))).toContain(
    'Rollout "web" needs the custom resource definitions of Argo Rollouts (argoproj.io)',
  );
});

test.each([
  ['no step', RolloutStrategy.canary({ steps: [] }), 'A canary has no step.'],
  [
    'a weight above 100',
    RolloutStrategy.canary({ steps: [RolloutStep.setWeight(101)] }),
    'The weight of a step is 101.',
  ],
  [
    'a pause of nothing',
    RolloutStrategy.canary({ steps: [RolloutStep.pause(Duration.seconds(0))] }),
    'The pause of a step',
  ],
  [
    'an analysis that is none',
    RolloutStrategy.canary({ steps: [RolloutStep.analysis('No One')] }),
    'The AnalysisTemplate',
  ],
  [
    'one Service for both versions',
    RolloutStrategy.blueGreen({
      active: { name: 'web', metadata: {}, ports: [] },
      preview: { name: 'web', metadata: {}, ports: [] },
    }),
    'A Rollout has Service "web" for both versions.',
  ],
])('it refuses %s', (_name, strategy, message) => {
  const scope = chart();
  expect(messageOf(() => new ArgoRollout(scope, 'rollout', { workload: app(scope), strategy }))).toContain(message);
});
