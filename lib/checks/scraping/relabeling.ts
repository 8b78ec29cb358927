import { GoPattern } from '../../validation';
import { at, list, show, text } from '../../kubernetes/fields';

/** A label of a target before its relabelling; undefined where only the cluster knows it. */
export type LabelOfTarget = (label: string) => string | undefined;

/** Whether the steps of a scrape job leave a target; undefined where nobody can tell. */
export function isKept(job: unknown, labelOf: LabelOfTarget): boolean | undefined {
  let isCertain = true;
  for (const step of list(job, 'relabel_configs')) {
    const action = text(step, 'action')?.toLowerCase() ?? 'replace';
    if (!/^(?:keep|drop)/.test(action)) continue;
    const isMet = meets(step, labelOf);
    if (isMet === undefined || action.endsWith('equal')) isCertain = false;
    else if (isMet === (action === 'drop')) return false;
  }
  return isCertain ? true : undefined;
}

function meets(step: unknown, labelOf: LabelOfTarget): boolean | undefined {
  const values = list(step, 'source_labels').map((label) => labelOf(String(label)));
  if (values.includes(undefined)) return undefined;
  return GoPattern.of(patternOf(step))?.matches(values.join(text(step, 'separator') ?? ';'));
}

/** YAML may read a pattern such as `true` or `80` as something else than text. */
function patternOf(step: unknown): string {
  const pattern = at(step, 'regex') ?? '.*';
  return typeof pattern === 'string' ? pattern : show(pattern);
}
