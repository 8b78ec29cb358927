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
/** Seconds after the load in which what it left behind is still measured. */
const AFTERGLOW = 30;

/**
 * The parameters of the model, from a recording of a cluster.
 *
 * @throws InputError if the recording cannot be read.
 */
export function calibrate(recording: Recording, { load, begin = 0, end }: CalibrateOptions = {}): Calibration {
  const frames = framesOf(recording);
  const last = ((frames.at(-1)?.time ?? 0) - (frames[0]?.time ?? 0)) / 1000;
  const until = end ?? last;
  const samples = samplesOf(frames);
  const starts = startsOf(frames);
  const idle = samples.filter((each) => each.until <= begin || (load !== undefined && each.from >= until + AFTERGLOW));
  const loaded = samples.filter(({ from, until: to }) => from >= begin && to <= until);
  const idleCores = idle.map(({ cores }) => cores);
  const running = starts.flatMap(({ created, running: at }) => (at === undefined ? [] : [Math.max(0.5, at - created)]));
  const booting = starts.flatMap(({ running: from, ready }) =>
    from === undefined || ready === undefined ? [] : [Math.max(0.1, ready - from)],
  );
  const gaps = gapsOf(samples);
  const parameters: CalibratedParameter[] = [
    ...(load ? measured('cpuPerRequest', 's', costsOf(loaded, load, begin), 'CPU of all pods over requests, in samples wholly under the load') : []), // prettier-ignore
    ...measured('idleCpu', 'cores', idleCores, 'samples wholly before or after the load'),
    ...measured(
      'startSeconds',
      's',
      running,
      'pods that came: from the frame in which they were first seen to Running',
    ),
    ...measured('bootSeconds', 's', booting, 'the same pods, from Running to Ready: what their probes wait is in it'),
    ...measured('memory', 'bytes', (idle.length > 0 ? idle : samples).map(({ bytes }) => bytes).filter((each) => each > 0), 'samples of pods without load, where there are some'), // prettier-ignore
    ...measured(
      'kubeletInterval',
      's',
      gaps.filter((gap) => gap >= 1 && gap <= 60),
      'times between samples of the same pod',
    ),
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

/** CPU of a request, in each span for which all samples together are known. */
function costsOf(samples: readonly PodSample[], load: Load, begin: number): number[] {
  const bySpan = new Map<number, PodSample[]>();
  for (const sample of samples) {
    const key = Math.round(sample.until / 15);
    bySpan.set(key, [...(bySpan.get(key) ?? []), sample]);
  }
  return [...bySpan.values()].flatMap((span) => {
    const cores = span.reduce((sum, each) => sum + each.cores, 0);
    const middle = span.reduce((sum, { from, until }) => sum + (from + until) / 2, 0) / span.length - begin;
    if (load.kind === 'requests') {
      const rate = valueAt(load.rate, middle);
      return rate > 0 ? [cores / rate] : [];
    }
    const users = valueAt(load.users, middle);
    // each user waits for its answer: of its time it spends on CPU what the pods spend
    return users > cores ? [(cores * (load.thinkSeconds + ANSWER_SECONDS)) / (users - cores)] : [];
  });
}

function gapsOf(samples: readonly PodSample[]): number[] {
  const times = new Map<string, number[]>();
  for (const { pod, until } of samples) times.set(pod, [...(times.get(pod) ?? []), until]);
  return [...times.values()].flatMap((all) => {
    const sorted = all.sort((a, b) => a - b);
    return sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0));
  });
}
