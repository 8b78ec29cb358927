import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Fields, type RecordedFrame, type Recording } from '../../../lib/simulation';
import { ApiProxy } from '../kubernetes/api-proxy';
import { release } from '../kubernetes/cluster';
import { metricsPathsOf, type MetricsPath } from './metrics-paths';
import { tidyHpa, tidyPod } from './tidy';
import { timelineRow, type TimelineRow } from './timeline';

const FOLDER = path.join(__dirname, '..', 'recordings');
const PERIOD_MS = 1000;

/**
 * The share of a run's decisions that the simulator must reproduce. A rate that Prometheus extrapolates is another one at each instant: between two looks it
 * may cross the edge of the tolerance.
 */
export const REPRODUCED = 0.8;

/** What is recorded, and what a reader should know of it. */
export interface RecorderOptions {
  readonly namespace: string;
  /** Name of the autoscaler. */
  readonly hpa: string;
  /** What the run shows, in a sentence. */
  readonly title: string;
  /** What the load is counted in, such as `curl loops`. */
  readonly loadUnit: string;
}

/** Looks at an autoscaler, its target and their metrics once per second. */
export class Recorder {
  /** Records while something runs, and stops whatever becomes of it. */
  static async record(options: RecorderOptions, run: (recorder: Recorder) => Promise<void>): Promise<Recorder> {
    const recorder = new Recorder(options, await ApiProxy.start(), await release());
    await recorder.look();
    const timer = setInterval(() => void recorder.look(), PERIOD_MS);
    try {
      await run(recorder);
    } finally {
      clearInterval(timer);
      recorder.api.stop();
    }
    return recorder;
  }

  /** How much load there is now; whoever makes it says so. */
  load = 0;

  private readonly frames: RecordedFrame[] = [];
  private readonly rows: TimelineRow[] = [];
  private readonly begun = Date.now();
  private looking = false;
  private last: Required<Pick<RecordedFrame, 'hpa' | 'scale' | 'pods' | 'metrics'>> | undefined;

  private constructor(
    private readonly options: RecorderOptions,
    private readonly api: ApiProxy,
    private readonly kubernetes: string,
  ) {}

  /** What was seen last: replicas that are wanted, and pods that are ready. */
  get now(): { readonly desired: number; readonly replicas: number; readonly ready: number } {
    const [, , , desired = 0, replicas = 0, ready = 0] = this.rows.at(-1) ?? [];
    return { desired, replicas, ready };
  }

  /** The most replicas that were wanted so far. */
  get mostDesired(): number {
    return Math.max(0, ...this.rows.map(([, , , desired]) => desired));
  }

  /** The highest value of the metric, where it is a number of percent. */
  get highestMetric(): number {
    return Math.max(0, ...this.rows.map(([, , metric]) => (typeof metric === 'number' ? metric : 0)));
  }

  /** The replicas that were wanted, one after the other. */
  get steps(): number[] {
    return this.rows
      .map(([, , , desired]) => desired)
      .filter((each, index, all) => index === 0 || all[index - 1] !== each);
  }

  /** For how long the same number of replicas has been wanted. */
  get secondsUnchanged(): number {
    const { desired } = this.now;
    const [second = 0] = this.rows.at(-1) ?? [];
    const [changed = 0] = this.rows.filter(([, , , each]) => each !== desired).at(-1) ?? [];
    return second - changed;
  }

  /** What was seen, as the simulator reads it. */
  get recording(): Recording {
    return { version: 1, options: { kubernetes: this.kubernetes }, frames: this.frames };
  }

  /** Writes it where the simulator's tests find it. */
  save(name: string): void {
    const { title, loadUnit } = this.options;
    const columns = ['second', 'load', 'metric', 'desiredReplicas', 'replicas', 'readyPods'];
    const { frames, ...head } = this.recording;
    const lines = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join(',\n');
    const top = JSON.stringify({ ...head, title, loadUnit, columns }).slice(0, -1);
    fs.mkdirSync(FOLDER, { recursive: true });
    fs.writeFileSync(
      path.join(FOLDER, `${name}.json`),
      `${top},\n"timeline":[\n${lines(this.rows)}\n],\n"frames":[\n${lines(frames)}\n]}\n`,
    );
  }

  private async look(): Promise<void> {
    if (this.looking) return; // an API server that is late is asked once
    this.looking = true;
    try {
      const time = Date.now();
      const seen = await this.see();
      if (seen === undefined) return;
      const changed = Object.entries(seen).filter(
        ([field, value]) => JSON.stringify(value) !== JSON.stringify(this.last?.[field as keyof typeof seen]),
      );
      this.last = seen;
      this.frames.push({ time: new Date(time).toISOString(), ...Object.fromEntries(changed) });
      this.rows.push(timelineRow(Math.round((time - this.begun) / 1000), this.load, seen));
    } finally {
      this.looking = false;
    }
  }

  private async see() {
    const { namespace, hpa: name } = this.options;
    const hpa = await this.api.get<Json>(
      `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`,
    );
    if ('error' in hpa) return undefined;
    const target = (hpa as { spec: { scaleTargetRef: { name: string } } }).spec.scaleTargetRef.name;
    const scale = await this.api.get<ScaleObject>(`/apis/apps/v1/namespaces/${namespace}/deployments/${target}/scale`);
    if ('error' in scale) return undefined;
    const selector = encodeURIComponent(scale.status.selector);
    const paths = metricsPathsOf(hpa, namespace, selector);
    const [pods, ...answers] = await Promise.all([
      this.api.get<{ readonly items: readonly Json[] }>(
        `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`,
      ),
      ...paths.map((each) => this.read(each)),
    ]);
    if ('error' in pods) return undefined;
    return {
      hpa: tidyHpa(hpa),
      scale: { spec: { replicas: scale.spec.replicas ?? 0 }, status: { replicas: scale.status.replicas } },
      pods: pods.items.map(tidyPod).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
      metrics: Object.fromEntries(paths.map(({ api }, index) => [api, answers[index]])),
    };
  }

  private async read({ path: where, tidy }: MetricsPath): Promise<readonly Fields[] | { readonly error: string }> {
    const answer = await this.api.get<{ readonly items: readonly Json[] }>(where);
    return 'error' in answer ? answer : answer.items.map(tidy);
  }
}

type Json = Record<string, unknown>;

interface ScaleObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector: string };
}

function nameOf(pod: Fields): string {
  return (pod as { readonly metadata: { readonly name: string } }).metadata.name;
}
