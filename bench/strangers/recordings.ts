import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Fields, type PredictOptions } from '../../lib/simulation';
import { secondsOfWork } from '../../lib/simulation/world/quota';

/** What somebody saw an autoscaler do, as numbers. Times are seconds. */
export interface StrangersRecording {
  readonly name: string;
  readonly source: string;
  readonly manifests: readonly Fields[];
  readonly options: PredictOptions;
  /** Replicas before the first step. */
  readonly replicas: number;
  /** When replicas changed, from the first change on, and to what. */
  readonly steps: readonly (readonly [second: number, replicas: number])[];
  /** How long, from the first change on, each second is known. */
  readonly known: number;
}

/** A recording as the file has it. */
interface Written {
  readonly name: string;
  readonly source: string;
  /** Whether it is the walkthrough of Kubernetes' own documentation, whose manifests everybody has. */
  readonly walkthrough?: boolean;
  readonly pod?: { readonly request: string; readonly limit: string };
  readonly scaler?: Scaler;
  readonly load: string;
  readonly lasts: number;
  readonly replicas: number;
  /** What a pod uses whatever is asked. */
  readonly idleCpu?: number;
  readonly metricsInterval?: number;
  /** What all pods used together at the end. */
  readonly cores?: number;
  readonly steps: StrangersRecording['steps'];
  readonly known: number;
}

interface Scaler {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly percent: number;
  readonly behavior?: Fields;
}

/** @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/ */
const WALKTHROUGH = {
  pod: { request: '200m', limit: '500m' },
  scaler: { minReplicas: 1, maxReplicas: 10, percent: 50 },
} as const;
/** What a page of hpa-example costs where nobody measured it: a million square roots. */
const PAGE_SECONDS = 0.1;
/** What a curl and an answer take beside the CPU, as the simulator has them. */
const CURL_SECONDS = 0.015;

/** Every recording of the file. */
export function strangersRecordings(): StrangersRecording[] {
  const file = path.join(__dirname, 'recordings.json');
  return [...(JSON.parse(fs.readFileSync(file, 'utf8')) as Written[]).map(read), locust()];
}

function read(written: Written): StrangersRecording {
  const { name, source, replicas, steps, known, idleCpu, metricsInterval, cores, walkthrough = false } = written;
  const { pod, scaler } = walkthrough ? WALKTHROUGH : written;
  const cost = cores === undefined ? PAGE_SECONDS : costOf(cores, 0.5);
  return {
    ...{ name, source, replicas, steps, known },
    manifests: manifestsOf(pod!, scaler!, replicas),
    options: {
      load: written.load,
      duration: written.lasts,
      world: {
        ...(walkthrough && { cpuPerRequest: cost }),
        ...(idleCpu !== undefined && { idleCpu }),
        ...(metricsInterval !== undefined && { metricsInterval }),
      },
    },
  };
}

/** CPU seconds of a request with which one client, that waits for its answers, keeps so many cores busy on pods with a limit. */
function costOf(cores: number, limit: number): number {
  let [low, high] = [0.05, 1]; // beyond the quota of a tenth of a second, the dearer a request the fewer cores
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (middle / (secondsOfWork(middle, limit) + CURL_SECONDS) > cores) low = middle;
    else high = middle;
  }
  return low;
}

/** Half an hour of Locust: 5 users for 20 s of each half minute, and 100 of them every five minutes. */
function locust(): StrangersRecording {
  const [request, limit] = ['200m', '500m'];
  const users = Array.from({ length: 60 }, (_, row) => (row % 10 === 5 ? 100 : 5));
  const points = users.flatMap((count, row) => [[30 + row * 30, count] as const, [50 + row * 30, 0] as const]);
  const seen = LOCUST_ROWS.split(' ').map(Number);
  const steps = seen.flatMap((replicas, row) =>
    replicas === (seen[row - 1] ?? 1) ? [] : [[row * 30, replicas] as const],
  );
  const [[begin] = [0]] = steps;
  return {
    name: 'Locust, half an hour',
    source: 'jthomperoo/custom-pod-autoscaler-experiments, predictive-horizontal-pod-autoscaler/short, 2020',
    manifests: manifestsOf({ request, limit }, { minReplicas: 1, maxReplicas: 12, percent: 50 }, 1),
    options: {
      load: {
        kind: 'users',
        text: 'Locust with 5 and 100 users',
        users: { shape: 'steps', points: [[0, 0], ...points] },
        thinkSeconds: 0.55,
        keepAlive: false,
      },
      duration: 1860,
      world: { cpuPerRequest: 0.17, metricsInterval: 60, extraLatency: 0.1 },
      cluster: { controller: { kubernetes: '1.17', downscaleStabilizationSeconds: 0 } },
    },
    replicas: 1,
    steps: steps.map(([second, replicas]) => [second - begin, replicas] as const),
    known: 1740,
  };
}

/** Replicas at the end of each half minute. */
const LOCUST_ROWS =
  '1 3 3 6 6 6 12 12 2 2 2 5 5 5 5 5 10 12 6 3 3 5 5 7 4 3 6 12 4 3 6 6 5 4 8 8 12 8 4 3 3 3 6 6 4 4 8 8 5 3 2 3 2 2 4 5 10 12 4 2';

function manifestsOf(
  { request, limit }: NonNullable<Written['pod']>,
  { percent, ...scaler }: Scaler,
  replicas: number,
): Fields[] {
  const metadata = { name: 'web', namespace: 'default' };
  const resources = { requests: { cpu: request }, limits: { cpu: limit } };
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
          spec: { containers: [{ name: 'web', image: 'web', resources }] },
        },
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        ...scaler,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } },
        ],
      },
    },
  ];
}
