import { framesOf, type Recording } from '../recording';
import { type Load } from '../load';
import { valueAt } from '../load/profile';
import { measured, type Calibration, type CalibratedParameter } from './calibration';
import { samplesOf, startsOf, type PodSample } from './recorded-samples';

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
 * The parameters of the model, from a recording of a cluster.
 *
 * @throws InputError if the recording cannot be read.
 */
export function calibrate(recording: Recording, { load, begin = 0, end }: CalibrateOptions = {}): Calibration {
  const frames = framesOf(recording);
  const until = end ?? (frames.at(-1)!.time - frames[0]!.time) / 1000;
  const samples = samplesOf(frames);
  const starts = startsOf(frames);
  const idle = samples.filter((each) => each.until <= begin || (load !== undefined && each.from >= until + AFTERGLOW));
  const loaded = samples.filter(({ from, until: to }) => from >= begin && to <= until);
  const costs = load && costsOf(loaded, load, begin);
  const started = starts.flatMap(({ created, running: at }) => (at === undefined ? [] : [Math.max(0.5, at - created)]));
  const booted = starts.flatMap(({ running: from, ready }) =>
    from === undefined || ready === undefined ? [] : [Math.max(0.1, ready - from)],
  );
  const gaps = gapsOf(samples).filter((gap) => gap >= 1 && gap <= LONGEST_GAP);
  const bytes = (idle.length > 0 ? idle : samples).flatMap((each) => (each.bytes > 0 ? [each.bytes] : []));
  const parameters: CalibratedParameter[] = [
    ...measured('cpuPerRequest', 's', costs?.each ?? [], 'CPU of all pods over requests, in samples wholly under the load', costs?.all), // prettier-ignore
    ...measured('idleCpu', 'cores', idle.map(({ cores }) => cores), 'samples wholly before or after the load'), // prettier-ignore
    ...measured(
      'startSeconds',
      's',
      started,
      'pods that came: from their node, or from when they were seen, to Running',
    ),
    ...measured('bootSeconds', 's', booted, 'the same pods, from Running to Ready: what their probes wait is in it'),
    ...measured('memory', 'bytes', bytes, 'samples of pods without load, where there are some'),
    ...measured('kubeletInterval', 's', gaps, 'times between samples of the same pod'),
  ];
  const found = new Set(parameters.map(({ name }) => name));
  return {
    version: 1,
    parameters,
    unknown: [
      ...(found.has('cpuPerRequest')
        ? []
        : ['cpuPerRequest: needs samples of CPU under a load that is known (--load, --begin)']),
      ...(found.has('idleCpu') ? [] : ['idleCpu: needs samples from before the load or after it']),
      ...(found.has('startSeconds') ? [] : ['startSeconds, bootSeconds: need a pod that comes while it is recorded']),
      'extraLatency, memoryPerRequest, concurrency: a recording does not count requests',
    ],
  };
}

/** CPU of a request: from all samples, and from those of each quarter of a minute. */
function costsOf(
  samples: readonly PodSample[],
  load: Load,
  begin: number,
): { all: number | undefined; each: number[] } {
  const bySpan = new Map<number, PodSample[]>();
  for (const sample of samples) {
    const key = Math.round(sample.until / SPAN);
    bySpan.set(key, [...(bySpan.get(key) ?? []), sample]);
  }
  const each = [...bySpan.values()].flatMap((span) => costOf(span, load, begin) ?? []);
  return { all: costOf(samples, load, begin), each };
}

/** CPU of a request, from the core seconds of samples and the clients in the time that they cover. */
function costOf(samples: readonly PodSample[], load: Load, begin: number): number | undefined {
  const covered = new Set<number>();
  let coreSeconds = 0;
  for (const { from, until, cores } of samples) {
    coreSeconds += cores * (until - from);
    for (let second = Math.ceil(from); second < until; second += 1) covered.add(second);
  }
  const profile = load.kind === 'requests' ? load.rate : load.users;
  const clients = [...covered].reduce((sum, second) => sum + valueAt(profile, second - begin), 0);
  if (load.kind === 'requests') return clients > 0 ? coreSeconds / clients : undefined;
  // each user waits for its answer: of its time it spends on CPU what the pods spend
  return clients > coreSeconds
    ? (coreSeconds * (load.thinkSeconds + ANSWER_SECONDS)) / (clients - coreSeconds)
    : undefined;
}

function gapsOf(samples: readonly PodSample[]): number[] {
  const times = new Map<string, number[]>();
  for (const { pod, until } of samples) times.set(pod, [...(times.get(pod) ?? []), until]);
  return [...times.values()].flatMap((all) => all.slice(1).map((time, index) => time - all[index]!));
}
