import { isNumber, operationOf, operatorOf, sidesOf, WRAPPERS } from './operators';
import { childrenOf, nodesNamed, textOf, type ParsedQuery, type SyntaxNode } from './parse';

type Labels = ReadonlySet<string> | undefined;

const NONE: ReadonlySet<string> = new Set();

/** Aggregations whose series are those that they are given, or have a label of their own. */
const WITH_OTHER_LABELS: ReadonlySet<string> = new Set(['Topk', 'Bottomk', 'LimitK', 'LimitRatio', 'CountValues']);

/** Functions that make labels. */
const MAKE_LABELS: ReadonlySet<string> = new Set(['LabelReplace', 'LabelJoin', 'Absent', 'AbsentOverTime', 'Info']);

/** The labels that series of an expression may have, none of which every series needs to have; undefined where they may be any. */
export function labelsAtMost(query: ParsedQuery, node: SyntaxNode): Labels {
  if (WRAPPERS.has(node.name)) return ofOperand(query, node.name === 'UnaryExpr' ? node.lastChild : node.firstChild);
  switch (node.name) {
    case 'AggregateExpr':
      return ofAggregation(query, node);
    case 'FunctionCall':
      return ofCall(query, node);
    case 'BinaryExpr':
      return ofOperation(query, node);
    case 'SubqueryExpr':
      return ofOperand(query, node.firstChild);
    default:
      return undefined;
  }
}

function ofOperand(query: ParsedQuery, operand: SyntaxNode | undefined): Labels {
  return operand && labelsAtMost(query, operand);
}

function ofAggregation(query: ParsedQuery, node: SyntaxNode): Labels {
  const modifier = node.getChild('AggregateModifier');
  if (WITH_OTHER_LABELS.has(operationOf(node)) || modifier?.getChild('Without')) return undefined;
  return new Set(modifier ? nodesNamed(modifier, 'LabelName').map((label) => textOf(query, label)) : []);
}

function ofCall(query: ParsedQuery, node: SyntaxNode): Labels {
  const operation = operationOf(node);
  if (operation === 'Vector') return NONE;
  if (MAKE_LABELS.has(operation)) return undefined;
  const body = node.getChild('FunctionCallBody');
  const operand = body && childrenOf(body).find((each) => !isNumber(each) && each.name !== 'StringLiteral');
  return ofOperand(query, operand);
}

function ofOperation(query: ParsedQuery, node: SyntaxNode): Labels {
  const [left, right] = sidesOf(node) ?? [];
  if (!left || !right) return undefined;
  if (isNumber(left)) return labelsAtMost(query, right);
  const labels = labelsAtMost(query, left);
  if (isNumber(right) || ['And', 'Unless'].includes(operatorOf(node))) return labels;
  const others = labelsAtMost(query, right);
  return labels && others && new Set([...labels, ...others]);
}
