import { parseQuery, selectorsIn, textOf, type ParsedQuery, type VectorSelector } from '../promql';
import { describe } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { remembered } from './remembered';
import { ruleExpressionsIn, type RuleExpression } from './written-queries';

/** The rules that record series, by the name of the series; a name that several of them record is left out. */
export const recordingsIn = remembered((index: ManifestIndex): ReadonlyMap<string, RuleExpression> => {
  const byName = new Map<string, RuleExpression | undefined>();
  for (const rule of ruleExpressionsIn(index)) {
    if (rule.record !== undefined) byName.set(rule.record, byName.has(rule.record) ? undefined : rule);
  }
  return new Map([...byName].filter((entry): entry is [string, RuleExpression] => entry[1] !== undefined));
});

/** What a query comes to once recorded series are read as what is recorded. */
export interface MeantQuery {
  readonly query: ParsedQuery;
  /** How a message goes on about it: ` through "job:requests:sum", which PrometheusRule … records`; empty where nothing is recorded. */
  readonly through: string;
}

/** A query with the expressions of recorded series in the place of their names, where a rule here records them. */
export function meantBy(index: ManifestIndex, query: ParsedQuery): MeantQuery {
  const recordings = recordingsIn(index);
  if (recordings.size === 0) return { query, through: '' };
  const replaced = selectorsIn(query).flatMap(({ node, metric = '' }) => {
    const rule = recordings.get(metric);
    return rule ? [{ node, rule }] : [];
  });
  const [first] = replaced;
  if (!first) return { query, through: '' };
  let { text } = query;
  for (const { node, rule } of replaced.reverse()) {
    const range = node.parent?.name === 'MatrixSelector' ? node.parent : undefined;
    const behind = range
      ? textOf(query, range)
          .slice(node.to - range.from)
          .replace(/\]$/, ':]')
      : '';
    text = `${text.slice(0, node.from)}(${rule.expr})${behind}${text.slice(range?.to ?? node.to)}`;
  }
  return {
    query: parseQuery(text),
    through: ` through ${first.rule.name}, which ${describe(first.rule.object)} records`,
  };
}

/** How often a recorded series has a sample, in seconds: as often as its rule is evaluated. */
export function recordedEvery(index: ManifestIndex, { metric = '' }: VectorSelector): number | undefined {
  return recordingsIn(index).get(metric)?.everySeconds;
}
