import { similarName } from '../../checks/similar-names';
import { MetricType } from '../../platform';
import { labelsOfSeries, typeOfSeries, unknownSeries } from '../catalogue/known-series';
import { type MetricExporter } from '../catalogue/metric-exporter';
import {
  counterUse,
  parseQuery,
  queryProblem,
  selectorsIn,
  speedOf,
  windowsIn,
  type ParsedQuery,
  type QueryProblem,
  type VectorSelector,
} from '../../promql';
import { type Problem, type TimeSpan } from '../../validation';
import { type MetricQuery } from './metric-query';
import { millisecondsText } from './promql-text';

/** What the rules say of a query. */
export interface QueryJudgement {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What a query is for: it decides what a mistake does. */
interface Purpose {
  readonly refused: string;
  readonly missing: string;
  readonly counter: string;
}

const SCALING: Purpose = {
  refused: 'Prometheus refuses it, so that nothing ever scales.',
  missing: 'Prometheus answers with nothing, not with an error: nothing ever scales, and nobody is told why.',
  counter: 'A counter only rises, so that replicas would never fall.',
};

const RULE: Purpose = {
  refused: 'Prometheus refuses the whole file of rules.',
  missing: 'Prometheus answers with nothing, not with an error: the alert never fires, and the series is never there.',
  counter: 'A counter only rises, and begins at 0 again with its pod: its value says how old the pod is.',
};

/** What is wrong with a query by itself, as the source of a decision about replicas; R8 judges its shape in the ScaledObject. */
export function judgeQuery(query: MetricQuery, scrapeInterval: TimeSpan): QueryJudgement {
  const promql = query.toPromql();
  const { errors, misuses } = judge(query, scrapeInterval, SCALING);
  const parsed = parseQuery(promql);
  if (queryProblem(parsed) || parsed.deepAt !== undefined) return { errors, warnings: [] };
  const selectors = selectorsIn(parsed);
  const warnings = selectors.flatMap(
    (selector) => podPattern(promql, selector) ?? unknownLabel(promql, selector, query.exporter) ?? [],
  );
  return { errors: [...errors, ...misuses, ...(selectors.length === 0 ? [withoutMetric(promql)] : [])], warnings };
}

/** What is wrong with the query of an alert or a recorded series, which may be about anything: a counter, or no metric at all. */
export function judgeRule(query: MetricQuery, scrapeInterval: TimeSpan): QueryJudgement {
  const { errors, misuses } = judge(query, scrapeInterval, RULE);
  return { errors, warnings: misuses };
}

function judge(
  query: MetricQuery,
  scrapeInterval: TimeSpan,
  purpose: Purpose,
): { readonly errors: readonly Problem[]; readonly misuses: readonly Problem[] } {
  const promql = query.toPromql();
  const { exporter } = query;
  const parsed = parseQuery(promql);
  const refused = queryProblem(parsed);
  if (refused) return { errors: [refusal(promql, refused, purpose)], misuses: [] };
  if (parsed.deepAt !== undefined) return { errors: [], misuses: [] };
  const selectors = selectorsIn(parsed);
  const unknown = selectors.flatMap((selector) => unknownMetric(promql, selector, purpose, exporter) ?? []);
  const windows = windowsIn(parsed).flatMap(
    ({ seconds }) => windowProblem(promql, seconds * 1000, scrapeInterval) ?? [],
  );
  return {
    errors: [...unknown, ...windows],
    misuses: selectors.flatMap((selector) => misusedMetric(parsed, selector, purpose, exporter) ?? []),
  };
}

/** The gauges that a query reads, as far as an exporter has them. */
export function gaugesIn(query: MetricQuery): string[] {
  return selectorsIn(parseQuery(query.toPromql())).flatMap((selector) =>
    selector.metric !== undefined && typeOf(selector, query.exporter) === MetricType.GAUGE ? selector.metric : [],
  );
}

function refusal(promql: string, { at, reason }: QueryProblem, purpose: Purpose): Problem {
  const before = promql.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  const rest = promql.slice(at).trim();
  return {
    what:
      reason === undefined
        ? `The query \`${promql}\` does not parse: at ${place}, ${rest === '' ? 'where it ends' : `before \`${rest}\``}.`
        : `The query \`${promql}\` is not valid at ${place}: ${reason}.`,
    why: purpose.refused,
    fix: 'Correct it there, or build it: MetricExporter.PODINFO.counter("http_requests_total").rate({ window }).sum().',
  };
}

