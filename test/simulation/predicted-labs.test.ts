import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { predict, predictScaler, type Fields, type Prediction, type WorldOptions } from '../../lib/simulation';
import { hpa } from './objects';
import { deployment, onQuery, scaledByKeda } from './world/manifests';

/** The manifests of a lab, as `npm run synth` writes them. */
function lab(name: string): Fields[] {
  const file = path.join(__dirname, '..', '..', 'dist', `30-${name}.k8s.yaml`);
  return parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS() as Fields);
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

describe('lab cpu-autoscaling: a curl loop on an app of 200m at 50 %', () => {
  /** One loop keeps about one core busy, as the lab's percentages say: 59 % of 10 times 200m. */
  const world: WorldOptions = { cpuPerRequest: 0.1, extraLatency: 0, coresPerPod: 1.2, idleCpu: 0, startSeconds: 4 };

  test('goes 1, 4, 8, then to what one loop needs, and back after 5 minutes', () => {
    const manifests = lab('cpu-autoscaling');
    const prediction = predictScaler(manifests, 'scalable-app', { load: 'curl:1/7m', duration: '15m', world });
    expect(steps(prediction).slice(0, 2)).toEqual([
      [15, 4],
      [30, 8],
    ]);
    const recorded = { peak: 10, final: 1 };
    expect(Math.abs(prediction.summary.peakDesired - recorded.peak)).toBeLessThanOrEqual(1);
    expect(prediction.summary.finalReplicas).toBe(recorded.final);
    // The last busy sample is that of 420 s or one later, and the window lasts 300 s.
    expect(steps(prediction).at(-1)?.[0]).toBeGreaterThanOrEqual(720);
    expect(steps(prediction).at(-1)?.[0]).toBeLessThanOrEqual(735 + 15);
    expect(prediction.summary).toMatchObject({ lostRequests: 0, flaps: 0 });
  });

  test('goes the way that a cluster went: within 1 replica and 1 sync period for 95 % of the time', () => {
    // Three loops from second 1 on, 0.7 cores in all; pods were Ready a second after they were made.
    const recorded: [second: number, replicas: number][] = [
      [0, 1],
      [30, 4],
      [45, 8],
      [165, 10],
    ];
    const recordedAt = (second: number): number => recorded.filter(([begin]) => begin <= second).at(-1)![1];
    const options = { load: 'curl:3', duration: 166 };
    const node = { cpuPerRequest: 0.0031, extraLatency: 0, coresPerPod: 0.72, startSeconds: 0.7, bootSeconds: 0.3 };
    const { rows } = predictScaler(lab('cpu-autoscaling'), 'scalable-app', { ...options, world: node });
    const near = rows.filter(({ second, desired }) =>
      Array.from({ length: 31 }, (_, offset) => recordedAt(Math.max(0, second + offset - 15))).some(
        (replicas) => Math.abs(replicas - desired) <= 1,
      ),
    );
    expect(near.length / rows.length).toBeGreaterThanOrEqual(0.95);
  });

  test('the controller of 2018 waited at least 3 minutes between its steps', () => {
    const manifests = lab('cpu-autoscaling');
    const old = { controller: { kubernetes: '1.11', syncPeriodSeconds: 30 } };
    const prediction = predictScaler(manifests, 'scalable-app', { load: 'curl:1/20m', duration: '20m', world, cluster: old }); // prettier-ignore
    const spacings = steps(prediction).map(([second], index, all) => second - (all[index - 1]?.[0] ?? second));
    expect(spacings.length).toBeGreaterThan(1);
    for (const spacing of spacings.slice(1)) expect(spacing).toBeGreaterThanOrEqual(180);
  });
});

describe('lab zero-downtime', () => {
  const jvm: WorldOptions = { cpuPerRequest: 0.05, bootSeconds: 17, startSeconds: 6 };

  test('siege with 20 users goes 1, 3, and 1 after the window', () => {
    const manifests = lab('zero-downtime');
    const prediction = predictScaler(manifests, 'order', { load: 'siege:20/40s', duration: '10m', world: jvm });
    const [up, down] = steps(prediction);
    expect(up).toEqual([15, 3]);
    expect(down?.[1]).toBe(1);
    expect(Math.abs((down?.[0] ?? 0) - 360)).toBeLessThanOrEqual(15);
  });

  test('2 replicas without load become 1 when the first window is over', () => {
    const manifests = [deployment({ spec: { replicas: 2 } }), hpa({ minReplicas: 1, maxReplicas: 3 })];
    const [prediction] = predict(manifests, { load: 'constant:0rps', duration: '6m' });
    expect(steps(prediction!)).toEqual([[300, 1]]);
  });

  test('1152 % in one pod becomes 3, the maximum', () => {
    const manifests = [deployment(), hpa({ minReplicas: 1, maxReplicas: 3 })];
    const world = { ...jvm, coresPerPod: 2.304, idleCpu: 0 };
    const [prediction] = predict(manifests, { load: 'siege:20', duration: '1m', world });
    expect(prediction!.rows[20]?.metrics).toEqual([1152]);
    expect(prediction!.decisions.find(({ to }) => to === 3)).toMatchObject({
      time: 15.02,
      raw: 24,
      limitedBy: 'maxReplicas',
    });
  });

  test('a new pod is Ready between 23 and 28 s, as the watch shows', () => {
    const probe = { readinessProbe: { initialDelaySeconds: 10, periodSeconds: 5 } };
    for (const probePhase of [0, 1, 2, 3, 4]) {
      const manifests = [deployment({ container: probe }), hpa({ maxReplicas: 3 })];
      const world = { ...jvm, phases: { probe: probePhase } };
      const [prediction] = predict(manifests, { load: 'siege:20', duration: '1m', world });
      const ready = prediction!.rows.find((row) => row.ready === 3)?.second ?? 0;
      expect(ready - 15).toBeGreaterThanOrEqual(22);
      expect(ready - 15).toBeLessThanOrEqual(28);
    }
  });

  describe.each([
    ['order-without-readiness', 82, 70.09],
    ['order-with-readiness', 112, 100],
  ])('a rollout of %s under siege with one user', (workload, hits, availability) => {
    test(`has about ${hits} hits and ${availability} %`, () => {
      const manifests = lab('zero-downtime');
      const { summary } = predictScaler(manifests, workload, {
        load: 'siege:1,delay=1s',
        duration: '60s',
        rollout: 10,
        world: { ...jvm, cpuPerRequest: 0.03 },
      });
      expect(Math.abs(summary.servedRequests - hits)).toBeLessThanOrEqual(4);
      expect(Math.abs(summary.availability * 100 - availability)).toBeLessThanOrEqual(2);
      if (availability === 100) expect(summary.lostRequests).toBe(0);
    });
  });
});

