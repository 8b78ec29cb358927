import { framesOf, type Recording } from '../recording';
import { type Load, type RequestLoad, type UserLoad } from '../load';
import { valueAt } from '../load/profile';
import { milliseconds } from '../instant';
import { measured, ofConcurrency, type Calibration, type CalibratedParameter } from './calibration';
import { samplesOf, startsOf, type PodSample, type PodStart } from './recorded-samples';

/** What is known of a recording beside what is in it. */
export interface CalibrateOptions {
  /** Who sent requests: what a request costs follows from how many there were. @default nobody says it */
  readonly load?: Load;
  /** The second of the recording at which the load begins. @default 0 */
  readonly begin?: number;
  /** The second at which it ends. @default that of the last frame */
  readonly end?: number;
}

/** Seconds that an answer takes beside its CPU, where clients wait for it. */
const ANSWER_SECONDS = 0.005;
/** Seconds of samples that are taken together: about one of each pod. */
const SPAN = 15;
/** Seconds between two samples after which some are missing. */
const LONGEST_GAP = 60;
/** Seconds after the load in which what it left behind is still measured. */
const AFTERGLOW = 30;

/**
 * The parameters of the model, from a recording of a cluster. Where nobody says what the load was, it is the one that was recorded, if that is a rate.
 *
 * @throws InputError if the recording cannot be read.
 */
export function calibrate(recording: Recording, options: CalibrateOptions = {}): Calibration {
  const frames = framesOf(recording);
  const recorded = recordedLoad(recording);
  const { load = recorded, begin = 0, end } = options;
  const until = end ?? (frames.at(-1)!.time - frames[0]!.time) / 1000;
  const samples = samplesOf(frames);
  const starts = startsOf(frames);
  const idle = samples.filter((each) => isIdle(each, load, begin, until));
  const loaded = samples.filter(({ from, until: to }) => from >= begin && to <= until);
  const users = load?.kind === 'users' ? load : undefined;
  const costs = recorded && users ? costsOf(loaded, recorded, 0) : load && costsOf(loaded, load, begin);
  const waits =
    recorded && users && costs?.all !== undefined ? waitsOf(loaded, { recorded, users, begin, cost: costs.all }) : [];
  const started = starts.flatMap(({ created, running: at }) => (at === undefined ? [] : [Math.max(0.5, at - created)]));
  const booted = starts.flatMap(({ running: from, ready }) =>
    from === undefined || ready === undefined ? [] : [Math.max(0.1, ready - from)],
  );
  const booting = samples.filter((each) => starts.some((start) => isBooting(each, start)));
  const gaps = gapsOf(samples).filter((gap) => gap >= 1 && gap <= LONGEST_GAP);
  const bytes = (idle.length > 0 ? idle : samples).flatMap((each) => (each.bytes > 0 ? [each.bytes] : []));
  const ofRequests = ofConcurrency(
    load && costs?.all !== undefined ? concurrencies(loaded, load, begin, costs.all) : [],
    'users that wait for their answers',
  );
  const parameters: CalibratedParameter[] = [
    ...measured('cpuPerRequest', 's', costs?.each ?? [], 'CPU of all pods over requests, in samples wholly under the load', costs?.all), // prettier-ignore
    ...measured('idleCpu', 'cores', idle.map(({ cores }) => cores), 'samples wholly before or after the load'), // prettier-ignore
    ...measured('bootCpu', 'cores', booting.map(({ cores }) => cores), 'samples wholly between Running and Ready'), // prettier-ignore
    ...measured(
      'startSeconds',
      's',
      started,
      'pods that came: from their node, or from when they were seen, to Running',
    ),
    ...measured('bootSeconds', 's', booted, 'the same pods, from Running to Ready: what their probes wait is in it'),
    ...measured('memory', 'bytes', bytes, 'samples of pods without load, where there are some'),
    ...measured(
      'extraLatency',
      's',
      waits,
      'users over requests, without pauses and CPU, in the quicker half of the time',
    ),
    ...ofRequests.parameters,
    ...measured('kubeletInterval', 's', gaps, 'times between samples of the same pod'),
  ];
  const found = new Set(parameters.map(({ name }) => name));
  return {
    version: 1,
    parameters,
    observed: ofRequests.observed,
    unknown: [
      ...(found.has('cpuPerRequest')
        ? []
        : ['cpuPerRequest: needs samples of CPU under a load that is known (--load, --begin)']),
      ...(found.has('idleCpu') ? [] : ['idleCpu: needs samples from before the load or after it']),
      ...(found.has('startSeconds') ? [] : ['startSeconds, bootSeconds: need a pod that comes while it is recorded']),
      ...(found.has('memoryPerRequest')
        ? []
        : [
            'memoryPerRequest: needs users who wait for their answers, more at one time than at another, and memory that shows it',
          ]),
      ...(found.has('extraLatency')
        ? []
        : [
            'extraLatency: needs users who wait for their answers (--load) and a recording of their requests, as prove makes it, or Prometheus (--queries)',
          ]),
    ],
  };
}

