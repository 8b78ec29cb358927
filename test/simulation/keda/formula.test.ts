import { evaluateFormula, FormulaFailure, namesIn, parseFormula } from '../../../lib/simulation';

const TRIGGERS = new Map<string, number | null>([
  ['a', 3],
  ['b', 4],
  ['gone', null],
]);

function value(formula: string): number | null {
  return evaluateFormula(parseFormula(formula), TRIGGERS);
}

test.each([
  ['a + b * 2', 11],
  ['(a + b) * 2', 14],
  ['a - b - 1', -2],
  ['b / a', 4 / 3],
  ['7 % 4', 3],
  ['2 ** 3 ** 2', 512],
  ['2 ^ 2', 4],
  ['-a + +b', 1],
  ['-2 ** 2', -4],
  ['1_000 + .5 + 1e2', 1100.5],
  ['a > 2 && b > 3 ? 10 : 20', 10],
  ['a > 3 || b < 4 ? 10 : 20', 20],
  ['a >= 3 and b <= 4 ? 1 : 0', 1],
  ['a == 3 or a != 3 ? 1 : 0', 1],
  ['!(a > 3) ? 1 : 0', 1],
  ['not (a < 3) ? 1 : 0', 1],
  ['true ? false ? 1 : 2 : 3', 2],
  ['gone ?? a', 3],
  ['gone ?? gone ?? 5', 5],
  ['a ?? 1 + 1', 4],
  ['sum([a, b])', 7],
  ['sum([a, b], {# * 2})', 14],
  ['avg([a, b])', 3.5],
  ['mean(a, b)', 3.5],
  ['median([1, 9, 5])', 5],
  ['median([1, 9])', 5],
  ['min(a, b)', 3],
  ['max([a, [b, 9]])', 9],
  ['count([a, b], {# > 3})', 1],
  ['count([true, false])', 1],
  ['any([a, b], {# > 3}) ? 1 : 0', 1],
  ['none([a, b], {# > 3}) ? 1 : 0', 0],
  ['all([a, b], {# > 2}) ? 1 : 0', 1],
  ['len([a, b])', 2],
  ['abs(-a)', 3],
  ['ceil(1.2) + floor(1.8) + int(-1.5)', 2],
  ['round(2.5)', 3],
  ['round(-2.5)', -3],
  ['float(a)', 3],
  ['count([a,b],{#>1}) > 1 ? 5 : 0', 5],
])('%s is %d', (formula, result) => {
  expect(value(formula)).toBe(result);
});

test('a formula may be nil', () => {
  expect(value('gone')).toBeNull();
  expect(value('gone ?? nil')).toBeNull();
});

test.each([
  ['nobody + 1', 'unknown name nobody'],
  ['frobnicate(a)', 'unknown function frobnicate'],
  ['gone + 1', 'the left of + is null, no number'],
  ['1 + gone', 'the right of + is null, no number'],
  ['a ? 1 : 2', 'a condition is 3, neither true nor false'],
  ['a > 2', 'the result is true, no number'],
  ['a / 0', 'the result is Infinity'],
  ['0 / 0', 'the result is NaN'],
  ['1.5 % 1', '1.5 % 1 has no value'],
  ['1 % 0', '1 % 0 has no value'],
  ['count(a)', 'the first argument is no list'],
  ['sum([a, true])', 'an argument is true, no number'],
  ['min([])', 'a function has no argument'],
  ['abs()', 'the argument is null, no number'],
  ['[a] + 1', 'the left of + is [3], no number'],
])('%s fails: %s', (formula, message) => {
  expect(() => value(formula)).toThrow(new FormulaFailure(message));
});

test.each([
  ['', 'column 1: an end is not supported.'],
  ['a +', 'column 4: an end is not supported.'],
  ['a b', 'column 3: "b" is not supported.'],
  ['a ? b', 'column 6: an end is not supported.'],
  ['(a', 'column 3: an end is not supported.'],
  ['[a b]', 'column 4: "b" is not supported.'],
  ['sum(a b)', 'column 7: "b" is not supported.'],
  ['count([a], {# > 1)', 'column 18: ")" is not supported.'],
  ['"text"', 'column 1: """ is not supported.'],
  ['a  | b', 'column 4: "|" is not supported.'],
  [') + 1', 'column 1: ")" is not supported.'],
])('%p is refused: %s', (formula, message) => {
  expect(() => parseFormula(formula)).toThrow(message);
});

test('the names of a formula are known', () => {
  const formula = 'a > 1 ? sum([b, -c], {# + d}) : !(e ?? 2) && min(f)';
  expect([...namesIn(parseFormula(formula))].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
