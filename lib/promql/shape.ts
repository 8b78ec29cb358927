import { COMPARISONS, isNumber, operationOf, operatorOf, sidesOf, WRAPPERS } from './operators';
import { childrenOf, nodesNamed, textOf, type ParsedQuery, type SyntaxNode } from './parse';
import { selectorsIn } from './selectors';

/** Whether an expression has at most one series, whatever the data. */
export function isSingleSeries(query: ParsedQuery, node: SyntaxNode): boolean {
  if (WRAPPERS.has(node.name)) {
    const operand = operandOf(node) ?? node.lastChild;
    return operand !== undefined && isSingleSeries(query, operand);
  }
  switch (node.name) {
    case 'NumberDurationLiteral':
      return true;
    case 'AggregateExpr':
      return isSingleAggregate(query, node);
    case 'FunctionCall':
      return isSingleCall(query, node);
    case 'BinaryExpr':
      return isSingleBinary(query, node);
    case 'SubqueryExpr':
      return node.firstChild !== undefined && isSingleSeries(query, node.firstChild);
    default:
      return false;
  }
}

function operandOf(node: SyntaxNode): SyntaxNode | undefined {
  return childrenOf(node).find(
    ({ name }) => name.endsWith('Expr') || name.endsWith('Selector') || name === 'FunctionCall',
  );
}

function isSingleAggregate(query: ParsedQuery, node: SyntaxNode): boolean {
  const operation = operationOf(node);
  const modifier = node.getChild('AggregateModifier');
  const labels = modifier ? nodesNamed(modifier, 'LabelName').length : 0;
  if (operation === 'CountValues' || operation === 'LimitRatio') return false;
  if (['Topk', 'Bottomk', 'LimitK'].includes(operation)) {
    const [amount] = node.getChild('FunctionCallBody') ? childrenOf(node.getChild('FunctionCallBody') ?? node) : [];
    return modifier === undefined && amount?.name === 'NumberDurationLiteral' && textOf(query, amount) === '1';
  }
  return modifier === undefined || (modifier.getChild('By') !== undefined && labels === 0);
}

function isSingleCall(query: ParsedQuery, node: SyntaxNode): boolean {
  const operation = operationOf(node);
  if (['Scalar', 'Vector', 'Time', 'Pi', 'Absent', 'AbsentOverTime'].includes(operation)) return true;
  const body = node.getChild('FunctionCallBody');
  const operand = body
    ? childrenOf(body).find(({ name }) => name !== 'NumberDurationLiteral' && name !== 'StringLiteral')
    : undefined;
  if (!operand) return false;
  if (operation === 'HistogramQuantile' && operand.name === 'AggregateExpr') {
    const modifier = operand.getChild('AggregateModifier');
    return modifier?.getChild('By') !== undefined && nodesNamed(modifier, 'LabelName').length <= 1; // which can be `le` only
  }
  return isSingleSeries(query, operand);
}

function isSingleBinary(query: ParsedQuery, node: SyntaxNode): boolean {
  const [left, right] = sidesOf(node) ?? [];
  if (!left || !right) return false;
  const operator = operatorOf(node);
  if (operator === 'Or') return isSingleSeries(query, left) && isSingleSeries(query, right);
  if (operator === 'And' || operator === 'Unless') return isSingleSeries(query, left);
  if (isNumber(left)) return isSingleSeries(query, right);
  if (isNumber(right)) return isSingleSeries(query, left);
  return isSingleSeries(query, left) || isSingleSeries(query, right);
}

/** The divisors of a query that may be 0, so that the result may be no number. */
export function unguardedDivisorsIn(query: ParsedQuery): string[] {
  return nodesNamed(query.root, 'BinaryExpr')
    .filter((node) => operatorOf(node) === 'Div')
    .flatMap((node) => sidesOf(node)?.[1] ?? [])
    .filter((divisor) => !isAboveZero(divisor) && !isConfigured(query, divisor))
    .map((divisor) => textOf(query, divisor));
}

/** What somebody configured: nobody allows 0 of anything. */
const CONFIGURED = /_(?:max|limit|limits|capacity|quota|allocatable)$|_config_\w+$/;

/** Whether all that a divisor reads are configured maxima. */
function isConfigured(query: ParsedQuery, divisor: SyntaxNode): boolean {
  const selectors = selectorsIn(query, divisor);
  return selectors.length > 0 && selectors.every(({ metric = '' }) => CONFIGURED.test(metric));
}

