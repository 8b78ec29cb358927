import { list, text } from '../../kubernetes/fields';
import { grafanaVariableIn, parseQuery, queryProblem, type ParsedQuery } from '../../promql';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { MONITORING } from '../monitoring';
import { adapterRulesIn, queryOf, seriesQueryOf, type AdapterRule } from '../prometheus-adapter';
import { type Rule } from '../rule';

/** PromQL outside triggers that Prometheus refuses: in rules and in the configuration of prometheus-adapter. */
export const invalidQuery: Rule = {
  id: 'R85',
  name: 'invalid-query',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A rule or an adapter asks Prometheus what it does not understand.',
  source: 'https://prometheus.io/docs/prometheus/latest/querying/basics/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  yield* ofRules(index);
  for (const rule of adapterRulesIn(index) ?? []) yield* ofAdapter(rule);
}

function* ofRules(index: ManifestIndex): Iterable<Mistake> {
  for (const object of index.ofKind(MONITORING, 'PrometheusRule')) {
    for (const [g, group] of list(object.manifest, 'spec', 'groups').entries()) {
      for (const [r, rule] of list(group, 'rules').entries()) {
        const expression = text(rule, 'expr');
        const told = expression === undefined ? undefined : problemOf(parseQuery(expression));
        if (told === undefined) continue;
        const name = text(rule, 'alert') ?? text(rule, 'record') ?? `rule ${r + 1}`;
        yield {
          objects: [object],
          field: `spec.groups[${g}].rules[${r}].expr`,
          what: `${describe(object)}: the expression of "${name}" is not valid PromQL: ${told}.`,
          why: 'prometheus-operator leaves the object out, so that none of its alerts fires and none of its series is recorded; its webhook refuses it, where that is on.',
          fix:
            grafanaVariableIn(expression ?? '') === undefined
              ? 'Try the expression on the page of a Prometheus server, which marks the place.'
              : `Only Grafana knows ${grafanaVariableIn(expression ?? '')}: write what it stands for, such as a window of [5m].`,
        };
      }
    }
  }
}

function* ofAdapter(rule: AdapterRule): Iterable<Mistake> {
  const whose = rule.name === undefined ? '' : ` of "${rule.name}"`;
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
