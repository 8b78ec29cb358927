import { jsonText } from '../../../encode';
import { type ExplainedSync, type PostMortem } from '../post-mortem';

/** For programs: every sync, whether it changed something or not. */
export function json(found: PostMortem): string {
  const { hpa, from, to, syncs, matching, turns, limits } = found;
  const { kind, name } = hpa.scaleTargetRef;
  const report = {
    hpa: { namespace: hpa.namespace, name: hpa.name, minReplicas: hpa.minReplicas, maxReplicas: hpa.maxReplicas },
    target: { kind, name },
    ...{ from: isoOf(from), to: isoOf(to) },
    ...{ matching, differing: syncs.length - matching, turns, limits },
    syncs: syncs.map(plain),
  };
  return `${jsonText(report, 2)}\n`;
}

function plain(sync: ExplainedSync): object {
  const { time, guessed, isChange, matches, currentReplicas, desiredReplicas, recordedReplicas, decision } = sync;
  const { rawReplicas, stabilizedReplicas, limitedBy, reason, error } = decision;
  return {
    ...{ time: isoOf(time), guessed, isChange, matches, currentReplicas, desiredReplicas, recordedReplicas },
    ...{ rawReplicas, stabilizedReplicas, limitedBy, reason, error },
    ...{ explanation: sync.explanation, suspects: sync.suspects },
  };
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
