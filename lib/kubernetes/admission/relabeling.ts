import { GoPattern } from '../../validation';
import { at, list, show, text } from '../fields';
import { nonEmpty } from '../scalar';
import { type Refusal } from './refusal';

/** Actions that write a label, and those that write it as the joined values alone. */
const WRITES = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];
const PLAIN = ['lowercase', 'uppercase', 'keepequal', 'dropequal'];
/** Actions that look at the names of labels alone. */
const BY_NAME = ['labeldrop', 'labelkeep'];
const DEFAULT_REPLACEMENT = '$1';

/**
 * What the Prometheus operator refuses in the steps of a relabelling, whatever Prometheus it runs.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export function* relabelingRefusals(steps: readonly unknown[], field: string, why: string): Iterable<Refusal> {
  for (const [index, step] of steps.entries()) yield* stepRefusals(step, `${field}[${index}]`, why);
}

function* stepRefusals(step: unknown, field: string, why: string): Iterable<Refusal> {
  const action = nonEmpty(at(step, 'action'))?.toLowerCase() ?? 'replace';
  const regex = text(step, 'regex') ?? '';
  const problem = GoPattern.problemOf(regex);
  if (problem !== undefined) {
    yield {
      field: `${field}.regex`,
      what: `a relabelling has the regular expression ${show(regex)}, which Go cannot read: ${problem}`,
      why,
      fix: 'Write it in RE2 syntax; it is compared with the whole value.',
    };
  }
  if (WRITES.includes(action) && nonEmpty(at(step, 'targetLabel')) === undefined) {
    yield {
      field: `${field}.targetLabel`,
      what: `a relabelling with the action ${action} has no targetLabel`,
      why,
      fix: 'Name the label that it writes.',
    };
  }
  if (action === 'hashmod' && Number(at(step, 'modulus') ?? 0) === 0) {
    yield {
      field: `${field}.modulus`,
      what: 'a relabelling with the action hashmod has no modulus',
      why,
      fix: 'Set modulus to how many parts there are.',
    };
  }
  const isReplacing = (text(step, 'replacement') ?? DEFAULT_REPLACEMENT) !== DEFAULT_REPLACEMENT;
  if (PLAIN.includes(action) && isReplacing) {
    yield {
      field: `${field}.replacement`,
      what: `a relabelling with the action ${action} has a replacement`,
      why,
      fix: 'Remove replacement, or use the action replace.',
    };
  }
  const extra = BY_NAME.includes(action) ? beyondRegex(step, isReplacing) : undefined;
  if (extra === undefined) return;
  yield {
    field: `${field}.${extra}`,
    what: `a relabelling with the action ${action} has ${extra}, and takes regex alone`,
    why,
    fix: `Remove ${extra}.`,
  };
}

function beyondRegex(step: unknown, isReplacing: boolean): string | undefined {
  if (list(step, 'sourceLabels').length > 0) return 'sourceLabels';
  if (nonEmpty(at(step, 'targetLabel')) !== undefined) return 'targetLabel';
  return isReplacing ? 'replacement' : undefined;
}
