import { childrenOf, nodesNamed, textOf, type ParsedQuery, type SyntaxNode } from './parse';

/** A condition on a label: `app="web"`. */
export interface LabelMatcher {
  readonly label: string;
  /** `=`, `!=`, `=~` or `!~`. */
  readonly operator: string;
  readonly value: string;
}

/** A metric that a query reads: `http_requests_total{app="web"}`. */
export interface VectorSelector {
  readonly node: SyntaxNode;
  /** Name of the metric; undefined where a pattern chooses it. */
  readonly metric?: string;
  readonly matchers: readonly LabelMatcher[];
}

/** All metrics that a query reads. */
export function selectorsIn(query: ParsedQuery, node?: SyntaxNode): readonly VectorSelector[] {
  const all = selectorsOf(query);
  return node ? all.filter((selector) => node.holds(selector.node)) : all;
}

const known = new WeakMap<ParsedQuery, readonly VectorSelector[]>();

function selectorsOf(query: ParsedQuery): readonly VectorSelector[] {
  const before = known.get(query);
  if (before) return before;
  const selectors = nodesNamed(query.root, 'VectorSelector').map((each) => selectorOf(query, each));
  known.set(query, selectors);
  return selectors;
}

function selectorOf(query: ParsedQuery, selector: SyntaxNode): VectorSelector {
  const identifier = selector.getChild('Identifier');
  const quoted = selector.getChild('LabelMatchers')?.getChild('QuotedLabelName');
  const matchers = matchersOf(query, selector);
  const named = matchers.find(({ label, operator }) => label === '__name__' && operator === '=');
  const metric = identifier ? textOf(query, identifier) : quoted ? unquoted(textOf(query, quoted)) : named?.value;
  return { node: selector, metric, matchers };
}

/** The conditions of a selector. */
export function matchersOf(query: ParsedQuery, selector: SyntaxNode): LabelMatcher[] {
  return nodesNamed(selector, 'UnquotedLabelMatcher')
    .concat(nodesNamed(selector, 'QuotedLabelMatcher'))
    .map((matcher) => matcherOf(query, matcher));
}

function matcherOf(query: ParsedQuery, node: SyntaxNode): LabelMatcher {
  const [label, operator, value] = childrenOf(node).map((child) => textOf(query, child));
  return { label: unquoted(label ?? ''), operator: operator ?? '', value: unquoted(value ?? '') };
}

/** The content of a string literal; other text as it is. */
function unquoted(literal: string): string {
  const quote = literal[0];
  if (literal.length < 2 || (quote !== '"' && quote !== "'" && quote !== '`') || !literal.endsWith(quote)) {
    return literal;
  }
  const content = literal.slice(1, -1);
  return quote === '`' ? content : content.replace(/\\(.)/g, '$1');
}
