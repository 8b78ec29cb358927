import { at, fields, list, show, text, type Fields } from './manifest';

/** A label selector that has been read. */
export interface LabelSelector {
  readonly labels: Fields;
  readonly expressions: readonly unknown[];
}

/** Reads `matchLabels` and `matchExpressions`; undefined where there is no selector at all. */
export function labelSelectorOf(value: unknown): LabelSelector | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return { labels: fields(value, 'matchLabels'), expressions: list(value, 'matchExpressions') };
}

/** Whether labels meet a selector; an empty selector selects everything. */
export function selects({ labels, expressions }: LabelSelector, carried: Fields): boolean {
  return (
    Object.entries(labels).every(([key, value]) => at(carried, key) === value) &&
    expressions.every((expression) => meets(expression, carried))
  );
}

function meets(expression: unknown, carried: Fields): boolean {
  const value = at(carried, text(expression, 'key') ?? '');
  const values = list(expression, 'values');
  switch (text(expression, 'operator')) {
    case 'In':
      return values.includes(value);
    case 'NotIn':
      return !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Labels as people write them: `app=web,tier=front`. */
export function showLabels(labels: Fields): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : show(value)}`,
  );
  return pairs.length > 0 ? pairs.join(',') : 'no labels';
}
