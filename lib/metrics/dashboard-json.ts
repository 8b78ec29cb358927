import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  type Dashboard as Model,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Dashboard, type DashboardPanel } from './dashboard';

/** Grafana's own data source is chosen at the top of the dashboard, so that it shows something in every Grafana. */
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const HALF_A_ROW = { w: 12, h: 9 };

/** A dashboard as Grafana reads it. */
export function dashboardJson(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboardModel(dashboard), undefined, 2)}\n`;
}

function dashboardModel({ uid, title, panels }: Dashboard): Model {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['cdk8s-autoscaling'])
    .readonly()
    .refresh('10s')
    .time({ from: 'now-30m', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  panels.forEach((panel, index) => builder.withPanel(panelOf(panel, index)));
  return builder.build();
}

function panelOf({ title, unit, queries }: DashboardPanel, index: number): PanelBuilder {
  const { w, h } = HALF_A_ROW;
  const panel = new PanelBuilder()
    .id(index + 1)
    .title(title)
    .datasource(DATASOURCE)
    .gridPos({ w, h, x: (index % 2) * w, y: Math.floor(index / 2) * h })
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .min(0);
  if (unit !== undefined) panel.unit(unit);
  queries.forEach(({ query, legend }, line) =>
    panel.withTarget(
      new DataqueryBuilder()
        .refId(`query${line + 1}`)
        .datasource(DATASOURCE)
        .expr(query)
        .legendFormat(legend)
        .range(),
    ),
  );
  return panel;
}
