import { predictScaler, type Fields, type Prediction } from '../../../lib/simulation';
import { Pod } from '../../../lib/simulation/world/pod';
import { rolloutStep } from '../../../lib/simulation/world/rollout';
import { deployment, PAUSE, PROBE, scaledOnCpu, type DeploymentOptions } from './manifests';

/** Some pods, of which so many are available. */
function pods(count: number, available: number): Pod[] {
  return Array.from({ length: count }, (_, index) => {
    const pod = new Pod(`p${index}`, 1, 0, [], undefined);
    pod.available = index >= count - available;
    return pod;
  });
}

type Counts = readonly [old: number, oldAvailable: number, fresh: number, freshAvailable: number];

describe('a rolling update', () => {
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) =>
    ({ rollout: { type: 'RollingUpdate', maxSurge, maxUnavailable }, ordered: false }) as const;

  test.each<[string, ReturnType<typeof rolling>, replicas: number, Counts, create: number, victims: number]>([
    ['makes the surge first', rolling('25%', '25%'), 4, [4, 4, 0, 0], 1, 0],
    ['then takes what may be unavailable', rolling('25%', '25%'), 4, [4, 4, 1, 0], 0, 1],
    ['waits for the new ones', rolling('25%', '25%'), 4, [3, 3, 2, 0], 0, 0],
    ['goes on with each that is available', rolling('25%', '25%'), 4, [3, 3, 2, 1], 0, 1],
    ['rounds the surge up and the unavailable down', rolling('25%', '25%'), 1, [1, 1, 0, 0], 1, 0],
    ['keeps a single pod until the new one is available', rolling('25%', '25%'), 1, [1, 1, 1, 0], 0, 0],
    ['and then lets it go', rolling('25%', '25%'), 1, [1, 1, 1, 1], 0, 1],
    ['of 0 and 0 takes one at a time', rolling(0, 0), 3, [3, 3, 0, 0], 0, 1],
    ['takes broken pods first', rolling(1, 1), 3, [3, 1, 1, 0], 0, 1],
    ['all at once if it may', rolling('100%', '100%'), 3, [3, 3, 0, 0], 3, 0],
    ['takes the rest when enough are available', rolling(1, 0), 3, [1, 1, 3, 3], 0, 1],
    ['is done', rolling(1, 0), 3, [0, 0, 3, 3], 0, 0],
    ['makes room for fewer replicas', rolling(1, 0), 1, [0, 0, 3, 3], 0, 2],
    ['makes more replicas as new ones', rolling(1, 0), 5, [3, 3, 1, 0], 2, 0],
  ])('%s', (_name, workload, replicas, [old, oldAvailable, fresh, freshAvailable], create, victims) => {
    const step = rolloutStep(workload, replicas, pods(old, oldAvailable), pods(fresh, freshAvailable), false);
    expect([step.create, step.victims.length]).toEqual([create, victims]);
  });

  test('prefers pods that are not available', () => {
    const old = pods(3, 1);
    expect(rolloutStep(rolling(1, 1), 3, old, pods(1, 0), false).victims).toEqual([old[0]]);
  });
});

describe('other strategies', () => {
  const recreate = { rollout: { type: 'Recreate', maxSurge: 0, maxUnavailable: 0 }, ordered: false } as const;
  const ordered = { rollout: { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 }, ordered: true } as const;

  test.each<[string, typeof recreate | typeof ordered, Counts, leaving: boolean, create: number, victims: number]>([
    ['Recreate takes all', recreate, [3, 3, 0, 0], false, 0, 3],
    ['waits until they have gone', recreate, [0, 0, 0, 0], true, 0, 0],
    ['and makes the new ones', recreate, [0, 0, 0, 0], false, 3, 0],
    ['no more than there should be', recreate, [0, 0, 4, 0], false, 0, 1],
    ['a StatefulSet takes one', ordered, [3, 3, 0, 0], false, 0, 1],
    ['waits until it has gone', ordered, [2, 2, 0, 0], true, 0, 0],
    ['and makes it again', ordered, [2, 2, 0, 0], false, 1, 0],
  ])('%s', (_name, workload, [old, oldAvailable, fresh, freshAvailable], leaving, create, victims) => {
    const step = rolloutStep(workload, 3, pods(old, oldAvailable), pods(fresh, freshAvailable), leaving);
    expect([step.create, step.victims.length]).toEqual([create, victims]);
  });
});

