import { type Dashboard } from './dashboard';

const AUTOSCALER = 'namespace, horizontalpodautoscaler';

/**
 * CPU of nodes and pods, and what autoscalers make of it: the graph that heapster's Grafana had, with the replicas beside it.
 * Its series are those of cAdvisor, node-exporter and kube-state-metrics.
 */
export const AUTOSCALING_DASHBOARD: Dashboard = {
  uid: 'autoscaling',
  title: 'Autoscaling',
  panels: [
    {
      title: 'Node CPU',
      unit: 'percentunit',
      queries: [
        {
          query: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
          legend: '{{instance}}',
        },
      ],
    },
    {
      title: 'Pod CPU in cores',
      queries: [
        {
          query: 'sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval]))',
          legend: '{{namespace}}/{{pod}}',
        },
      ],
    },
    {
      title: 'Replicas of autoscalers',
      queries: (['current', 'desired'] as const)
        .map((which) => ({
          query: `max by (${AUTOSCALER}) (kube_horizontalpodautoscaler_status_${which}_replicas)`,
          legend: `{{namespace}}/{{horizontalpodautoscaler}} ${which}`,
        }))
        .concat({
          query: `max by (${AUTOSCALER}) (kube_horizontalpodautoscaler_spec_max_replicas)`,
          legend: '{{namespace}}/{{horizontalpodautoscaler}} maximum',
        }),
    },
    {
      title: 'Metric and target of autoscalers',
      queries: [
        {
          query: `max by (${AUTOSCALER}, metric_name, metric_target_type) (kube_horizontalpodautoscaler_status_target_metric)`,
          legend: '{{namespace}}/{{horizontalpodautoscaler}} {{metric_name}} {{metric_target_type}}',
        },
        {
          query: `max by (${AUTOSCALER}, metric_name, metric_target_type) (kube_horizontalpodautoscaler_spec_target_metric)`,
          legend: '{{namespace}}/{{horizontalpodautoscaler}} {{metric_name}} {{metric_target_type}} target',
        },
      ],
    },
  ],
};
