import { type Prediction } from '../../../simulation';
import { grouped, plural } from '../../text';
import { latency } from '../amounts';

/** Differences below these are within what the model knows. */
const LEAST = { requests: 0.5, pods: 0.05, latencySeconds: 0.01, latencyShare: 0.1 };

/** What a change gives, in the words of somebody who has to decide about it. */
export function effectOf(before: Prediction, after: Prediction): string {
  const parts = [
    lostPart(before, after),
    latencyPart(before, after),
    podsPart(before, after),
    flapsPart(before, after),
  ];
  const told = parts.filter((part) => part !== undefined);
  return told.length === 0 ? 'changes nothing' : told.join(', ');
}

function lostPart({ summary: before, unit }: Prediction, { summary: after }: Prediction): string | undefined {
  if (Math.abs(after.lostRequests - before.lostRequests) < LEAST.requests) return undefined;
  return `loses ${grouped(after.lostRequests)} instead of ${plural(Math.round(before.lostRequests), unit === 'messages' ? 'message' : 'request')}`;
}

function latencyPart({ summary: before }: Prediction, { summary: after }: Prediction): string | undefined {
  const [was, is] = [before.worstLatencySeconds, after.worstLatencySeconds];
  if (was === null || is === null) return undefined;
  const change = Math.abs(is - was);
  if (change < LEAST.latencySeconds || change < was * LEAST.latencyShare) return undefined;
  return `${latency(is)} instead of ${latency(was)} in the worst second`;
}

function podsPart(before: Prediction, after: Prediction): string | undefined {
  const change = averagePods(after) - averagePods(before);
  if (Math.abs(change) < LEAST.pods) return undefined;
  const count = grouped(Math.abs(change), 1);
  return `${count} ${change < 0 ? 'fewer' : 'more'} ${count === '1' ? 'pod' : 'pods'} on average`;
}

function flapsPart({ summary: before }: Prediction, { summary: after }: Prediction): string | undefined {
  const change = after.flaps - before.flaps;
  if (change === 0) return undefined;
  const [direction, ...more] = plural(Math.abs(change), 'change').split(' ');
  return `${direction} ${change < 0 ? 'fewer' : 'more'} ${more.join(' ')} of direction`;
}

/** Pods that run on average. */
export function averagePods({ summary, durationSeconds }: Prediction): number {
  return summary.podHours / (durationSeconds / 3600);
}
