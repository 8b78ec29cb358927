import { asBoolean, asNumber, FormulaFailure, type Value } from './value';

type Predicate = (element: Value) => Value;
type FormulaFunction = (items: readonly Value[], predicate: Predicate | undefined) => Value;

/** The numbers of an argument list, with those of the lists in it. */
function numbers(items: readonly Value[]): number[] {
  return items.flatMap((item) => (isList(item) ? numbers(item) : asNumber(item, 'an argument')));
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function overNumbers(apply: (values: readonly number[]) => number): FormulaFunction {
  return (items) => {
    const values = numbers(items);
    if (values.length === 0) throw new FormulaFailure('a function has no argument');
    return apply(values);
  };
}

function ofOne(apply: (value: number) => number): FormulaFunction {
  return ([item]) => apply(asNumber(item, 'the argument'));
}

function matching(items: readonly Value[], predicate: Predicate | undefined): readonly Value[] {
  const [list] = items;
  if (!isList(list)) throw new FormulaFailure('the first argument is no list');
  return list.filter((each) => asBoolean(predicate ? predicate(each) : each));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [lower = 0, upper = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (lower + upper) / 2;
}

/** Half away from zero, as the language rounds. */
function round(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

/** The functions of a formula that compute with numbers; `avg` and `mean` are one. */
export const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>([
  ['sum', (items, predicate) => sum(numbers(predicate ? matching(items, () => true).map(predicate) : items))],
  ['avg', overNumbers((values) => sum(values) / values.length)],
  ['mean', overNumbers((values) => sum(values) / values.length)],
  ['median', overNumbers(median)],
  ['min', overNumbers((values) => Math.min(...values))],
  ['max', overNumbers((values) => Math.max(...values))],
  ['count', (items, predicate) => matching(items, predicate).length],
  ['any', (items, predicate) => matching(items, predicate).length > 0],
  ['none', (items, predicate) => matching(items, predicate).length === 0],
  ['all', (items, predicate) => matching(items, predicate).length === matching(items, () => true).length],
  ['len', (items) => matching(items, () => true).length],
  ['abs', ofOne(Math.abs)],
  ['ceil', ofOne(Math.ceil)],
  ['floor', ofOne(Math.floor)],
  ['round', ofOne(round)],
  ['int', ofOne(Math.trunc)],
  ['float', ofOne((value) => value)],
]);
