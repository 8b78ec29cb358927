import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<(typeof parser)['parse']>['topNode'];

/** How a label is compared in a query. */
export interface QueryMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** A metric that a query reads. */
export interface QuerySelector {
  /** Name of the metric; undefined where the query selects by labels alone. */
  readonly metric?: string;
  readonly matchers: readonly QueryMatcher[];
  /** The functions and aggregations around it, nearest first, such as `rate`, `sum`. */
  readonly within: readonly string[];
  /** Where it begins, from 0. */
  readonly position: number;
}

/** What rules need to know of a query. */
export interface QuerySyntax {
  /** Where the grammar gives up, from 0; undefined for a query that parses. */
  readonly errorPosition?: number;
  readonly selectors: readonly QuerySelector[];
  /** Every window, `[2m]`, in milliseconds. */
  readonly windows: readonly number[];
}

/** Reads a query with Prometheus' own grammar. */
export function parseQuery(query: string): QuerySyntax {
  const root = parser.parse(query).topNode;
  const selectors: QuerySelector[] = [];
  const windows: number[] = [];
  let errorPosition: number | undefined;
  root.cursor().iterate(({ type, node }) => {
    if (type.isError) errorPosition ??= node.from;
    if (node.name === 'VectorSelector') selectors.push(selectorAt(node, query));
    if (node.name === 'MatrixSelector' || node.name === 'SubqueryExpr') {
      const milliseconds = durationOf(textOf(node.getChild('DurationExpr'), query));
      if (milliseconds !== undefined) windows.push(milliseconds);
    }
  });
  return { errorPosition, selectors, windows };
}

const textOf = (node: SyntaxNode | null, query: string): string => (node ? query.slice(node.from, node.to) : '');

const operatorOf = (node: SyntaxNode, query: string): string =>
  textOf(node.getChild('AggregateOp'), query).toLowerCase();

const functionOf = (node: SyntaxNode, query: string): string => textOf(node.getChild('FunctionIdentifier'), query);

function selectorAt(node: SyntaxNode, query: string): QuerySelector {
  const braces = node.getChild('LabelMatchers');
  const matchers = (braces?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => ({
    label: textOf(matcher.getChild('LabelName'), query),
    operator: textOf(matcher.getChild('MatchOp'), query),
    value: unquoted(textOf(matcher.getChild('StringLiteral'), query)),
  }));
  const quoted = braces?.getChild('QuotedLabelName');
  const byLabel = matchers.find(({ label, operator }) => label === '__name__' && operator === '=');
  const name =
    textOf(node.getChild('Identifier'), query) || (quoted ? unquoted(textOf(quoted, query)) : byLabel?.value);
  return { metric: name, matchers, within: functionsAround(node, query), position: node.from };
}

function functionsAround(node: SyntaxNode, query: string): string[] {
  const names: string[] = [];
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.name === 'FunctionCall') names.push(functionOf(parent, query));
    if (parent.name === 'AggregateExpr') names.push(operatorOf(parent, query));
  }
  return names;
}

function unquoted(literal: string): string {
  const text = literal.slice(1, -1);
  return literal.startsWith('`') ? text : text.replaceAll(/\\(.)/g, '$1');
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** A duration such as `1h30m`, or a number of seconds; undefined for an expression, which only Prometheus can work out. */
function durationOf(text: string): number | undefined {
  if (/^[0-9.]+$/.test(text)) return Number(text) * 1000;
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (MILLISECONDS[unit] ?? 0),
    0,
  );
}
