import { GoPattern } from '../validation';
import { childrenOf, expressionOf, nodesNamed, textOf, type ParsedQuery, type SyntaxNode } from './parse';
import { matchersOf } from './selectors';
import { AGGREGATION_PARAMETERS, FUNCTIONS, type ExpressionType, type Signature } from './signatures';
import { COMPARISONS, operatorOf, SET_OPERATORS, sidesOf, WRAPPERS } from './operators';

/** Why Prometheus refuses a query. */
export interface QueryProblem {
  /** Where, as an offset in the text. */
  readonly at: number;
  /** The reason, as the end of a sentence; undefined where the grammar does not understand it. */
  readonly reason?: string;
}

/** Why Prometheus refuses a query, or has no vector and no number as its answer; undefined if it takes it, or nests it too deeply to tell. */
export function queryProblem(query: ParsedQuery): QueryProblem | undefined {
  const expression = expressionOf(query);
  if (query.deepAt !== undefined) return undefined;
  if (query.errorAt !== undefined || !expression) return { at: query.errorAt ?? 0 };
  return new TypeChecker(query).problemOf(expression);
}

const WITH_ARTICLE: Readonly<Record<ExpressionType, string>> = {
  scalar: 'a number',
  string: 'a string',
  'instant vector': 'an instant vector',
  'range vector': 'a range such as x[2m]',
};

class TypeChecker {
  constructor(private readonly query: ParsedQuery) {}

  problemOf(expression: SyntaxNode): QueryProblem | undefined {
    for (const node of expression.all()) {
      const problem = this.#problemAt(node);
      if (problem) return problem;
    }
    const type = this.#typeOf(expression);
    if (type === 'scalar' || type === 'instant vector' || type === undefined) return undefined;
    return { at: expression.from, reason: `its answer is ${WITH_ARTICLE[type]}, and no number` };
  }

