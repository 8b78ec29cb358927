import * as fs from 'node:fs';
import * as path from 'node:path';
import { readManifests } from '../../lib/command/manifests';
import {
  agreementOf,
  calibrate,
  parseLoad,
  predictScaler,
  replay,
  worldOf,
  type Agreement,
  type Calibration,
  type Fields,
  type PredictOptions,
  type Recording,
  type WorldOptions,
} from '../../lib/simulation';

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'test', 'cluster', 'recordings');
/** Another run of each lab, on a machine that was busy with other things. */
export const AGAIN = 'again';

/** A recording whose timeline tells when the load began and ended. */
interface Recorded extends Recording {
  readonly columns: readonly string[];
  readonly timeline: readonly (readonly (number | string | null)[])[];
}

/** What a recorded lab is predicted with. Clocks are in seconds from the begin of the load. */
interface RecordedLab {
  /** Name of the autoscaler in the manifests. */
  readonly only: string;
  /** What ran, for a reader. */
  readonly ran: string;
  /** The clients, for as long as they were there. */
  readonly load: (seconds: number) => string;
  /** What was measured in the recording, for a reader; `$cores` is the CPU of all pods under load. */
  readonly measured: string;
  /** Where they part, for a reader. */
  readonly parts: string;
  readonly world: (cores: number) => PredictOptions['world'];
  /** What the manifests say of the metric, and the model does not read there. */
  readonly stated?: WorldOptions;
  /** How many users come per second, where they do not come at once: the first second in which they were counted is later. */
  readonly usersPerSecond?: number;
}

/** How well the predictions of a recording fit it. */
export interface RecordedFigures {
  /** Of how many syncs the controller's decision is the simulator's, and of how many. */
  readonly syncs: { readonly same: number; readonly all: number };
  /** For which share of the loaded time the replicas are the predicted ones, with parameters of another run and clocks that nobody knows. */
  readonly elsewhere: { readonly share: number; readonly exactShare: number };
  /** For which share of the loaded time the replicas are the predicted ones, to one of them and to one sync. */
  readonly share: number;
  /** The same without a replica's tolerance. */
  readonly exactShare: number;
  /** The first share, if nothing were measured: every parameter at its default. */
  readonly unmeasuredShare: number;
}

/** What a curl and an answer take beside the CPU of the app, as the simulator has them. */
const CURL_SECONDS = 0.015;
const ANSWER_SECONDS = 0.005;

/** What nginx needs for a small file: some 340 requests per second were counted of a pod with a limit of 100m. */
const QUICK_ANSWERS = { cpuPerRequest: 0.0001, extraLatency: 0 };

/** What the rules of the adapter say: a rate over a minute, of what Prometheus asks for every 15 s. */
const COUNTED = {
  metrics: { nginx_http_requests_per_second: 'requests' },
  rateWindow: 60,
  scrapeInterval: 15,
} as const;

/** CPU per request with which clients, each of whom waits for its answer, keep so many cores of the app busy. */
function cpuPerRequest(cores: number, clients: number, otherSeconds: number): number {
  return (cores * otherSeconds) / (clients - cores);
}

