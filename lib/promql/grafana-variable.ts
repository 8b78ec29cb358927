/**
 * A variable of Grafana in a query that was copied from a dashboard, such as `$__rate_interval` or `$namespace`; Prometheus knows none.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables
 */
export function grafanaVariableIn(query: string): string | undefined {
  return /\$__?[a-z]\w*|\$[a-z]\w*|\[\[\w+\]\]/.exec(query)?.[0];
}
