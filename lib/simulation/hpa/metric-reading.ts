import { type Int64 } from '../../kubernetes/int64';
import { type Samples } from './pod-groups';
import { type Failure } from './pod-requests';

/**
 * What the metrics API answered for one metric of the HPA: a failure in the words of the metrics client, samples of pods,
 * the value of an object, or the series of an external metric.
 */
export type MetricReading =
  Failure | { readonly samples: Samples } | { readonly value: Int64 } | { readonly series: readonly Int64[] };

export const NO_RESOURCE_METRICS: Failure = { error: 'no metrics returned from resource metrics API' };
export const NO_CUSTOM_METRICS: Failure = { error: 'no metrics returned from custom metrics API' };
export const NO_EXTERNAL_METRICS: Failure = { error: 'no metrics returned from external metrics API' };
