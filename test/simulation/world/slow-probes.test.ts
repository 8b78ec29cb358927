import { predict, predictTogether, type Fields, type PredictOptions, type Prediction } from '../../../lib/simulation';
import { scaledOnCpu } from './manifests';

const get = { httpGet: { path: '/', port: 80 } };
const LONG = 60;

interface Probed {
  readonly container: Fields;
  readonly load?: string;
  readonly pods?: number;
  readonly most?: number;
  readonly duration?: string;
  /** Seconds after which clients give up. */
  readonly patience?: number;
  readonly options?: Partial<PredictOptions>;
}

/** Pods that answer 20 requests per second each. */
function predicted({
  container,
  load = `spike:10..60rps@60s/${LONG}s`,
  pods = 2,
  most = pods,
  duration = '5m',
  patience = 10,
  options = {},
}: Probed) {
  const limited = { resources: { requests: { cpu: '200m' }, limits: { cpu: '200m' } }, ...container };
  const manifests = scaledOnCpu({ minReplicas: pods, maxReplicas: most }, { container: limited });
  const world = { cpuPerRequest: 0.01, requestTimeout: patience };
  return predict(manifests, { load, duration, world, ...options })[0]!;
}

function eventsOf({ events }: Prediction, reason: string): string[] {
  return events.filter((event) => event.reason === reason).map(({ object, message }) => `${object}: ${message}`);
}