/** A rollout at second 30 under 100 requests per second; a pod takes 6 s to run and 10 s to boot. */
function rolledOut(options: DeploymentOptions, world: object = {}, load = 'constant:100rps'): Prediction {
  const numbers = { startSeconds: 6, bootSeconds: 10, endpointLag: 1, drainSeconds: 0, ...world };
  const manifests = [deployment({ ...options, spec: { replicas: 1, ...options.spec } })];
  return predictScaler(manifests, 'web', { load, duration: '3m', rollout: 30, world: numbers });
}

/** Seconds of traffic that are lost. */
function lostSeconds({ summary }: Prediction): number {
  return summary.lostRequests / 100;
}

describe('a rollout under load', () => {
  test('without a readiness probe loses what the boot lasts', () => {
    // The new pod is Ready at 36 and takes the traffic from 37 on; it answers at 46. The old one refuses from 36 on.
    expect(lostSeconds(rolledOut({}))).toBeCloseTo(10, 1);
  });

  test('with a probe loses what the endpoint lag lasts, while both pods get traffic', () => {
    expect(lostSeconds(rolledOut({ container: PROBE }))).toBeCloseTo(1, 1);
    expect(lostSeconds(rolledOut({ container: PROBE }, { drainSeconds: 0.5 }))).toBeCloseTo(0.5, 1);
  });

  test('with a probe and a pause loses nothing', () => {
    const { summary, rows, events } = rolledOut({ container: { ...PROBE, ...PAUSE } });
    expect(summary).toMatchObject({ lostRequests: 0, availability: 1, finalReplicas: 1 });
    expect(rows[31]?.replicas).toBe(2);
    expect(rows[179]).toMatchObject({ replicas: 1, ready: 1 });
    expect(events).toContainEqual({
      time: 30,
      type: 'Normal',
      object: 'web',
      reason: 'Rollout',
      message: 'Revision 2 is applied',
    });
  });

  test('a pause is no longer than the grace period', () => {
    const long = { lifecycle: { preStop: { sleep: { seconds: 60 } } } };
    const short = { container: { ...PROBE, ...long }, podSpec: { terminationGracePeriodSeconds: 0 } };
    expect(lostSeconds(rolledOut(short))).toBeCloseTo(1, 1);
  });

  test('waits for minReadySeconds', () => {
    const { rows } = rolledOut({ container: { ...PROBE, ...PAUSE }, spec: { minReadySeconds: 20 } });
    // Ready at 46, available at 66.
    expect(rows.filter(({ ready }) => ready === 2).at(-1)?.second).toBe(65);
  });

  test('Recreate has no pod for a while', () => {
    const prediction = rolledOut({ container: { ...PROBE, ...PAUSE }, spec: { strategy: { type: 'Recreate' } } });
    // Refused from 35 on, when the old pod stops and has gone; then 6 s to run, 10 s to boot and 1 s of lag.
    expect(lostSeconds(prediction)).toBeCloseTo(35 + 6 + 10 + 1 - 31, 0);
    expect(prediction.summary.finalReplicas).toBe(1);
  });

  test('counts each pod once, also those that go before they have started', () => {
    const behavior = { scaleUp: { policies: [{ type: 'Pods', value: 10, periodSeconds: 15 }] } };
    const world = { cpuPerRequest: 0.001, bootSeconds: 0, endpointLag: 0, phases: { hpa: 9 } };
    const options = { load: 'siege:5', duration: '5m', rollout: 30, world };
    const { rows } = predictScaler(scaledOnCpu({ maxReplicas: 8, behavior }), 'hpa/web', options);
    for (const { ready, replicas } of rows) expect(ready).toBeLessThanOrEqual(replicas);
    expect(rows[299]).toMatchObject({ desired: 8, replicas: 8, ready: 8 });
  });

  test('of a StatefulSet replaces one pod after the other', () => {
    const [web] = [deployment({ container: { ...PROBE, ...PAUSE }, spec: { replicas: 3 } })];
    const stateful: Fields = { ...web, kind: 'StatefulSet' };
    const { rows, summary } = predictScaler([stateful], 'web', {
      load: 'constant:100rps',
      duration: '5m',
      rollout: 30,
    });
    expect(Math.min(...rows.map(({ ready }) => ready))).toBe(2);
    expect(Math.max(...rows.map(({ replicas }) => replicas))).toBe(3);
    expect(summary.lostRequests).toBe(0);
    // Each of the three takes 5 s to go, 6 s to run and 1 s to boot.
    expect(rows.filter(({ ready }) => ready === 2)).toHaveLength(3 * 12);
  });
});
