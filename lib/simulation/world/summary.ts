import { type PredictionSummary } from '../prediction';
import { LatencySpread } from './latency-spread';
import { tidy, type Record } from './record';

/** A scale-up this soon after a scale-down says that the pods should have stayed. */
const FLAP_SECONDS = 600;

/** What a summary is made from beside the record. */
export interface SummaryInput {
  readonly initialReplicas: number;
  readonly maxReplicas: number;
  /** Cores and bytes that a pod requests. */
  readonly cpuRequest: number;
  readonly memoryRequest: number;
  /** Seconds after which clients give up; Infinity for messages. */
  readonly patience: number;
}

/** A run in a few numbers. */
export function summaryOf(record: Record, input: SummaryInput): PredictionSummary {
  const { initialReplicas, maxReplicas, cpuRequest, memoryRequest, patience } = input;
  const { desired, ready, served, lost, latency, standing, replicas, unschedulable, nodes, offered, seconds } = record;
  const spread = new LatencySpread(patience);
  const summary = {
    peakDesired: initialReplicas,
    peakReady: 0,
    secondsToPeak: 0,
    secondsToMax: null as number | null,
    secondsToMaxReady: null as number | null,
    secondsAtMax: 0,
    scaleUps: 0,
    scaleDowns: 0,
    flaps: 0,
    peakUnschedulable: 0,
  };
  let requests = 0;
  let answered = 0;
  let failed = 0;
  let waited = 0;
  let worst: number | null = null;
  let podSeconds = 0;
  let nodeSeconds = 0;
  let before = initialReplicas;
  let scaledDown = -Infinity;
  for (let second = 0; second < seconds; second += 1) {
    const wanted = desired[second]!;
    if (wanted !== before) {
      if (wanted > before) {
        summary.scaleUps += 1;
        if (second - scaledDown <= FLAP_SECONDS) summary.flaps += 1;
        scaledDown = -Infinity;
      } else {
        summary.scaleDowns += 1;
        scaledDown = second;
      }
      before = wanted;
    }
    if (wanted > summary.peakDesired) {
      summary.peakDesired = wanted;
      summary.secondsToPeak = second;
    }
    if (wanted >= maxReplicas) {
      summary.secondsToMax ??= second;
      summary.secondsAtMax += 1;
    }
    if (ready[second]! >= maxReplicas) summary.secondsToMaxReady ??= second;
    summary.peakReady = Math.max(summary.peakReady, ready[second]!);
    summary.peakUnschedulable = Math.max(summary.peakUnschedulable, unschedulable[second]!);
    requests += offered[second]!;
    answered += served[second]!;
    failed += lost[second]!;
    waited += latency[second]!;
    podSeconds += replicas[second]! - unschedulable[second]!;
    nodeSeconds += nodes[second]!;
    spread.add(served[second]!, latency[second]!, standing[second]!);
    if (served[second]! > 0) worst = Math.max(worst ?? 0, latency[second]! / served[second]!);
  }
  return {
    initialReplicas,
    finalReplicas: desired[seconds - 1] ?? initialReplicas,
    ...summary,
    offeredRequests: tidy(requests),
    servedRequests: tidy(answered),
    lostRequests: tidy(failed),
    availability: answered + failed > 0 ? answered / (answered + failed) : 1,
    meanLatencySeconds: answered > 0 ? tidy(waited / answered) : null,
    p50LatencySeconds: tidied(spread.quantile(0.5)),
    p95LatencySeconds: tidied(spread.quantile(0.95)),
    p99LatencySeconds: tidied(spread.quantile(0.99)),
    worstLatencySeconds: tidied(worst),
    podHours: tidy(podSeconds / 3600),
    coreHours: tidy((podSeconds / 3600) * cpuRequest),
    gibHours: tidy(((podSeconds / 3600) * memoryRequest) / 2 ** 30),
    nodeHours: nodeSeconds === 0 ? null : tidy(nodeSeconds / 3600),
  };
}

function tidied(value: number | null): number | null {
  return value === null ? null : tidy(value);
}
