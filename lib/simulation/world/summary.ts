import { type PredictionSummary } from '../prediction';
import { tidy, type Record } from './record';

/** A scale-up this soon after a scale-down says that the pods should have stayed. */
const FLAP_SECONDS = 600;

/** A run in a few numbers. */
export function summaryOf(record: Record, initialReplicas: number, maxReplicas: number): PredictionSummary {
  const { desired, ready, served, lost, latency, replicas, unschedulable, offered, seconds } = record;
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
    podSeconds += replicas[second]!;
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
    worstLatencySeconds: worst === null ? null : tidy(worst),
    podHours: tidy(podSeconds / 3600),
  };
}
