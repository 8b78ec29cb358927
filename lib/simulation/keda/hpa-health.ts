import { type Condition } from '../hpa/conditions';
import { type KedaCondition } from './scale-loop';

/**
 * The condition HPAActive of a ScaledObject: what its HPA says of itself. That it is disabled at zero is healthy, because KEDA went there.
 * Nothing is said while the HPA has said nothing.
 */
export function hpaHealth(conditions: readonly Condition[]): KedaCondition[] {
  const scaling = conditions.find(({ type }) => type === 'ScalingActive');
  if (!scaling) return [];
  const type = 'HPAActive';
  const { status, reason, message } = scaling;
  if (status === 'True') return [{ type, status, reason: 'HPAActive', message: 'HPA is actively scaling' }];
  if (reason === 'ScalingDisabled') return [{ type, status: 'True', reason, message }];
  return [
    {
      type,
      status: 'False',
      reason: reason === '' ? 'HPAMetricsUnavailable' : reason,
      message: `HPA is not actively scaling: ${message}`,
    },
  ];
}