export const RECORDED_LABS: Readonly<Record<string, RecordedLab>> = {
  'cpu-autoscaling': {
    only: 'scalable-app',
    ran: '3 curl loops, at most 10 pods',
    load: (seconds) => `curl:3/${seconds}s`,
    measured: '$cores cores for all pods; 1 s to start, and ready at once; clocks',
    parts: '7 for 8, of which 7 found room; 10 at the last sync, when the pods got more CPU than on average',
    world: (cores) => ({
      cpuPerRequest: cpuPerRequest(cores, 3, CURL_SECONDS),
      startSeconds: 1,
      bootSeconds: 0.1,
      phases: { hpa: 14, metricsServer: 14.5, kubelet: 13 },
    }),
  },
  'custom-metrics-adapter': {
    only: 'nginx-custom-metric',
    ran: 'siege with 5 users and a delay of 20 ms, at most 3 pods',
    load: (seconds) => `siege:5/${seconds}s,delay=20ms`,
    measured:
      '0.1 ms of CPU for an answer, and no time beside it; 1 s to start; clocks; by the manifests the metric is the rate of a counter over 60 s, scraped every 15 s',
    parts: 'nowhere by more than a sync',
    stated: COUNTED,
    world: () => ({
      ...COUNTED,
      ...QUICK_ANSWERS,
      startSeconds: 1,
      phases: { hpa: 13.5, prometheus: 7 },
    }),
  },
  'custom-metrics-keda': {
    only: 'nginx-keda-example',
    ran: 'siege with 5 users and a delay of 20 ms, at most 5 pods',
    load: (seconds) => `siege:5/${seconds}s,delay=20ms`,
    measured: '0.1 ms of CPU for an answer, and no time beside it; 1 s to start; clocks',
    parts: '2 before the recording has 4: the first value was 61 instead of 51, on either side of the tolerance',
    world: () => ({ ...QUICK_ANSWERS, startSeconds: 1, phases: { hpa: 14, prometheus: 7, keda: 0 } }),
  },
  'exposing-services': {
    only: 'hpa-hname-pods',
    ran: '10 curl loops, at most 30 pods',
    load: (seconds) => `curl:10/${seconds}s`,
    measured: '$cores cores for all pods; 2 s to start; clocks',
    parts: '5 and 6 before the recording has 6',
    world: (cores) => ({
      cpuPerRequest: cpuPerRequest(cores, 10, CURL_SECONDS),
      startSeconds: 2,
      phases: { hpa: 13, metricsServer: 12, kubelet: 2 },
    }),
  },
  'ingress-keda': {
    only: 'nginx-scale',
    ran: 'Locust with 450 users, 15 more each second, at most 20 pods',
    load: (seconds) => `locust:450@15/s/${seconds}s`,
    measured: '2 s to start; clocks',
    usersPerSecond: 15,
    parts: 'nowhere by more than a sync',
    world: () => ({ startSeconds: 2, phases: { hpa: 0, prometheus: 13, keda: 0 } }),
  },
  'zero-downtime': {
    only: 'order',
    ran: 'siege with 20 users, at most 3 pods',
    load: (seconds) => `siege:20/${seconds}s`,
    measured: '$cores cores for all pods; 1 s to start; clocks; the pods of the lab sleep for 10 s before they listen',
    parts: '1 for 2: at 50 % of a target of 50 %, one sample of 70 % decided',
    world: (cores) => ({
      cpuPerRequest: cpuPerRequest(cores, 20, ANSWER_SECONDS),
      startSeconds: 1,
      bootSeconds: 10,
      phases: { hpa: 14, metricsServer: 2, kubelet: 13 },
    }),
  },
};

/** The names of all recordings there are. */
export const RECORDED_NAMES = fs
  .readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => path.basename(name, '.json'))
  .sort();

/** What was measured in a recording, with its numbers. */
export function measuredIn(name: string): string {
  const recording = readRecording(name);
  return RECORDED_LABS[name]!.measured.replace('$cores', () => coresOf(recording).toFixed(3));
}

/** Predicts a recorded lab for as long as its load was on. What comes after it has a shorter window, applied by hand. */
export function compare(name: string): RecordedFigures {
  const recording = readRecording(name);
  const { only, load, world, stated, usersPerSecond } = RECORDED_LABS[name]!;
  const { begin, end } = loadOf(recording, usersPerSecond);
  const options = { load: load(end - begin), duration: end - begin };
  const measured = predictScaler(manifests(), only, { ...options, world: world(coresOf(recording)) });
  const unmeasured = predictScaler(manifests(), only, options);
  const { syncs } = replay(recording);
  const offset = -begin;
  const elsewhere = { ...stated, ...worldOf(calibrated(readRecording(name, AGAIN), name)) };
  return {
    elsewhere: { share: agreed(name, elsewhere).share, exactShare: agreed(name, elsewhere, 0).share },
    syncs: { same: syncs.filter(({ matches }) => matches).length, all: syncs.length },
    share: agreementOf(measured, recording, { offset }).share,
    exactShare: agreementOf(measured, recording, { offset, replicas: 0 }).share,
    unmeasuredShare: agreementOf(unmeasured, recording, { offset }).share,
  };
}