/** The load that the frames tell, where it is requests per second of the app: a query that counts how fast something grows, a proof, or its Ingress. */
function recordedLoad({ loadUnit = '', frames }: Recording): RequestLoad | undefined {
  if (!/\b(rate|irate)\s*\(|^requests per second of (?!.*, all its Ingresses$)/.test(loadUnit)) return undefined;
  const start = milliseconds('frames[0].time', frames[0]!.time);
  const points = frames.flatMap(({ time, load }, index): [number, number][] =>
    typeof load === 'number' ? [[(milliseconds(`frames[${index}].time`, time) - start) / 1000, load]] : [],
  );
  return points.length < 2 ? undefined : { kind: 'requests', text: loadUnit, rate: { shape: 'linear', points } };
}

/** Below so many requests or users a pod counts as idle. */
const LEAST = 0.05;

/** Whether a sample is of a pod without load: from before it, half a minute after it, or from while there was none. */
function isIdle({ from, until: to }: PodSample, load: Load | undefined, begin: number, end: number): boolean {
  if (to <= begin || (load !== undefined && from >= end + AFTERGLOW)) return true;
  if (!load || from < begin + AFTERGLOW) return false;
  const profile = load.kind === 'requests' ? load.rate : load.users;
  for (let second = from - AFTERGLOW; second <= Math.min(to, end); second += 1) {
    if (valueAt(profile, second - begin) > LEAST) return false;
  }
  return to <= end;
}

/** Seconds that a frame may be late. */
const LATE = 1;

function isBooting({ pod, from, until: to }: PodSample, { name, running, ready }: PodStart): boolean {
  return pod === name && running !== undefined && ready !== undefined && from >= running - LATE && to <= ready + LATE;
}

/** For each sample under users: how many of them wait for its pod at that time, and its bytes. Requests that come at a rate do not tell how long they take. */
function concurrencies(
  samples: readonly PodSample[],
  load: Load,
  begin: number,
  cost: number,
): (readonly [requests: number, bytes: number])[] {
  if (load.kind !== 'users') return [];
  return samples.map(({ until, bytes }) => {
    const beside = samples.filter((each) => Math.abs(each.until - until) < SPAN / 2);
    const pods = new Set(beside.map(({ pod }) => pod)).size;
    const cores = (beside.reduce((sum, each) => sum + each.cores, 0) / beside.length) * pods;
    const waiting = valueAt(load.users, until - begin) - (cores / cost) * load.thinkSeconds;
    return [Math.max(0, waiting) / pods, bytes] as const;
  });
}

/** CPU of a request: from all samples, and from those of each quarter of a minute. */
function costsOf(
  samples: readonly PodSample[],
  load: Load,
  begin: number,
): { all: number | undefined; each: number[] } {
  const each = spansOf(samples).flatMap((span) => costOf(span, load, begin) ?? []);
  return { all: costOf(samples, load, begin), each };
}

function spansOf(samples: readonly PodSample[]): PodSample[][] {
  const bySpan = new Map<number, PodSample[]>();
  for (const sample of samples) {
    const key = Math.round(sample.until / SPAN);
    bySpan.set(key, [...(bySpan.get(key) ?? []), sample]);
  }
  return [...bySpan.values()];
}

/** What is known of users whose requests were counted. */
interface CountedUsers {
  readonly recorded: RequestLoad;
  readonly users: UserLoad;
  readonly begin: number;
  readonly cost: number;
}

/** Seconds that an answer takes beside its CPU, while the fewest stand in line: what a user does not spend on pauses and CPU. */
function waitsOf(samples: readonly PodSample[], { recorded, users, begin, cost }: CountedUsers): number[] {
  const waits = spansOf(samples).flatMap((span) => {
    const seconds = [...coveredBy(span)];
    const present = seconds.reduce((sum, second) => sum + valueAt(users.users, second - begin), 0);
    const requests = seconds.reduce((sum, second) => sum + valueAt(recorded.rate, second), 0);
    return requests > 0 ? [Math.max(0, present / requests - users.thinkSeconds - cost)] : [];
  });
  return waits.sort((a, b) => a - b).slice(0, Math.ceil(waits.length / 2));
}

/** CPU of a request, from the core seconds of samples and the clients in the time that they cover. */
function costOf(samples: readonly PodSample[], load: Load, begin: number): number | undefined {
  const coreSeconds = samples.reduce((sum, { from, until, cores }) => sum + cores * (until - from), 0);
  const profile = load.kind === 'requests' ? load.rate : load.users;
  const clients = [...coveredBy(samples)].reduce((sum, second) => sum + valueAt(profile, second - begin), 0);
  if (load.kind === 'requests') return clients > 0 ? coreSeconds / clients : undefined;
  // each user waits for its answer: of its time it spends on CPU what the pods spend
  return clients > coreSeconds
    ? (coreSeconds * (load.thinkSeconds + ANSWER_SECONDS)) / (clients - coreSeconds)
    : undefined;
}

/** The seconds that samples measure. */
function coveredBy(samples: readonly PodSample[]): Set<number> {
  const covered = new Set<number>();
  for (const { from, until } of samples) {
    for (let second = Math.ceil(from); second < until; second += 1) covered.add(second);
  }
  return covered;
}

function gapsOf(samples: readonly PodSample[]): number[] {
  const times = new Map<string, number[]>();
  for (const { pod, until } of samples) times.set(pod, [...(times.get(pod) ?? []), until]);
  return [...times.values()].flatMap((all) => all.slice(1).map((time, index) => time - all[index]!));
}