describe('a readiness probe that waits in line behind requests', () => {
  const container = { readinessProbe: { ...get, periodSeconds: 5 } };

  test('fails after as many answers in a row as it may, and the pod leaves its Service', () => {
    const { rows, slowProbes } = predicted({ container });
    const [readiness, ...others] = slowProbes;
    expect(others).toEqual([]);
    expect(readiness).toMatchObject({ probe: 'readinessProbe', timeoutSeconds: 1, pods: 2 });
    // the line is a second long after two of them; three answers of every 5 s are late then
    expect(readiness!.from).toBeGreaterThanOrEqual(62 + 10);
    expect(readiness!.from).toBeLessThanOrEqual(62 + 15 + 2);
    expect(rows[readiness!.from - 1]!.ready).toBe(2);
    expect(rows.slice(60, 120).map(({ ready }) => ready)).toContain(0);
  });

  test('comes back when what stood in its line is answered, and is what it was before when the load has gone', () => {
    const { rows, slowProbes, summary } = predicted({ container });
    const [readiness] = slowProbes;
    expect(readiness!.seconds).toBeLessThan(LONG + 20);
    expect(rows.slice(140).every(({ ready }) => ready === 2)).toBe(true);
    expect(rows.slice(140).every(({ lost, latencySeconds }) => lost === 0 && latencySeconds! < 0.2)).toBe(true);
    expect(readiness!.lostRequests).toBeGreaterThan(0);
    expect(readiness!.lostRequests).toBeLessThanOrEqual(summary.lostRequests);
  });

  test('requests are lost that nobody takes while all of them are away, and none of what stands in their lines', () => {
    const single = predicted({ container, pods: 1, load: 'spike:10..40rps@60s/30s', patience: 60 });
    const left = single.rows.findIndex(({ ready }) => ready === 0);
    const back = single.rows.findIndex(({ second, ready }) => second > left && ready === 1);
    const refused = single.rows.slice(left + 2, back);
    expect(refused.length).toBeGreaterThan(3);
    for (const { lost, offered, cpuCores } of refused) {
      expect(lost).toBe(offered);
      expect(cpuCores).toBeCloseTo(0.201, 6);
    }
    const { servedRequests, lostRequests, offeredRequests } = single.summary;
    expect(servedRequests + lostRequests).toBeCloseTo(offeredRequests, 3);
  });

  test('asks for as many good answers as it says before the pod is Ready again', () => {
    const seconds = (successThreshold: number): number => {
      const probe = { ...get, periodSeconds: 5, successThreshold };
      const options = { container: { readinessProbe: probe }, pods: 1, load: 'spike:10..40rps@60s/25s' };
      return predicted(options).slowProbes[0]!.seconds;
    };
    expect(seconds(3) - seconds(1)).toBe(10);
  });

  test('an event tells it once of each pod', () => {
    const prediction = predicted({ container, duration: '10m', load: 'spike:10..60rps@60s/5m' });
    expect(eventsOf(prediction, 'Unhealthy').sort()).toEqual([
      'web-1: Readiness probe failed: context deadline exceeded',
      'web-2: Readiness probe failed: context deadline exceeded',
    ]);
    expect(prediction.slowProbes[0]!.times).toBeGreaterThan(2);
  });

  test('probes of pods that have been there for long are spread over the period', () => {
    const { rows } = predicted({ container: { readinessProbe: get }, pods: 10, load: 'spike:50..300rps@60s/60s' });
    const ready = rows.slice(60, 110).map((row) => row.ready);
    expect(new Set(ready).size).toBeGreaterThan(4);
  });

  test('pods that come meanwhile have lines of their own', () => {
    const resources = { requests: { cpu: '50m' }, limits: { cpu: '200m' } };
    const options = { container: { ...container, resources }, pods: 1, most: 6, load: 'spike:1..60rps@60s/3m' };
    const { rows, summary, slowProbes } = predicted(options);
    expect(slowProbes[0]).toMatchObject({ probe: 'readinessProbe' });
    expect(summary.peakDesired).toBe(6);
    expect(rows.some(({ ready, served }) => ready > 1 && ready < 6 && served > 30)).toBe(true);
    expect(rows.slice(190, 240).every(({ ready, lost }) => ready === 6 && lost === 0)).toBe(true);
  });

  test('what clients have given up is worked on all the same', () => {
    const { rows } = predicted({ container, pods: 1, load: 'spike:10..100rps@60s/20s' });
    const left = rows.findIndex(({ ready }) => ready === 0);
    const back = rows.findIndex(({ second, ready }) => second > left && ready === 1);
    expect(back - left).toBeGreaterThan(30); // 80 per second for 13 s, of which 20 are done in one
    expect(rows.slice(left + 12, back - 2).every(({ cpuCores, served }) => cpuCores > 0.19 && served === 0)).toBe(true);
  });

  test('the CPU of a young pod that is not Ready does not count, so that the autoscaler has no metric; that of an old one does', () => {
    const resources = { requests: { cpu: '50m' }, limits: { cpu: '200m' } };
    const load = 'spike:1..60rps@60s/3m';
    const ofAge = (ageSeconds: number): Prediction => {
      const world = { cpuPerRequest: 0.01, requestTimeout: 10, ageSeconds, phases: { hpa: 12 } };
      return predicted({ container: { ...container, resources }, pods: 1, most: 6, load, options: { world } });
    };
    const [young, old] = [ofAge(30), ofAge(3600)];
    expect(young.slowProbes[0]).toMatchObject({ probe: 'readinessProbe' });
    expect(eventsOf(young, 'FailedGetResourceMetric').length).toBeGreaterThan(0);
    expect(eventsOf(old, 'FailedGetResourceMetric')).toEqual([]);
    expect(young.summary.lostRequests).toBeGreaterThan(old.summary.lostRequests);
  });

  test('users who keep their connections stay on the pod, and others come back to be refused', () => {
    const options = { container, pods: 1, duration: '3m' };
    const kept = predicted({ ...options, load: 'locust:100@100/s' });
    const closed = predicted({ ...options, load: 'siege:100' });
    expect(kept.slowProbes[0]).toMatchObject({ probe: 'readinessProbe', pods: 1 });
    expect(kept.summary.lostRequests).toBe(0);
    expect(closed.summary.lostRequests).toBeGreaterThan(closed.summary.servedRequests);
  });

  test('many users share what the pods can answer that are still there', () => {
    const { rows } = predicted({ container, pods: 3, duration: '3m', load: 'siege:200' });
    expect(rows.reduce((sum, { served }) => sum + served, 0)).toBeLessThanOrEqual(60 * 180);
    const all = rows.slice(5);
    expect(all.some(({ ready, served }) => ready < 3 && served > 0)).toBe(true);
  });
});

