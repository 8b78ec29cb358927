import { predict, predictScaler, type Fields, type PredictOptions, type Prediction } from '../../../lib/simulation';
import { Bands } from '../../../lib/simulation/world/bands';
import { Parameters as ModelParameters } from '../../../lib/simulation/world/parameters';
import { Record } from '../../../lib/simulation/world/record';
import { summaryOf } from '../../../lib/simulation/world/summary';
import { messageOf } from '../../support/synthesize';
import { cpuUtilization, externalMetric, objectMetric, podsMetric, resourceAverage } from '../objects';
import { numbersOf } from './moments';
import { deployment, onQuery, PAUSE, PROBE, scaledByKeda, scaledOnCpu } from './manifests';

/** The only prediction of some manifests. */
function only(manifests: readonly Fields[], options: Partial<PredictOptions> = {}): Prediction {
  const predictions = predict(manifests, { load: 'constant:60rps', duration: '5m', ...options });
  expect(predictions).toHaveLength(1);
  return predictions[0]!;
}

/** Seconds and replicas, where what is wanted changes. */
function steps({ rows, summary }: Prediction): [second: number, replicas: number][] {
  let before = summary.initialReplicas;
  return rows.flatMap(({ second, desired }) => {
    if (desired === before) return [];
    before = desired;
    return [[second, desired] as [number, number]];
  });
}

/** 60 requests per second of 10 ms: 0.6 cores, of 0.1 per pod. */
const SIX_PODS = { load: 'constant:60rps' } as const;

describe('an HPA on CPU', () => {
  test('grows as its syncs, metrics-server and the starts of pods allow', () => {
    const prediction = only(scaledOnCpu({}, { container: PROBE }), SIX_PODS);
    expect(steps(prediction)).toEqual([
      [15, 4],
      [30, 6],
    ]);
    const readyAt = (count: number) => prediction.rows.find(({ ready }) => ready >= count)?.second;
    // Created at 15.02, running after 6 s, booted and probed 1 s later.
    expect(readyAt(4)).toBe(22);
    expect(prediction.summary).toMatchObject({ initialReplicas: 1, finalReplicas: 6, scaleUps: 2, lostRequests: 0 });
  });

  test('says what it looks at, and what it saw', () => {
    const { metrics, rows } = only(scaledOnCpu(), SIX_PODS);
    expect(metrics).toEqual([
      {
        name: 'cpu resource utilization (percentage of request)',
        label: 'cpu',
        unit: 'percent',
        target: 50,
        perPod: true,
      },
    ]);
    expect(rows[10]?.metrics).toEqual([0]);
    expect(rows[20]?.metrics).toEqual([300]);
    expect(rows[299]?.metrics[0]).toBeGreaterThanOrEqual(40);
  });

  test('says each decision that is another one than before, and why', () => {
    const { decisions, events } = only(scaledOnCpu(), SIX_PODS);
    expect(decisions[1]).toMatchObject({
      time: 15.02,
      by: 'hpa',
      from: 1,
      to: 4,
      raw: 6,
      limitedBy: 'scaleUpLimit',
      reason: 'cpu resource utilization (percentage of request) above target',
    });
    expect(decisions[1]?.explanation.join('\n')).toContain('cut to 4');
    expect(events[0]).toEqual({
      time: 15.02,
      type: 'Normal',
      object: 'horizontalpodautoscaler/web',
      reason: 'SuccessfulRescale',
      message: 'New size: 4; reason: cpu resource utilization (percentage of request) above target',
    });
  });

  test('goes back after the window, and loses what a pod without a pause is sent meanwhile', () => {
    const load = 'steps:60,10rps/5m';
    const careless = only(scaledOnCpu(), { load, duration: '15m' });
    expect(careless.summary).toMatchObject({ peakDesired: 6, scaleDowns: 1 });
    expect(careless.summary.lostRequests).toBeGreaterThan(0);
    const careful = only(scaledOnCpu({}, { container: PAUSE }), { load, duration: '15m' });
    expect(careful.summary.lostRequests).toBe(0);
    expect(careful.summary.availability).toBe(1);
  });

  test('cannot see more than a limit lets a pod use', () => {
    const resources = { requests: { cpu: '200m' }, limits: { cpu: '200m' } };
    const prediction = only(scaledOnCpu({}, { container: { resources } }), SIX_PODS);
    expect(steps(prediction)[0]).toEqual([15, 2]);
    expect(Math.max(...prediction.rows.map(({ metrics }) => metrics[0] ?? 0))).toBeLessThanOrEqual(101);
    expect(prediction.parameters.find(({ name }) => name === 'world.coresPerPod')).toMatchObject({
      value: 0.2,
      origin: 'manifest',
    });
  });

  test('never grows where no pod becomes ready', () => {
    const killed = { livenessProbe: { periodSeconds: 1, failureThreshold: 2 } };
    const { summary, rows, events } = only(scaledOnCpu({}, { container: killed }), { world: { bootSeconds: 60 } });
    expect(summary).toMatchObject({ servedRequests: 0, availability: 0, peakReady: 0, meanLatencySeconds: null });
    expect(rows[100]).toMatchObject({ latencySeconds: null, ready: 0, lost: 60 });
    expect(events.some(({ reason }) => reason === 'Unhealthy')).toBe(false);
    expect(summary.finalReplicas).toBe(1);
  });

  test('pods that its probes kill before they have booted never come to help', () => {
    const killed = { startupProbe: { periodSeconds: 1, failureThreshold: 2 } };
    const boots = { bootSeconds: 60, replicas: 0 };
    const { events, summary } = only(scaledByKeda({ triggers: [onQuery('vector(5)', '1')] }, { container: killed }), { world: boots }); // prettier-ignore
    expect(events.filter(({ reason }) => reason === 'Unhealthy').length).toBeGreaterThan(0);
    expect(summary.peakReady).toBe(0);
  });
});

