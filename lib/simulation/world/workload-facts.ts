import { type PredictionParameter } from '../prediction';
import { type Workload } from './workload';

/** What the manifest of the workload says, or leaves to the defaults of the API, as far as it changes a prediction. */
export function workloadFacts(workload: Workload): PredictionParameter[] {
  const { cpuRequest, cpuLimit, readiness, preStop, gracePeriod, minReadySeconds, rollout } = workload;
  const { type, maxSurge, maxUnavailable } = rollout;
  return [
    fact('resources.requests.cpu', 'CPU that a pod requests', cpuRequest, 'cores', cpuRequest > 0),
    fact('resources.limits.cpu', 'CPU that a pod is limited to', cpuLimit ?? 'none', 'cores', cpuLimit !== undefined),
    fact(
      'readinessProbe',
      'when a pod is Ready',
      readiness ? `every ${readiness.period} s, after ${readiness.initialDelay} s` : 'none: as soon as it runs',
      '',
      readiness !== undefined,
    ),
    fact('minReadySeconds', 'for which a pod is Ready before it counts as available', minReadySeconds, 's', minReadySeconds > 0), // prettier-ignore
    fact('lifecycle.preStop', 'pause before a pod is told to stop', preStop, 's', preStop > 0),
    fact('terminationGracePeriodSeconds', 'after which a pod is killed', gracePeriod, 's', gracePeriod !== 30),
    fact(
      'strategy',
      'how a new version comes',
      type === 'Recreate' ? type : `${type}, maxSurge ${maxSurge}, maxUnavailable ${maxUnavailable}`,
      '',
      type === 'Recreate' || maxSurge !== '25%' || maxUnavailable !== '25%',
    ),
  ];
}

function fact(
  name: string,
  meaning: string,
  value: number | string,
  unit: string,
  isWritten: boolean,
): PredictionParameter {
  return {
    name,
    meaning,
    value,
    unit: typeof value === 'number' ? unit : '',
    range: null,
    origin: isWritten ? 'manifest' : 'default',
    source: isWritten ? 'the manifest of the target' : 'the default of the API',
  };
}
