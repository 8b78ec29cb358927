import {
  averageReplicas,
  controllerSettings,
  isFailure,
  readPod,
  utilizationReplicas,
  type AverageInput,
  type ControllerOptions,
  type Fields,
  type UtilizationInput,
} from '../../../lib/simulation';
import { NOW, pod, podsOf } from '../objects';

const TOLERANCES = { up: 0.1, down: 0.1, inclusive: true };

function samples(values: Readonly<Record<string, number | bigint>>) {
  return new Map(Object.entries(values).map(([name, value]) => [name, { value, timestamp: NOW, window: 15_000 }]));
}

function utilization(
  pods: readonly Fields[],
  values: Readonly<Record<string, number | bigint>>,
  currentReplicas: number,
  rest: Partial<UtilizationInput> = {},
  options: ControllerOptions = {},
) {
  return utilizationReplicas({
    currentReplicas,
    pods: pods.map(readPod),
    samples: samples(values),
    tolerances: TOLERANCES,
    now: NOW,
    settings: controllerSettings(options),
    resource: 'cpu',
    targetUtilization: 50,
    ...rest,
  });
}

function average(
  pods: readonly Fields[],
  values: Readonly<Record<string, number | bigint>>,
  currentReplicas: number,
  rest: Partial<AverageInput> = {},
) {
  return averageReplicas({
    currentReplicas,
    pods: pods.map(readPod),
    samples: samples(values),
    tolerances: TOLERANCES,
    now: NOW,
    settings: controllerSettings(),
    targetAverageValue: 100,
    ...rest,
  });
}

/** Samples of p0, p1 and so on. */
function values(...list: readonly (number | bigint)[]) {
  return Object.fromEntries(list.map((value, index) => [`p${index}`, value]));
}

function replicasOf(result: ReturnType<typeof utilization>): number {
  if (isFailure(result)) throw new Error(result.error);
  return result.replicas;
}

const STARTING = { age: 20, ready: 'False' };

describe('utilisation', () => {
  test.each([
    [[280], 1, 3],
    [[100], 1, 1],
    [[154, 154, 154, 154, 154, 154], 6, 10],
    [[0, 0, 0], 3, 0],
    [[1000], 1, 10],
    [[118, 118], 2, 3],
  ])('pods of 200m that use %j m on a target of 50 %% ask for %3$d instead of %2$d', (usage, current, desired) => {
    expect(replicasOf(utilization(podsOf(usage.length), values(...usage), current))).toBe(desired);
  });

  test('56 % on a target of 50 % with 25 pods asks for 29, because that is what floating point gives', () => {
    const usage = Array.from({ length: 25 }, () => 112);
    expect(replicasOf(utilization(podsOf(25), values(...usage), 25))).toBe(29);
  });

  test('a percentage is cut off to a whole number before it is compared', () => {
    const cut = utilization(podsOf(2), values(110, 111), 2);
    expect(cut).toMatchObject({ utilization: 55, averageValue: 110, replicas: 2, ratio: 1.1 });
  });

  test('a sum beyond the exact numbers of floating point is still exact', () => {
    const tebibytes = 9n * 2n ** 40n * 1000n;
    const pods = podsOf(2, { requests: { web: { memory: '9Ti' } } });
    const result = utilization(pods, values(tebibytes, tebibytes), 2, { resource: 'memory' });
    expect(result).toMatchObject({ averageValue: tebibytes, utilization: 100, replicas: 4 });
  });

  test('the pods asked for are a multiple of the measured ones, not of those that there should be', () => {
    expect(replicasOf(utilization(podsOf(3), values(200, 200, 200), 10))).toBe(6);
  });

  test('a proposal beyond what a spec can hold wraps around to the lowest number, because the controller does not look at the bound', () => {
    const pods = podsOf(1, { requests: { web: { cpu: '1m' } } });
    expect(replicasOf(utilization(pods, values(20_000_000), 1, { targetUtilization: 1 }))).toBe(2_000_000_000);
    expect(
      replicasOf(
        utilization(
          [...pods, ...podsOf(1, { requests: { web: { cpu: '1m' } } }, 'q')],
          { p0: 20_000_000, q0: 20_000_000 },
          2,
          { targetUtilization: 1 },
        ),
      ),
    ).toBe(-2_147_483_648);
  });
});

describe('utilisation with unready pods', () => {
  test('on the way up they count as idle, so they damp it', () => {
    const pods = [...podsOf(2), ...podsOf(2, STARTING, 'new')];
    expect(replicasOf(utilization(pods, { ...values(200, 200), new0: 200, new1: 200 }, 4))).toBe(4);
    expect(replicasOf(utilization(pods, { ...values(300, 300), new0: 900 }, 4))).toBe(6);
  });

  test('on the way down they are left out', () => {
    const pods = [...podsOf(3), ...podsOf(1, STARTING, 'new')];
    expect(replicasOf(utilization(pods, { ...values(40, 40, 40), new0: 1000 }, 4))).toBe(2);
  });

  test('pending pods count as idle, too', () => {
    const pods = [...podsOf(1), ...podsOf(2, { phase: 'Pending' }, 'new')];
    expect(replicasOf(utilization(pods, values(400), 3))).toBe(4);
  });

  test('if counting them turns the direction, nothing changes', () => {
    const pods = [...podsOf(1), ...podsOf(3, STARTING, 'new')];
    expect(replicasOf(utilization(pods, values(180), 4))).toBe(4);
  });
});

