import { type Duration } from 'cdk8s';
import { type Problem } from '../validation';

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

/** What is wrong with a reference that somebody wrote by hand. */
export function prometheusReferenceProblem({ url, scrapeInterval }: PrometheusReference): Problem | undefined {
  if (!isHttpUrl(url)) {
    return {
      what: `Prometheus has the address "${url}".`,
      why: 'Whoever asks it sends HTTP requests there.',
      fix: 'Write a URL, such as http://prometheus-server.monitoring.svc.cluster.local.',
    };
  }
  if (scrapeInterval.toMilliseconds() > 0) return undefined;
  return {
    what: `The Prometheus at ${url} asks its targets every ${scrapeInterval.toMilliseconds()} ms.`,
    why: 'Windows of queries are compared with it.',
    fix: 'Say what its configuration says, such as scrapeInterval: Duration.seconds(15).',
  };
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]/.test(text) && !/\s/.test(text) && URL.canParse(text);
}
