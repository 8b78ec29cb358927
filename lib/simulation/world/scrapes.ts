import { type MetricSource } from './options';
import { type WorldNumbers } from './parameters';
import { type Moment, type Pod } from './pod';

/** A sample of a series: milliseconds and a value. */
export type Sampled = readonly [time: number, value: number];

/** Prometheus leaves out series without a sample for so long. */
export const LOOKBACK_SECONDS = 300;

/** Signals that are one series, whatever the pods do. */
const TOTALS: ReadonlySet<MetricSource> = new Set([
  ...(['queue', 'messages', 'latency'] as const),
  ...(['clientRequests', 'clientRate', 'clientConnections', 'lostRequests'] as const),
  ...(['desiredReplicas', 'replicas', 'readyReplicas'] as const),
]);

/** Signals of pods that kube-state-metrics says as soon as they exist, before anything of them runs. */
const OF_EXISTENCE: ReadonlySet<MetricSource> = new Set(['pods', 'pendingPods', 'runningPods', 'readyPods'] as const);

/** Whether a source is one series of each pod. */
export function isPerPod(source: MetricSource): boolean {
  return typeof source === 'string' && !TOTALS.has(source);
}

/** What Prometheus has scraped: moments on its grid, and the pods that there were. Times are milliseconds. */
export class Scrapes {
  readonly #moments: Moment[] = [];
  /** Moments before this one have been forgotten. */
  #first = 0;

  constructor(
    private readonly numbers: WorldNumbers,
    private readonly pods: () => readonly Pod[],
    private readonly departed: () => readonly Pod[],
    /** How long moments are kept. */
    private readonly retention: number,
  ) {}

  scrape(moment: Moment): void {
    const moments = this.#moments;
    moments.push(moment);
    while ((moments[this.#first]?.time ?? Infinity) < moment.time - this.retention) this.#first += 1;
    if (this.#first > 1000) {
      moments.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** The pods that have series within a range. */
  *podsWithin(from: number, source?: MetricSource): Iterable<Pod> {
    const all = source !== undefined && OF_EXISTENCE.has(source);
    for (const pod of this.pods()) if (all || pod.runningAt < Infinity) yield pod;
    for (const pod of this.departed()) if (pod.stoppedAt > from) yield pod;
  }

  /** The samples after a time, up to and with another one; of a pod, or of a total. */
  range(source: MetricSource, pod: Pod | undefined, from: number, to: number): Sampled[] {
    const samples: Sampled[] = [];
    for (let index = this.#after(from); index < this.#moments.length; index += 1) {
      const moment = this.#moments[index]!;
      if (moment.time > to) break;
      if (!pod || hasSeries(source, pod, moment.time)) samples.push([moment.time, this.#value(source, pod, moment)]);
    }
    return samples;
  }

  /** The latest value; undefined where there is none, or where the target has vanished since. */
  latest(source: MetricSource, pod: Pod | undefined, at: number): number | undefined {
    const moment = this.#moments[this.#after(at) - 1];
    if (!moment || moment.time <= at - LOOKBACK_SECONDS * 1000 || (pod && !hasSeries(source, pod, moment.time))) {
      return undefined;
    }
    return this.#value(source, pod, moment);
  }

  #after(time: number): number {
    const moments = this.#moments;
    let low = this.#first;
    let high = moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (moments[middle]!.time <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #value(source: MetricSource, pod: Pod | undefined, moment: Moment): number {
    if (typeof source === 'number') return source;
    if (typeof source === 'function') return source(moment.time / 1000);
    const { memory, memoryPerRequest } = this.numbers;
    const serves = pod?.serves(moment.time) === true;
    switch (source) {
      case 'requests':
        return pod?.share('requests', moment) ?? 0;
      case 'requestSeconds':
        return pod?.share('latency', moment) ?? 0;
      case 'cpu':
        return pod?.cpuSeconds(moment, this.numbers) ?? 0;
      case 'connections':
        return serves ? pod.connections(moment) : 0;
      case 'idleConnections':
        return serves ? pod.idleConnections(moment) : 0;
      case 'inFlight':
        return serves ? moment.inFlightPerPod : 0;
      case 'requestRate':
        return serves ? moment.requestsPerSecond : 0;
      case 'memory':
        return memory + (serves ? memoryPerRequest * moment.inFlightPerPod : 0);
      case 'queue':
        return moment.backlog;
      case 'latency':
        return moment.latency;
      case 'messages':
        return moment.backlog + moment.inWork;
      case 'clientRequests':
        return moment.clients.sent;
      case 'clientRate':
        return moment.clients.rate;
      case 'clientConnections':
        return moment.clients.connections;
      case 'lostRequests':
        return moment.clients.lost;
      case 'desiredReplicas':
        return moment.replicas.desired;
      case 'replicas':
        return moment.replicas.active;
      case 'readyReplicas':
        return moment.replicas.ready;
      case 'pods':
        return 1;
      case 'pendingPods':
        return Number(pod?.runs(moment.time) === false);
      case 'runningPods':
        return Number(pod?.runs(moment.time) === true);
      case 'readyPods':
        return Number(pod?.isReady === true && pod.ready.lastTransitionTime <= moment.time);
    }
  }
}

function hasSeries(source: MetricSource, pod: Pod, time: number): boolean {
  return OF_EXISTENCE.has(source) ? pod.exists(time) : pod.runs(time);
}