describe('metrics of other kinds', () => {
  test('an average of CPU', () => {
    const prediction = only(scaledOnCpu({ metrics: [resourceAverage('cpu', '100m')] }), SIX_PODS);
    expect(prediction.metrics[0]).toMatchObject({ name: 'cpu resource', unit: 'cores', target: 0.1 });
    expect(prediction.summary.finalReplicas).toBe(7);
  });

  test('memory, which does not fall when pods are added', () => {
    const memory = {
      type: 'Resource',
      resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } },
    };
    const half = only(scaledOnCpu({ metrics: [memory] }));
    expect(half.summary.finalReplicas).toBe(1);
    expect(half.rows[200]?.metrics).toEqual([50]);
    const full = only(scaledOnCpu({ metrics: [memory] }), { world: { memory: 64 * 1024 ** 2 } });
    expect(full.summary.finalReplicas).toBe(10);
    const average = only(scaledOnCpu({ metrics: [resourceAverage('memory', '64Mi')] }));
    expect(average.metrics[0]).toMatchObject({ name: 'memory resource', unit: 'bytes', target: 64 * 1024 ** 2 });
  });

  test('a container of its own: the first one does the work', () => {
    const two = {
      containers: [
        { name: 'web', resources: { requests: { cpu: '200m' } } },
        { name: 'proxy', resources: { requests: { cpu: '200m' } } },
      ],
    };
    const of = (container: string): Fields => ({
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container, target: { type: 'Utilization', averageUtilization: 50 } },
    });
    const web = only(scaledOnCpu({ metrics: [of('web')] }, { podSpec: two }), SIX_PODS);
    expect(web.summary.finalReplicas).toBe(6);
    expect(web.metrics[0]?.name).toBe('cpu container resource utilization (percentage of request)');
    expect(only(scaledOnCpu({ metrics: [of('proxy')] }, { podSpec: two }), SIX_PODS).summary.finalReplicas).toBe(1);
    expect(only(scaledOnCpu({}, { podSpec: two }), SIX_PODS).summary.finalReplicas).toBe(3);
  });

  test('requests per second of a pod, of an object and of somebody else', () => {
    const duration = '10m';
    const pods = only(scaledOnCpu({ metrics: [podsMetric('http_requests_per_second', '10')] }), { duration });
    expect(pods.metrics[0]).toMatchObject({
      name: 'pods metric http_requests_per_second',
      unit: 'requests/s',
      target: 10,
    });
    expect(pods.summary.finalReplicas).toBe(6);
    const total = only(scaledOnCpu({ metrics: [objectMetric('requests_total', { type: 'AverageValue', averageValue: '10' })] }), { duration }); // prettier-ignore
    expect(total.summary.finalReplicas).toBe(6);
    expect(total.metrics[0]).toMatchObject({ name: 'Ingress metric requests_total', unit: 'requests/s', perPod: true });
    const external = only(scaledOnCpu({ metrics: [externalMetric('http_requests', { type: 'AverageValue', averageValue: '10' })] }), { duration }); // prettier-ignore
    expect(external.summary.finalReplicas).toBe(6);
  });

  test('a total that does not fall runs away', () => {
    const metric = externalMetric('jobs', { type: 'Value', value: '50' });
    const prediction = only(scaledOnCpu({ metrics: [metric] }), { world: { metrics: { jobs: 160 } } });
    expect(prediction.metrics[0]).toMatchObject({ target: 50, perPod: false, unit: 'number' });
    expect(steps(prediction)).toEqual([
      [0, 4],
      [15, 8],
      [30, 10],
    ]);
  });

  test('a function of time, which may have no value for a while', () => {
    const metric = podsMetric('queue_length', '5');
    const jobs = (second: number): number => (second < 120 ? NaN : 12);
    const external = externalMetric('jobs', { type: 'AverageValue', averageValue: '5' });
    const prediction = only(scaledOnCpu({ metrics: [external, cpuUtilization(50)] }), {
      load: 'constant:0rps',
      world: { metrics: { jobs } },
    });
    expect(prediction.rows[100]?.metrics).toEqual([null, 0]);
    expect(prediction.rows[130]?.metrics[0]).toBeCloseTo(12, 6);
    expect(prediction.summary.finalReplicas).toBe(3);
    expect(prediction.events.some(({ type, reason }) => type === 'Warning' && reason === 'FailedGetExternalMetric')).toBe(true); // prettier-ignore
    expect(only(scaledOnCpu({ metrics: [metric] })).summary.finalReplicas).toBe(1);
  });
});

