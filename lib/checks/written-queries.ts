import { fields, list, text } from '../kubernetes/fields';
import { durationSeconds } from '../promql';
import { type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { MONITORING } from './monitoring';
import { remembered } from './remembered';
import { parseYamlText } from './yaml-text';

/** An expression of a rule that Prometheus evaluates by itself. */
export interface RuleExpression {
  readonly object: CheckedObject;
  readonly field: string;
  /** What it is called: the name of its alert or its series, or its place. */
  readonly name: string;
  /** The series that it records; undefined for an alert. */
  readonly record?: string;
  readonly expr: string;
  /** How often it is evaluated, in seconds, where its group says so. */
  readonly everySeconds?: number;
}

/** A query of a panel of a dashboard. */
export interface PanelQuery {
  readonly object: CheckedObject;
  readonly field: string;
  /** The panel with its dashboard: `panel "Requests" of web.json`. */
  readonly name: string;
  readonly expr: string;
  /** What answers it, such as `prometheus`; undefined where a variable or a name of the dashboard says so. */
  readonly answeredBy?: string;
}

/** The expressions of all PrometheusRules, and of rule files in ConfigMaps. */
export const ruleExpressionsIn = remembered((index: ManifestIndex): readonly RuleExpression[] => [
  ...index
    .ofKind(MONITORING, 'PrometheusRule')
    .flatMap((object) => expressionsOf(object, object.manifest.spec, (g, r) => `spec.groups[${g}].rules[${r}].expr`)),
  ...index.ofKind('', 'ConfigMap').flatMap((object) =>
    Object.entries(fields(object.manifest, 'data')).flatMap(([file, content]) => {
      if (typeof content !== 'string' || !/^groups:/m.test(content) || !content.includes('expr:')) return [];
      const found = expressionsOf(object, parseYamlText(content), () => `data["${file}"]`);
      return found.some(({ expr }) => isOfLogs(expr)) ? [] : found;
    }),
  ),
]);

/** Whether an expression is one of Loki or VictoriaLogs, whose rule files look the same: PromQL has no `|`. */
function isOfLogs(expr: string): boolean {
  return expr.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '').includes('|');
}

function expressionsOf(
  object: CheckedObject,
  file: unknown,
  fieldOf: (group: number, rule: number) => string,
): RuleExpression[] {
  return list(file, 'groups').flatMap((group, g) =>
    list(group, 'rules').flatMap((rule, r) => {
      const expr = text(rule, 'expr');
      const record = text(rule, 'record');
      if (expr === undefined) return [];
      const name = text(rule, 'alert') ?? record ?? `rule ${r + 1}`;
      const everySeconds = durationSeconds(text(group, 'interval') ?? '');
      return [{ object, field: fieldOf(g, r), name, record, expr, everySeconds }];
    }),
  );
}

/** The queries of all dashboards: in ConfigMaps that Grafana loads, and in objects of its operator. */
export const panelQueriesIn = remembered((index: ManifestIndex): readonly PanelQuery[] => [
  ...index.ofKind('', 'ConfigMap').flatMap((object) =>
    Object.entries(fields(object.manifest, 'data')).flatMap(([file, content]) => {
      return queriesOf(object, content, file, `data["${file}"]`);
    }),
  ),
  ...['grafana.integreatly.org', 'integreatly.org'].flatMap((group) =>
    index
      .ofKind(group, 'GrafanaDashboard')
      .flatMap((object) => queriesOf(object, fields(object.manifest, 'spec').json, 'its dashboard', 'spec.json')),
  ),
]);

function queriesOf(object: CheckedObject, content: unknown, file: string, field: string): PanelQuery[] {
  if (typeof content !== 'string' || !content.includes('"panels"') || !content.includes('"expr"')) return [];
  return panelsOf(parseJson(content)).flatMap((panel) =>
    list(panel, 'targets').flatMap((target) => {
      const expr = text(target, 'expr');
      if (expr === undefined) return [];
      const answeredBy = text(target, 'datasource', 'type') ?? text(panel, 'datasource', 'type');
      return [{ object, field, name: `panel "${text(panel, 'title') ?? ''}" of ${file}`, expr, answeredBy }];
    }),
  );
}

/** The panels of a dashboard, those of its rows included. */
function panelsOf(dashboard: unknown): unknown[] {
  const panels = list(dashboard, 'panels');
  return [...panels, ...[...panels, ...list(dashboard, 'rows')].flatMap((row) => list(row, 'panels'))];
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined; // a template, or not a dashboard
  }
}
