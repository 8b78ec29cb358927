import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, DatasourceVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { AUTOSCALING_DASHBOARD, type Dashboard } from '../../lib';
import { dashboardJson } from '../../lib/metrics/dashboard-json';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** The same dashboard, built with Grafana's own Foundation SDK. */
function builtByGrafana({ uid, title, panels }: Dashboard): string {
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .tags(['cdk8s-autoscaling'])
    .readonly()
    .refresh('10s')
    .time({ from: 'now-30m', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  panels.forEach(({ title: name, unit, queries }, index) => {
    const panel = new PanelBuilder()
      .id(index + 1)
      .title(name)
      .datasource(DATASOURCE)
      .gridPos({ w: 12, h: 9, x: (index % 2) * 12, y: Math.floor(index / 2) * 9 })
      .legend(new VizLegendOptionsBuilder().showLegend(true))
      .min(0);
    if (unit !== undefined) panel.unit(unit);
    queries.forEach(({ query, legend }, line) => {
      const target = new DataqueryBuilder().refId(`query${line + 1}`).datasource(DATASOURCE);
      panel.withTarget(target.expr(query).legendFormat(legend).range());
    });
    dashboard.withPanel(panel);
  });
  return `${JSON.stringify(dashboard.build(), undefined, 2)}\n`;
}

const EMPTY: Dashboard = { uid: 'empty', title: 'Empty', panels: [] };
const ODD: Dashboard = {
  uid: 'odd',
  title: 'Odd "title" \u2028',
  panels: [
    { title: 'No query', queries: [] },
    { title: 'No unit', queries: [{ query: 'up{a="\\\\"}', legend: '' }] },
    { title: 'Two', unit: 'reqps', queries: ['a', 'b'].map((query) => ({ query, legend: `{{${query}}}` })) },
  ],
};

test.each([AUTOSCALING_DASHBOARD, EMPTY, ODD])(
  'what is written is what the SDK of Grafana builds: $title',
  (dashboard) => {
    expect(dashboardJson(dashboard)).toBe(builtByGrafana(dashboard));
  },
);
