import { causesOf } from '../../../../lib/command/status/causes';
import { ruleCauses } from '../../../../lib/command/status/causes/rules';
import { scalersIn } from '../../../../lib/command/status/scaler';
import { type FakeObject } from '../../fake-cluster';
import { causesIn, deployment, HEALTHY, hpa, METRICS_API, worldOf } from '../objects';

/** A Deployment whose pods nothing probes. */
function unprobed(resources: object = { requests: { cpu: '200m' } }): FakeObject {
  const object = deployment(2, [], resources);
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'ghcr.io/acme/web:1.0.0', resources }];
  const template = { metadata: { labels }, spec: { containers } };
  return { ...object, spec: { replicas: 2, selector: { matchLabels: labels }, template } };
}

test('a rule speaks of the autoscaler, and of live objects as of those of a cluster', () => {
  expect(ruleCauses(worldOf([hpa(), unprobed(), METRICS_API]), '1.36')).toEqual([
    {
      object: 'HorizontalPodAutoscaler shop/web',
      severity: 'warning',
      cause: 'rule',
      rule: 'R70',
      what: 'HorizontalPodAutoscaler "shop/web" scales on CPU, and no container of Deployment "shop/web" has a readiness or startup probe.',
      evidence:
        'Without a probe a pod is ready as soon as its containers run, so the CPU that it uses to start counts as load: each rollout may scale up.',
      fix: 'Add a readiness probe, or a stabilization window for scaling up that is longer than the start.',
    },
  ]);
});

test('of two autoscalers of one target, a rule says the same once', () => {
  const second = hpa(HEALTHY, { metadata: { name: 'second', namespace: 'shop' } });
  const found = ruleCauses(worldOf([hpa(), second, unprobed(), METRICS_API]), '1.36');
  expect(found.filter(({ rule }) => rule === 'R70').map(({ object }) => object)).toEqual([
    'HorizontalPodAutoscaler shop/web',
  ]);
});

test('a rule that is about autoscalers says nothing about others', () => {
  expect(ruleCauses(worldOf([unprobed(), METRICS_API]), '1.36')).toEqual([]);
});

test('what may not be read is not missed', () => {
  const readable = new Set(['HorizontalPodAutoscaler']);
  expect(ruleCauses(worldOf([hpa()], { readable }), '1.36')).toEqual([]);
  const api = { ...deployment(), metadata: { name: 'api', namespace: 'shop' } };
  const missing = ruleCauses(worldOf([hpa(), api, METRICS_API]), '1.36');
  expect(missing.map(({ rule }) => rule)).toEqual(['R1']);
});

test('what is in another namespace than the one that was read is not missed', () => {
  const spec = { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } };
  const elsewhere = hpa(HEALTHY, { metadata: { name: 'web', namespace: 'blog' }, spec });
  expect(ruleCauses(worldOf([elsewhere, METRICS_API], { namespace: 'shop' }), '1.36')).toEqual([]);
});

test('a rule is silent where the cluster has told the same', () => {
  expect(causesIn([hpa([]), METRICS_API]).map(({ cause }) => cause)).toEqual(['no-target']);
  const message = 'missing request for cpu in container web of Pod web-1';
  const unread = hpa([['ScalingActive', 'False', 'FailedGetResourceMetric', message]]);
  const causes = causesIn([unread, deployment(2, [], {}), METRICS_API]);
  expect(causes.map(({ cause }) => cause)).toEqual(['no-request']);
});

test('a warning of a rule waits where the same autoscaler has an error, and is counted', () => {
  const broken = deployment(1, [['ReplicaFailure', 'True', 'FailedCreate', 'forbidden']]);
  const world = worldOf([hpa(), { ...unprobed(), status: broken.status }, METRICS_API]);
  const { causes, waiting } = causesOf(scalersIn(world), world, '1.36');
  expect([causes.map(({ cause }) => cause), waiting]).toEqual([['refused-pods'], 1]);
});

test('a warning of a rule is told beside another warning', () => {
  const limited = [...HEALTHY.slice(0, 2), ['ScalingLimited', 'True', 'TooManyReplicas'] as const];
  const causes = causesIn([hpa(limited), unprobed(), METRICS_API]);
  expect(causes.map(({ cause, rule }) => rule ?? cause)).toEqual(['maximum', 'R70']);
});