describe('lab ingress-keda: 2000 users of Locust, 100 connections per pod', () => {
  const query = 'sum(avg_over_time(nginx_ingress_nginx_connections_active{app="web"}[1m]))';
  const spec = { minReplicaCount: 1, maxReplicaCount: 20, pollingInterval: 1, cooldownPeriod: 30 };
  const container = { image: 'nginx/nginx-ingress:5.1' };
  const manifests = scaledByKeda({ ...spec, triggers: [onQuery(query, '100')] }, { container });
  const world = { cpuPerRequest: 0.002, startSeconds: 2, bootSeconds: 1 };

  test.each([
    [
      15,
      [
        [30, 2],
        [45, 3],
        [60, 5],
        [75, 7],
        [105, 9],
        [120, 11],
        [150, 14],
        [180, 16],
        [210, 19],
      ],
    ],
    [
      60,
      [
        [60, 4],
        [75, 6],
        [120, 12],
        [180, 18],
        [240, 20],
      ],
    ],
  ])('scraped every %d s', (scrapeInterval, expected) => {
    const options = { load: 'locust:2000@10/s', duration: '5m', world: { ...world, scrapeInterval } };
    expect(steps(predict(manifests, options)[0]!)).toEqual(expected);
  });

  test('without load it goes 300 s after the last high sample, whatever cooldownPeriod says', () => {
    const options = { load: 'locust:600@10/s/2m', duration: '10m', world: { ...world, scrapeInterval: 15 } };
    const [prediction] = predict(manifests, options);
    const highest = prediction!.rows.filter(({ metrics }) => (metrics[0] ?? 0) > 90).at(-1)?.second ?? 0;
    const down = steps(prediction!).find(([, replicas], index, all) => replicas < (all[index - 1]?.[1] ?? 1));
    expect(Math.abs((down?.[0] ?? 0) - (highest + 300))).toBeLessThanOrEqual(30);
  });
});

describe('lab custom-metrics', () => {
  test('a total of 250 on an average of 50 goes 1, 4, 5', () => {
    const triggers = [onQuery('sum(jobs)', '50')];
    const manifests = scaledByKeda({ minReplicaCount: 1, maxReplicaCount: 5, triggers });
    const options = { load: 'constant:0rps', duration: '2m', world: { metrics: { jobs: 250 } } };
    expect(steps(predict(manifests, options)[0]!).map(([, replicas]) => replicas)).toEqual([4, 5]);
  });

  test('a bare counter never returns', () => {
    const triggers = [onQuery('sum(http_requests_total)', '50')];
    const manifests = scaledByKeda({ minReplicaCount: 1, maxReplicaCount: 5, triggers });
    const [prediction] = predict(manifests, { load: 'steps:50,0rps/1m', duration: '30m' });
    expect(prediction!.summary).toMatchObject({ peakDesired: 5, finalReplicas: 5 });
  });

  test('value 0 is not active, and a minimum of 1 stays', () => {
    const manifests = scaledByKeda({ minReplicaCount: 1, triggers: [onQuery('vector(0)', '50')] });
    const [prediction] = predict(manifests, { load: 'constant:0rps', duration: '10m' });
    expect(prediction!.summary).toMatchObject({ initialReplicas: 1, finalReplicas: 1 });
  });
});

describe('lab exposing-services: request 10m, limit 50m, a loop that sleeps', () => {
  test('shows 500 % at most, becomes a few pods, and 1 again after the window', () => {
    const resources = { requests: { cpu: '10m' }, limits: { cpu: '50m' } };
    const manifests = [deployment({ container: { resources } }), hpa({ minReplicas: 1, maxReplicas: 30 })];
    const world = { cpuPerRequest: 0.01, idleCpu: 0 };
    const [prediction] = predict(manifests, { load: 'curl:1/2m,sleep=1s', duration: '10m', world });
    expect(Math.max(...prediction!.rows.map(({ metrics }) => metrics[0] ?? 0))).toBeLessThanOrEqual(500);
    expect(steps(prediction!)[0]).toEqual([15, 2]);
    expect(prediction!.summary.finalReplicas).toBe(1);
  });
});
