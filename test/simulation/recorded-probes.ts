import * as fs from 'node:fs';
import * as path from 'node:path';
import { predict, type Fields, type Load, type Prediction } from '../../lib/simulation';

const FOLDER = path.join(__dirname, '..', 'cluster', 'recordings', 'probes');
/** Phases that are tried of each clock. */
const PHASES = 4;
/** A sync of the controller: how late or early still counts, as for the labs. */
const SYNC = 15;
const PROBE_PERIOD = 3;

/** A late readiness probe on a cluster, as `probes.cluster.ts` writes it. */
interface Late {
  readonly manifests: readonly Fields[];
  /** What clients saw, and what a request and a pod without any cost before the load came. */
  readonly requests: {
    readonly sent: number;
    readonly lost: number;
    readonly cpuPerRequest: number;
    readonly idle: number;
  };
  /** Second, load, metric, wanted replicas, replicas, ready pods. */
  readonly timeline: readonly (readonly [number, number, unknown, number, number, number])[];
}

/** How predictions with all phases of the clocks fit a recording. */
export interface LateFigures {
  readonly sent: number;
  readonly lost: number;
  /** The least, the mean and the most that is lost. */
  readonly predicted: readonly [least: number, mean: number, most: number];
  /** For which share of the seconds the replicas are the predicted ones, to one of them and to one sync. */
  readonly share: number;
}

/** The names of all recordings there are. */
export const LATE_NAMES = fs.readdirSync(FOLDER).map((name) => path.basename(name, '.json'));

/** A recording. */
export function readLate(name: string): Late {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Late;
}

/** Predictions of a recording with what a request cost in the others, and with all phases of the clocks, which nobody knows. */
export function latePredictions(name: string): Prediction[] {
  const { manifests, timeline, requests } = readLate(name);
  const points = timeline.map(([second, load]) => [second, load] as const);
  const load: Load = { kind: 'requests', text: 'as recorded', rate: { shape: 'steps', points } };
  const world = {
    cpuPerRequest: mean(
      LATE_NAMES.filter((each) => each !== name).map((each) => readLate(each).requests.cpuPerRequest),
    ),
    idleCpu: requests.idle,
    startSeconds: 1,
    ageSeconds: 60,
    requestTimeout: 10,
  };
  const phases = Array.from({ length: PHASES }, (_, index) => index / PHASES);
  return phases.flatMap((hpa) =>
    phases.flatMap((other) =>
      phases.map((probe) => {
        const clocks = {
          hpa: SYNC * hpa,
          metricsServer: SYNC * other,
          kubelet: SYNC * ((hpa + other) % 1),
          probe: PROBE_PERIOD * probe,
        };
        const duration = timeline.at(-1)![0] + 1;
        return predict(manifests, { load, duration, world: { ...world, phases: clocks } })[0]!;
      }),
    ),
  );
}

/** How the predictions of a recording fit it. */
export function compareLate(name: string, predictions: readonly Prediction[]): LateFigures {
  const { timeline, requests } = readLate(name);
  const lost = predictions.map(({ summary }) => summary.lostRequests).sort((a, b) => a - b);
  const shares = predictions.map(({ rows }) => {
    const same = timeline.filter(([second, , , wanted]) =>
      rows.slice(Math.max(0, second - SYNC), second + SYNC + 1).some(({ desired }) => Math.abs(desired - wanted) <= 1),
    );
    return same.length / timeline.length;
  });
  return {
    sent: requests.sent,
    lost: requests.lost,
    predicted: [lost[0]!, mean(lost), lost.at(-1)!],
    share: mean(shares),
  };
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, each) => sum + each, 0) / all.length;
}
