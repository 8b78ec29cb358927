import { problemText, promqlLabelsError, type TimeSpan } from '../../validation';

/** A comparison of a label with a value. */
export interface LabelComparison {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A selector, with its labels in the order in which they were given. */
export function selectorText(name: string, comparisons: readonly LabelComparison[]): string {
  refuseOddLabels(comparisons.map(({ label }) => label));
  const matchers = comparisons.map(({ label, operator, value }) => `${label}${operator}${quoted(value)}`);
  return matchers.length === 0 ? name : `${name}{${matchers.join(',')}}`;
}

/** @throws {RangeError} on a name that is none of a label: it would become a part of the query. */
export function refuseOddLabels(labels: readonly string[]): void {
  const problem = promqlLabelsError(labels);
  if (problem) throw new RangeError(problemText(problem));
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** A window in the largest unit that it is a whole number of. */
export function durationText(time: TimeSpan): string {
  return millisecondsText(time.toMilliseconds());
}

/** The same for a number of milliseconds. */
export function millisecondsText(milliseconds: number): string {
  for (const [unit, length] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const) {
    if (milliseconds > 0 && milliseconds % length === 0) return `${milliseconds / length}${unit}`;
  }
  return `${milliseconds}ms`;
}
