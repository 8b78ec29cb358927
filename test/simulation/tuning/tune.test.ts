import {
  InputError,
  Load,
  parseGoal,
  Trials,
  tune,
  valueAt,
  type Fields,
  type TuneOptions,
  type Tuning,
  type WorldOptions,
} from '../../../lib/simulation';
import { autoscaler, deployment, MEASURED, QUICK, scaledObject } from './shop';

/** The plain question, asked once. */
let first: Promise<Tuning> | undefined;
function plain(): Promise<Tuning> {
  return (first ??= tune(QUICK));
}

function withWorld(world: WorldOptions): TuneOptions['options'] {
  return { ...QUICK.options, world: { ...MEASURED, ...world } };
}

test('settings are found that cost less and lose no more, each change with what it is for', async () => {
  const { now, recommended, changes, isKept, unmet, manifests } = await plain();
  expect([isKept, unmet]).toEqual([false, []]);
  expect(recommended.score.cost).toBeLessThan(now.score.cost * 0.8);
  expect(recommended.score.lost).toBeLessThanOrEqual(now.score.lost + 0.5);
  expect(changes.map(({ name }) => name)).toContain('averageUtilization of cpu');
  for (const { without, path, of, value } of changes) {
    expect(without?.cost).not.toBe(recommended.score.cost);
    expect(valueAt(manifests[of], path)).toEqual(value);
  }
  expect(recommended.fields.map(({ name }) => name)).toEqual(changes.map(({ name }) => name));
});

test('the front has the recommendation, the cheapest first, and none that is worse than another in everything', async () => {
  const { front, recommended } = await plain();
  const costs = front.map(({ score }) => score.cost);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  expect(front.some(({ score }) => score.cost === recommended.score.cost)).toBe(true);
  const others = front.filter(({ score }) => score !== recommended.score);
  for (const { score: a } of others) {
    const isWorse = others.some(
      ({ score: b }) => b.cost < a.cost && Math.round(b.lost) < Math.round(a.lost) && b.p95 < a.p95,
    );
    expect(isWorse).toBe(false);
  }
});

test('a recommendation that is fed back changes less than 2 %', async () => {
  const { manifests, recommended } = await plain();
  const again = await tune({ ...QUICK, manifests: [manifests.workload, manifests.scaler] });
  expect(again.now.score.cost).toBeCloseTo(recommended.score.cost);
  expect(again.recommended.score.cost).toBeGreaterThan(again.now.score.cost * 0.98);
});

test('the same question has the same answer', async () => {
  expect(await tune(QUICK)).toEqual(await plain());
});

test('a goal that nothing keeps to is told, with what comes closest', async () => {
  const { unmet, recommended, now } = await tune({ ...QUICK, goals: [parseGoal('p95<1ms')] });
  expect(unmet).toEqual(['p95<1ms']);
  expect(recommended.score.p95).toBeLessThanOrEqual(now.score.p95);
});

/** Pods for a third of the load. */
const TOO_FEW = {
  manifests: [deployment(), autoscaler({ minReplicas: 1, maxReplicas: 3 })],
  options: { ...QUICK.options, load: 'constant:400rps' },
  leastReplicas: 1,
};

test('a goal of loss counts as the share of requests', async () => {
  const { now, unmet } = await tune({
    ...{ ...QUICK, ...TOO_FEW, lost: 1e9, candidates: 4 },
    goals: [parseGoal('lost<50%'), parseGoal('worst<60s')],
  });
  expect(now.score.lost).toBeGreaterThan(0);
  expect(unmet).toEqual([]);
});

test('to lose nothing may be dearer', async () => {
  const dear = await tune({ ...QUICK, ...TOO_FEW, lost: 0 });
  expect(dear.now.score.lost).toBeGreaterThan(0);
  expect(dear.recommended.score.lost).toBeLessThan(dear.now.score.lost);
  expect(dear.recommended.score.cost).toBeGreaterThan(dear.now.score.cost);
});

test('a budget may make it lose', async () => {
  const options = withWorld({ coresPerPod: 1, startSeconds: 3 });
  const { recommended, unmet } = await tune({ ...QUICK, options, budget: 0.3, lost: 1e9, goals: [] });
  expect([recommended.score.cost <= 0.3, unmet]).toEqual([true, []]);
  const least = await tune({ ...QUICK, budget: 0.001, candidates: 4 });
  expect(least.unmet).toContain('budget');
});

