import { type PredictionRow, type SlowProbe } from '../prediction';
import { type Absence } from './observer';
import { tidy } from './record';
import { type Workload } from './workload';

/** The probes that failed under the load, and what came of it. */
export function slowProbes(
  { readiness, liveness }: Workload,
  absences: readonly Absence[],
  rows: readonly PredictionRow[],
): SlowProbe[] {
  const probes = [
    ['readinessProbe', readiness],
    ['livenessProbe', liveness],
  ] as const;
  return probes.flatMap(([name, probe]) => {
    const own = absences.filter((absence) => absence.probe === name);
    const [first] = own;
    if (!probe || !first) return [];
    const away = secondsOf(own, rows);
    return [
      {
        probe: name,
        timeoutSeconds: probe.timeout,
        from: Math.floor(first.from / 1000),
        seconds: away.length,
        pods: new Set(own.map(({ pod }) => pod)).size,
        times: own.length,
        lostRequests: tidy(away.reduce((sum, { lost }) => sum + lost, 0)),
      },
    ];
  });
}

/** The seconds in which one of some pods was away. They are sorted by their beginning. */
function secondsOf(absences: readonly Absence[], rows: readonly PredictionRow[]): PredictionRow[] {
  let [next, until] = [0, -Infinity];
  return rows.filter(({ second }) => {
    for (; (absences[next]?.from ?? Infinity) < (second + 1) * 1000; next += 1) {
      until = Math.max(until, absences[next]!.until);
    }
    return second * 1000 < until;
  });
}