describe('KEDA', () => {
  const rate = 'sum(rate(http_requests_total[1m]))';

  test('follows a query', () => {
    const prediction = only(
      scaledByKeda({ minReplicaCount: 1, maxReplicaCount: 10, triggers: [onQuery(rate, '10')] }),
      {
        duration: '10m',
        world: { scrapeInterval: 15 },
      },
    );
    expect(prediction.metrics).toMatchObject([
      { label: 's0-prometheus', unit: 'requests/s', target: 10, perPod: true },
    ]);
    expect(prediction).toMatchObject({ minReplicas: 1, maxReplicas: 10, scaler: { kind: 'ScaledObject' } });
    expect(prediction.summary.finalReplicas).toBe(6);
    expect(steps(prediction).map(([, replicas]) => replicas)).toEqual([2, 3, 5, 6]);
  });

  test('wakes a target from zero, and lets it sleep after the cooldown', () => {
    const triggers = [onQuery('sum(nginx_connections_active) or vector(0)', '5')];
    const asleep = only(scaledByKeda({ cooldownPeriod: 60, triggers }), { load: 'constant:0rps' });
    expect(asleep.summary).toMatchObject({ initialReplicas: 0, finalReplicas: 0 });
    expect(asleep.rows[100]?.metrics).toEqual([0]);

    const jobs = (second: number): number => (second >= 60 && second < 120 ? 50 : 0);
    const woken = only(scaledByKeda({ cooldownPeriod: 60, pollingInterval: 10, triggers: [onQuery('sum(jobs)', '10')] }), { world: { metrics: { jobs } } }); // prettier-ignore
    const times = woken.decisions.filter(({ by }) => by === 'keda').map(({ time, from, to }) => [time, from, to]);
    expect(times[0]).toEqual([60, 0, 1]);
    expect(times[1]?.slice(1)).toEqual([woken.summary.peakDesired, 0]);
    expect(woken.summary.peakDesired).toBe(5);
    expect(woken.events.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['KEDAScaleTargetActivated', 'SuccessfulRescale', 'KEDAScaleTargetDeactivated']),
    );
    expect(woken.events[0]?.object).toBe('scaledobject/web');
  });

  test('loses every request of a target that sleeps', () => {
    const triggers = [onQuery('sum(rate(http_requests_total[1m]))', '10')];
    const { summary, rows } = only(scaledByKeda({ triggers }));
    // Its own requests cannot wake it: nobody counts what nobody serves.
    expect(summary).toMatchObject({ finalReplicas: 0, availability: 0, lostRequests: 18_000 });
    expect(rows[0]).toMatchObject({ offered: 60, lost: 60, served: 0, latencySeconds: null, cpuCores: 0 });
  });

  test('follows a queue, whose messages wait', () => {
    const metadata = { bootstrapServers: 'kafka:9092', topic: 'jobs', consumerGroup: 'web', lagThreshold: '100' };
    const kafka = { type: 'kafka', metadata };
    const prediction = only(scaledByKeda({ triggers: [kafka], pollingInterval: 5, maxReplicaCount: 4 }), {
      load: 'steps:300,0rps/2m',
      duration: '10m',
      world: { metrics: { 's0-kafka': 'queue' } },
    });
    expect(prediction.summary).toMatchObject({ lostRequests: 0, availability: 1, peakDesired: 4 });
    expect(prediction.summary.servedRequests).toBeCloseTo(36_000, 3);
    const byName = only(scaledByKeda({ triggers: [kafka], pollingInterval: 5, maxReplicaCount: 4 }), {
      load: 'steps:300,0rps/2m',
      duration: '10m',
    });
    expect(byName.rows).toEqual(prediction.rows);
  });

  test.each([
    ['aws-sqs-queue', { queueLength: '20', queueURL: 'q', awsRegion: 'eu-west-1' }, true],
    ['aws-sqs-queue', { queueLength: '20', queueURL: 'q', awsRegion: 'eu-west-1', scaleOnInFlight: 'false' }, false],
    ['kafka', { lagThreshold: '20', topic: 'jobs', consumerGroup: 'web', bootstrapServers: 'kafka:9092' }, true],
    ['rabbitmq', { mode: 'QueueLength', value: '20', queueName: 'jobs', host: 'http://mq.shop.svc:15672' }, true],
    ['rabbitmq', { mode: 'QueueLength', value: '20', queueName: 'jobs', host: 'amqp://mq.shop.svc:5672' }, false],
    ['redis', { listLength: '20', listName: 'jobs', address: 'redis.shop.svc:6379' }, false],
  ])('%s with %j counts the messages in work: %p', (type, metadata, counts) => {
    const spec = { minReplicaCount: 0, maxReplicaCount: 30, cooldownPeriod: 60, triggers: [{ type, metadata }] };
    const { rows } = only(scaledByKeda(spec), {
      load: 'constant:40rps',
      duration: '10m',
      world: { cpuPerRequest: 0.25 },
    });
    const awake = rows.findIndex(({ replicas }) => replicas > 0);
    const sleepsAgain = rows.slice(awake).some(({ replicas }) => replicas === 0);
    expect(sleepsAgain).toBe(!counts);
  });

  test('keeps a schedule', () => {
    const cron = {
      type: 'cron',
      metadata: { timezone: 'UTC', start: '0 8 * * *', end: '5 8 * * *', desiredReplicas: '3' },
    };
    const prediction = only(scaledByKeda({ triggers: [cron], cooldownPeriod: 60, minReplicaCount: 0 }), {
      load: 'constant:0rps',
      duration: '20m',
      world: { startTime: '2026-01-05T07:55:00Z' },
    });
    expect(prediction.metrics).toMatchObject([{ label: 's0-cron', target: 1 }]);
    // Within the second, KEDA makes one pod and the HPA three.
    expect(steps(prediction)).toEqual([
      [300, 3],
      [660, 0],
    ]);
    expect(prediction.decisions.slice(0, 3).map(({ by, to }) => [by, to])).toEqual([
      ['hpa', 0],
      ['keda', 1],
      ['hpa', 3],
    ]);
  });

  test('on CPU, and with a formula', () => {
    const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } };
    const onCpu = only(scaledByKeda({ minReplicaCount: 1, maxReplicaCount: 10, triggers: [cpu] }), SIX_PODS);
    expect(onCpu.rows).toEqual(only(scaledOnCpu(), SIX_PODS).rows);
    const advanced = { scalingModifiers: { formula: 'max(rps / 2, 1)', target: '10' } };
    const triggers = [onQuery(rate, '1', { name: 'rps' })];
    const formula = only(scaledByKeda({ minReplicaCount: 1, advanced, triggers }), { duration: '10m' });
    expect(formula.summary.finalReplicas).toBe(3);
    expect(formula.metrics[0]?.label).toBe('composite-metric');
  });

  test('reads the last poll where a trigger says so', () => {
    const triggers = [{ ...onQuery(rate, '10'), useCachedMetrics: true }];
    const cached = only(scaledByKeda({ minReplicaCount: 1, pollingInterval: 120, triggers }), { duration: '10m' });
    const live = only(scaledByKeda({ minReplicaCount: 1, triggers: [onQuery(rate, '10')] }), { duration: '10m' });
    expect(steps(cached)[0]?.[0]).toBeGreaterThan(steps(live)[0]?.[0] ?? Infinity);
  });

  test('says an error of a query, and leaves the replicas', () => {
    const triggers = [onQuery('app_connections_active', '10')];
    const { decisions, summary, events } = only(scaledByKeda({ minReplicaCount: 2, triggers }));
    expect(summary.finalReplicas).toBe(2);
    expect(decisions[0]).toMatchObject({ limitedBy: 'metricFailure', raw: null });
    expect(events.filter(({ reason }) => reason === 'FailedGetExternalMetric')).toHaveLength(1);
  });

  test('does nothing while it is paused', () => {
    const [web, scaledObject] = scaledByKeda({ minReplicaCount: 1, triggers: [onQuery(rate, '10')] });
    const metadata = { name: 'web', namespace: 'shop', annotations: { 'autoscaling.keda.sh/paused-replicas': '3' } };
    const paused = only([web!, { ...scaledObject, metadata }]);
    expect(paused).toMatchObject({ metrics: [], summary: { finalReplicas: 3 } });
  });

  test('begins with the idle count', () => {
    const triggers = [onQuery('vector(0)', '10')];
    expect(only(scaledByKeda({ minReplicaCount: 3, idleReplicaCount: 0, triggers })).summary).toMatchObject({
      initialReplicas: 0,
      finalReplicas: 0,
    });
  });
});