test('a second pod stays where there are two, and the maximum is not lowered', async () => {
  const { manifests } = await tune({ ...QUICK, options: { ...QUICK.options, load: 'constant:1rps' } });
  expect(valueAt(manifests.scaler, ['spec', 'minReplicas'])).toBe(2);
  expect(valueAt(manifests.scaler, ['spec', 'maxReplicas'])).toBe(20);
});

test('requests and probes are searched only where what they rest on was measured', async () => {
  const { bootSeconds: _, ...unmeasured } = MEASURED;
  const options = { ...QUICK.options, world: { ...unmeasured, startSeconds: 3 } };
  const open = await tune({ ...QUICK, options, candidates: 4 });
  expect(open.leftAlone).toHaveLength(2);
  const all = withWorld({ cpuPerRequest: 0.01, startSeconds: 3 });
  expect((await tune({ ...QUICK, options: all, candidates: 4 })).leftAlone).toEqual([]);
});

test('a pod that requests less costs less, and has to keep to its request', async () => {
  const large = { resources: { requests: { cpu: '2', memory: '128Mi' } } };
  const manifests = [deployment(large), autoscaler({ metrics: autoscaler().spec && [usage('100m')] })];
  const options = withWorld({ cpuPerRequest: 0.01, startSeconds: 3, coresPerPod: 2 });
  const { recommended, changes } = await tune({ ...QUICK, manifests, options, candidates: 30 });
  expect(changes.map(({ name }) => name)).toContain('requests.cpu');
  expect(recommended.score.cost).toBeLessThan(recommended.score.podHours);
  expect(recommended.score.use).toBeLessThanOrEqual(1.001);
});

function usage(averageValue: string): Fields {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue } } };
}

test('pods without a limit are held to what they request, and the answer says so', async () => {
  const bare = [deployment({ resources: { requests: { cpu: '250m' } } }), autoscaler()];
  const held = await tune({ ...QUICK, manifests: bare });
  expect(held.restsOn[0]).toMatchObject({ name: 'world.coresPerPod', value: 0.25 });
  expect(held.recommended.score.use).toBeLessThanOrEqual(1.001);
  const free = await tune({ ...QUICK, manifests: bare, options: withWorld({ coresPerPod: 1 }), candidates: 4 });
  expect(free.restsOn.map(({ name }) => name)).not.toContain('world.coresPerPod');
});

test('the answer rests on what a request costs, until that is measured', async () => {
  const names = ({ restsOn }: Tuning): string[] => restsOn.map(({ name }) => name);
  expect(names(await plain())).toContain('world.cpuPerRequest');
  const measured = await tune({ ...QUICK, options: withWorld({ cpuPerRequest: 0.01 }), candidates: 6 });
  expect(names(measured)).not.toContain('world.cpuPerRequest');
});

test('nothing is recommended that somebody else refuses', async () => {
  const judge: TuneOptions['judge'] = ({ scaler }) =>
    valueAt(scaler, ['spec', 'minReplicas']) === 6 ? undefined : 'the minimum is ours';
  const { changes } = await tune({ ...QUICK, judge });
  expect(changes.map(({ name }) => name)).not.toContain('minReplicas');
  const { isKept } = await tune({ ...QUICK, judge: () => 'nothing is ever good', candidates: 6 });
  expect(isKept).toBe(true);
});

test('candidates that KEDA refuses are not tried', async () => {
  const manifests = [deployment(), scaledObject({ idleReplicaCount: 1, minReplicaCount: 3, maxReplicaCount: 3 })];
  const input = { ...QUICK, manifests, name: 'ScaledObject/default/web', leastReplicas: 1 };
  const trials = new Trials(input);
  const present = trials.space.dimensions.map(({ now }) => now);
  expect(trials.run({ candidate: [0, ...present.slice(1)], from: 0, to: 1 })).toHaveProperty('refused');
  const { effort, recommended } = await tune({ ...input, candidates: 24 });
  expect(effort.refused).toBeGreaterThan(0);
  expect(recommended.fields).not.toContainEqual({ name: 'minReplicaCount', text: '1' });
});

test('messages wait as long as it takes, and pods without a request are compared by their hours', async () => {
  const metadata = { queueName: 'orders', mode: 'QueueLength', value: '10', host: 'amqp://guest:guest@mq:5672/' };
  const scaler = scaledObject({ triggers: [{ type: 'rabbitmq', metadata }], minReplicaCount: 4 });
  const manifests = [deployment({ resources: {} }), scaler];
  const options = { load: Load.constant(20), duration: '1m', world: MEASURED };
  const { recommended, load } = await tune({ ...QUICK, manifests, options, name: 'ScaledObject/default/web' });
  expect([load, recommended.score.lost, recommended.score.use]).toEqual(['constant:20rps', 0, 0]);
  expect(recommended.score.cost).toBe(recommended.score.podHours);
});

