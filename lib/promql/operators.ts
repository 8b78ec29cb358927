import { childrenOf, type SyntaxNode } from './parse';

/** Operators whose result on counters does not only rise. */
export const DIFFERENCES: ReadonlySet<string> = new Set(['Sub', 'Div', 'Mod']);

export const SET_OPERATORS: ReadonlySet<string> = new Set(['And', 'Or', 'Unless']);
export const COMPARISONS: ReadonlySet<string> = new Set(['Eql', 'EqlC', 'Eq', 'Neq', 'Lss', 'Lte', 'Gtr', 'Gte']);

/** Whatever wraps an expression without changing how many series it has. */
export const WRAPPERS: ReadonlySet<string> = new Set(['ParenExpr', 'UnaryExpr', 'OffsetExpr', 'StepInvariantExpr']);

const OTHERS = ['Add', 'Mul', 'Pow', 'Atan2'];

/** The operator of a binary expression, by its name in the grammar; empty where it is not one. */
export function operatorOf(node: SyntaxNode): string {
  const isOperator = ({ name }: SyntaxNode): boolean =>
    DIFFERENCES.has(name) || SET_OPERATORS.has(name) || COMPARISONS.has(name) || OTHERS.includes(name);
  return childrenOf(node).find(isOperator)?.name ?? '';
}

/** The two sides of a binary expression. */
export function sidesOf(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const [first, last] = [node.firstChild, node.lastChild];
  return first && last && first.from !== last.from ? [first, last] : undefined;
}

/** The function or aggregation of a node, by its name in the grammar; empty where it is not one. */
export function operationOf(node: SyntaxNode): string {
  const holder = node.getChild('FunctionIdentifier') ?? node.getChild('AggregateOp');
  return holder?.firstChild?.name ?? '';
}

/** Whether an expression is a number and no vector. */
export function isNumber(node: SyntaxNode): boolean {
  if (WRAPPERS.has(node.name)) return childrenOf(node).some(isNumber);
  return node.name === 'NumberDurationLiteral' || ['Scalar', 'Time', 'Pi'].includes(operationOf(node));
}
