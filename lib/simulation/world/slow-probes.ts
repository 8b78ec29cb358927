import { type PredictionRow, type SlowProbe } from '../prediction';
import { type Probe, type Workload } from './workload';

/**
 * The probes of a workload that would fail under the load: what they ask waits in the same line as requests do, for longer than they wait, and for as long as it takes to fail.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
export function slowProbes({ readiness, liveness }: Workload, rows: readonly PredictionRow[]): SlowProbe[] {
  return [...slow('readinessProbe', readiness, rows), ...slow('livenessProbe', liveness, rows)];
}

function slow(name: SlowProbe['probe'], probe: Probe | undefined, rows: readonly PredictionRow[]): SlowProbe[] {
  if (!probe?.asksTheApp) return [];
  const { timeout: timeoutSeconds, period, failureThreshold } = probe;
  const { from, seconds } = longestAbove(timeoutSeconds, rows);
  return seconds >= period * failureThreshold ? [{ probe: name, timeoutSeconds, from, seconds }] : [];
}

/** The longest time in which an answer takes longer than so many seconds. */
function longestAbove(latency: number, rows: readonly PredictionRow[]): { from: number; seconds: number } {
  let longest = { from: 0, seconds: 0 };
  let seconds = 0;
  for (const { second, latencySeconds } of rows) {
    seconds = (latencySeconds ?? 0) > latency ? seconds + 1 : 0;
    if (seconds > longest.seconds) longest = { from: second - seconds + 1, seconds };
  }
  return longest;
}