test('what takes more than a prediction may is told in its own words', async () => {
  const options = { ...QUICK.options, world: { scrapeInterval: 1, rateWindow: 1e9 } };
  const metric = {
    type: 'Pods',
    pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '5' } },
  };
  const manifests = [deployment(), autoscaler({ metrics: [metric] })];
  await expect(tune({ ...QUICK, manifests, options })).rejects.toThrow(InputError);
});

test('a ScaledObject is searched with its clocks and the window of its query', async () => {
  const manifests = [deployment(), scaledObject()];
  const { recommended, now } = await tune({ ...QUICK, manifests, name: 'ScaledObject/default/web' });
  expect(recommended.score.cost).toBeLessThan(now.score.cost);
});

test('metrics over time, rollouts and faults begin after the warm-up', async () => {
  const seen: number[] = [];
  const depth = (second: number): number => (seen.push(second), 10);
  const metric = {
    type: 'External',
    external: { metric: { name: 'depth' }, target: { type: 'AverageValue', averageValue: '5' } },
  };
  const options = {
    ...withWorld({ metrics: { depth, other: 'queue' } }),
    ...{ load: 'constant:1rps', rollout: '1m', faults: ['metrics-server@1m/1m'] },
  };
  const manifests = [deployment(), autoscaler({ metrics: [metric], minReplicas: 2 })];
  const { now } = await tune({ ...QUICK, manifests, options, candidates: 2 });
  expect(now.score.peak).toBe(2);
  expect(Math.min(...seen)).toBe(0);
  expect(Math.max(...seen)).toBeLessThan(240);
});

describe('a search that is stopped', () => {
  test('ends with what it has, and says so', async () => {
    let asked = 0;
    const stopped = await tune({ ...QUICK, candidates: 200, runs: 3, isStopped: () => (asked += 1) > 8 });
    expect(stopped.effort.isStopped).toBe(true);
    expect(stopped.effort.tried).toBeLessThan(30);
    expect(stopped.recommended.score.cost).toBeLessThanOrEqual(stopped.now.score.cost);
    expect(stopped.restsOn).not.toEqual([]);
  });

  test('before it began has the present settings, with all of their runs', async () => {
    const { manifests, name } = QUICK;
    const options = { load: 'siege:0', duration: '1m', world: MEASURED };
    const { isKept, effort, now } = await tune({ manifests, name, options, isStopped: () => true });
    expect([isKept, effort.isStopped, effort.tried, effort.runs]).toEqual([true, true, 1, 20]);
    expect(now.score).toMatchObject({ offered: 0, mean: 0, p50: 0, p95: 0, worst: 0 });
  });
});

describe('what cannot be searched is refused', () => {
  test.each<[string, Fields[], string]>([
    ['a workload that nothing scales', [deployment()], 'Deployment/default/web'],
    ['a name that is not there', [deployment(), autoscaler()], 'HorizontalPodAutoscaler/default/other'],
    ['an autoscaler that the API server refuses', [deployment(), autoscaler({ minReplicas: 30 })], QUICK.name],
    ['an autoscaler without its target', [autoscaler()], QUICK.name],
    ['a percentage of a request that is not there', [deployment({ resources: {} }), autoscaler()], QUICK.name],
  ])('%s', async (_, manifests, name) => {
    await expect(tune({ ...QUICK, manifests, name })).rejects.toThrow(InputError);
  });
});

test('a setting under which probes fail loses requests, and so is no match for one without', () => {
  const readinessProbe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 2, failureThreshold: 2 };
  const world = { ...MEASURED, cpuPerRequest: 0.02, startSeconds: 3 };
  const options = { load: 'spike:10..75rps@1m/2m', duration: '5m', world };
  const lost = (container: Fields, minReplicas: number): number => {
    const trials = new Trials({ ...QUICK, manifests: [deployment(container), autoscaler({ minReplicas })], options });
    const present = trials.space.dimensions.map(({ now }) => now);
    return trials.runs({ candidate: present, from: 0, to: 1 })[0]!.lost;
  };
  expect(lost({}, 2)).toBe(0);
  expect(lost({ readinessProbe }, 2)).toBeGreaterThan(100);
  expect(lost({ readinessProbe }, 6)).toBe(0);
});
