import { durationSeconds } from './durations';
import { childrenOf, nodesNamed, textOf, type ParsedQuery, type SyntaxNode } from './parse';
import { selectorsIn } from './selectors';

/** Functions and aggregations that make a number of use out of a counter. */
const COUNTER_READERS = new Set([
  ...['Rate', 'Irate', 'Increase', 'Resets', 'Changes', 'Delta', 'Idelta', 'Deriv'],
  ...['Absent', 'AbsentOverTime', 'PresentOverTime', 'CountOverTime', 'Timestamp'],
  ...['Count', 'CountValues', 'Group'],
]);

/** Functions that compare samples with each other, so that a window needs several. */
const RATES = new Set(['Rate', 'Irate', 'Increase', 'Delta', 'Idelta', 'Deriv']);

/** Operators whose result on counters does not only rise. */
const DIFFERENCES = new Set(['Sub', 'Div', 'Mod']);

/** Whatever wraps an expression without changing how many series it has. */
const WRAPPERS = new Set(['ParenExpr', 'UnaryExpr', 'OffsetExpr', 'StepInvariantExpr']);

const SET_OPERATORS = new Set(['And', 'Or', 'Unless']);
const COMPARISONS = new Set(['Eql', 'EqlC', 'Eq', 'Neq', 'Lss', 'Lte', 'Gtr', 'Gte']);

/** The counters that a query reads as they are, without rate() or increase(). */
export function rawCountersIn(query: ParsedQuery): string[] {
  const counters = selectorsIn(query)
    .filter(({ metric, node }) => metric !== undefined && isCounterName(metric) && !isReadAsRate(node))
    .map(({ metric }) => metric ?? '');
  return [...new Set(counters)];
}

/** Whether a name says, by convention, that a metric only rises; recording rules (`level:metric:operation`) say what they did. */
export function isCounterName(metric: string): boolean {
  return !metric.includes(':') && ['_total', '_count', '_bucket'].some((suffix) => metric.endsWith(suffix));
}

function isReadAsRate(selector: SyntaxNode): boolean {
  for (let node = selector.parent; node; node = node.parent) {
    if (COUNTER_READERS.has(operationOf(node))) return true;
    if (node.name === 'BinaryExpr' && DIFFERENCES.has(operatorOf(node))) return true;
  }
  return false;
}

/** The function or aggregation of a node, by its name in the grammar; empty where it is none. */
export function operationOf(node: SyntaxNode): string {
  const holder = node.getChild('FunctionIdentifier') ?? node.getChild('AggregateOp');
  return holder?.firstChild?.name ?? '';
}

/** The operator of a binary expression, by its name in the grammar. */
function operatorOf(node: SyntaxNode): string {
  return (
    childrenOf(node).find(
      ({ name }) =>
        DIFFERENCES.has(name) ||
        SET_OPERATORS.has(name) ||
        COMPARISONS.has(name) ||
        ['Add', 'Mul', 'Pow', 'Atan2'].includes(name),
    )?.name ?? ''
  );
}

/** The two sides of a binary expression. */
function sidesOf(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const [first, last] = [node.firstChild, node.lastChild];
  return first && last && first.from !== last.from ? [first, last] : undefined;
}

/** Whether an expression has at most one series, whatever the data. */
export function isSingleSeries(query: ParsedQuery, node: SyntaxNode): boolean {
  if (WRAPPERS.has(node.name)) return isSingleSeries(query, operandOf(node) ?? node.lastChild ?? node);
  switch (node.name) {
    case 'NumberDurationLiteral':
      return true;
    case 'AggregateExpr':
      return isSingleAggregate(query, node);
    case 'FunctionCall':
      return isSingleCall(query, node);
    case 'BinaryExpr':
      return isSingleBinary(query, node);
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
  if (operation === 'CountValues') return false;
  if (['Topk', 'Bottomk', 'Limitk'].includes(operation)) {
    const [amount] = node.getChild('FunctionCallBody') ? childrenOf(node.getChild('FunctionCallBody') ?? node) : [];
    return modifier === null && amount?.name === 'NumberDurationLiteral' && textOf(query, amount) === '1';
  }
  return modifier === null || (modifier.getChild('By') !== null && labels === 0);
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
    return modifier !== null && modifier.getChild('By') !== null && nodesNamed(modifier, 'LabelName').length <= 1; // which can be `le` only
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

/** Whether an expression is a number and no vector. */
function isNumber(node: SyntaxNode): boolean {
  if (WRAPPERS.has(node.name)) return childrenOf(node).some(isNumber);
  return node.name === 'NumberDurationLiteral' || ['Scalar', 'Time', 'Pi'].includes(operationOf(node));
}

/** The divisors of a query that may be 0, so that the result may be no number. */
export function unguardedDivisorsIn(query: ParsedQuery): string[] {
  return nodesNamed(query.root, 'BinaryExpr')
    .filter((node) => operatorOf(node) === 'Div')
    .flatMap((node) => sidesOf(node)?.[1] ?? [])
    .filter((divisor) => !isAboveZero(divisor))
    .map((divisor) => textOf(query, divisor));
}

function isAboveZero(node: SyntaxNode): boolean {
  if (node.name === 'NumberDurationLiteral') return true;
  if (operationOf(node) === 'ClampMin' || operationOf(node) === 'Clamp') return true;
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

/** A range of a query: `[2m]`, and whether its function needs several samples. */
export interface RangeWindow {
  readonly text: string;
  readonly seconds: number;
  readonly isRate: boolean;
}

/** The ranges of a query. */
export function windowsIn(query: ParsedQuery): RangeWindow[] {
  return nodesNamed(query.root, 'MatrixSelector').flatMap((node) => {
    const duration = node.getChild('DurationExpr');
    const text = duration ? textOf(query, duration) : '';
    const seconds = durationSeconds(text);
    const call = node.parent?.parent;
    return seconds === undefined ? [] : { text, seconds, isRate: call ? RATES.has(operationOf(call)) : false };
  });
}