describe('a cluster', () => {
  test('that is full leaves pods without a node', () => {
    const { summary, rows, events } = only(scaledOnCpu(), { ...SIX_PODS, cluster: { nodes: [{ cpu: '900m' }] } });
    expect(summary).toMatchObject({ peakUnschedulable: 2, peakReady: 4, finalReplicas: 6 });
    expect(rows[299]).toMatchObject({ replicas: 6, ready: 4, unschedulable: 2 });
    expect(events.filter(({ reason }) => reason === 'FailedScheduling')).toHaveLength(2);
  });

  test('that grows gives them one, and one that frees room as well', () => {
    const cluster = { nodes: [{ cpu: '900m' }], maxNodes: 3, nodeSeconds: 60 };
    const grown = only(scaledOnCpu(), { ...SIX_PODS, cluster });
    expect(grown.rows[299]).toMatchObject({ ready: 6, unschedulable: 0 });
    expect(grown.rows.find(({ unschedulable }) => unschedulable > 0)?.second).toBe(30);
    const reserved = only(scaledOnCpu({ minReplicas: 6 }), { load: 'constant:0rps', world: { replicas: 9 }, cluster: { nodes: [{ cpu: '1' }] }, duration: '10m' }); // prettier-ignore
    expect(reserved.rows[0]).toMatchObject({ ready: 5, unschedulable: 4 });
    expect(reserved.rows[599]).toMatchObject({ ready: 5, unschedulable: 1 });
  });

  test('that is full from the start grows for the pods that wait', () => {
    const cluster = { nodes: [{ cpu: '400m' }], maxNodes: 3, nodeSeconds: 60 };
    const { rows } = only(scaledOnCpu({ minReplicas: 6 }), { load: 'constant:0rps', world: { replicas: 6 }, cluster, duration: '5m' }); // prettier-ignore
    expect(rows[0]).toMatchObject({ ready: 2, unschedulable: 4 });
    expect(rows[299]).toMatchObject({ ready: 6, unschedulable: 0 });
  });

  test('has controllers with their options', () => {
    const quick = { controller: { syncPeriodSeconds: 5, downscaleStabilizationSeconds: 0 }, keda: '2.18' };
    expect(steps(only(scaledOnCpu(), { ...SIX_PODS, cluster: quick, world: { phases: { hpa: 2 } } }))[0]?.[0]).toBe(17);
  });
});

