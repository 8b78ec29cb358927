import {
  InputError,
  parseGoal,
  tune,
  valueAt,
  type Fields,
  type TuneOptions,
  type Tuning,
} from '../../../lib/simulation';

jest.setTimeout(120_000);

const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

function web(spec: Fields = {}, container: Fields = {}): Fields[] {
  const resources = { requests: { cpu: '250m', memory: '128Mi' }, limits: { cpu: '500m' } };
  const template = { spec: { containers: [{ name: 'web', image: 'acme/web:1', resources, ...container }] } };
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 40 } },
  };
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template } },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { scaleTargetRef: TARGET, minReplicas: 6, maxReplicas: 20, metrics: [metric], ...spec },
    },
  ];
}

const OPTIONS: TuneOptions = {
  manifests: web(),
  name: 'HorizontalPodAutoscaler/default/web',
  options: { load: 'wave:20..150rps/10m', duration: '10m' },
  candidates: 24,
  runs: 3,
};

/** The plain question, asked once. */
let first: Promise<Tuning> | undefined;
function plain(): Promise<Tuning> {
  return (first ??= tune(OPTIONS));
}

test('settings are found that cost less and lose no more, each change with what it is for', async () => {
  const { now, recommended, changes, isKept, unmet, front, manifests } = await plain();
  expect([isKept, unmet]).toEqual([false, []]);
  expect(recommended.score.cost).toBeLessThan(now.score.cost * 0.8);
  expect(recommended.score.lost).toBeLessThanOrEqual(now.score.lost + 0.5);
  expect(changes.map(({ name }) => name)).toContain('averageUtilization of cpu');
  for (const { without, path, of, value } of changes) {
    expect(without.cost).not.toBe(recommended.score.cost);
    expect(valueAt(manifests[of], path)).toEqual(value);
  }
  const costs = front.map(({ score }) => score.cost);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  expect(front.some(({ score }) => score.cost === recommended.score.cost)).toBe(true);
});

test('what was recommended is kept when it is searched again', async () => {
  const { manifests } = await plain();
  const again = await tune({ ...OPTIONS, manifests: [manifests.workload, manifests.scaler] });
  expect(again.recommended.score.cost).toBeGreaterThan(again.now.score.cost * 0.98);
});

test('the same question has the same answer', async () => {
  expect(await tune(OPTIONS)).toEqual(await plain());
});

test('a goal that nothing keeps to is told, with what comes closest', async () => {
  const { unmet, recommended, now } = await tune({ ...OPTIONS, goals: [parseGoal('p95<1ms')] });
  expect(unmet).toEqual(['p95<1ms']);
  expect(recommended.score.p95).toBeLessThanOrEqual(now.score.p95);
});

test('a goal may make it dearer, and a budget may make it lose', async () => {
  const few = web({ minReplicas: 1, maxReplicas: 3 });
  const dear = await tune({ ...OPTIONS, manifests: few, lost: 0, leastReplicas: 1 });
  expect(dear.now.score.lost).toBeGreaterThan(0);
  expect(dear.recommended.score.lost).toBeLessThan(dear.now.score.lost);
  const { recommended } = await tune({ ...OPTIONS, budget: 1, lost: 1e9, goals: [] });
  expect(recommended.score.cost).toBeLessThanOrEqual(1);
});

test('a second pod stays where there are two, and the maximum is not lowered', async () => {
  const { manifests } = await tune({ ...OPTIONS, options: { load: 'constant:1rps', duration: '10m' } });
  expect(valueAt(manifests.scaler, ['spec', 'minReplicas'])).toBe(2);
  expect(valueAt(manifests.scaler, ['spec', 'maxReplicas'])).toBe(20);
});

test('requests and probes are searched only where what they rest on was measured', async () => {
  const unmeasured = await plain();
  expect(unmeasured.leftAlone).toHaveLength(2);
  const world = { cpuPerRequest: 0.01, bootSeconds: 1 };
  const { leftAlone } = await tune({ ...OPTIONS, options: { ...OPTIONS.options, world } });
  expect(leftAlone).toEqual([]);
});

test('pods without a limit are held to what they request, and the answer says so', async () => {
  const bare = web({}, { resources: { requests: { cpu: '250m' } } });
  const held = await tune({ ...OPTIONS, manifests: bare });
  expect(held.restsOn[0]).toMatchObject({ name: 'world.coresPerPod', value: 0.25 });
  expect(held.recommended.score.use).toBeLessThanOrEqual(1.001);
  const given = { ...OPTIONS.options, world: { coresPerPod: 1 } };
  const free = await tune({ ...OPTIONS, manifests: bare, options: given });
  expect(free.restsOn.map(({ name }) => name)).not.toContain('world.coresPerPod');
});

test('the answer rests on what a request costs, until that is measured', async () => {
  const names = ({ restsOn }: Tuning): string[] => restsOn.map(({ name }) => name);
  expect(names(await plain())).toContain('world.cpuPerRequest');
  const measured = await tune({ ...OPTIONS, options: { ...OPTIONS.options, world: { cpuPerRequest: 0.01 } } });
  expect(names(measured)).not.toContain('world.cpuPerRequest');
});

test('nothing is recommended that somebody else refuses', async () => {
  const judge: TuneOptions['judge'] = ({ scaler }) =>
    valueAt(scaler, ['spec', 'minReplicas']) === 6 ? undefined : 'the minimum is ours';
  const { changes } = await tune({ ...OPTIONS, judge });
  expect(changes.map(({ name }) => name)).not.toContain('minReplicas');
});

test('a ScaledObject is searched with its clocks and the window of its query', async () => {
  const query = 'sum(rate(http_requests_total[5m]))';
  const trigger = { type: 'prometheus', metadata: { serverAddress: 'http://p', query, threshold: '5' } };
  const scaledObject: Fields = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web' },
    spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 4, maxReplicaCount: 20, triggers: [trigger] },
  };
  const manifests = [web()[0]!, scaledObject];
  const { recommended, now } = await tune({ ...OPTIONS, manifests, name: 'ScaledObject/default/web' });
  expect(recommended.score.cost).toBeLessThan(now.score.cost);
});

describe('what cannot be searched is refused', () => {
  test.each<[string, Fields[], string]>([
    ['a workload that nothing scales', web().slice(0, 1), 'Deployment/default/web'],
    ['a name that is not there', web(), 'HorizontalPodAutoscaler/default/other'],
    ['an autoscaler that the API server refuses', web({ minReplicas: 30 }), OPTIONS.name],
    ['an autoscaler without its target', web().slice(1), OPTIONS.name],
  ])('%s', async (_, manifests, name) => {
    await expect(tune({ ...OPTIONS, manifests, name })).rejects.toThrow(InputError);
  });
});
