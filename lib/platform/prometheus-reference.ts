import { type Duration } from 'cdk8s';

/**
 * A Prometheus that answers queries: what scalers, adapters and dashboards need to know of it.
 *
 * `PrometheusServer` and `PrometheusOperatorStack` are such; an object literal names one that is installed otherwise.
 */
export interface PrometheusReference {
  /** URL of its HTTP API inside the cluster, such as `http://prometheus-server.monitoring.svc.cluster.local`. */
  readonly url: string;
  /** How often it asks its targets: a query whose window is shorter than two of these sees single samples, or none. */
  readonly scrapeInterval: Duration;
}