describe('utilisation with missing pods', () => {
  test('on the way up they count as idle', () => {
    expect(replicasOf(utilization(podsOf(4), values(300, 300), 4))).toBe(6);
  });

  test('on the way down they count as using all that they request', () => {
    expect(replicasOf(utilization(podsOf(4), values(10, 10, 10), 4))).toBe(3);
    expect(replicasOf(utilization(podsOf(10), values(...Array.from({ length: 9 }, () => 20)), 10))).toBe(4);
  });

  test('on the way down they count as using the target where that is above all', () => {
    const usage = values(...Array.from({ length: 9 }, () => 80));
    expect(replicasOf(utilization(podsOf(10), usage, 10, { targetUtilization: 200 }))).toBe(3);
  });

  test('exactly at the target they count as nothing', () => {
    expect(replicasOf(utilization(podsOf(3), values(100, 100), 3))).toBe(3);
  });

  test('nothing grows on the way down, and nothing shrinks on the way up', () => {
    expect(replicasOf(utilization(podsOf(12), values(...Array.from({ length: 6 }, () => 20)), 4))).toBe(4);
    expect(replicasOf(utilization([...podsOf(2), ...podsOf(1, STARTING, 'new')], values(200, 200), 9))).toBe(9);
  });

  test('missing and unready pods count together on the way up', () => {
    const pods = [...podsOf(3), ...podsOf(1, STARTING, 'new')];
    expect(replicasOf(utilization(pods, { ...values(400, 400), new0: 1 }, 4))).toBe(8);
  });
});

describe('utilisation that cannot be computed', () => {
  test.each([
    ['no pods', [], {}, 'no pods returned by selector while calculating replica count'],
    ['no samples', podsOf(1), {}, 'did not receive metrics for targeted pods (pods might be unready)'],
    [
      'samples of unready pods only',
      podsOf(1, STARTING),
      values(100),
      'did not receive metrics for targeted pods (pods might be unready)',
    ],
    ['samples of unknown pods only', podsOf(1), { stranger: 100 }, 'no metrics returned matched known pods'],
    [
      'a request of zero',
      podsOf(1, { requests: { web: { cpu: '0' } } }),
      values(100),
      'no metrics returned matched known pods',
    ],
    [
      'a container without a request',
      podsOf(1, { requests: { web: { cpu: '1' }, log: {} } }),
      values(100),
      'missing request for cpu in container log of Pod p0',
    ],
  ])('with %s it fails', (_, pods, usage, error) => {
    expect(utilization(pods, usage, 1)).toEqual({ error });
  });

  test('a failed pod without a request fails it, although it is left out otherwise', () => {
    const pods = [...podsOf(1), pod('dead', { phase: 'Failed', requests: { web: {} } })];
    expect(utilization(pods, values(100), 1)).toEqual({
      error: 'missing request for cpu in container web of Pod dead',
    });
  });

  test('samples of unknown pods count as measured pods, but not as usage', () => {
    const pods = [...podsOf(1), ...podsOf(1, STARTING, 'new')];
    expect(utilization(pods, { ...values(400), stranger: 1 }, 2)).toMatchObject({ replicas: 6, averageValue: 400 });
  });
});

