import { type CheckOptions } from '../../../../lib/checks/check-options';
import { causesOf } from '../../../../lib/command/status/causes';
import { ruleCauses } from '../../../../lib/command/status/causes/rules';
import { type LiveWorld } from '../../../../lib/command/status/live-world';
import { scalersIn } from '../../../../lib/command/status/scaler';
import { type FakeObject } from '../../fake-cluster';
import {
  causesIn,
  deployment,
  EXTERNAL_METRICS_API,
  HEALTHY,
  hpa,
  kedaHpa,
  METRICS_API,
  READY,
  scaledObject,
  warning,
  worldOf,
} from '../objects';

const RULES = { rules: { kubernetes: '1.36' } };

function told(world: LiveWorld) {
  return ruleCauses(world, RULES.rules, scalersIn(world));
}

/** A Deployment whose pods nothing probes. */
function unprobed(resources: object = { requests: { cpu: '200m' } }): FakeObject {
  const object = deployment(2, [], resources);
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'ghcr.io/acme/web:1.0.0', resources }];
  const template = { metadata: { labels }, spec: { containers } };
  return { ...object, spec: { replicas: 2, selector: { matchLabels: labels }, template } };
}

test('a rule speaks of the autoscaler, and of live objects as of those of a cluster', () => {
  expect(told(worldOf([hpa(), unprobed(), METRICS_API]))).toEqual([
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
  const found = told(worldOf([hpa(), second, unprobed(), METRICS_API]));
  expect(found.filter(({ rule }) => rule === 'R70').map(({ object }) => object)).toEqual([
    'HorizontalPodAutoscaler shop/web',
  ]);
});

test('a rule that is about autoscalers says nothing about others', () => {
  expect(told(worldOf([unprobed(), METRICS_API]))).toEqual([]);
});

test('what may not be read is not missed', () => {
  const readable = new Set(['HorizontalPodAutoscaler']);
  expect(told(worldOf([hpa()], { readable }))).toEqual([]);
  const api = { ...deployment(), metadata: { name: 'api', namespace: 'shop' } };
  const missing = told(worldOf([hpa(), api, METRICS_API]));
  expect(missing.map(({ rule }) => rule)).toEqual(['R1']);
});

test('what is in another namespace than the one that was read is not missed', () => {
  const spec = { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } };
  const elsewhere = hpa(HEALTHY, { metadata: { name: 'web', namespace: 'blog' }, spec });
  expect(told(worldOf([elsewhere, METRICS_API], { namespace: 'shop' }))).toEqual([]);
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
  const { causes, waiting } = causesOf(scalersIn(world), world, RULES);
  expect([causes.map(({ cause }) => cause), waiting]).toEqual([['refused-pods'], 1]);
});

test('of all that is wrong, nothing waits', () => {
  const broken = deployment(1, [['ReplicaFailure', 'True', 'FailedCreate', 'forbidden']]);
  const world = worldOf([hpa(), { ...unprobed(), status: broken.status }, METRICS_API]);
  const { causes, waiting } = causesOf(scalersIn(world), world, { ...RULES, isComplete: true });
  expect([causes.map(({ cause, rule }) => rule ?? cause), waiting]).toEqual([['refused-pods', 'R70'], 0]);
});

test('a rule can be silenced, and made an error, but those about files stay off', () => {
  const world = worldOf([hpa(), unprobed(), METRICS_API]);
  const found = (rules: CheckOptions) => ruleCauses(world, rules, scalersIn(world)).map((each) => each.severity);
  expect(found({ ignore: ['R70'] })).toEqual([]);
  expect(found({ severities: { R70: 'error', 'unsafe-rollout': 'error' } })).toEqual(['error']);
});

describe('of what brings the metrics of an autoscaler,', () => {
  const monitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'metrics' }] },
  };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
  };
  const empty = [warning('target may be lost, the result is empty')];
  const failing = kedaHpa([['ScalingActive', 'False', 'FailedGetExternalMetric', 'unable to get']]);
  const scaled = [scaledObject(READY), deployment(), service, monitor, EXTERNAL_METRICS_API];

  test('a rule says why its query gives nothing', () => {
    expect(causesIn([...scaled, failing], { warnings: empty })).toMatchObject([
      {
        object: 'ScaledObject shop/web',
        severity: 'error',
        rule: 'R12',
        what: 'ServiceMonitor "shop/web" scrapes port "metrics"; Service "shop/web" has "http".',
      },
    ]);
  });

  test('a rule is told before anything fails', () => {
    const causes = causesIn([...scaled, kedaHpa()]);
    expect(causes.map(({ rule }) => rule)).toEqual(['R12', 'R9']); // which is about the short name of its Prometheus
  });

  test('a rule says nothing to an autoscaler that measures CPU', () => {
    expect(causesIn([hpa(), deployment(), service, monitor, METRICS_API])).toEqual([]);
    const triggers = [{ type: 'cpu', metadata: { value: '50' }, metricType: 'Utilization' }];
    const causes = causesIn([scaledObject(READY, { triggers }), kedaHpa(), deployment(), service, monitor]);
    expect(causes.map(({ rule }) => rule)).not.toContain('R12');
  });

  test('a rule says nothing to an autoscaler of others', () => {
    const template = { metadata: { labels: { app: 'api' } }, spec: {} };
    const api = { ...deployment(), metadata: { name: 'api', namespace: 'shop' } };
    const others = { ...api, spec: { replicas: 1, selector: { matchLabels: { app: 'api' } }, template } };
    const object = scaledObject(READY, { scaleTargetRef: { name: 'api' } });
    expect(causesIn([object, others, service, monitor]).map(({ rule }) => rule)).not.toContain('R12');
  });
});

test('a warning of a rule is told beside another warning', () => {
  const limited = [...HEALTHY.slice(0, 2), ['ScalingLimited', 'True', 'TooManyReplicas'] as const];
  const causes = causesIn([hpa(limited), unprobed(), METRICS_API]);
  expect(causes.map(({ cause, rule }) => rule ?? cause)).toEqual(['maximum', 'R70']);
});
