import { KnownMetric, MetricType } from '../../platform';

/** What podinfo counts of its own requests; it exposes them at /metrics of its port for HTTP. */
export const PODINFO_METRICS: KnownMetric[] = [
  new KnownMetric({
    name: 'http_requests_total',
    type: MetricType.COUNTER,
    description: 'requests since the start, by status',
    labels: ['status'],
    unit: 'requests',
  }),
  new KnownMetric({
    name: 'http_request_duration_seconds',
    type: MetricType.HISTOGRAM,
    description: 'how long requests took',
    labels: ['method', 'path', 'status'],
  }),
];
