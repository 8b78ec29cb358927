export * from './adapter-rule';
export * from './alertmanager';
export * from './app-dashboard';
export * from './autoscaling-alerts';
export * from './autoscaling-dashboard';
export * from './dashboard';
export * from './data-volume';
export * from './grafana';
export { GrafanaDashboard, type GrafanaDashboardProps } from './grafana-dashboard';
export * from './kube-state-metrics';
export * from './metrics-server';
export { type MonitorOptions, type MonitorPodsOptions, type MonitoredPort, type MonitoredService } from './monitor';
export * from './node-exporter';
export * from './prometheus-adapter';
export * from './prometheus-operator-reference';
export * from './prometheus-operator-stack';
export * from './prometheus-operator-stack-props';
export {
  AlertSeverity,
  PrometheusRule,
  type AlertOptions,
  type RecordOptions,
  type RuleGroup,
} from './prometheus-rule';
export * from './prometheus-server';
export * from './prometheus-server-props';
export * from './pushgateway';
export * from './relabeling';
export * from './scrape-job';
export { type ScrapeOptions, type ScrapedContainer, type ScrapedPort, type ScrapedWorkload } from './scraped-workload';
export { ServiceObject, type ServiceObjectPort, type ServiceObjectProps } from './service-object';
