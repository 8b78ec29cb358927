import { processorTime } from '../support/processor-time';
import { run } from './run';

function podsMetric(name: string): object {
  return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue: '10' } } };
}

interface Changes {
  readonly replicas?: number;
  readonly hpa?: Readonly<Record<string, unknown>>;
  readonly container?: Readonly<Record<string, unknown>>;
  readonly scaledObject?: Readonly<Record<string, unknown>>;
  readonly query?: string;
}

function manifests({ replicas, hpa = {}, container = {}, scaledObject, query }: Changes): string {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
  };
  const metadata = { name: 'web', namespace: 'shop' };
  const trigger = { serverAddress: 'http://p', query: query ?? 'sum(rate(http_requests_total[2m]))', threshold: '5' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [{ name: 'web', image: 'a/b:1', resources: { requests: { cpu: '200m' } }, ...container }],
          },
        },
      },
    },
    scaledObject
      ? {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          metadata,
          spec: {
            scaleTargetRef: { name: 'web' },
            maxReplicaCount: 5,
            triggers: [{ type: 'prometheus', metadata: trigger }],
            ...scaledObject,
          },
        }
      : {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata,
          spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 10, metrics: [metric], ...hpa },
        },
  ]
    .map((object) => JSON.stringify(object))
    .join('\n---\n');
}

const RAMP = 'ramp:0..50rps/3m';

describe('predict refuses what would take all memory or never end', () => {
  test.each<[string, Changes, readonly string[], string]>([
    ['a thousand million replicas', { replicas: 1e9 }, [], 'starts with 1,000,000,000 pods, and at most 10,000'],
    ['a million of them at least', { hpa: { minReplicas: 1e6, maxReplicas: 2e6 } }, [], 'starts with 1,000,000 pods'],
    [
      'as many as fit into a number',
      { hpa: { maxReplicas: 2 ** 31 - 1 } },
      ['--load', 'constant:100000000rps'],
      'wants',
    ],
    [
      'a window of a century',
      { scaledObject: {}, query: 'sum(rate(http_requests_total[100y]))' },
      [],
      'looks back over',
    ],
    [
      'a subquery of milliseconds',
      { scaledObject: {}, query: 'max_over_time(sum(rate(http_requests_total[1m]))[30d:1ms])' },
      [],
      'looks back over',
    ],
    [
      'subqueries of subqueries',
      {
        scaledObject: {},
        query: `${'max_over_time('.repeat(3)}sum(rate(http_requests_total[1m]))${'[5m:1s])'.repeat(3)}`,
      },
      [],
      'looks back over',
    ],
    [
      'metrics by the thousand',
      { hpa: { metrics: Array.from({ length: 20_000 }, (_, index) => podsMetric(`m${index}`)) } },
      [],
      'has 20,000 metrics, and at most 200',
    ],
    ['no pause between polls', { scaledObject: { pollingInterval: 0 } }, [], 'polling'],
    ['no pause between syncs', {}, ['--sync-period', '0'], 'The sync period of the HPA controller is 0 s.'],
    ['a sync each millisecond', {}, ['--sync-period', '0.001'], 'The sync period of the HPA controller is 0.001 s.'],
    ['a scrape each microsecond', {}, ['--set', 'metricsInterval=0.000001'], 'metricsInterval'],
    ['all nodes of the world', {}, ['--nodes', '999999999', '--node-cpu', '1'], 'more than 10000 nodes'],
    ['a probe that is a number', { container: { readinessProbe: 5 } }, [], 'readinessProbe is 5'],
  ])('%s', async (_, changes, args, message) => {
    const load = args.includes('--load') ? [] : ['--load', RAMP];
    const begin = processorTime();
    const { exitCode, output, errors } = await run(['predict', '-', ...load, ...args], manifests(changes));
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
    expect(processorTime() - begin).toBeLessThan(10_000);
  });
});

test('a query of parentheses, which Prometheus takes, is no mistake to check and too deep for the model of predict', async () => {
  const query = `${'('.repeat(20_000)}a${')'.repeat(20_000)}`;
  const checked = await run(['check', '-'], manifests({ scaledObject: {}, query }));
  expect(checked.output).not.toContain('R8');
  const predicted = await run(['predict', '-', '--load', RAMP], manifests({ scaledObject: {}, query }));
  expect([predicted.exitCode, predicted.output]).toEqual([2, '']);
  expect(predicted.errors).toContain('is nested too deeply for the model.');
  expect(predicted.errors.length).toBeLessThan(5_000);
});

const FRAME = {
  time: '2026-08-01T12:00:00Z',
  hpa: {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 10 },
  },
  scale: { spec: { replicas: 1 }, status: { replicas: 1 } },
  pods: [],
};

describe('explain refuses what is not a recording', () => {
  test.each<[string, object, string]>([
    ['a clock that leaps by 56 years', { time: '1970-01-01T00:00:00Z' }, 'its clock leaps by 20667 days at frame 1'],
    ['a clock that leaps by a year', { time: '2025-08-01T12:00:00Z' }, 'its clock leaps by 365 days at frame 1'],
    ['pods that are a text', { pods: 'x' }, 'frame 0 has pods that are not a list of objects'],
    ['a pod that is nothing', { pods: [null] }, 'frame 0 has pods that are not a list of objects'],
    ['metrics that are nothing', { metrics: null }, 'frame 0 has the metrics null'],
    [
      'metrics that are a number',
      { metrics: { resource: 5 } },
      'frame 0 has metrics.resource that is not a list of objects',
    ],
    ['an HPA that is a list', { hpa: [] }, 'frame 0 has the HPA'],
    ['a scale without a spec', { scale: {} }, 'frame 0 has the scale'],
  ])('%s', async (_, change, message) => {
    const recording = { version: 1, frames: [{ ...FRAME, ...change }, FRAME] };
    const { exitCode, output, errors } = await run(['explain', '-'], JSON.stringify(recording));
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });

  test('a frame that is nothing', async () => {
    const { exitCode, errors } = await run(['explain', '-'], JSON.stringify({ version: 1, frames: [null] }));
    expect(exitCode).toBe(2);
    expect(errors).toContain('frame 0 is null');
  });

  test('but takes the mark that editors put in front of a file', async () => {
    const { errors } = await run(['explain', '-'], `\uFEFF${JSON.stringify({ version: 2, frames: [] })}`);
    expect(errors).toContain('version 2 is not 1');
  });
});

test('check refuses options that are no cluster', async () => {
  for (const [option, value] of [
    ['--node-ports', '9-1'],
    ['--node-ports', '0-70000'],
    ['--nodes', '1e400'],
    ['--node-cpu', '1e400'],
    ['--node-address', 'xyz'],
  ]) {
    const { exitCode, errors } = await run(['check', '-', option ?? '', value ?? ''], manifests({}));
    expect(exitCode).toBe(2);
    expect(errors).toContain(`argument '${value}' is invalid. Write `);
  }
});