/** How well a prediction with some parameters fits a run of a lab. */
export function agreed(name: string, world: WorldOptions, replicas = 1, run = '.'): Agreement {
  const recording = readRecording(name, run);
  const { only, load, usersPerSecond } = RECORDED_LABS[name]!;
  const { begin, end } = loadOf(recording, usersPerSecond);
  const prediction = predictScaler(manifests(), only, { load: load(end - begin), duration: end - begin, world });
  return agreementOf(prediction, recording, { offset: -begin, replicas });
}

/** The parameters that a recording of a lab tells, or the first part of one. */
export function calibrated(recording: Recorded, name: string): Calibration {
  const { load, usersPerSecond } = RECORDED_LABS[name]!;
  const { begin, end } = loadOf(recording, usersPerSecond);
  return calibrate(recording, { load: parseLoad(load(end - begin)), begin, end });
}

/** @param run the folder of the run: that of the labs' pages, or the other one */
export function readRecording(name: string, run = '.'): Recorded {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, run, `${name}.json`), 'utf8')) as Recorded;
}

/** The seconds in which the load is on. */
export function loadOf(
  { columns, timeline }: Recorded,
  usersPerSecond = Infinity,
): { readonly begin: number; readonly end: number } {
  const column = columns.indexOf('load');
  const loaded = timeline.flatMap((row) => (Number(row[column]) > 0 ? [row.map(Number)] : []));
  const [first = [], last = first] = [loaded[0], loaded.at(-1)];
  const [begin = 0, end = 0] = [first[0], last[0]];
  return { begin: begin - (first[column] ?? 0) / usersPerSecond, end: end + 1 };
}

interface PodSample {
  readonly metadata: { readonly name: string };
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly usage: { readonly cpu: string } }[];
}

const UNITS: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3 };

/** The mean CPU of all pods, of the samples that were measured wholly under load. */
function coresOf(recording: Recorded): number {
  const { begin, end } = loadOf(recording);
  const start = Date.parse(String(recording.frames[0]?.time));
  const second = (time: string) => (Date.parse(time) - start) / 1000;
  const samples = new Map<string, PodSample>();
  for (const { metrics } of recording.frames) {
    const all = metrics?.resource;
    for (const sample of Array.isArray(all) ? (all as unknown as PodSample[]) : []) {
      samples.set(`${sample.metadata.name} ${sample.timestamp}`, sample);
    }
  }
  let coreSeconds = 0;
  const covered = new Set<number>();
  const known = [...samples.values()]
    .map(({ timestamp, window, containers }) => {
      const until = second(timestamp);
      const [, amount, unit = ''] = /^(\d+)(\D*)$/.exec(containers[0]?.usage.cpu ?? '0') ?? [];
      return { from: until - parseFloat(window), until, cores: Number(amount) * (UNITS[unit] ?? 1) };
    })
    .filter(({ from, until }) => from >= begin && until <= end);
  for (const { from, until, cores } of known) {
    coreSeconds += cores * (until - from);
    for (let at = Math.ceil(from); at < until; at += 1) covered.add(at);
  }
  return covered.size === 0 ? 0 : coreSeconds / covered.size;
}

let applied: readonly Fields[] | undefined;

/** The manifests of the labs, which the tests on a cluster apply. */
export function manifests(): readonly Fields[] {
  applied ??= readManifests({ names: [path.join(ROOT, 'dist')], standardInput: '' }).reader.objects.map(
    ({ manifest }) => manifest,
  );
  return applied;
}
