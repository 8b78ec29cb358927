import { DIFFERENCES, isNumber, operationOf, operatorOf, sidesOf } from './operators';
import { textOf, type ParsedQuery, type SyntaxNode } from './parse';
import { selectorsIn, type VectorSelector } from './selectors';

/** Functions that make a speed of a counter. */
const SPEEDS = new Set(['Rate', 'Irate', 'Increase']);

/** Functions and aggregations that make a number of use out of a counter otherwise, or do not look at its value. */
const OTHER_READERS = new Set([
  ...['Resets', 'Changes', 'Delta', 'Idelta', 'Deriv'],
  ...['Absent', 'AbsentOverTime', 'PresentOverTime', 'CountOverTime', 'Timestamp'],
  ...['Count', 'CountValues', 'Group'],
]);

/** What becomes of a counter: something of use, nothing (its value as it is), or a speed of what falls whenever a series of it ends. */
export type CounterUse = 'fine' | 'as it is' | 'aggregated before its speed';

/** What a query does with a counter. */
export function counterUse({ node: selector }: Pick<VectorSelector, 'node'>): CounterUse {
  let isAggregated = false;
  let use: CounterUse = 'as it is';
  for (let node = selector.parent; node; node = node.parent) {
    if (OTHER_READERS.has(operationOf(node)) || isDifference(node)) return 'fine';
    if (node.name === 'AggregateExpr') isAggregated = true;
    if (!SPEEDS.has(operationOf(node)) || use !== 'as it is') continue;
    if (!isAggregated) return 'fine';
    use = 'aggregated before its speed';
  }
  return use;
}

/** The function that takes the speed of a selector itself: `rate` in `rate(x[2m])`. */
export function speedOf(query: ParsedQuery, { node: selector }: Pick<VectorSelector, 'node'>): string | undefined {
  let outer = selector.parent;
  while (outer && outer.name !== 'FunctionCall' && outer.name !== 'AggregateExpr') outer = outer.parent;
  const name = outer?.getChild('FunctionIdentifier');
  return outer && name && SPEEDS.has(operationOf(outer)) ? textOf(query, name) : undefined;
}

function isDifference(node: SyntaxNode): boolean {
  return node.name === 'BinaryExpr' && DIFFERENCES.has(operatorOf(node)) && !sidesOf(node)?.some(isNumber);
}

/**
 * Counters whose names do not say so.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats
 */
const KNOWN_COUNTERS = new Set([
  'nginx_ingress_controller_requests',
  'envoy_cluster_upstream_rq',
  'envoy_cluster_upstream_rq_completed',
  'envoy_cluster_upstream_rq_xx',
  'envoy_http_downstream_rq_completed',
  'envoy_http_downstream_rq_xx',
]);

/** The count of a histogram or a summary, whose name has the unit of what is observed; other names in `_count` are often gauges. */
const COUNT_OF_OBSERVATIONS = /_(?:seconds|milliseconds|ms|bytes|duration|latency|size|time)_count$/;

/** Whether a name says, by convention, that a metric only rises; recording rules (`level:metric:operation`) say what they did. */
export function isCounterName(metric: string): boolean {
  if (!/^[A-Za-z_]\w*$/.test(metric)) return false; // also the names of clouds: run.googleapis.com|request_count
  return KNOWN_COUNTERS.has(metric) || /_(?:total|bucket)$/.test(metric) || COUNT_OF_OBSERVATIONS.test(metric);
}

/** The counters, by their names, of which a query makes no use in a way. */
export function countersUsed(query: ParsedQuery, use: CounterUse): string[] {
  const counters = selectorsIn(query).flatMap((selector) =>
    selector.metric !== undefined && isCounterName(selector.metric) && counterUse(selector) === use
      ? selector.metric
      : [],
  );
  return [...new Set(counters)];
}

/** The counters that a query reads as they are, without rate() or increase(). */
export function rawCountersIn(query: ParsedQuery): string[] {
  return countersUsed(query, 'as it is');
}
