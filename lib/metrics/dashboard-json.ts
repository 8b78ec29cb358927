import { type Dashboard, type DashboardPanel } from './dashboard';

/** Grafana's own data source is chosen at the top of the dashboard, so that it shows something in every Grafana. */
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const HALF_A_ROW = { w: 12, h: 9 };

/**
 * A dashboard as Grafana reads it: what Grafana's Foundation SDK builds, to the byte. A test holds them together; the SDK itself is 6 MB in
 * 1,800 files, which nobody who installs this package should have to carry for it.
 *
 * @see https://github.com/grafana/grafana-foundation-sdk
 */
export function dashboardJson({ uid, title, panels }: Dashboard): string {
  const model = {
    timezone: 'browser',
    editable: false,
    graphTooltip: 0,
    fiscalYearStartMonth: 0,
    schemaVersion: 42,
    templating: { list: [DATASOURCE_CHOICE] },
    annotations: {},
    title,
    uid,
    tags: ['cdk8s-autoscaling'],
    refresh: '10s',
    time: { from: 'now-30m', to: 'now' },
    ...(panels.length > 0 ? { panels: panels.map(panelOf) } : {}),
  };
  return `${JSON.stringify(model, undefined, 2)}\n`;
}

const DATASOURCE_CHOICE = {
  type: 'datasource',
  name: 'datasource',
  skipUrlSync: false,
  multi: false,
  allowCustomValue: true,
  includeAll: false,
  auto: false,
  auto_min: '10s',
  auto_count: 30,
  label: 'Data source',
  query: 'prometheus',
};

function panelOf({ title, unit, queries }: DashboardPanel, index: number): object {
  const { w, h } = HALF_A_ROW;
  return {
    type: 'timeseries',
    transparent: false,
    repeatDirection: 'h',
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'single', sort: 'asc' },
    },
    fieldConfig: { defaults: { custom: {}, min: 0, ...(unit === undefined ? {} : { unit }) }, overrides: [] },
    id: index + 1,
    title,
    datasource: DATASOURCE,
    gridPos: { w, h, x: (index % 2) * w, y: Math.floor(index / 2) * h },
    ...(queries.length > 0 ? { targets: queries.map(targetOf) } : {}),
  };
}

function targetOf({ query, legend }: DashboardPanel['queries'][number], line: number): object {
  return {
    expr: query,
    refId: `query${line + 1}`,
    datasource: DATASOURCE,
    legendFormat: legend,
    range: true,
    instant: false,
  };
}
