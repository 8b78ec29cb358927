import { expressionOf, nodesNamed, operationOf, parseQuery, selectorsIn } from '../../../promql';
import { type MetricUnit } from '../../prediction';
import { type Sources } from '../sources';
import { unitOf } from '../signals';

const RATES = new Set(['Rate', 'Irate']);

/** What the result of a query is measured in: that of its metric, or of its rate; a number where several things are combined. */
export function queryUnit(text: string, sources: Pick<Sources, 'ofSelector'>): MetricUnit {
  const query = parseQuery(text);
  const expression = expressionOf(query);
  const [selector, ...others] = selectorsIn(query);
  if (!expression || !selector || others.length > 0 || nodesNamed(expression, 'BinaryExpr').length > 0) return 'number';
  const source = sources.ofSelector(selector);
  const operations = new Set(nodesNamed(expression, 'FunctionCall').map(operationOf));
  if (operations.has('HistogramQuantile')) return 'seconds';
  if (![...operations].some((operation) => RATES.has(operation))) return unitOf(source);
  return source === 'requests' || source === 'clientRequests' || source === 'lostRequests'
    ? 'requests/s'
    : source === 'cpu'
      ? 'cores'
      : 'number';
}
