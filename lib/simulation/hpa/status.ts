import { type Fields } from '../../kubernetes/fields';
import { timeText } from '../instant';
import { type HpaDecision } from './decision';

/** The status that a decision writes, as `kubectl get hpa --output=yaml` shows it. */
export function hpaStatus({ currentReplicas, history }: HpaDecision): Fields {
  const { conditions, currentMetrics, desiredReplicas, lastScaleTime } = history;
  return {
    currentReplicas,
    desiredReplicas,
    ...(lastScaleTime !== undefined && { lastScaleTime: timeText(lastScaleTime) }),
    currentMetrics,
    conditions: conditions.map((condition) => ({
      ...condition,
      lastTransitionTime: timeText(condition.lastTransitionTime),
    })),
  };
}
