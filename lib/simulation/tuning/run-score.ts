import { LatencySpread } from '../world/latency-spread';
import { type Record } from '../world/record';

/** What one run of a candidate gives. Times are seconds. */
export interface RunScore {
  /** Pod hours at the present requests: a pod that requests half counts half. */
  readonly cost: number;
  readonly podHours: number;
  readonly offered: number;
  readonly lost: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** The mean of the worst second. */
  readonly worst: number;
  /** Most replicas that were wanted. */
  readonly peak: number;
  readonly secondsAtMax: number;
  /** What a ready pod uses at most in 95 of 100 seconds, as a share of its request; 0 without a request. */
  readonly use: number;
}

/** What a pod of a candidate is. */
export interface PodSize {
  readonly cpuRequest: number;
  /** Its share of what a pod requests now. */
  readonly costShare: number;
  readonly maxReplicas: number;
  /** Seconds after which its clients give up. */
  readonly patience: number;
}

/** A run in the numbers that a search compares, without the seconds before `begin`, in which it warms up. */
export function runScore(
  record: Record,
  begin: number,
  { cpuRequest, costShare, maxReplicas, patience }: PodSize,
): RunScore {
  const { desired, replicas, unschedulable, ready, served, lost, latency, standing, offered, cpu, seconds } = record;
  let [podSeconds, sent, failed, answered, waited, worst, peak, atMax] = [0, 0, 0, 0, 0, 0, 0, 0];
  const spread = new LatencySpread(patience);
  const uses = new Float64Array(seconds - begin);
  for (let second = begin; second < seconds; second += 1) {
    podSeconds += replicas[second]! - unschedulable[second]!;
    sent += offered[second]!;
    failed += lost[second]!;
    answered += served[second]!;
    waited += latency[second]!;
    spread.add(served[second]!, latency[second]!, standing[second]!);
    if (served[second]! > 0) worst = Math.max(worst, latency[second]! / served[second]!);
    peak = Math.max(peak, desired[second]!);
    if (desired[second]! >= maxReplicas) atMax += 1;
    uses[second - begin] = cpuRequest > 0 && ready[second]! > 0 ? cpu[second]! / ready[second]! / cpuRequest : 0;
  }
  const podHours = podSeconds / 3600;
  return {
    cost: podHours * costShare,
    podHours,
    offered: sent,
    lost: failed,
    mean: answered > 0 ? waited / answered : 0,
    p50: spread.quantile(0.5) ?? 0,
    p95: spread.quantile(0.95) ?? 0,
    p99: spread.quantile(0.99) ?? 0,
    ...{ worst, peak },
    secondsAtMax: atMax,
    use: uses.sort()[Math.ceil(uses.length * 0.95) - 1]!,
  };
}
