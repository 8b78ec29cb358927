import { labelKeyProblem, labelValueProblem } from '../../validation';
import { fields, list, optionalFields, show, text } from '../fields';
import { type Refusal } from './refusal';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/**
 * What the API server refuses in a label selector with matchLabels and matchExpressions.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function* selectorRefusals(selector: unknown, field: string, why: string): Iterable<Refusal> {
  if (!optionalFields(selector)) return;
  yield* labelRefusals(fields(selector, 'matchLabels'), `${field}.matchLabels`, why);
  for (const [i, requirement] of list(selector, 'matchExpressions').entries()) {
    const at = `${field}.matchExpressions[${i}]`;
    const [key, operator] = [text(requirement, 'key') ?? '', text(requirement, 'operator') ?? ''];
    const problem = labelKeyProblem(key);
    if (problem) yield { field: `${at}.key`, what: `the selector key "${key}" ${problem}`, why, fix: FORM };
    if (!OPERATORS.includes(operator)) {
      yield {
        field: `${at}.operator`,
        what: `the selector of "${key}" has the operator "${operator}"`,
        why,
        fix: `Use one of ${OPERATORS.join(', ')}.`,
      };
      continue;
    }
    const values = list(requirement, 'values');
    const takesValues = operator === 'In' || operator === 'NotIn';
    if (takesValues !== values.length > 0) {
      yield {
        field: `${at}.values`,
        what: `the selector of "${key}" has the operator ${operator} and ${takesValues ? 'no values' : 'values'}`,
        why,
        fix: takesValues ? 'Say which values.' : 'Remove values, or use In or NotIn.',
      };
    }
    for (const value of values) yield* valueRefusals(key, value, `${at}.values`, why);
  }
}

/** What the API server refuses in the labels that something selects. */
export function* labelRefusals(
  labels: Readonly<Record<string, unknown>>,
  field: string,
  why: string,
): Iterable<Refusal> {
  for (const [key, value] of Object.entries(labels)) {
    const problem = labelKeyProblem(key);
    if (problem) yield { field, what: `the selector key "${key}" ${problem}`, why, fix: FORM };
    yield* valueRefusals(key, value, field, why);
  }
}

const FORM = 'Write it in that form.';

function* valueRefusals(key: string, value: unknown, field: string, why: string): Iterable<Refusal> {
  if (typeof value !== 'string') return; // a value of another type is told by its type
  const problem = labelValueProblem(value);
  if (problem) {
    yield { field, what: `the value ${show(value)} of the selector key "${key}" ${problem}`, why, fix: FORM };
  }
}
