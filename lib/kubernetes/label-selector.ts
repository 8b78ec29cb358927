import { at, fields, list, optionalFields, show, text, type Fields } from './fields';

/** Labels that something must have. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** What the value of one label must be. */
export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Reads a label selector; undefined where there is none at all. */
export function labelSelectorOf(value: unknown): Required<LabelSelector> | undefined {
  const selector = optionalFields(value);
  if (!selector) return undefined;
  return {
    matchLabels: Object.fromEntries(
      Object.entries(fields(selector, 'matchLabels')).map(([key, label]) => [key, labelText(label)]),
    ),
    matchExpressions: list(selector, 'matchExpressions').map((each) => ({
      key: text(each, 'key') ?? '',
      operator: text(each, 'operator') ?? '',
      values: list(each, 'values').map(labelText),
    })),
  };
}

/** Whether labels meet a selector: an empty selector selects everything, an unknown operator nothing. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Fields): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => valueOf(labels, key) === value) &&
    matchExpressions.every((requirement) => meets(requirement, valueOf(labels, requirement.key)))
  );
}

function meets({ operator, values = [] }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

function valueOf(labels: Fields, key: string): string | undefined {
  const value = at(labels, key) ?? undefined;
  return value === undefined ? undefined : labelText(value);
}

/** A label's value; a number or a boolean, which the API server refuses, as the text that was meant. */
export function labelText(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}

/** A selector as kubectl takes it: `app=web,tier in (front,back),!canary`. */
export function showSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...labels, ...matchExpressions.map(showRequirement)].join(',') || 'everything';
}

function showRequirement({ key, operator, values = [] }: LabelRequirement): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return operator === 'Exists' ? key : `${key} ${operator}`;
  }
}

/** Labels as people write them: `app=web,tier=front`. */
export function showLabels(labels: Fields): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : show(value)}`,
  );
  return pairs.length > 0 ? pairs.join(',') : 'no labels';
}