describe('a liveness probe that waits in line behind requests', () => {
  const livenessProbe = { ...get, periodSeconds: 5 };

  test('restarts the container, whose line is lost, and it boots and is Ready again', () => {
    const { rows, slowProbes, events, summary } = predicted({ container: { livenessProbe }, pods: 1 });
    const [liveness, ...others] = slowProbes;
    expect(others).toEqual([]);
    expect(liveness).toMatchObject({ probe: 'livenessProbe', pods: 1 });
    expect(liveness!.from).toBeGreaterThan(70);
    const killed = events.find(({ reason }) => reason === 'Killing')!;
    expect(killed).toMatchObject({ type: 'Normal', object: 'web-1', message: 'Container web failed liveness probe, will be restarted' }); // prettier-ignore
    expect(rows[Math.floor(killed.time)]!.lost).toBeGreaterThan(100);
    expect(rows.at(-1)).toMatchObject({ ready: 1, lost: 0 });
    expect(summary.servedRequests + summary.lostRequests).toBeCloseTo(summary.offeredRequests, 3);
  });

  test('again and again under a load that lasts, after longer and longer waits', () => {
    const container = { livenessProbe: { ...get, periodSeconds: 1, failureThreshold: 1 } };
    const prediction = predicted({ container, pods: 1, load: 'spike:10..100rps@10s/10m', duration: '10m' });
    expect(eventsOf(prediction, 'BackOff')).toEqual(['web-1: Back-off restarting failed container web in pod web-1']);
    expect(eventsOf(prediction, 'Killing')).toHaveLength(1);
    expect(eventsOf(prediction, 'Unhealthy')).toHaveLength(1);
    const begins = prediction.rows.flatMap(({ second, ready }, index, all) => (ready === 1 && all[index - 1]?.ready === 0 ? [second] : [])); // prettier-ignore
    const gaps = begins.map((second, index) => second - (begins[index - 1] ?? second)).slice(1);
    expect(gaps.at(-1)!).toBeGreaterThan(120);
    expect([...gaps].sort((a, b) => a - b)).toEqual(gaps);
  });

  test('its preStop hook lets it answer for a while', () => {
    const lifecycle = { preStop: { sleep: { seconds: 8 } } };
    const { rows, events } = predicted({ container: { livenessProbe, lifecycle }, pods: 1, patience: 60 });
    const killed = Math.floor(events.find(({ reason }) => reason === 'Killing')!.time);
    expect(rows.slice(killed, killed + 8).every(({ lost, cpuCores }) => lost === 0 && cpuCores > 0.2)).toBe(true);
    expect(rows[killed + 8]!.lost).toBeGreaterThan(150); // its line
  });

  test('the CPU of a new container is measured anew', () => {
    const { rows } = predicted({ container: { livenessProbe }, pods: 2 });
    for (const { metrics } of rows) expect(metrics[0] ?? 0).toBeLessThanOrEqual(102);
  });

  test('both kinds are told, each with what it waits', () => {
    const container = { readinessProbe: { ...get, periodSeconds: 5, timeoutSeconds: 2 }, livenessProbe: { grpc: { port: 80 }, periodSeconds: 5 } }; // prettier-ignore
    const found = predicted({ container }).slowProbes;
    expect(found.map(({ probe, timeoutSeconds }) => [probe, timeoutSeconds])).toEqual([
      ['readinessProbe', 2],
      ['livenessProbe', 1],
    ]);
  });
});

