/**
 * A variable of Grafana in a query that was copied from a dashboard, such as `$__rate_interval` or `$namespace`; Prometheus knows none.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables
 */
export function grafanaVariableIn(query: string): string | undefined {
  return /\$__?[a-z]\w*|\$[a-z]\w*|\[\[\w+\]\]/.exec(query)?.[0];
}

/** What Grafana puts in the place of a variable, in any of its spellings: `$name`, `${name:format}` and `[[name]]`. */
const VARIABLE = /\$\{[^}]*\}|\$\w+|\[\[[^\]]*\]\]/g;

/** The query of a panel with a window in the place of variables in ranges; undefined where a variable stands for something else than text. */
export function withoutGrafanaVariables(query: string): string | undefined {
  const filled = query.replace(/\[\s*(?:\$\{[^}]*\}|\$\w+)\s*(:[^\]]*)?\]/g, (_, step?: string) =>
    step === undefined ? '[5m]' : '[5m:]',
  );
  const outsideOfTexts = filled.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
  return outsideOfTexts.match(VARIABLE) ? undefined : filled;
}