describe('a StatefulSet', () => {
  test('grows one by one', () => {
    const [web, hpa] = scaledOnCpu(
      { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' } },
      { container: PROBE },
    );
    const { rows } = only([{ ...web, kind: 'StatefulSet' }, hpa!], SIX_PODS);
    const counts = [...new Set(rows.map(({ ready }) => ready))];
    expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rows[299]?.ready).toBe(6);
  });
});

describe('what is predicted', () => {
  test('has a row for each second, and parameters', () => {
    const prediction = only(scaledOnCpu(), { duration: 90, seed: 5 });
    expect(prediction.rows.map(({ second }) => second)).toEqual(Array.from({ length: 90 }, (_, second) => second));
    expect(prediction).toMatchObject({ durationSeconds: 90, seed: 5, runs: 1, load: 'constant:60rps' });
    expect(prediction).not.toHaveProperty('bands');
    expect(prediction.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['world.startSeconds', 'world.phases.hpa']),
    );
  });

  test('knows the most that was asked for, also after the maximum was reached', () => {
    const { mostAsked, decisions, stays } = only(scaledOnCpu({ maxReplicas: 2 }), {
      load: 'ramp:1..600rps/5m',
      duration: 600,
    });
    const atFirst = Math.max(...decisions.map(({ raw }) => raw ?? 0));
    expect(mostAsked).toBeGreaterThan(atFirst);
    expect(stays.join()).toContain('are asked for, and maxReplicas is 2');
  });

  test('says what the manifest of the target adds', () => {
    const spec = { minReadySeconds: 10, strategy: { type: 'Recreate' } };
    const podSpec = { terminationGracePeriodSeconds: 60 };
    const container = { ...PROBE, ...PAUSE, resources: { requests: { cpu: '200m' }, limits: { cpu: '1' } } };
    const factsOf = (...args: Parameters<typeof scaledOnCpu>) =>
      only(scaledOnCpu(...args))
        .parameters.slice(-7)
        .map(({ name, value, unit, origin }) => [name, value, unit, origin]);
    expect(factsOf({}, { container, spec, podSpec })).toEqual([
      ['resources.requests.cpu', 0.2, 'cores', 'manifest'],
      ['resources.limits.cpu', 1, 'cores', 'manifest'],
      ['readinessProbe', 'every 5 s, after 0 s', '', 'manifest'],
      ['minReadySeconds', 10, 's', 'manifest'],
      ['lifecycle.preStop', 5, 's', 'manifest'],
      ['terminationGracePeriodSeconds', 60, 's', 'manifest'],
      ['strategy', 'Recreate', '', 'manifest'],
    ]);
    expect(factsOf()).toEqual([
      ['resources.requests.cpu', 0.2, 'cores', 'manifest'],
      ['resources.limits.cpu', 'none', '', 'default'],
      ['readinessProbe', 'none: as soon as it runs', '', 'default'],
      ['minReadySeconds', 0, 's', 'default'],
      ['lifecycle.preStop', 0, 's', 'default'],
      ['terminationGracePeriodSeconds', 30, 's', 'default'],
      ['strategy', 'RollingUpdate, maxSurge 25%, maxUnavailable 25%', '', 'default'],
    ]);
  });

  test('is every autoscaler of the manifests, or the one that is named', () => {
    const two = [...scaledOnCpu(), scaledByKeda({ triggers: [onQuery('vector(1)', '1')] })[1]!];
    const options = { load: 'constant:60rps', duration: 60 };
    expect(predict(two, options).map(({ scaler }) => scaler.kind)).toEqual(['HorizontalPodAutoscaler', 'ScaledObject']);
    expect(predictScaler(two, 'so/web', options).scaler.kind).toBe('ScaledObject');
  });

  test('may be a workload that nothing scales', () => {
    const fixed = predictScaler([deployment({ spec: { replicas: 3 } })], 'web', { load: 'siege:5', duration: 30 });
    expect(fixed).toMatchObject({ minReplicas: 3, maxReplicas: 3, metrics: [], decisions: [] });
    expect(fixed.scaler).toEqual(fixed.target);
    expect(fixed.summary).toMatchObject({ finalReplicas: 3, lostRequests: 0, podHours: 0.025 });
  });

  test('begins with the replicas of the manifest, or with the ones that are given', () => {
    const written = scaledOnCpu({}, { spec: { replicas: 4 } });
    expect(only(written).summary.initialReplicas).toBe(4);
    expect(only(written, { world: { replicas: 2 } }).summary.initialReplicas).toBe(2);
    expect(only(scaledOnCpu({ minReplicas: 3 })).summary.initialReplicas).toBe(3);
  });

  test('takes intervals from the manifests', () => {
    const monitor = (interval: string): Fields => ({
      kind: 'ServiceMonitor',
      metadata: { name: 'web' },
      spec: { endpoints: [{ interval }, {}] },
    });
    const args = ['--secure-port=10250', '--metric-resolution=30s'];
    const server = { kind: 'Deployment', metadata: { name: 'metrics-server' }, spec: { template: { spec: { containers: [{ args }] } } } }; // prettier-ignore
    const valueOf = (name: string, ...manifests: Fields[]) =>
      only([...scaledOnCpu(), ...manifests]).parameters.find((each) => each.name === name);
    expect(valueOf('world.scrapeInterval', monitor('1m'), monitor('20s'))).toMatchObject({
      value: 20,
      source: 'interval of ServiceMonitor "web"',
    });
    const podMonitor = { kind: 'PodMonitor', spec: { podMetricsEndpoints: [{ interval: '5s' }] } };
    expect(valueOf('world.scrapeInterval', podMonitor)?.value).toBe(5);
    const prometheus = { kind: 'Prometheus', spec: { scrapeInterval: '1m30s' } };
    expect(valueOf('world.scrapeInterval', prometheus)?.value).toBe(90);
    const config = { kind: 'ConfigMap', data: { 'prometheus.yml': 'global:\n  scrape_interval: 45s\n', 'other.yml': 'scrape_interval: 1s' } }; // prettier-ignore
    expect(valueOf('world.scrapeInterval', config)?.value).toBe(45);
    expect(valueOf('world.metricsInterval', server)).toMatchObject({ value: 30, origin: 'manifest' });
    expect(valueOf('world.coresPerPod')).toMatchObject({ value: 2, origin: 'default' });
    const nginx = only(scaledOnCpu({}, { container: { image: 'docker.io/library/nginx:1.29' } }));
    expect(nginx.parameters[0]).toMatchObject({ value: 0.0005, range: [0.0001, 0.002], origin: 'default' });
    expect(only(scaledOnCpu(), { cluster: { nodes: [{ cpu: 3 }] } }).parameters.find(({ name }) => name === 'world.coresPerPod')).toMatchObject({ value: 3, source: 'cluster.nodes' }); // prettier-ignore
  });
});

