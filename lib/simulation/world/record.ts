import { type PredictionRow } from '../prediction';

/** What a run leaves behind, second by second, in as little memory as it can. */
export class Record {
  readonly offered: Float64Array;
  readonly served: Float64Array;
  readonly lost: Float64Array;
  /** Seconds of latency, summed over the requests served. */
  readonly latency: Float64Array;
  /** What of it was spent in line behind others. */
  readonly standing: Float64Array;
  readonly cpu: Float64Array;
  readonly desired: Int32Array;
  readonly replicas: Int32Array;
  readonly ready: Int32Array;
  readonly unschedulable: Int32Array;
  /** Machines; 0 where nobody says which there are. */
  readonly nodes: Int32Array;
  readonly metrics: (readonly (number | null)[])[] = [];

  constructor(readonly seconds: number) {
    this.offered = new Float64Array(seconds);
    this.served = new Float64Array(seconds);
    this.lost = new Float64Array(seconds);
    this.latency = new Float64Array(seconds);
    this.standing = new Float64Array(seconds);
    this.cpu = new Float64Array(seconds);
    this.desired = new Int32Array(seconds);
    this.replicas = new Int32Array(seconds);
    this.ready = new Int32Array(seconds);
    this.unschedulable = new Int32Array(seconds);
    this.nodes = new Int32Array(seconds);
  }

  /** The record as rows. */
  rows(): PredictionRow[] {
    return Array.from({ length: this.seconds }, (_, second) => {
      const served = tidy(this.served[second]!);
      return {
        second,
        offered: tidy(this.offered[second]!),
        served,
        lost: tidy(this.lost[second]!),
        latencySeconds: served > 0 ? tidy(this.latency[second]! / this.served[second]!) : null,
        cpuCores: tidy(this.cpu[second]!),
        metrics: this.metrics[second]!,
        desired: this.desired[second]!,
        replicas: this.replicas[second]!,
        ready: this.ready[second]!,
        unschedulable: this.unschedulable[second]!,
      };
    });
  }
}

/** A number without the dust of floating point. */
export function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
