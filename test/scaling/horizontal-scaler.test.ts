import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as kplus33 from 'cdk8s-plus-33';
import {
  ClusterProfile,
  HorizontalScaler,
  MetricTarget,
  PolicySelection,
  ScaleTarget,
  ScalingMetric,
  ScalingPolicy,
  ScalingRules,
  type HorizontalScalerProps,
  type IScaleTarget,
} from '../../lib';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const TARGET = ScaleTarget.of({ name: 'web' });
const METRICS = [ScalingMetric.cpuUtilization(50)];

function specOf(props: Partial<HorizontalScalerProps>, cluster?: ClusterProfile): Record<string, unknown> {
  const chart = chartOn(cluster);
  new HorizontalScaler(chart, 'web', { target: TARGET, metrics: METRICS, maxReplicas: 10, ...props });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  return only(manifests, 'HorizontalPodAutoscaler').spec;
}

function refusalOf(props: Partial<HorizontalScalerProps>, cluster?: ClusterProfile): string {
  return messageOf(() => specOf(props, cluster));
}

test('target, metrics and maxReplicas are enough', () => {
  expect(specOf({})).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  });
});

test('every prop reaches the manifest', () => {
  const props: Required<HorizontalScalerProps> = {
    name: 'store',
    labels: { team: 'web' },
    annotations: { 'example.com/owner': 'web' },
    overlookedByKeda: true,
    target: ScaleTarget.of({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'store', namespace: 'other' }),
    minReplicas: 2,
    maxReplicas: 20,
    metrics: [
      ScalingMetric.cpuAverage(kplus.Cpu.millis(300)),
      ScalingMetric.memoryUtilization(70),
      ScalingMetric.memoryAverage(Size.gibibytes(1)),
      ScalingMetric.resource('example.com/gpu-minutes'.replace('/', '.'), MetricTarget.averageValue('2')),
      ScalingMetric.containerResource('web', 'cpu', MetricTarget.averageUtilization(60)),
      ScalingMetric.pods({ name: 'http_requests', matchLabels: { verb: 'GET' } }, MetricTarget.averageValue('100')),
      ScalingMetric.object({ kind: 'Service', name: 'web' }, { name: 'connections' }, MetricTarget.value('50')),
      ScalingMetric.object(
        { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' },
        { name: 'requests' },
        MetricTarget.averageValue('500m'),
      ),
      ScalingMetric.external({ name: 'queue', matchLabels: { queue: 'orders' } }, MetricTarget.value('30')),
      ScalingMetric.external({ name: 'lag' }, MetricTarget.averageValue('10')),
    ],
    behavior: {
      scaleUp: ScalingRules.of({
        policies: [ScalingPolicy.pods(4, Duration.seconds(15)), ScalingPolicy.percent(100, Duration.minutes(1))],
        selectPolicy: PolicySelection.MIN,
        stabilizationWindow: Duration.seconds(0),
        tolerance: '50m',
      }),
      scaleDown: ScalingRules.disabled(),
    },
  };
  const chart = chartOn();
  const scaler = new HorizontalScaler(chart, 'web', props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(scaler.name).toBe('store');
  expect(scaler.apiObject.metadata.getLabel('team')).toBe('web');
  expect(scaler.apiObject.metadata.namespace).toBe('other');
  expect(only(manifests, 'HorizontalPodAutoscaler').spec.behavior).toEqual({
    scaleUp: {
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 60 },
      ],
      selectPolicy: 'Min',
      stabilizationWindowSeconds: 0,
      tolerance: '50m',
    },
    scaleDown: { selectPolicy: 'Disabled' },
  });
});

test('no behavior and an empty one differ, as they do for the controller', () => {
  expect(specOf({})).not.toHaveProperty('behavior');
  expect(specOf({ behavior: {} }).behavior).toEqual({});
});

test('no metric is an error, because the API server would fill one in', () => {
  expect(refusalOf({ metrics: [] })).toBe(
    `[test/web] The autoscaler "web" of Deployment "web" has no metric.
    why: The API server would fill in 80 % CPU utilization, which nobody asked for.
    fix: Add one, such as ScalingMetric.cpuUtilization(50).`,
  );
});

