import { canaryCounted } from '../../../lib/checks/rules/canary-counted';
import { metricNeedsRequests } from '../../../lib/checks/rules/metric-needs-requests';
import { replicasVersusAutoscaler } from '../../../lib/checks/rules/replicas-vs-autoscaler';
import { rolloutBesideDeployment } from '../../../lib/checks/rules/rollout-beside-deployment';
import { rolloutService } from '../../../lib/checks/rules/rollout-service';
import { selectorOverlap } from '../../../lib/checks/rules/selector-overlap';
import { container, deployment, findings, hpa, mistakes, object, scaledObject, service } from '../objects';

const rollout = (spec: object) => object('argoproj.io/v1alpha1', 'Rollout', 'web', { spec });
const scaler = hpa('web', { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } });
const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

test('a Rollout with a template is a workload', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app' }] } };
  const objects = [rollout({ replicas: 2, template }), scaler];
  expect(mistakes(metricNeedsRequests, objects)).toEqual([expect.stringContaining('of Rollout "shop/web" (app/web) has no cpu request')]); // prettier-ignore
  expect(mistakes(replicasVersusAutoscaler, objects)).toEqual([expect.stringContaining('Rollout "shop/web" (app/web) sets replicas: 2')]); // prettier-ignore
});

test('one with a workloadRef runs the pods of that template, which are then no others', () => {
  const objects = [rollout({ workloadRef }), deployment('web', { replicas: 0, containers: [container('app', { resources: {} })] }), scaler]; // prettier-ignore
  expect(mistakes(metricNeedsRequests, objects)).toHaveLength(1);
  expect(mistakes(selectorOverlap, [...objects, service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] })])).toEqual([]); // prettier-ignore
});

test('a Deployment that keeps its own pods beside the Rollout runs them twice', () => {
  const beside = (spec: object, replicas?: number) => mistakes(rolloutBesideDeployment, [rollout(spec), deployment('web', { replicas })]); // prettier-ignore
  expect(beside({ workloadRef })).toEqual([
    'Rollout "shop/web" (app/web) runs pods of the template of Deployment "shop/web" (app/web), which keeps 1 of its own.',
  ]);
  expect(beside({ workloadRef }, 0)).toEqual([]);
  expect(beside({ workloadRef: { ...workloadRef, scaleDown: 'progressively' } }, 3)).toEqual([]);
  expect(beside({ workloadRef: { ...workloadRef, name: 'elsewhere' } }, 3)).toEqual([]);
});

test('an autoscaler belongs to the Rollout, not to the Deployment whose template it runs', () => {
  const objects = [rollout({ workloadRef }), deployment('web', { replicas: 0 })];
  expect(findings(rolloutBesideDeployment, [...objects, hpa('web')])).toMatchObject([
    {
      severity: 'error',
      what: 'HorizontalPodAutoscaler "shop/web" (app/web) scales Deployment "shop/web" (app/web), whose template Rollout "shop/web" (app/web) runs.',
      fix: 'Let it scale the Rollout: apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web.',
    },
  ]);
  expect(findings(rolloutBesideDeployment, [...objects, scaler])).toEqual([]);
});

test('Services that it switches must be there, where Services of its namespace are known', () => {
  const strategy = { blueGreen: { activeService: 'web', previewService: 'web-previw' } };
  const [web, preview] = [service('web'), service('web-preview')];
  expect(findings(rolloutService, [rollout({ strategy }), web, preview])).toMatchObject([
    { severity: 'error', field: 'spec.strategy.blueGreen.previewService', fix: 'Did you mean "web-preview"?' },
  ]);
  const other = { blueGreen: { activeService: 'web', previewService: 'next' } };
  expect(findings(rolloutService, [rollout({ strategy: other }), web])).toMatchObject([{ severity: 'warning' }]);
  expect(findings(rolloutService, [rollout({ strategy })])).toEqual([]);
  expect(findings(rolloutService, [rollout({ strategy }), web], { provides: ['Service shop/web-previw'] })).toEqual([]);
});

describe('a canary beside all stable pods', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app' }] } };
  const canary = { trafficRouting: { nginx: {} }, steps: [{ setCanaryScale: { weight: 10 } }] };
  const scaleTargetRef = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' };
  const found = (scaled: object, strategy: object = canary): string[] =>
    findings(canaryCounted, [
      rollout({ template, strategy: { canary: strategy } }),
      scaledObject('web', { scaleTargetRef, triggers: [scaled] }),
    ]).map(({ what }) => what);
  const cron = { type: 'cron', metadata: {} };

  test('is counted where a total is divided by the pods', () => {
    expect(found(cron)).toEqual([
      'ScaledObject "shop/web" (app/web) divides a metric by the pods of Rollout "shop/web" (app/web), which counts those of a canary beside the stable ones.',
    ]);
    expect(found({ ...cron, metricType: 'Value' })).toEqual([]);
    expect(found({ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } })).toEqual([]);
  });

  test('is not where stable pods make room, where no router divides the traffic, and without steps', () => {
    expect(found(cron, { ...canary, dynamicStableScale: true })).toEqual([]);
    expect(found(cron, { steps: canary.steps })).toEqual([]);
    expect(found(cron, { ...canary, steps: [] })).toEqual([]);
  });

  test.each([
    [{ type: 'External', external: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: 5 } } }, 1],
    [{ type: 'Object', object: { metric: { name: 'q' }, target: { type: 'Value', value: 5 } } }, 0],
    [{ type: 'Pods', pods: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: 5 } } }, 0],
  ])('by an HPA with %j', (metric, count) => {
    const scaled = hpa('web', { scaleTargetRef, metrics: [metric] });
    const workload = rollout({ template, strategy: { canary } });
    expect(findings(canaryCounted, [workload, scaled])).toHaveLength(count);
    expect(findings(canaryCounted, [deployment('web'), hpa('web', { metrics: [metric] })])).toEqual([]);
  });
});
