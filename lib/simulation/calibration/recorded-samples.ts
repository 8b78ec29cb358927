import { list, text, type Fields } from '../../kubernetes/fields';
import { milliValue } from '../../kubernetes/quantity';
import { type Frame } from '../recording';

/** What metrics-server said of a pod once. Times are seconds from the first frame. */
export interface PodSample {
  readonly pod: string;
  readonly from: number;
  readonly until: number;
  readonly cores: number;
  readonly bytes: number;
}

/** A pod that came while it was recorded. Times are seconds from the first frame. */
export interface PodStart {
  readonly created: number;
  readonly running?: number;
  readonly ready?: number;
}

/** Each sample of metrics-server once. */
export function samplesOf(frames: readonly Frame[]): PodSample[] {
  const start = frames[0]?.time ?? 0;
  const samples = new Map<string, PodSample>();
  for (const { metrics } of frames) {
    const answer = metrics.resource;
    for (const item of Array.isArray(answer) ? (answer as readonly Fields[]) : []) {
      const pod = text(item, 'metadata', 'name') ?? '';
      const until = (Date.parse(text(item, 'timestamp') ?? '') - start) / 1000;
      const window = parseFloat(text(item, 'window') ?? '');
      const sum = (resource: string): number =>
        list(item, 'containers').reduce<number>(
          (total, container) => total + Number(milliValue(text(container, 'usage', resource)) ?? 0) / 1000,
          0,
        );
      if (!Number.isFinite(until) || !(window > 0)) continue;
      samples.set(`${pod} ${until}`, {
        pod,
        from: until - window,
        until,
        cores: exactCores(item),
        bytes: sum('memory'),
      });
    }
  }
  return [...samples.values()];
}

const UNITS: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3 };

/** CPU in cores: thousandths are too coarse for an idle pod. */
function exactCores(item: Fields): number {
  return list(item, 'containers').reduce<number>((total, container) => {
    const [, amount, unit = ''] = /^([\d.]+)([num]?)$/.exec(text(container, 'usage', 'cpu') ?? '') ?? [];
    return total + Number(amount ?? 0) * (UNITS[unit] ?? 1);
  }, 0);
}

/** The pods that came after the first frame, with when they were first seen, running and ready. */
export function startsOf(frames: readonly Frame[]): PodStart[] {
  const start = frames[0]?.time ?? 0;
  const known = new Set((frames[0]?.pods ?? []).map(nameOf));
  const starts = new Map<string, PodStart>();
  for (const { time, pods } of frames) {
    for (const pod of pods) {
      const name = nameOf(pod);
      if (known.has(name)) continue;
      const second = (time - start) / 1000;
      const isRunning = text(pod, 'status', 'phase') === 'Running';
      const isReady = list(pod, 'status', 'conditions').some(
        (each) => text(each, 'type') === 'Ready' && text(each, 'status') === 'True',
      );
      const before = starts.get(name) ?? { created: second };
      starts.set(name, {
        created: before.created,
        running: before.running ?? (isRunning ? second : undefined),
        ready: before.ready ?? (isReady ? second : undefined),
      });
    }
  }
  return [...starts.values()];
}

function nameOf(pod: Fields): string {
  return text(pod, 'metadata', 'name') ?? '';
}