describe('target', () => {
  test('a cdk8s-plus Deployment loses its replicas and lends its namespace', () => {
    const chart = chartOn();
    const deployment = new kplus.Deployment(chart, 'web', {
      metadata: { name: 'web', namespace: 'other' },
      replicas: 3,
      containers: [{ name: 'web', image: 'acme/web:1', resources: { cpu: { request: kplus.Cpu.millis(100) } } }],
    });
    const scaler = new HorizontalScaler(chart, 'scaler', { target: deployment, metrics: METRICS, maxReplicas: 5 });
    expect(only(synthesize(chart), 'Deployment').spec).not.toHaveProperty('replicas');
    expect(scaler.apiObject.metadata.namespace).toBe('other');
  });

  test('a Deployment of another cdk8s-plus fits as it is', () => {
    const chart = chartOn();
    const deployment = new kplus33.Deployment(chart, 'web', {
      metadata: { name: 'web' },
      replicas: 3,
      containers: [{ name: 'web', image: 'acme/web:1', resources: { cpu: { request: kplus33.Cpu.millis(100) } } }],
    });
    new HorizontalScaler(chart, 'scaler', { name: 'web', target: deployment, metrics: METRICS, maxReplicas: 5 });
    const manifests = synthesize(chart);
    expect(only(manifests, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(only(manifests, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'web',
    });
  });

  test('a cdk8s-plus StatefulSet fits as well', () => {
    const chart = chartOn();
    const service = new kplus.Service(chart, 'service', { metadata: { name: 'db' }, ports: [{ port: 5432 }] });
    const statefulSet = new kplus.StatefulSet(chart, 'db', { metadata: { name: 'db' }, service });
    statefulSet.addContainer({
      name: 'db',
      image: 'acme/db:1',
      resources: { cpu: { request: kplus.Cpu.millis(100) } },
    });
    new HorizontalScaler(chart, 'scaler', { name: 'db', target: statefulSet, metrics: METRICS, maxReplicas: 5 });
    expect(only(synthesize(chart), 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: 'db',
    });
  });

  test('an object with the shape of one fits, whichever library it comes from', () => {
    let marked = 0;
    const target: IScaleTarget = { apiVersion: 'x/v1', kind: 'X', name: 'x', markHasAutoscaler: () => marked++ };
    specOf({ target });
    expect(marked).toBe(1);
  });

  test('scaled twice is an error that names both autoscalers', () => {
    const chart = chartOn();
    for (const id of ['one', 'two']) {
      new HorizontalScaler(chart, id, { target: TARGET, metrics: METRICS, maxReplicas: 2 });
    }
    expect(messageOf(() => synthesize(chart))).toContain(
      'R4: HorizontalPodAutoscaler "shop/two" (test/two/hpa) and HorizontalPodAutoscaler "shop/one" (test/one/hpa) both scale Deployment "shop/web".',
    );
  });
});

describe('what the API server refuses is an error at synthesis', () => {
  const policy = (value: number, seconds: number) =>
    ScalingRules.of({ policies: [ScalingPolicy.pods(value, Duration.seconds(seconds))] });

  test.each<[string, Partial<HorizontalScalerProps>]>([
    ['minReplicas 5 is above maxReplicas 3', { minReplicas: 5, maxReplicas: 3 }],
    ['maxReplicas 0 is not a whole number from 1 up', { maxReplicas: 0 }],
    ['minReplicas is 0, and no metric is of type Object or External', { minReplicas: 0 }],
    ['its Resource metric "cpu" has the target 0', { metrics: [ScalingMetric.cpuUtilization(0)] }],
    [
      'its Resource metric "cpu" has a target of type Value',
      { metrics: [ScalingMetric.resource('cpu', MetricTarget.value('1'))] },
    ],
    [
      'its Pods metric "x" has a target of type Utilization',
      { metrics: [ScalingMetric.pods({ name: 'x' }, MetricTarget.averageUtilization(50))] },
    ],
    [
      'its External metric "x" has the target many',
      { metrics: [ScalingMetric.external({ name: 'x' }, MetricTarget.value('many'))] },
    ],
    [
      'the name "a/b" of its External metric must be one segment of a path',
      { metrics: [ScalingMetric.external({ name: 'a/b' }, MetricTarget.value('1'))] },
    ],
    ['behavior.scaleUp has a policy with the value 0', { behavior: { scaleUp: policy(0, 15) } }],
    ['behavior.scaleDown has a policy with a period of 1801 s', { behavior: { scaleDown: policy(1, 1801) } }],
    ['behavior.scaleUp has an empty list of policies', { behavior: { scaleUp: ScalingRules.of({ policies: [] }) } }],
    [
      'behavior.scaleDown has a stabilization window of 3601 s',
      { behavior: { scaleDown: ScalingRules.of({ stabilizationWindow: Duration.seconds(3601) }) } },
    ],
    ['behavior.scaleUp has the tolerance -1', { behavior: { scaleUp: ScalingRules.of({ tolerance: '-1' }) } }],
  ])('%s', (message, props) => {
    const text = refusalOf(props);
    expect(text).toContain(`R6: HorizontalPodAutoscaler "shop/web" (test/web/hpa): ${message}`);
    expect(text).toMatch(/why: .+\n {4}fix: .+/);
  });

  test.each<[string, Partial<HorizontalScalerProps>]>([
    ['spec.minReplicas is 1.5', { minReplicas: 1.5 }],
    ['spec.metrics[0].resource.target.averageUtilization is 50.5', { metrics: [ScalingMetric.cpuUtilization(50.5)] }],
  ])('%s, where the API server reads whole numbers only', (message, props) => {
    expect(refusalOf(props)).toContain(
      `R60: HorizontalPodAutoscaler "shop/web" (test/web/hpa): ${message}, and the field takes a whole number.`,
    );
  });
});

test.each<[string, Partial<HorizontalScalerProps>]>([
  ['The label key "a b" must be', { labels: { 'a b': 'c' } }],
  [
    'The period of a scaling policy is 0.5 s.',
    { behavior: { scaleUp: ScalingRules.of({ policies: [ScalingPolicy.percent(1, Duration.millis(500))] }) } },
  ],
  [
    'The stabilization window is 1.5 s.',
    { behavior: { scaleDown: ScalingRules.of({ stabilizationWindow: Duration.millis(1500) }) } },
  ],
])('%s', (what, props) => {
  expect(refusalOf(props)).toContain(`[test/web] ${what}`);
});

test('an average of memory is written in mebibytes where it can be, else in kibibytes', () => {
  const metrics = [Size.mebibytes(64), Size.kibibytes(100)].map((size) => ScalingMetric.memoryAverage(size));
  expect(JSON.stringify(specOf({ metrics }).metrics)).toMatch(/"64Mi".*"100Ki"/);
});

describe('what the release does not have is an error that names the release that does', () => {
  const tolerant = { behavior: { scaleUp: ScalingRules.of({ tolerance: '50m' }) } };
  const toZero = { minReplicas: 0, metrics: [ScalingMetric.external({ name: 'queue' }, MetricTarget.value('1'))] };

  test('tolerance', () => {
    expect(refusalOf(tolerant, ClusterProfile.kind({ kubernetes: '1.34' }))).toContain('off by default before 1.35');
    expect(specOf(tolerant, ClusterProfile.kind({ kubernetes: '1.35' }))).toHaveProperty('behavior.scaleUp.tolerance');
  });

  test('minReplicas 0', () => {
    expect(refusalOf(toZero, ClusterProfile.kind({ kubernetes: '1.36' }))).toContain('off by default before 1.37');
    expect(specOf(toZero, ClusterProfile.kind({ kubernetes: '1.37' })).minReplicas).toBe(0);
  });

  test('unless its feature gate is on', () => {
    const featureGates = ['HPAScaleToZero', 'HPAConfigurableTolerance'];
    const cluster = ClusterProfile.kind({ kubernetes: '1.33', featureGates });
    expect(specOf({ ...tolerant, ...toZero }, cluster).minReplicas).toBe(0);
  });
});
