import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiRefusal, ClusterApi, Kubectl } from '../../../lib/cluster';
import { Sampler } from '../../../lib/command/record/sampler';
import {
  type FaultName,
  type Fields,
  type RecordedFrame,
  type Recording,
  type WorldOptions,
} from '../../../lib/simulation';
import { release } from '../kubernetes/cluster';
import { timelineRow, type TimelineRow } from './timeline';

const FOLDER = path.join(__dirname, '..', 'recordings');
const PERIOD_MS = 1000;

/**
 * The share of a run's decisions that the simulator must reproduce. A rate that Prometheus extrapolates is another one at each instant: between two looks it
 * may cross the edge of the tolerance.
 */
export const REPRODUCED = 0.8;

const COLUMNS = ['second', 'load', 'metric', 'desiredReplicas', 'replicas', 'readyPods'];

/** Something that failed for a while, by the name that `predict --fault` has for it. Seconds of the recording. */
export interface RecordedFault {
  readonly fault: FaultName;
  readonly from: number;
  readonly until: number;
}

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

/** Looks at an autoscaler once per second, as `record` does. */
export class Recorder {
  /** Records while something runs, and stops whatever becomes of it. */
  static async record(options: RecorderOptions, run: (recorder: Recorder) => Promise<void>): Promise<Recorder> {
    const api = await ClusterApi.open(new Kubectl({}, { environment: process.env }));
    const recorder = new Recorder(options, new Sampler(api, options.namespace, options.hpa), await release());
    await recorder.look();
    const timer = setInterval(() => void recorder.look(), PERIOD_MS);
    try {
      await run(recorder);
    } finally {
      clearInterval(timer);
      api.close();
    }
    return recorder;
  }

  /** How much load there is now; whoever makes it says so. */
  load = 0;
  private readonly faults: RecordedFault[] = [];

  private readonly frames: RecordedFrame[] = [];
  private readonly rows: TimelineRow[] = [];
  private readonly begun = Date.now();
  private looking = false;

  private constructor(
    private readonly options: RecorderOptions,
    private readonly sampler: Sampler,
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

  /** Says that something fails from now on. */
  failing(fault: FaultName): void {
    this.faults.push({ fault, from: this.second, until: Infinity });
  }

  /** Says that it does not any more. */
  mended(): void {
    const { fault, from } = this.faults.pop()!;
    this.faults.push({ fault, from, until: this.second });
  }

  private get second(): number {
    return (Date.now() - this.begun) / 1000;
  }

  /** Writes what failed and what was seen once per second, without the frames, beside the manifests that it was seen of. */
  saveFault(name: string, manifests: readonly Fields[], world: WorldOptions): void {
    const { title, loadUnit } = this.options;
    const head = { title, kubernetes: this.kubernetes, loadUnit, faults: this.faults, world, columns: COLUMNS };
    const folder = path.join(FOLDER, 'faults');
    fs.mkdirSync(folder, { recursive: true });
    const top = JSON.stringify({ ...head, manifests }).slice(0, -1);
    const rows = this.rows.map((row) => JSON.stringify(row)).join(',\n');
    fs.writeFileSync(path.join(folder, `${name}.json`), `${top},\n"timeline":[\n${rows}\n]}\n`);
  }

  /** Writes it where the simulator's tests find it, with more that they need to know. */
  save(name: string, more: Fields = {}): void {
    const { title, loadUnit } = this.options;
    const { frames, ...head } = this.recording;
    const lines = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join(',\n');
    const top = JSON.stringify({ ...head, title, loadUnit, ...more, columns: COLUMNS }).slice(0, -1);
    const file = path.join(FOLDER, `${name}.json`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${top},\n"timeline":[\n${lines(this.rows)}\n],\n"frames":[\n${lines(frames)}\n]}\n`);
  }

  private async look(): Promise<void> {
    if (this.looking) return; // an API server that is late is asked once
    this.looking = true;
    try {
      const { time, seen, frame } = await this.sampler.look();
      this.frames.push(frame);
      this.rows.push(timelineRow(Math.round((time - this.begun) / 1000), this.load, seen));
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error; // the next look may be luckier
    } finally {
      this.looking = false;
    }
  }
}