describe('an HPA that may go to zero', () => {
  test('goes there and comes back by itself', () => {
    const jobs = (second: number): number => (second >= 600 && second < 700 ? 25 : 0);
    const external = externalMetric('jobs', { type: 'AverageValue', averageValue: '10' });
    const { rows, summary } = only(scaledOnCpu({ minReplicas: 0, metrics: [external] }), {
      load: 'constant:0rps',
      duration: '12m',
      world: { metrics: { jobs } },
      cluster: { controller: { kubernetes: '1.37' } },
    });
    expect(summary.initialReplicas).toBe(1);
    expect(rows[400]).toMatchObject({ desired: 0, replicas: 0, ready: 0 });
    expect(rows[660]).toMatchObject({ desired: 3, ready: 3 });
  });
});

describe('bands', () => {
  const options = { load: 'ramp:0..60rps/2m', duration: '5m', runs: 40 } as const;

  test('are ordered, and the same for the same seed', () => {
    const first = only(scaledOnCpu(), options);
    const bands = first.bands!;
    expect(bands.stepSeconds).toBe(1);
    for (const { p5, p50, p95 } of [bands.desired, bands.ready, bands.lost]) {
      expect(p5).toHaveLength(300);
      for (const [second, low] of p5.entries()) {
        expect(low).toBeLessThanOrEqual(p50[second]!);
        expect(p50[second]!).toBeLessThanOrEqual(p95[second]!);
      }
    }
    expect(bands.desired.p95[60]).toBeGreaterThan(bands.desired.p5[60]!);
    expect(only(scaledOnCpu(), options)).toEqual(first);
    expect(only(scaledOnCpu(), { ...options, seed: 2 }).bands).not.toEqual(bands);
  });

  test('leave the rows as they are', () => {
    expect(only(scaledOnCpu(), options).rows).toEqual(only(scaledOnCpu(), { ...options, runs: 1 }).rows);
  });

  test('know what never happens', () => {
    const { bands } = only(scaledOnCpu({ maxReplicas: 50 }), options);
    expect(bands?.secondsToMax).toEqual({ p5: null, p50: null, p95: null });
    expect(bands?.availability.p50).toBeGreaterThan(0.9);
    const short = only(scaledOnCpu({ maxReplicas: 3 }), options).bands;
    expect(short?.secondsToMax.p50).toBeGreaterThan(15);
    expect(short?.peakDesired).toEqual({ p5: 3, p50: 3, p95: 3 });
  });

  test('are coarser where there would be too many numbers', () => {
    const day = new Record(86_400);
    const bands = new Bands(86_400, 150);
    const summary = summaryOf(day, {
      initialReplicas: 1,
      maxReplicas: 1,
      cpuRequest: 0,
      memoryRequest: 0,
      patience: 30,
    });
    for (let run = 0; run < 150; run += 1) {
      day.desired[2] = run;
      bands.add(day, summary, numbersOf());
    }
    const { stepSeconds, desired } = bands.result(new ModelParameters({}, {}, () => 15));
    expect(stepSeconds).toBe(2);
    expect(desired.p50).toHaveLength(43_200);
    expect([desired.p5[1], desired.p50[1], desired.p95[1]]).toEqual([7, 74, 142]);
  });
});