describe('requests', () => {
  test('a limit without a request counts as one, because the API server copies it', () => {
    const spec = { containers: [{ name: 'web', resources: { limits: { cpu: '200m' } } }] };
    expect(utilization([pod('p0', { spec })], values(280), 1)).toMatchObject({ utilization: 140 });
  });

  const sidecar = {
    initContainers: [
      { name: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '200m' } } },
      { name: 'setup', resources: {} },
    ],
  };

  test.each([
    ['1.28', 140],
    ['1.29', 70],
  ])('Kubernetes %s counts 280m on 200m and a native sidecar of 200m as %d %%', (kubernetes, percent) => {
    expect(utilization([pod('p0', { spec: sidecar })], values(280), 1, {}, { kubernetes })).toMatchObject({
      utilization: percent,
    });
  });

  test('only the named container counts', () => {
    const pods = podsOf(1, { requests: { log: {}, web: { cpu: '100m' } } });
    expect(utilization(pods, values(100), 1, { container: 'web' })).toMatchObject({ utilization: 100, replicas: 2 });
  });

  test.each([
    ['1.34', 'no metrics returned matched known pods'],
    ['1.35', 'container gone not found in Pod p0'],
  ])('Kubernetes %s fails for a container that no pod has: %s', (kubernetes, error) => {
    expect(utilization(podsOf(1), values(100), 1, { container: 'gone' }, { kubernetes })).toEqual({ error });
  });

  const whole = { resources: { requests: { cpu: '1' } } };

  test.each<[string, string, ControllerOptions, string | undefined, number]>([
    ['wins', '1.34', {}, undefined, 50],
    ['is unknown', '1.33', {}, undefined, 250],
    ['is switched off', '1.34', { featureGates: { PodLevelResources: false } }, undefined, 250],
    ['does not count for a named container', '1.34', {}, 'web', 250],
  ])('the request of a pod as a whole %s in Kubernetes %s', (_, kubernetes, options, container, percent) => {
    const pods = [pod('p0', { spec: whole })];
    expect(utilization(pods, values(500), 1, { container }, { kubernetes, ...options })).toMatchObject({
      utilization: percent,
    });
  });

  test('a pod-level request of another resource leaves this one to the containers', () => {
    const spec = { resources: { requests: { memory: '1Gi' } } };
    expect(utilization([pod('p0', { spec })], values(280), 1)).toMatchObject({ utilization: 140 });
    expect(utilization([pod('p0', { spec, requests: { web: {} } })], values(280), 1)).toEqual({
      error: 'missing pod-level request for cpu in Pod p0',
    });
  });

  test('a pod as a whole requests what it needs to start, where that is more than what it runs with', () => {
    const resources = { requests: { memory: '1Gi' } };
    const starting = { name: 'init', resources: { requests: { cpu: '500m' } } };
    const beside = { name: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '100m' } } };
    const share = (...initContainers: readonly object[]) =>
      utilization([pod('p0', { spec: { resources, initContainers } })], values(120), 1);
    expect(share(starting)).toMatchObject({ utilization: 24 });
    expect(share(beside, starting)).toMatchObject({ utilization: 20 });
    expect(share(starting, beside)).toMatchObject({ utilization: 24 });
    expect(share(beside)).toMatchObject({ utilization: 40 });
  });

  test.each([
    ['1.33', 75],
    ['1.34', 33],
    ['1.37', 33],
    ['1.38', 75],
  ])('the overhead of a runtime class in Kubernetes %s: %d %% of a pod-level request', (kubernetes, percent) => {
    const spec = { resources: { requests: { cpu: '200m' } }, overhead: { cpu: '250m' } };
    expect(utilization([pod('p0', { spec })], values(150), 1, {}, { kubernetes })).toMatchObject({
      utilization: percent,
    });
  });
});

describe('averages', () => {
  test.each([
    [[250], 1, 3],
    [[110], 1, 1],
    [[111], 1, 2],
    [[90, 90], 2, 2],
    [[89, 89], 2, 2],
    [[30, 30, 30], 3, 1],
    [[0, 0, 0], 3, 0],
    [[100, 101], 2, 2],
  ])('pods with %j on a target of 100 ask for %3$d instead of %2$d', (usage, current, desired) => {
    expect(replicasOf(average(podsOf(usage.length), values(...usage), current))).toBe(desired);
  });

  test('readiness matters for cpu alone', () => {
    const pods = [...podsOf(1), ...podsOf(1, STARTING, 'new')];
    const usage = { ...values(300), new0: 300 };
    expect(replicasOf(average(pods, usage, 2))).toBe(6);
    expect(replicasOf(average(pods, usage, 2, { resource: 'memory' }))).toBe(6);
    expect(replicasOf(average(pods, usage, 2, { resource: 'cpu' }))).toBe(3);
  });

  test('missing pods count as the target on the way down and as nothing on the way up', () => {
    expect(replicasOf(average(podsOf(4), values(10, 10), 4))).toBe(3);
    expect(replicasOf(average(podsOf(4), values(400, 400), 4))).toBe(8);
    expect(replicasOf(average(podsOf(4), values(100, 100), 4))).toBe(4);
  });

  test('pending pods count as nothing on the way up', () => {
    const pods = [...podsOf(2), ...podsOf(1, { phase: 'Pending' }, 'new')];
    expect(replicasOf(average(pods, values(300, 300), 3))).toBe(6);
    expect(replicasOf(average(pods, values(170, 170), 3))).toBe(4);
    expect(replicasOf(average(pods, values(155, 155), 3))).toBe(3);
  });

  test('samples of pods that the selector did not return count, unlike in a utilisation', () => {
    expect(average(podsOf(1), { ...values(100), stranger: 500 }, 1)).toMatchObject({ averageValue: 300, replicas: 3 });
    expect(average(podsOf(1, { phase: 'Pending' }), { ...values(100), stranger: 500 }, 1)).toMatchObject({
      averageValue: 500,
      replicas: 5,
    });
  });

  test.each([
    ['no pods', [], values(1), 'no pods returned by selector while calculating replica count'],
    ['no samples', podsOf(1), {}, 'did not receive metrics for targeted pods (pods might be unready)'],
  ])('with %s it fails', (_, pods, usage, error) => {
    expect(average(pods, usage, 1)).toEqual({ error });
  });
});
