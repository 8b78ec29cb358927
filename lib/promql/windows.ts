import { durationSeconds } from './durations';
import { operationOf, WRAPPERS } from './operators';
import { textOf, type ParsedQuery, type SyntaxNode } from './parse';

/** Functions that compare samples with each other, so that a window needs several. */
const RATES = new Set(['Rate', 'Irate', 'Increase', 'Delta', 'Idelta', 'Deriv']);

/** A range of a query: `[2m]`, and whether its function needs several samples. */
export interface RangeWindow {
  readonly node: SyntaxNode;
  readonly text: string;
  readonly seconds: number;
  readonly isRate: boolean;
}

/** The ranges of a query, those of subqueries included. A range that only Prometheus can work out is left out. */
export function windowsIn(query: ParsedQuery): RangeWindow[] {
  const windows: RangeWindow[] = [];
  for (const node of query.root.all()) {
    if (node.name !== 'MatrixSelector' && node.name !== 'SubqueryExpr') continue;
    const duration = node.getChild('DurationExpr');
    const text = duration ? textOf(query, duration) : '';
    const seconds = /^[0-9.]+$/.test(text) ? Number(text) : durationSeconds(text);
    if (seconds !== undefined) windows.push({ node, text, seconds, isRate: RATES.has(operationAround(node)) });
  }
  return windows;
}

/** The function that a range is an argument of. */
function operationAround(range: SyntaxNode): string {
  let outer = range.parent;
  while (outer && (WRAPPERS.has(outer.name) || outer.name === 'FunctionCallBody')) outer = outer.parent;
  return outer ? operationOf(outer) : '';
}