describe('while probes fail', () => {
  const container = {
    readinessProbe: { ...get, periodSeconds: 5 },
    livenessProbe: { ...get, periodSeconds: 5, failureThreshold: 6 },
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
  };
  const load = 'spike:10..90rps@60s/2m';

  function expectConserved({ summary, rows }: Prediction): void {
    const { servedRequests, lostRequests, offeredRequests } = summary;
    expect(servedRequests + lostRequests).toBeCloseTo(offeredRequests, 2);
    expect(rows.at(-1)).toMatchObject({ ready: 4, lost: 0 });
  }

  test('a node may be lost and come back', () => {
    const cluster = { nodes: [{ count: 2, cpu: 2 }] };
    for (const at of [70, 80, 100, 130]) {
      const options = { cluster, faults: [{ fault: 'node', at, lasts: 90 } as const] };
      expectConserved(predicted({ container, load, pods: 4, duration: '10m', options }));
    }
  });

  test('a version may be rolled out', () => {
    for (const rollout of [65, 80, 110]) {
      expectConserved(predicted({ container, load, pods: 4, duration: '10m', options: { rollout } }));
    }
  });

  test('pods may be deleted, also those that are told to stop already', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } }; // prettier-ignore
    const limited = { resources: { requests: { cpu: '200m' }, limits: { cpu: '200m' } }, ...container };
    const manifests = scaledOnCpu({ minReplicas: 1, maxReplicas: 8, behavior }, { container: limited });
    for (const hpa of [0, 4, 8, 12]) {
      const world = { cpuPerRequest: 0.01, requestTimeout: 10, replicas: 8, phases: { hpa } };
      const { summary } = predict(manifests, { load: 'spike:1..300rps@10s/40s', duration: '8m', world })[0]!;
      expect(summary.servedRequests + summary.lostRequests).toBeCloseTo(summary.offeredRequests, 2);
    }
  });

  test('bands have the phases of the probes in them', () => {
    const { bands } = predicted({ container, load, pods: 4, duration: '4m', options: { runs: 10 } });
    expect(bands!.lostRequests.p95!).toBeGreaterThan(bands!.lostRequests.p5!);
  });

  test('callers wait for what is slow', () => {
    const limited = { resources: { requests: { cpu: '200m' }, limits: { cpu: '200m' } }, ...container };
    const named = (name: string): Fields[] =>
      JSON.parse(JSON.stringify(scaledOnCpu({ minReplicas: 4, maxReplicas: 4 }, { container: limited })).replaceAll('"web"', `"${name}"`)) as Fields[]; // prettier-ignore
    const manifests = [...named('front'), ...named('back')];
    const world = { cpuPerRequest: 0.001, requestTimeout: 60 };
    const worlds = { back: { cpuPerRequest: 0.01 } };
    const options = { load, duration: '5m', world, worlds, calls: ['front->back'] };
    const [front, back] = predictTogether(manifests, ['front', 'back'], options);
    expect(front!.slowProbes).toEqual([]); // a probe calls nobody
    expect(back!.slowProbes.length).toBeGreaterThan(0);
    expect(front!.summary.worstLatencySeconds!).toBeGreaterThan(1);
  });
});

test.each<[string, Fields, number]>([
  ['without probes', {}, LONG],
  ['that waits longer', { readinessProbe: { ...get, timeoutSeconds: 60 } }, LONG],
  ['that asks whether the port is open', { readinessProbe: { tcpSocket: { port: 80 } }, livenessProbe: { tcpSocket: { port: 80 } } }, LONG], // prettier-ignore
  ['that runs a command', { livenessProbe: { exec: { command: ['true'] } } }, LONG],
  ['that fails too late', { livenessProbe: { ...get, periodSeconds: 100 } }, LONG],
  ['under a load that the pods bear', { readinessProbe: { ...get, periodSeconds: 5 } }, 1],
])('no probe fails: one %s', (_, container, seconds) => {
  const prediction = predicted({ container, load: `spike:10..60rps@60s/${seconds}s` });
  expect(prediction.slowProbes).toEqual([]);
  expect(eventsOf(prediction, 'Unhealthy')).toEqual([]);
});
