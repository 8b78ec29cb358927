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
  readonly name: string;
  /** When it was seen first, or later had a node. */
  readonly created: number;
  readonly running?: number;
  readonly ready?: number;
}

/** Each sample of metrics-server once. */
export function samplesOf(frames: readonly Frame[]): PodSample[] {
  const start = frames[0]!.time;
  const samples = new Map<string, PodSample>();
  for (const { metrics } of frames) {
    const answer = metrics.resource;
    for (const item of Array.isArray(answer) ? (answer as readonly Fields[]) : []) {
      const pod = nameOf(item);
      const until = (Date.parse(text(item, 'timestamp') ?? '') - start) / 1000;
      const window = parseFloat(text(item, 'window') ?? '');
      if (!Number.isFinite(until) || !(window > 0)) continue;
      const [cores, bytes] = [sumOf(item, 'cpu'), sumOf(item, 'memory')];
      samples.set(`${pod} ${until}`, { pod, from: until - window, until, cores, bytes });
    }
  }
  return [...samples.values()];
}

const UNITS: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6 };

/** What all containers use: thousandths of a core are too coarse for an idle pod. */
function sumOf(item: Fields, resource: string): number {
  return list(item, 'containers').reduce<number>((total, container) => {
    const written = text(container, 'usage', resource) ?? '';
    const [, amount, unit = ''] = /^(\d+)([nu])$/.exec(written) ?? [];
    const used = amount === undefined ? Number(milliValue(written) ?? 0) / 1000 : Number(amount) * UNITS[unit]!;
    return total + used;
  }, 0);
}

/** The pods that came after the first frame, with when they had a node, were running and ready. */
export function startsOf(frames: readonly Frame[]): PodStart[] {
  const start = frames[0]!.time;
  const known = new Set(frames[0]!.pods.map(nameOf));
  const starts = new Map<string, PodStart>();
  for (const { time, pods } of frames) {
    const second = (time - start) / 1000;
    for (const pod of pods) {
      const name = nameOf(pod);
      if (known.has(name)) continue;
      const isRunning = text(pod, 'status', 'phase') === 'Running';
      const isReady = list(pod, 'status', 'conditions').some(
        (each) => text(each, 'type') === 'Ready' && text(each, 'status') === 'True',
      );
      const placed = (Date.parse(text(pod, 'status', 'startTime') ?? '') - start) / 1000; // it may have waited for room
      const before = starts.get(name) ?? { name, created: second };
      starts.set(name, {
        name,
        created: placed > before.created ? placed : before.created,
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
