import { MetricType } from '../../platform';
import { MetricExporter } from '../catalogue/metric-exporter';
import { didYouMean } from '../catalogue/did-you-mean';
import { type Problem, type TimeSpan } from '../../validation';
import { type MetricQuery } from './metric-query';
import { parseQuery, type QuerySelector } from './promql-syntax';
import { millisecondsText } from './promql-text';

/** What the rules say of a query. */
export interface QueryJudgement {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Functions that make a speed of a counter, or do not look at its value. */
const FOR_COUNTERS = new Set(['rate', 'irate', 'increase', 'resets', 'changes', 'absent', 'absent_over_time']);
const COUNTING = new Set([...FOR_COUNTERS, 'count', 'group', 'count_over_time', 'present_over_time', 'timestamp']);
const SPEEDS = new Set(['rate', 'irate', 'increase']);

/** What is wrong with a query by itself, as the source of a decision about replicas; R8 judges its shape in the ScaledObject. */
export function judgeQuery(query: MetricQuery, scrapeInterval: TimeSpan): QueryJudgement {
  const promql = query.toPromql();
  const syntax = parseQuery(promql);
  if (syntax.errorPosition !== undefined) {
    return { errors: [syntaxProblem(promql, syntax.errorPosition)], warnings: [] };
  }
  const { exporter } = query;
  const errors = syntax.selectors.flatMap(
    (selector) => unknownMetric(promql, selector, exporter) ?? misusedMetric(promql, selector, exporter) ?? [],
  );
  for (const milliseconds of syntax.windows) {
    const problem = windowProblem(promql, milliseconds, scrapeInterval);
    if (problem) errors.push(problem);
  }
  if (syntax.selectors.length === 0) errors.push(withoutMetric(promql));
  return { errors, warnings: syntax.selectors.flatMap((selector) => podPattern(promql, selector) ?? []) };
}

/** The gauges that a query reads, as far as an exporter has them. */
export function gaugesIn(query: MetricQuery): string[] {
  return parseQuery(query.toPromql()).selectors.flatMap((selector) =>
    selector.metric !== undefined && typeOf(selector, query.exporter) === MetricType.GAUGE ? selector.metric : [],
  );
}

function syntaxProblem(promql: string, position: number): Problem {
  const before = promql.slice(0, position).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  const rest = promql.slice(position).trim();
  return {
    what: `The query \`${promql}\` does not parse: at ${place}, ${rest === '' ? 'where it ends' : `before \`${rest}\``}.`,
    why: 'Prometheus refuses it, so that nothing ever scales.',
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

/** The metric is not one of its exporter's: of the one that the query names, or of the one that its prefix belongs to. */
function unknownMetric(promql: string, { metric }: QuerySelector, named?: MetricExporter): Problem | undefined {
  const exporter = named ?? MetricExporter.all.find((each) => metric !== undefined && each.owns(metric));
  if (metric === undefined || !exporter || exporter.typeOfSeries(metric) !== undefined) return undefined;
  return {
    what: `The query \`${promql}\` reads "${metric}", which ${exporter.name} does not have.`,
    why: 'Prometheus answers with nothing, not with an error: nothing ever scales, and nobody is told why.',
    fix: didYouMean(metric, exporter.seriesNames).trim() || `It has ${exporter.seriesNames.join(', ')}.`,
  };
}

function misusedMetric(promql: string, selector: QuerySelector, named?: MetricExporter): Problem | undefined {
  const { metric, within } = selector;
  const type = typeOf(selector, named);
  if (type === MetricType.COUNTER && !within.some((name) => COUNTING.has(name))) {
    return {
      what: `The query \`${promql}\` takes the counter "${String(metric)}" as it is.`,
      why: 'A counter only rises, so that replicas would never fall.',
      fix: `Use its speed: sum(rate(${String(metric)}[2m])).`,
    };
  }
  if (type === MetricType.GAUGE && SPEEDS.has(within[0] ?? '')) {
    return {
      what: `The query \`${promql}\` takes the ${String(within[0])} of "${String(metric)}", which is a gauge.`,
      why: 'A fall would be read as a restart of the counter, and give a speed that never was.',
      fix: `Use avg_over_time(${String(metric)}[2m]), or deriv for its speed.`,
    };
  }
  return undefined;
}

function podPattern(promql: string, { matchers }: QuerySelector): Problem | undefined {
  const pattern = matchers.find(({ label, operator }) => label === 'pod' && operator === '=~');
  if (!pattern) return undefined;
  return {
    what: `The query \`${promql}\` picks pods by the pattern "${pattern.value}".`,
    why: 'It also counts the pods of every other app whose name begins alike.',
    fix: 'Pick them by their label, such as app="shop".',
  };
}

/** The type of a metric, by the exporter that the query names, else by the one that has a metric of this name. */
function typeOf({ metric }: QuerySelector, named?: MetricExporter): MetricType | undefined {
  if (metric === undefined) return undefined;
  const types = (named ? [named] : MetricExporter.all).map((exporter) => exporter.typeOfSeries(metric));
  return types.find((type) => type !== undefined);
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
