/** A line of a panel: a query of Prometheus, and how its series are named. */
export interface DashboardQuery {
  /** The query, in PromQL; `$__rate_interval` is a window that fits the scrape interval and the zoom. */
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
   * Unit of the values, in Grafana's words, such as `percentunit`, `reqps`, `bytes` or `s`.
   * @default none
   */
  readonly unit?: string;
}

/** A dashboard: what `Grafana` shows. `AppDashboard` makes one of an app; `AUTOSCALING_DASHBOARD` is of the whole cluster. */
export interface Dashboard {
  /** Its identity in Grafana, and the name of its file: letters, digits, "-" and "_", at most 40. */
  readonly uid: string;
  /** Its title. */
  readonly title: string;
  /** Its panels, two in a row. */
  readonly panels: DashboardPanel[];
}