describe('what cannot be predicted is refused:', () => {
  const broken: Fields = { requests: { memory: '64Mi' } };
  const ramp = { load: 'constant:1rps', duration: 60 };
  const noPoints = { kind: 'requests', text: 'mine', rate: { shape: 'linear', points: [[0, -5]] } } as const;

  test.each<[string, () => unknown, string]>([
    [
      'a target without requests',
      () => only(scaledOnCpu({}, { container: { resources: broken } })),
      'scales on a share of its cpu request: missing request for cpu in container web of Pod web.',
    ],
    [
      'a request of 0',
      () => only(scaledOnCpu({}, { container: { resources: { requests: { cpu: 0 } } } })),
      'scales on a share of its cpu request: it is 0.',
    ],
    [
      'an unknown resource',
      () => only(scaledOnCpu({ metrics: [resourceAverage('gpu', '1')] })),
      'Nobody measures the resource "gpu".',
    ],
    [
      'an unknown container',
      () =>
        only(
          scaledOnCpu({
            metrics: [
              {
                type: 'ContainerResource',
                containerResource: {
                  name: 'cpu',
                  container: 'proxy',
                  target: { type: 'AverageValue', averageValue: '1' },
                },
              },
            ],
          }),
        ),
      'measures the container "proxy", which web does not have.',
    ],
    [
      'an unknown metric',
      () => only(scaledOnCpu({ metrics: [podsMetric('bananas', '1')] })),
      'Nobody knows what the metric "bananas" measures.',
    ],
    [
      'an unknown type of metric',
      () => only(scaledOnCpu({ metrics: [{ type: 'Weather' }] })),
      'has the type "Weather".',
    ],
    [
      'an unknown scaler',
      () => only(scaledByKeda({ triggers: [{ type: 'weather', metadata: { threshold: '5' } }] })),
      'Nobody knows what the metric "s0-weather" measures.',
    ],
    [
      'a source that the model does not have',
      () =>
        only(scaledOnCpu({ metrics: [podsMetric('hits', '1')] }), {
          world: { metrics: { hits: 'bananas' as 'queue' } },
        }),
      'world.metrics says that "hits" measures "bananas".',
    ],
    [
      'a source that is not a number',
      () => only(scaledOnCpu({ metrics: [podsMetric('hits', '1')] }), { world: { metrics: { hits: Infinity } } }),
      'world.metrics says that "hits" measures Infinity.',
    ],
    ['an unknown load', () => only(scaledOnCpu(), { load: 'bananas' }), 'The load "bananas" is of no known kind.'],
    ['a negative load', () => only(scaledOnCpu(), { load: noPoints }), 'The load mine is -5 at second 0.'],
    ['no duration', () => only(scaledOnCpu(), { duration: 0 }), 'The duration is 0.'],
    [
      'a duration that is none',
      () => only(scaledOnCpu(), { duration: 'long' }),
      'The duration "long" is not a length of time.',
    ],
    ['years', () => only(scaledOnCpu(), { duration: '365d' }), 'The duration is 31536000.'],
    ['half a run', () => only(scaledOnCpu(), { runs: 0.5 }), 'The number of runs is 0.5.'],
    ['a seed that is none', () => only(scaledOnCpu(), { seed: NaN }), 'The seed is NaN.'],
    ['negative replicas', () => only(scaledOnCpu(), { world: { replicas: -1 } }), 'world.replicas is -1.'],
    [
      'a clock that is none',
      () => only(scaledOnCpu(), { world: { startTime: 'noon' } }),
      'world.startTime "noon" is not a point in time.',
    ],
    [
      'an HPA without a target',
      () =>
        predict([{ kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2', spec: { maxReplicas: 3 } }], ramp),
      'HorizontalPodAutoscaler "": scaleTargetRef has no kind.',
    ],
    [
      'an HPA without a maximum',
      () => only(scaledOnCpu({ maxReplicas: undefined })),
      'HorizontalPodAutoscaler "shop/web": maxReplicas (missing) is not a whole number from 1 up.',
    ],
    ['an unknown release', () => only(scaledOnCpu(), { cluster: { controller: { kubernetes: '3' } } }), '"3"'],
  ])('%s', (_name, action, message) => {
    expect(messageOf(action)).toContain(message);
  });
});

describe('an autoscaler that is applied as the prediction begins', () => {
  const first = (kubernetes: string) => {
    const cluster = { controller: { kubernetes } };
    const options = { load: 'constant:90rps', duration: '2m', justApplied: true, cluster };
    return predict(scaledOnCpu({ minReplicas: 3 }), options)[0]!.decisions[0]!.time;
  };

  test('is looked at after a sync period, and from Kubernetes 1.37 at once', () => {
    expect(first('1.36')).toBe(15);
    expect(first('1.37')).toBe(0);
  });
});
