import { expressionOf, nodesNamed, operationOf, parseQuery, selectorsIn } from '../../../promql';
import { type MetricUnit } from '../../prediction';
import { type WorldOptions } from '../options';
import { sourceOf, unitOf } from '../signals';

const RATES = new Set(['Rate', 'Irate']);

/** What the result of a query is measured in: that of its metric, or of its rate; a number where several things are combined. */
export function queryUnit(text: string, world: WorldOptions): MetricUnit {
  const query = parseQuery(text);
  const expression = expressionOf(query);
  const [selector, ...others] = selectorsIn(query);
  if (!expression || !selector || others.length > 0 || nodesNamed(expression, 'BinaryExpr').length > 0) return 'number';
  const state = selector.matchers.find(({ label }) => label === 'state')?.value;
  const source = sourceOf(selector.metric ?? '', world, state);
  const operations = new Set(nodesNamed(expression, 'FunctionCall').map(operationOf));
  if (operations.has('HistogramQuantile')) return 'seconds';
  if (![...operations].some((operation) => RATES.has(operation))) return unitOf(source);
  return source === 'requests' ? 'requests/s' : source === 'cpu' ? 'cores' : 'number';
}
