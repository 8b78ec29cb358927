import type * as PromQL from '@prometheus-io/lezer-promql';
import { SyntaxNode } from './syntax-node';

export { type SyntaxNode };

/** A query with its syntax tree. */
export interface ParsedQuery {
  readonly text: string;
  readonly root: SyntaxNode;
  /** Where the grammar does not understand it, as an offset in the text. */
  readonly errorAt?: number;
  /** Where it is nested more deeply than anybody looks: nothing can be said of the whole. */
  readonly deepAt?: number;
}

const parsed = new Map<string, ParsedQuery>();
const trees = new Map<string, Omit<ParsedQuery, 'text'>>();
const REMEMBERED = 1000;

/** The grammar that Prometheus's own editor uses; loaded with the first query, because most manifests have none. */
let grammar: typeof PromQL | undefined;

/** Parses PromQL. Several rules look at one query, and queries of many apps differ in names only: what is alike is parsed once. */
export function parseQuery(text: string): ParsedQuery {
  return remember(parsed, text, () => ({ text, ...remember(trees, shapeOf(text), parseTree) }));
}

function remember<Value>(known: Map<string, Value>, key: string, make: (key: string) => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make(key);
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, value);
  }
  return value;
}

function parseTree(text: string): Omit<ParsedQuery, 'text'> {
  grammar ??= require('@prometheus-io/lezer-promql') as typeof PromQL;
  return SyntaxNode.of(grammar.parser.parse(text));
}

/** What may end a text in double quotes, or begin one, otherwise than with a double quote; and comments, in which quotes are none. */
const OTHER_QUOTES = /[\\'`#]/;

/** A text of the same syntax tree, in which the content of quotes does not matter. */
function shapeOf(text: string): string {
  if (OTHER_QUOTES.test(text)) return text;
  const parts = text.split('"');
  const contents = parts.filter((_part, i) => i % 2 === 1);
  if (parts.length % 2 === 0 || contents.some((content) => content.includes('\n'))) return text;
  return parts.map((part, i) => (i % 2 === 1 ? 'x'.repeat(part.length) : part)).join('"');
}

/** The expression of a query; undefined where there is none. */
export function expressionOf({ root }: ParsedQuery): SyntaxNode | undefined {
  return root.firstChild;
}

/** The text of a part of a query. */
export function textOf({ text }: ParsedQuery, node: SyntaxNode): string {
  return text.slice(node.from, node.to);
}

/** All nodes of a name below a node, itself included. */
export function nodesNamed(node: SyntaxNode, name: string): SyntaxNode[] {
  return node.all().filter((each) => each.name === name);
}

/** The children of a node. */
export function childrenOf({ children }: SyntaxNode): readonly SyntaxNode[] {
  return children;
}
