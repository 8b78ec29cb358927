import { parseGoBool } from '../../kubernetes/go-text';
import { type Int64 } from '../../kubernetes/int64';
import { isFailure, type Failure } from '../hpa/pod-requests';
import { metricMilli } from './metric-conversion';
import { type KedaRelease } from './settings';
import { type Trigger } from './trigger';

/**
 * What a trigger's source answers: a value, the values of all series of a Prometheus query (null for one without), or why it cannot be
 * asked.
 */
export type TriggerReading = Failure | { readonly value: number } | { readonly series: readonly (number | null)[] };

/** What KEDA makes of a reading. */
export interface ScalerResult {
  /** Thousandths. */
  readonly value: Int64;
  /** Whether the raw value is strictly above the activation threshold. */
  readonly active: boolean;
}

/** The result of a trigger's scaler. */
export function scalerResult(
  trigger: Trigger,
  reading: TriggerReading | undefined,
  release: KedaRelease,
): ScalerResult | Failure {
  const value = rawValue(trigger, reading ?? { error: `no reading was given for ${trigger.metricName}` });
  if (typeof value === 'object') return value;
  return { value: metricMilli(value, release), active: value > trigger.activationThreshold };
}

/**
 * The value of a Prometheus query: nothing, null and what is not a finite number count as 0 unless `ignoreNullValues` is false.
 *
 * @see https://keda.sh/docs/latest/scalers/prometheus/
 */
function rawValue({ metadata }: Trigger, reading: TriggerReading): number | Failure {
  if (isFailure(reading)) return reading;
  if ('value' in reading) return reading.value;
  const ignoresNull = parseGoBool(metadata.ignoreNullValues ?? '') !== false;
  const [value = null, ...others] = reading.series;
  if (others.length > 0) return { error: `prometheus query ${metadata.query ?? ''} returned multiple elements` };
  if (value !== null && Number.isFinite(value)) return value;
  if (ignoresNull) return 0;
  return value === null
    ? { error: "prometheus metrics 'prometheus' target may be lost, the result is empty" }
    : { error: `prometheus query returns ${value}` };
}