function withoutMetric(promql: string): Problem {
  return {
    what: `The query \`${promql}\` reads no metric.`,
    why: 'It always gives the same number.',
    fix: 'Name the metric to scale on.',
  };
}

const OF_OTHERS =
  'If something else exposes it, say so: MetricQuery.raw(promql, { exporter: MetricExporter.of({ name, metrics }) }).';

/** The metric is not one of its exporter's: of the one that the query names, or of the one that has one of nearly this name. */
function unknownMetric(
  promql: string,
  { metric }: VectorSelector,
  purpose: Purpose,
  named?: MetricExporter,
): Problem | undefined {
  const unknown = metric === undefined ? undefined : unknownSeries(metric, named);
  if (!unknown) return undefined;
  return {
    what: `The query \`${promql}\` reads "${String(metric)}", which ${unknown.exporter} does not have.`,
    why: purpose.missing,
    fix: named ? unknown.fix : `${unknown.fix} ${OF_OTHERS}`,
  };
}

function misusedMetric(
  query: ParsedQuery,
  selector: VectorSelector,
  purpose: Purpose,
  named?: MetricExporter,
): Problem | undefined {
  const promql = query.text;
  const metric = String(selector.metric);
  const type = typeOf(selector, named);
  const use = counterUse(selector);
  if (type === MetricType.COUNTER && use === 'as it is') {
    return {
      what: `The query \`${promql}\` takes the counter "${metric}" as it is.`,
      why: purpose.counter,
      fix: `Use its speed: sum(rate(${metric}[2m])).`,
    };
  }
  if (type === MetricType.COUNTER && use === 'aggregated before its speed') {
    return {
      what: `The query \`${promql}\` aggregates the counter "${metric}" before it takes its rate.`,
      why: 'When a pod goes, the total falls, which reads as a restart from 0: a leap that never was.',
      fix: `Take the rate first: sum(rate(${metric}[2m])).`,
    };
  }
  const speed = speedOf(query, selector);
  if (type === MetricType.GAUGE && speed !== undefined) {
    return {
      what: `The query \`${promql}\` takes the ${speed} of "${metric}", which is a gauge.`,
      why: 'A fall would be read as a restart of the counter, and give a speed that never was.',
      fix: `Use avg_over_time(${metric}[2m]), or deriv for its speed.`,
    };
  }
  return undefined;
}

function podPattern(promql: string, { matchers }: VectorSelector): Problem | undefined {
  const pattern = matchers.find(({ label, operator }) => label === 'pod' && operator === '=~');
  if (!pattern) return undefined;
  return {
    what: `The query \`${promql}\` picks pods by the pattern "${pattern.value}".`,
    why: 'It also counts the pods of every other app whose name begins alike.',
    fix: 'Pick them by their label, such as app="shop".',
  };
}

/** A condition on a label that the exporter does not write, and whose name is next to one that it does. */
function unknownLabel(
  promql: string,
  { metric, matchers }: VectorSelector,
  named?: MetricExporter,
): Problem | undefined {
  const labels = metric === undefined ? [] : labelsOfSeries(metric, named);
  for (const { label } of matchers) {
    const meant = labels.includes(label) || TARGET_LABELS.includes(label) ? undefined : similarName(label, labels);
    if (meant === undefined) continue;
    return {
      what: `The query \`${promql}\` asks "${String(metric)}" for the label "${label}", which its exporter does not write.`,
      why: 'Unless the pods have such a label, nothing has it: the query finds nothing, and nothing ever scales.',
      fix: `Did you mean "${meant}"?`,
    };
  }
  return undefined;
}

/** Labels that Prometheus gives to all series of a target. */
const TARGET_LABELS = ['namespace', 'pod', 'service', 'node', 'job', 'instance', 'container', 'endpoint', 'app'];

function typeOf({ metric }: VectorSelector, named?: MetricExporter): MetricType | undefined {
  return metric === undefined ? undefined : typeOfSeries(metric, named);
}

function windowProblem(promql: string, milliseconds: number, scrapeInterval: TimeSpan): Problem | undefined {
  const interval = scrapeInterval.toMilliseconds();
  if (milliseconds >= 2 * interval) return undefined;
  return {
    what: `The query \`${promql}\` looks back ${milliseconds / 1000} s, and Prometheus asks its targets every ${interval / 1000} s.`,
    why: 'There is one value in the window, or none whenever an answer is late: an average of one value smooths nothing, a rate needs two.',
    fix: `Make the window ${millisecondsText(4 * interval)}, and no less than ${millisecondsText(2 * interval)}.`,
  };
}
