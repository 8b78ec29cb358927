/** A line of a panel: a query of Prometheus, and how its series are named. */
export interface DashboardQuery {
  /** The query, in PromQL. */
  readonly query: string;
  /** Name of a series, with `{{label}}` for the value of a label. */
  readonly legend: string;
}

/** A graph of a dashboard. */
export interface DashboardPanel {
  /** What it shows. */
  readonly title: string;
  /** Its lines. */
  readonly queries: DashboardQuery[];
  /**
   * Unit of the values, in Grafana's words, such as `percentunit` or `cores`.
   * @default none
   */
  readonly unit?: string;
}

/** A dashboard: what `Grafana` shows of an autoscaled application. */
export interface Dashboard {
  /** Its identity in Grafana, and the name of its file: letters, digits, "-" and "_", at most 40. */
  readonly uid: string;
  /** Its title. */
  readonly title: string;
  /** Its panels, two in a row. */
  readonly panels: DashboardPanel[];
}

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

/** The dashboard as Grafana reads it. */
export function dashboardJson({ uid, title, panels }: Dashboard, datasource: string): string {
  const source = { type: 'prometheus', uid: datasource };
  return `${JSON.stringify(
    {
      uid,
      title,
      schemaVersion: 39,
      editable: false,
      refresh: '10s',
      time: { from: 'now-30m', to: 'now' },
      panels: panels.map((panel, index) => ({
        id: index + 1,
        type: 'timeseries',
        title: panel.title,
        datasource: source,
        gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 9, w: 12, h: 9 },
        fieldConfig: { defaults: { min: 0, ...(panel.unit === undefined ? {} : { unit: panel.unit }) }, overrides: [] },
        targets: panel.queries.map(({ query, legend }, line) => ({
          refId: String.fromCharCode(65 + line),
          datasource: source,
          expr: query,
          legendFormat: legend,
        })),
      })),
    },
    undefined,
    2,
  )}\n`;
}
