import * as path from 'node:path';
import { basisOf } from '../../../lib/command/predict/verdict/basis';
import { worstOf, type Judgement, type Level } from '../../../lib/command/predict/verdict/judgement';
import { verdictOf } from '../../../lib/command/predict/verdict/verdict';
import { parseGoal, type PredictedDecision, type Prediction, type PredictionSummary } from '../../../lib/simulation';
import { run } from '../run';
import { prediction, withBands } from './predictions';

function judged(aspect: string, changes: Partial<Prediction> = {}, goals: string[] = []): Judgement | undefined {
  return verdictOf(prediction(changes), goals.map(parseGoal)).find((each) => each.aspect === aspect);
}

function summary(changes: Partial<PredictionSummary>): Partial<Prediction> {
  return { summary: { ...prediction().summary, ...changes } };
}

const NONE_LOST = { lostRequests: 0, availability: 1 };

test.each<[changes: Partial<PredictionSummary>, level: Level]>([
  [NONE_LOST, 'ok'],
  [{ lostRequests: 3, availability: 0.9999 }, 'warning'],
  [{ lostRequests: 300, availability: 0.99 }, 'failure'],
])('lost requests: %j is %s', (changes, level) => {
  expect(judged('Requests lost', summary(changes))?.level).toBe(level);
});

test('what is lost in other runs is worth a look', () => {
  const bands = withBands().bands!;
  expect(judged('Requests lost', { ...summary(NONE_LOST), bands })).toMatchObject({
    level: 'warning',
    text: 'none in this run, up to 2,200 in nine of ten',
  });
});

test('a loss says what was missing', () => {
  const lost = { lostRequests: 300, availability: 0.99 };
  const advice = (changes: Partial<PredictionSummary>) =>
    judged('Requests lost', summary({ ...lost, ...changes }))?.advice;
  expect(advice({ peakUnschedulable: 2 })).toBe('give the pods more nodes');
  expect(advice({})).toBe('raise the maximum, or let a pod answer more');
  expect(advice({ secondsAtMax: 0 })).toContain('raise the minimum');
  expect(advice({ secondsAtMax: 0, initialReplicas: 0 })).toContain('keep a pod');
});

test('goals are kept, kept in this run, or missed', () => {
  const bands = withBands().bands!;
  expect(judged('Goal p95<500ms', { bands }, ['p95<500ms'])).toMatchObject({ level: 'ok' });
  expect(judged('Goal p95<350ms', { bands }, ['p95<350ms'])).toMatchObject({
    level: 'warning',
    text: '300 ms, up to 400 ms in nine of ten runs',
  });
  expect(judged('Goal p99<500ms', {}, ['p99<500ms'])).toMatchObject({ level: 'failure', text: '900 ms' });
  expect(judged('Goal lost<5%', { bands }, ['lost<5%'])?.level).toBe('ok');
  expect(judged('Requests lost', {}, ['lost<5%'])).toBeUndefined();
});

test('without a goal a slow second asks for one', () => {
  expect(judged('Latency')).toMatchObject({ level: 'warning', advice: expect.stringContaining('--slo') as string });
  expect(judged('Latency', summary({ worstLatencySeconds: 0.2 }))).toMatchObject({
    level: 'ok',
    text: 'mean 80 ms, p95 300 ms, p99 900 ms, worst second 200 ms',
  });
});

test('the maximum: never reached, just enough, or too low', () => {
  expect(judged('Maximum', summary({ secondsToMax: null, peakDesired: 4 }))).toMatchObject({ level: 'ok' });
  expect(judged('Maximum')).toMatchObject({
    level: 'failure',
    text: 'all 5 wanted from 2:00 on, for 3 min; the metrics asked for up to 6',
    advice: 'raise the maximum above 5',
  });
  expect(judged('Maximum', summary(NONE_LOST))?.level).toBe('ok');
  expect(judged('Maximum', summary({ ...NONE_LOST, secondsAtMax: 900 }))?.level).toBe('warning');
  for (const mostAsked of [5, null]) expect(judged('Maximum', { mostAsked })?.level).toBe('ok');
});

test('a metric that fails is told with its own error', () => {
  const failed: PredictedDecision = {
    ...{ time: 100, by: 'hpa', from: 2, to: 2, raw: null, limitedBy: 'metricFailure', explanation: [] },
    reason:
      'unable to get external metric shop/s0-x/&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}: no value',
  };
  expect(judged('Metrics')).toBeUndefined();
  expect(judged('Metrics', { decisions: [failed] })).toEqual({
    aspect: 'Metrics',
    level: 'failure',
    text: 'not readable to the end, so that replicas stay: unable to get external metric shop/s0-x: no value',
  });
  expect(judged('Metrics', { decisions: [failed, ...prediction().decisions] })?.level).toBe('warning');
  const early = { ...failed, time: 0 };
  expect(judged('Metrics', { decisions: [early, ...prediction().decisions] })).toBeUndefined();
});

