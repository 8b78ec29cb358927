import { createRequire } from 'node:module';
import type * as PromQL from '@prometheus-io/lezer-promql';

/** A node of a syntax tree. */
export type SyntaxNode = ReturnType<typeof PromQL.parser.parse>['topNode'];

/** A query with its syntax tree. */
export interface ParsedQuery {
  readonly text: string;
  readonly root: SyntaxNode;
  /** Where the grammar does not understand it, as an offset in the text. */
  readonly errorAt?: number;
}

const parsed = new Map<string, ParsedQuery>();
const REMEMBERED = 1000;

/** The grammar that Prometheus's own editor uses; loaded with the first query, because most manifests have none. */
let grammar: typeof PromQL | undefined;

/** Parses PromQL. Several rules look at one query: it is parsed once. */
export function parseQuery(text: string): ParsedQuery {
  const known = parsed.get(text);
  if (known) return known;
  grammar ??= createRequire(__filename)('@prometheus-io/lezer-promql') as typeof PromQL;
  const root = grammar.parser.parse(text).topNode;
  let errorAt: number | undefined;
  root.cursor().iterate((node) => {
    if (node.type.isError) errorAt ??= node.from;
  });
  const query = { text, root, errorAt };
  if (parsed.size >= REMEMBERED) parsed.clear();
  parsed.set(text, query);
  return query;
}

/** The expression of a query; undefined where there is none. */
export function expressionOf({ root }: ParsedQuery): SyntaxNode | undefined {
  return root.firstChild ?? undefined;
}

/** The text of a part of a query. */
export function textOf({ text }: ParsedQuery, node: SyntaxNode): string {
  return text.slice(node.from, node.to);
}

/** All nodes of a name below a node, itself included. */
export function nodesNamed(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((each) => {
    if (each.name === name) found.push(each.node);
  });
  return found;
}

/** The children of a node. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