/** Operations that have at least 1, or no result at all: an aggregation of nothing is empty. */
const NEVER_ZERO = new Set(['Clamp', 'ClampMin', 'Count', 'CountOverTime', 'Group', 'PresentOverTime']);

function isAboveZero(node: SyntaxNode): boolean {
  if (node.name === 'NumberDurationLiteral') return true;
  if (NEVER_ZERO.has(operationOf(node))) return true;
  if (node.name === 'BinaryExpr') {
    const operator = operatorOf(node);
    if (COMPARISONS.has(operator)) return true;
    if (operator === 'Add') return sidesOf(node)?.some(isNumber) ?? false;
    return operator === 'Or' || operator === 'Mul' ? (sidesOf(node)?.some(isAboveZero) ?? false) : false;
  }
  return childrenOf(node).some((child) => child.name !== 'VectorSelector' && isAboveZero(child));
}

/** Whether the outermost aggregation of an expression is avg(). */
export function isAverage(query: ParsedQuery, node: SyntaxNode): boolean {
  if (WRAPPERS.has(node.name)) return childrenOf(node).some((child) => isAverage(query, child));
  if (node.name === 'BinaryExpr') {
    const [left, right] = sidesOf(node) ?? [];
    if (!left || !right) return false;
    return (
      (isAverage(query, left) && (isNumber(right) || isSingleSeries(query, right))) ||
      (isNumber(left) && isAverage(query, right))
    );
  }
  return node.name === 'AggregateExpr' && operationOf(node) === 'Avg';
}

/** Whether an expression is a sum or a count of series. */
export function isTotal(node: SyntaxNode): boolean {
  if (WRAPPERS.has(node.name)) return childrenOf(node).some(isTotal);
  return node.name === 'AggregateExpr' && ['Sum', 'Count'].includes(operationOf(node));
}

/** What an answer is, where it does not grow with the number of pods. */
export type Intensive = 'a quantile' | 'an average' | 'a ratio';

/**
 * Whether the answer of an expression is about one request or one pod already, whatever the number of pods; undefined for totals, and for
 * what nobody can tell.
 */
export function intensiveKind(query: ParsedQuery, node: SyntaxNode): Intensive | undefined {
  if (WRAPPERS.has(node.name) || node.name === 'SubqueryExpr') return firstKind(query, childrenOf(node));
  const operation = operationOf(node);
  if (operation === 'HistogramQuantile' || operation === 'Quantile') return 'a quantile';
  if (node.name === 'AggregateExpr') return operation === 'Avg' ? 'an average' : undefined;
  if (node.name === 'FunctionCall') {
    const body = node.getChild('FunctionCallBody');
    return KEEPING.has(operation) && body ? firstKind(query, childrenOf(body)) : undefined;
  }
  if (node.name !== 'BinaryExpr') return undefined;
  const [left, right] = sidesOf(node) ?? [];
  if (!left || !right) return undefined;
  const operator = operatorOf(node);
  if (operator === 'Div' && !isNumber(left) && !isNumber(right)) return countsPods(right) ? 'an average' : 'a ratio';
  if (isNumber(right) || isGuard(right) || operator === 'Or') return intensiveKind(query, left);
  return isNumber(left) ? intensiveKind(query, right) : undefined;
}

/** Functions whose answer is of the kind of what they are given. */
const KEEPING: ReadonlySet<string> = new Set(['ClampMin', 'ClampMax', 'Clamp', 'Round', 'Ceil', 'Floor', 'Abs', 'Scalar', 'AvgOverTime', 'MaxOverTime', 'MinOverTime']); // prettier-ignore

function firstKind(query: ParsedQuery, nodes: readonly SyntaxNode[]): Intensive | undefined {
  for (const node of nodes) {
    const kind = intensiveKind(query, node);
    if (kind) return kind;
  }
  return undefined;
}

function countsPods(node: SyntaxNode): boolean {
  return operationOf(node) === 'Count' || childrenOf(node).some((child) => child.name !== 'VectorSelector' && countsPods(child)); // prettier-ignore
}

/** What an empty answer is replaced by, such as `vector(0)`. */
function isGuard(node: SyntaxNode): boolean {
  return operationOf(node) === 'Vector';
}
