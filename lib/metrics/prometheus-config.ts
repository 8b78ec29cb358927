import { Yaml, type Duration } from 'cdk8s';
import { prometheusDuration } from './prometheus-duration';
import { type ScrapeJob } from './scrape-job';

/** What the configuration file of Prometheus is made of. */
export interface PrometheusConfig {
  readonly scrapeInterval: Duration;
  readonly scrapeTimeout: Duration;
  readonly evaluationInterval: Duration;
  readonly externalLabels: { readonly [label: string]: string };
  readonly jobs: readonly ScrapeJob[];
  /** Addresses of Alertmanagers as `host:port`. */
  readonly alertmanagers: readonly string[];
  /** Files with rules. */
  readonly ruleFiles: readonly string[];
  readonly selfSignedKubelets: boolean;
}

/**
 * The text of `prometheus.yml`.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export function prometheusConfig(config: PrometheusConfig): string {
  const { externalLabels, alertmanagers, ruleFiles } = config;
  const content = {
    global: {
      scrape_interval: prometheusDuration(config.scrapeInterval),
      scrape_timeout: prometheusDuration(config.scrapeTimeout),
      evaluation_interval: prometheusDuration(config.evaluationInterval),
      ...(Object.keys(externalLabels).length > 0 ? { external_labels: externalLabels } : {}),
    },
    ...(ruleFiles.length > 0 ? { rule_files: ruleFiles } : {}),
    ...(alertmanagers.length > 0
      ? { alerting: { alertmanagers: [{ static_configs: [{ targets: [...alertmanagers] }] }] } }
      : {}),
    scrape_configs: config.jobs.map((job) => job.toConfig(config.selfSignedKubelets)),
  };
  return Yaml.stringify(JSON.parse(JSON.stringify(content))); // a list that is used twice would become an alias
}