test('pods without a node, and pods that never start', () => {
  expect(judged('Nodes')).toBeUndefined();
  expect(judged('Nodes', summary({ peakUnschedulable: 3 }))).toMatchObject({ level: 'warning' });
  const events = [
    { time: 9, type: 'Warning', object: 'web', reason: 'FailedCreate', message: 'exceeded quota' } as const,
  ];
  expect(judged('Pods', { events })).toMatchObject({ level: 'warning', text: 'some were refused: exceeded quota' });
});

test('going down and up again, once or again and again', () => {
  expect(judged('Goes down and up again')?.level).toBe('ok');
  expect(judged('Goes down and up again', summary({ flaps: 1 }))?.level).toBe('warning');
  expect(judged('Goes down and up again', summary({ flaps: 3 }))?.level).toBe('failure');
});

test('a queue is told in words of queues', () => {
  expect(judged('Messages lost', { unit: 'messages', ...summary(NONE_LOST) })?.level).toBe('ok');
  expect(judged('Messages waiting', { unit: 'messages' })).toMatchObject({ text: 'none at the end' });
  expect(judged('Time to be done', { unit: 'messages' })?.level).toBe('ok');
});

test('the worst level counts', () => {
  expect(worstOf([])).toBe('ok');
  expect(worstOf(verdictOf(prediction(), []))).toBe('failure');
});

describe('what a range rests on', () => {
  const parameter = {
    ...{ name: 'world.cpuPerRequest', meaning: 'CPU that one request costs', value: 0.01, unit: 's' },
    ...{ range: [0.005, 0.02] as const, origin: 'default' as const, source: 'assumption' },
  };
  const driven = (name: string, changes: Partial<Prediction> = {}): Prediction => {
    const plain = withBands(prediction({ parameters: [{ ...parameter, name }] }));
    return {
      ...plain,
      bands: { ...plain.bands!, drivers: [{ outcome: 'podHours', parameter: name, share: 0.9 }] },
      ...changes,
    };
  };

  test('is named, with the query and the command that measure it', () => {
    const basis = basisOf(driven('world.cpuPerRequest'));
    expect(basis?.text).toBe(
      'The range of pods (3.4 to 4.6) comes from cpuPerRequest, CPU that one request costs: nobody measured it, and 0.005 to 0.02 s is assumed.',
    );
    expect(basis?.query).toContain('container_cpu_usage_seconds_total{namespace="shop", pod=~"web-.*", container!=""}');
    expect(basis?.command).toContain('kubectl --namespace shop top pods');
    expect(basis?.option).toBe('--set cpuPerRequest=…');
  });

  test.each(['idleCpu', 'memory', 'startSeconds', 'bootSeconds', 'extraLatency', 'loadFactor'])(
    '%s has a query',
    (name) => {
      expect(basisOf(driven(`world.${name}`))?.query).toContain('namespace="shop"');
    },
  );

  test('clocks cannot be measured, and nothing is said of one run or a narrow range', () => {
    expect(basisOf(driven('world.phases.hpa'))?.query).toBeUndefined();
    expect(basisOf(prediction())).toBeUndefined();
    expect(basisOf(withBands())).toBeUndefined();
  });
});

