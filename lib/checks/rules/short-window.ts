import { parseQuery } from '../../promql';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { RuleIntervals } from '../scraping/rule-intervals';
import { shortWindows } from '../scraping/short-windows';
import { panelQueriesIn, ruleExpressionsIn, type PanelQuery } from '../written-queries';

/** Windows of rules and dashboards that hold too few samples; those of triggers are R8's. */
export const shortWindow: Rule = {
  id: 'R92',
  name: 'short-window',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A window of a rule or a dashboard is short for how often its metric is scraped.',
  source: 'https://www.robustperception.io/what-range-should-i-use-with-rate/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const intervals = new RuleIntervals(index);
  for (const { object, field, name, expr } of ruleExpressionsIn(index)) {
    if (!expr.includes('[')) continue;
    for (const { what, why, needed } of shortWindows(parseQuery(expr), (each) => intervals.of(each))) {
      yield {
        objects: [object],
        field,
        what: `${describe(object)}: in "${name}", the ${what}.`,
        why,
        fix: `Use a window of ${needed} s or more, or scrape more often.`,
      };
    }
  }
  yield* ofDashboards(index, intervals);
}

/** A window that several panels of a dashboard have in common is told once. */
function* ofDashboards(index: ManifestIndex, intervals: RuleIntervals): Iterable<Mistake> {
  const told = new Map<string, { readonly mistake: Mistake; readonly panel: PanelQuery; others: number }>();
  for (const panel of panelQueriesIn(index)) {
    for (const mistake of panelMistakes(panel, intervals)) {
      const key = JSON.stringify([describe(panel.object), panel.field, mistake.what]);
      const known = told.get(key);
      if (known) known.others++;
      else told.set(key, { mistake, panel, others: 0 });
    }
  }
  for (const { mistake, panel, others } of told.values()) {
    const more = others === 0 ? '' : ` and ${others} more`;
    yield { ...mistake, what: `${describe(panel.object)}: in ${panel.name}${more}, ${mistake.what}` };
  }
}

function* panelMistakes(panel: PanelQuery, intervals: RuleIntervals): Iterable<Mistake> {
  const { object, field, expr } = panel;
  if (!expr.includes('[') || (panel.answeredBy ?? 'prometheus') !== 'prometheus') return;
  const query = parseQuery(expr);
  if (ratesOfPoints(expr)) {
    yield {
      objects: [object],
      field,
      severity: 'info',
      what: 'rate() looks at [$__interval].',
      why: '$__interval is the step between two points of the graph, down to one scrape interval: zoomed in, the window holds one sample and the panel is empty.',
      fix: 'Write [$__rate_interval], which Grafana makes at least four scrape intervals long.',
    };
  }
  for (const { what, why, isEmpty } of shortWindows(query, (each) => intervals.of(each))) {
    yield {
      objects: [object],
      field,
      severity: isEmpty ? 'warning' : 'info',
      what: `the ${what}.`,
      why,
      fix: 'Write [$__rate_interval], which Grafana makes at least four scrape intervals long.',
    };
  }
}

/**
 * Whether a query of a panel takes a speed over the distance of two points.
 * @see https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/#use-__rate_interval
 */
function ratesOfPoints(expr: string): boolean {
  return /\b(?:rate|irate|increase)\s*\([^()]*\[\s*(?:\$__interval|\$\{__interval\})\s*\]/.test(expr);
}
