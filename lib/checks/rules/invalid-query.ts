import { grafanaVariableIn, parseQuery, queryProblem, withoutGrafanaVariables, type ParsedQuery } from '../../promql';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { adapterRulesIn, queryOf, seriesQueryOf, type AdapterRule } from '../prometheus-adapter';
import { type Rule } from '../rule';
import { GoPattern } from '../../validation';
import { panelQueriesIn, ruleExpressionsIn, type PanelQuery, type RuleExpression } from '../written-queries';

/** PromQL outside triggers that Prometheus refuses: in rules, in dashboards and in the configuration of prometheus-adapter. */
export const invalidQuery: Rule = {
  id: 'R85',
  name: 'invalid-query',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A rule, a dashboard or an adapter asks Prometheus what it does not understand.',
  source: 'https://prometheus.io/docs/prometheus/latest/querying/basics/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const rule of ruleExpressionsIn(index)) yield* ofRule(rule);
  for (const panel of panelQueriesIn(index)) yield* ofPanel(panel);
  for (const rule of adapterRulesIn(index) ?? []) yield* ofAdapter(rule);
}

/** @see https://github.com/prometheus/prometheus/blob/v3.5.0/cmd/prometheus/main.go (reloadConfig) */
function* ofRule({ object, field, name, expr }: RuleExpression): Iterable<Mistake> {
  const told = problemOf(parseQuery(expr));
  if (told === undefined) return;
  const variable = grafanaVariableIn(expr);
  const isObject = object.manifest.kind === 'PrometheusRule';
  yield {
    objects: [object],
    field,
    ...(!isObject && { severity: 'warning' as const }), // nobody sees who reads the file
    what: `${describe(object)}: the expression of "${name}" is not valid PromQL: ${told}.`,
    why: isObject
      ? 'prometheus-operator leaves the object out, so that none of its alerts fires and none of its series is recorded; its webhook refuses it, where that is on.'
      : 'Prometheus does not load the file: a reload keeps the rules from before, and a restart fails.',
    fix:
      variable === undefined
        ? 'Try the expression on the page of a Prometheus server, which marks the place.'
        : `Only Grafana knows ${variable}: write what it stands for, such as a window of [5m].`,
  };
}

/** A panel that asks Prometheus: other data sources have languages of their own, and variables may stand for any part of a query. */
function* ofPanel({ object, field, name, expr, answeredBy }: PanelQuery): Iterable<Mistake> {
  const filled = answeredBy === 'prometheus' ? withoutGrafanaVariables(expr) : undefined;
  const told = filled === undefined ? undefined : problemOf(parseQuery(filled));
  if (told === undefined) return;
  yield {
    objects: [object],
    field,
    severity: 'warning',
    what: `${describe(object)}: a query of ${name} is not valid PromQL: ${told}.`,
    why: 'The panel shows an error instead of a picture.',
    fix: 'Try the query in Explore of Grafana, which marks the place.',
  };
}

function* ofAdapter(rule: AdapterRule): Iterable<Mistake> {
  const whose = rule.name === undefined ? '' : ` of "${rule.name}"`;
  for (const pattern of rule.patterns) {
    if (pattern.includes('{{') || GoPattern.of(pattern)) continue;
    yield {
      objects: [rule.object],
      field: 'data',
      what: `${describe(rule.object)}: the pattern "${pattern}" of the rule for ${rule.seriesQuery} is not a regular expression of Go.`,
      why: 'The adapter ends as it starts ("unable to construct naming scheme from metrics rules"), and none of its metrics is served.',
      fix: 'Count its brackets; Go has neither lookahead nor backreferences.',
    };
  }
  const inSeries = problemOf(seriesQueryOf(rule));
  if (inSeries !== undefined) {
    yield {
      objects: [rule.object],
      field: 'data',
      what: `${describe(rule.object)}: the seriesQuery${whose} is not valid PromQL: ${inSeries}.`,
      why: 'The adapter finds no series for it, so that it does not serve the metric: TARGETS stays <unknown>.',
      fix: 'Write a selector, such as http_requests_total{namespace!=""}.',
    };
  }
  const inMetrics = problemOf(queryOf(rule));
  if (inMetrics !== undefined) {
    yield {
      objects: [rule.object],
      field: 'data',
      what: `${describe(rule.object)}: the metricsQuery${whose} is not valid PromQL once its template is filled in: ${inMetrics}.`,
      why: 'The adapter lists the metric and cannot answer for it: TARGETS stays <unknown>.',
      fix: 'Aggregate around the rate: sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>).',
    };
  }
}

/** Where and why Prometheus refuses a query; undefined if it takes it, or if a part of it is filled in by a template. */
function problemOf(query: ParsedQuery | undefined): string | undefined {
  if (!query || query.text.includes('<<') || query.text.trim() === '') return undefined;
  const problem = queryProblem(query);
  if (!problem) return undefined;
  const near = query.text.slice(problem.at, problem.at + 20).split('\n')[0] ?? '';
  return problem.reason ?? (near === '' ? 'it ends too early' : `unexpected "${near}" at character ${problem.at + 1}`);
}