describe('the command on the cases of people who asked', () => {
  const hpa = (metric: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { dapr.io/enabled: 'true' } }
    spec: { containers: [{ name: web, image: 'shop:1', resources: { requests: { cpu: 200m } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 9
  metrics: [${metric}]
`;
  const ADAPTER = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: adapter, namespace: monitoring }
data:
  config.yaml: |
    rules:
      - seriesQuery: 'http_requests_total{namespace!=""}'
        resources: { overrides: { namespace: { resource: namespace }, pod: { resource: pod } } }
        name: { matches: '^(.*)_total', as: '\${1}_per_second' }
        metricsQuery: 'rate(<<.Series>>{<<.LabelMatchers>>}[2m]) by (<<.GroupBy>>)'
`;
  const args = ['predict', '-', '--load', 'constant:90rps', '--duration', '5m', '--runs', '1', '--no-hints'];

  test('a sidecar without a request: nothing scales, with the words of the controller', async () => {
    const cpu = '{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }';
    const { output } = await run(args, hpa(cpu));
    expect(output).toMatch(/failure {2}Metrics .*missing request for cpu in container daprd of Pod web-1/);
    expect(output).toContain('Most replicas wanted  2 of 9');
  });

  test('an adapter whose only query is not valid: the metric has no value, and the query is told', async () => {
    const pods =
      '{ type: Pods, pods: { metric: { name: http_requests_per_second }, target: { type: AverageValue, averageValue: 5 } } }';
    const { output } = await run(args, hpa(pods) + ADAPTER);
    expect(output).toMatch(/^ {2}error R\d+ ConfigMap "monitoring\/adapter"/m);
    expect(output).toMatch(/failure {2}Metrics /);
    expect(output).toContain('Most replicas wanted  2 of 9');
  });
});

describe('the command', () => {
  const manifests = (request: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'shop:1', resources: { requests: { cpu: ${request} } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 4
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`;
  const args = ['predict', '-', '--load', 'constant:20rps', '--duration', '5m', '--runs', '5', '--no-hints'];

  test('ends with 1 where it is asked to, and only then', async () => {
    expect((await run([...args, '--slo', 'p95<1ms'], manifests('200m'))).exitCode).toBe(0);
    expect((await run([...args, '--slo', 'p95<1ms', '--fail-on', 'failure'], manifests('200m'))).exitCode).toBe(1);
    expect((await run([...args, '--slo', 'p95<2s', '--fail-on', 'failure'], manifests('200m'))).exitCode).toBe(0);
  });

  test('tells a price of nodes, and asks for them', async () => {
    const { output } = await run([...args, '--nodes', '2', '--node-cpu', '2', '--node-price', '3'], manifests('200m'));
    expect(output).toMatch(/Cost +[\d.]+ core hours, 0.17 node hours: 0.5 /);
    const without = await run([...args, '--node-price', '3'], manifests('200m'));
    expect(without).toMatchObject({ exitCode: 2 });
    expect(without.errors).toContain('--node-cpu');
  });

  test('has what check finds on top, unless nobody wants it', async () => {
    const { output } = await run(args, manifests('200m'));
    expect(output).toMatch(/^ {2}warning R70 HorizontalPodAutoscaler "shop\/web"/m);
    expect(output.indexOf('R70')).toBeLessThan(output.indexOf('Requests lost'));
    expect((await run([...args, '--no-check'], manifests('200m'))).output).not.toMatch(/^ {2}(error|warning) R\d/m);
  });

  test('refuses what the API server refuses, in the same words', async () => {
    const { exitCode, errors } = await run(args, manifests('"much"'));
    expect(exitCode).toBe(2);
    expect(errors).toContain('much');
  });
});

describe('a report from the wild', () => {
  const told = async (name: string): Promise<string> => {
    const file = path.join(__dirname, '..', '..', 'cases', name);
    const flags = ['--load', 'constant:50rps', '--duration', '5m', '--runs', '1', '--no-hints'];
    return (await run(['predict', file, ...flags])).output;
  };

  test('pods of a CronJob without a request: TARGETS is <unknown>, and nothing scales', async () => {
    const output = await told('31-job-shares-labels.yaml');
    expect(output).toContain('missing request for cpu in container');
    expect(output).toContain('error R5');
  });

  test('a VerticalPodAutoscaler that changes the request is told before the numbers', async () => {
    expect(await told('40-vpa-and-hpa.yaml')).toContain('error R4');
  });

  test('a variable that is not there: KEDA builds no scaler', async () => {
    const output = await told('42-host-from-env.yaml');
    expect(output).toContain(
      'KEDA cannot build the scaler: the rabbitmq trigger takes host from the variable RABBITMQ_HOST',
    );
  });
});

test('a probe that failed under the load is told with what came of it', () => {
  const slow = { timeoutSeconds: 1, from: 70, seconds: 90, pods: 2, times: 3, lostRequests: 1400.4 };
  const probes = (probe: 'readinessProbe' | 'livenessProbe', rest = {}) =>
    judged('Probes', { slowProbes: [{ probe, ...slow, ...rest }] });
  expect(probes('readinessProbe')).toMatchObject({
    level: 'warning',
    text: 'readinessProbe waits 1 s, answers took longer: 2 pods left the Service from 1:10 on, at least one did not serve for 1 min 30 s, 1,400 requests lost meanwhile',
    advice: expect.stringContaining('keep more pods') as string,
  });
  expect(probes('livenessProbe')).toMatchObject({
    level: 'failure',
    text: expect.stringContaining('3 restarts of 2 working pods from 1:10 on') as string,
  });
  expect(probes('readinessProbe', { lostRequests: 0 })?.text).toContain(', no request lost meanwhile');
  expect(judged('Probes')).toBeUndefined();
});

test('that a probe failed later does not say that pods never start', () => {
  const event = { time: 70, type: 'Warning', object: 'web-1', reason: 'Unhealthy' } as const;
  const pods = (message: string) => judged('Pods', { events: [{ ...event, message }] });
  expect(pods('Readiness probe failed: context deadline exceeded')).toBeUndefined();
  expect(pods('Its probes kill the container before its process answers')).toMatchObject({ aspect: 'Pods' });
});