  #problemAt(node: SyntaxNode): QueryProblem | undefined {
    switch (node.name) {
      case 'FunctionCall':
        return this.#callProblem(node);
      case 'AggregateExpr':
        return this.#aggregationProblem(node);
      case 'BinaryExpr':
        return this.#binaryProblem(node);
      case 'UnaryExpr':
        return this.#mismatch('a sign', node.lastChild, ['scalar', 'instant vector']);
      case 'SubqueryExpr':
        return this.#mismatch('a subquery', node.firstChild, ['instant vector']);
      case 'VectorSelector':
        return this.#selectorProblem(node);
      case 'MatrixSelector':
        return this.#rangeProblem(node);
      default:
        return undefined;
    }
  }

  #callProblem(node: SyntaxNode): QueryProblem | undefined {
    const name = this.#nameOf(node, 'FunctionIdentifier');
    const signature = FUNCTIONS.get(name);
    return signature && this.#argumentProblem(node, name, signature);
  }

  #aggregationProblem(node: SyntaxNode): QueryProblem | undefined {
    const name = this.#nameOf(node, 'AggregateOp').toLowerCase();
    const parameter = AGGREGATION_PARAMETERS.get(name);
    return this.#argumentProblem(node, name, {
      takes: [...(parameter === undefined ? [] : [parameter]), 'instant vector'],
    });
  }

  #argumentProblem(
    node: SyntaxNode,
    name: string,
    { takes, optional = 0, repeats = false }: Signature,
  ): QueryProblem | undefined {
    const given = this.#argumentsOf(node);
    if (given.length < takes.length - optional || (given.length > takes.length && !repeats)) {
      const least = takes.length - optional;
      const amount = repeats ? `${least} or more` : optional > 0 ? `${least} to ${takes.length}` : `${takes.length}`;
      return {
        at: node.from,
        reason: `${name}() takes ${amount} ${amount === '1' ? 'argument' : 'arguments'}, not ${given.length}`,
      };
    }
    for (const [i, argument] of given.entries()) {
      const asked = takes[i] ?? takes.at(-1);
      const problem = asked && this.#mismatch(`${name}()`, argument, [asked]);
      if (problem) return problem;
    }
    return undefined;
  }

  #binaryProblem(node: SyntaxNode): QueryProblem | undefined {
    const operator = operatorOf(node);
    const sides = sidesOf(node) ?? [];
    for (const side of sides) {
      const taken: ExpressionType[] = SET_OPERATORS.has(operator) ? ['instant vector'] : ['scalar', 'instant vector'];
      const problem = this.#mismatch(this.#operatorText(node), side, taken);
      if (problem) return problem;
    }
    const isOfNumbers = sides.every((side) => this.#typeOf(side) === 'scalar');
    if (!COMPARISONS.has(operator) || !isOfNumbers || node.getChild('BoolModifier')) return undefined;
    const text = this.#operatorText(node);
    return { at: node.from, reason: `two numbers are compared by ${text} bool, not by ${text}` };
  }

  #rangeProblem(node: SyntaxNode): QueryProblem | undefined {
    const [operand, duration] = childrenOf(node).map((child) => textOf(this.query, child));
    if (node.firstChild?.name !== 'VectorSelector') {
      return { at: node.from, reason: `only a metric has a range; that of \`${operand}\` is [${duration}:]` };
    }
    return /^0+(?:ms|[smhdwy])?$/.test(duration ?? '') ? { at: node.from, reason: 'its range is 0' } : undefined;
  }

  #selectorProblem(node: SyntaxNode): QueryProblem | undefined {
    const matchers = matchersOf(this.query, node);
    const odd = matchers.find(({ operator, value }) => operator.endsWith('~') && GoPattern.of(value) === undefined);
    if (odd) return { at: node.from, reason: `"${odd.value}" is not a pattern of RE2` };
    if (
      node.parent?.parent?.name === 'FunctionCall' &&
      this.#nameOf(node.parent.parent, 'FunctionIdentifier') === 'info'
    ) {
      return undefined; // its second argument selects labels, not series
    }
    const selects = ({ operator, value }: (typeof matchers)[number]): boolean => {
      switch (operator) {
        case '=':
          return value !== '';
        case '!=':
          return value === '';
        default:
          return matchesEmpty(value) === (operator === '!~');
      }
    };
    const isNamed = node.getChild('Identifier') !== undefined || nodesNamed(node, 'QuotedLabelName').some(isMetricName);
    if (isNamed && matchers.some(({ label }) => label === '__name__')) {
      return { at: node.from, reason: `${textOf(this.query, node)} names its metric twice` };
    }
    if (isNamed || matchers.some(selects)) return undefined;
    return {
      at: node.from,
      reason: `${textOf(this.query, node)} names no metric, and no label that a series must have`,
    };
  }

  #mismatch(
    taker: string,
    given: SyntaxNode | null | undefined,
    taken: readonly ExpressionType[],
  ): QueryProblem | undefined {
    const type = given ? this.#typeOf(given) : undefined;
    if (!given || type === undefined || taken.includes(type)) return undefined;
    const wanted = taken.map((each) => WITH_ARTICLE[each]).join(' or ');
    return {
      at: given.from,
      reason: `${taker} takes ${wanted}, and \`${textOf(this.query, given)}\` is ${type === 'range vector' ? 'a range' : WITH_ARTICLE[type]}`,
    };
  }

  #typeOf(node: SyntaxNode): ExpressionType | undefined {
    if (WRAPPERS.has(node.name)) {
      const operand = this.#operandOf(node);
      return operand && this.#typeOf(operand);
    }
    switch (node.name) {
      case 'NumberDurationLiteral':
        return 'scalar';
      case 'StringLiteral':
        return 'string';
      case 'VectorSelector':
      case 'AggregateExpr':
        return 'instant vector';
      case 'MatrixSelector':
      case 'SubqueryExpr':
        return 'range vector';
      case 'FunctionCall': {
        const signature = FUNCTIONS.get(this.#nameOf(node, 'FunctionIdentifier'));
        return signature && (signature.gives ?? 'instant vector');
      }
      case 'BinaryExpr':
        return (sidesOf(node) ?? []).every((side) => this.#typeOf(side) === 'scalar') ? 'scalar' : 'instant vector';
      default:
        return undefined;
    }
  }

  #operandOf(node: SyntaxNode): SyntaxNode | undefined {
    return (node.name === 'UnaryExpr' ? node.lastChild : node.firstChild) ?? undefined;
  }

  #argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
    const body = node.getChild('FunctionCallBody');
    return body ? childrenOf(body) : [];
  }

  #nameOf(node: SyntaxNode, holder: string): string {
    const name = node.getChild(holder);
    return name ? textOf(this.query, name) : '';
  }

  #operatorText(node: SyntaxNode): string {
    const operator = childrenOf(node).find(({ name }) => name === operatorOf(node));
    return operator ? textOf(this.query, operator) : 'an operator';
  }
}

/** The name of a metric in quotes stands alone; that of a label is a part of its condition. */
function isMetricName({ parent }: SyntaxNode): boolean {
  return parent?.name === 'LabelMatchers';
}

function matchesEmpty(pattern: string): boolean {
  return GoPattern.of(pattern)?.matches('') === true;
}
