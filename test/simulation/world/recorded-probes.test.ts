import * as fs from 'node:fs';
import * as path from 'node:path';
import { predict, type Fields, type Load, type Prediction } from '../../../lib/simulation';

const FOLDER = path.join(__dirname, '..', '..', 'cluster', 'recordings', 'probes');
/** Phases that are tried of each clock. */
const PHASES = 4;
/** A sync of the controller: how late or early still counts, as for the labs. */
const SYNC = 15;

/** A late readiness probe on a cluster, as `probes.cluster.ts` writes it. */
interface Late {
  readonly manifests: readonly Fields[];
  readonly requests: {
    readonly sent: number;
    readonly lost: number;
    readonly cpuPerRequest: number;
    readonly idle?: number;
  };
  /** Second, load, metric, wanted replicas, replicas, ready pods. */
  readonly timeline: readonly (readonly [number, number, unknown, number, number, number])[];
}

const NAMES = fs.readdirSync(FOLDER).map((name) => path.basename(name, '.json'));

function read(name: string): Late {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Late;
}

/** What a request cost in the other recordings. */
function costElsewhere(name: string): number {
  const costs = NAMES.filter((each) => each !== name).map((each) => read(each).requests.cpuPerRequest);
  return costs.reduce((sum, each) => sum + each, 0) / costs.length;
}

/** Predictions with all phases of the clocks, which nobody knows. */
function predictions(name: string): Prediction[] {
  const { manifests, timeline, requests } = read(name);
  const points = timeline.map(([second, load]) => [second, load] as const);
  const load: Load = { kind: 'requests', text: 'as recorded', rate: { shape: 'steps', points } };
  const world = { cpuPerRequest: costElsewhere(name), idleCpu: requests.idle ?? 0.008, startSeconds: 1, ageSeconds: 60, requestTimeout: 10 }; // prettier-ignore
  const phases = Array.from({ length: PHASES }, (_, index) => index / PHASES);
  return phases.flatMap((hpa) =>
    phases.flatMap((other) =>
      phases.map((probe) => {
        const clocks = { hpa: SYNC * hpa, metricsServer: SYNC * other, kubelet: SYNC * ((hpa + other) % 1), probe: 3 * probe }; // prettier-ignore
        const options = { load, duration: timeline.at(-1)![0] + 1, world: { ...world, phases: clocks } };
        return predict(manifests, options)[0]!;
      }),
    ),
  );
}

test('there are recordings', () => {
  expect(NAMES).toEqual(['readiness-15', 'readiness-30']);
});

describe.each(NAMES)('%s', (name) => {
  const { timeline, requests } = read(name);
  const predicted = predictions(name);

  test('pods leave their Service in each prediction, and the autoscaler has no metric for a while, as on the cluster', () => {
    for (const { slowProbes, events } of predicted) {
      expect(slowProbes[0]).toMatchObject({ probe: 'readinessProbe', timeoutSeconds: 1 });
      expect(events.map(({ reason }) => reason)).toContain('FailedGetResourceMetric');
    }
    expect(timeline.some(([, , metric]) => metric === null)).toBe(true);
    expect(timeline.some(([, , , , , ready]) => ready === 0)).toBe(true);
  });

  test('within one replica and one sync for at least 95 of 100 seconds, whatever the phase of the clocks', () => {
    const shares = predicted.map(({ rows }) => {
      const desired = rows.map((row) => row.desired);
      const same = timeline.filter(([second, , , wanted]) =>
        desired.slice(Math.max(0, second - SYNC), second + SYNC + 1).some((each) => Math.abs(each - wanted) <= 1),
      );
      return same.length / timeline.length;
    });
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.95);
  });

  test('as much is lost as some phase of the probes gives, and on average of all of them to a factor of 1.6', () => {
    const lost = predicted.map(({ summary }) => summary.lostRequests).sort((a, b) => a - b);
    const mean = lost.reduce((sum, each) => sum + each, 0) / lost.length;
    expect(requests.lost).toBeGreaterThanOrEqual(0.95 * lost[0]!);
    expect(requests.lost).toBeLessThanOrEqual(1.05 * lost.at(-1)!);
    expect(Math.max(mean / requests.lost, requests.lost / mean)).toBeLessThanOrEqual(1.6);
  });
});
