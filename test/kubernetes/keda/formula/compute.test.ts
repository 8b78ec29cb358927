import { compute, elementAt, isLess, partOf } from '../../../../lib/kubernetes/keda/formula/compute';
import {
  AnyMap,
  isEqual,
  Moment,
  Named,
  Span,
  textOf,
  toBoolean,
  toText,
  typeName,
  Zone,
  type Value,
} from '../../../../lib/kubernetes/keda/formula/value';

const [EARLY, LATE] = [new Moment(10n), new Moment(25n)];
const [SHORT, LONG] = [new Span(5n), new Span(15n)];
const MAP: Value = new Map<Value, Value>([['k', 1n]]);

test.each<[Value, string, Value, Value]>([
  [7n, '%', 3n, 1n],
  [-7n, '%', 3n, -1n],
  [2, '**', 3, 8],
  [1, '^', NaN, 1],
  [-1, '**', Infinity, 1],
  [3n, '*', 2n, 6n],
  [2 ** 62, '==', 1n, false],
  [9_223_372_036_854_775_807n, '+', 1n, -9_223_372_036_854_775_808n],
  ['a', '+', 'b', 'ab'],
  ['a', '<', 'b', true],
  [1n, '>=', 1.5, false],
  [EARLY, '<=', LATE, true],
  [SHORT, '>', LONG, false],
  [SHORT, '+', LONG, new Span(20n)],
  [LONG, '-', SHORT, new Span(10n)],
  [EARLY, '+', SHORT, LATE.nanoseconds === 25n ? new Moment(15n) : null],
  [SHORT, '+', EARLY, new Moment(15n)],
  [LATE, '-', SHORT, new Moment(20n)],
  [LATE, '-', EARLY, new Span(15n)],
  [SHORT, '*', 2n, new Span(10n)],
  [2n, '*', SHORT, new Span(10n)],
  [SHORT, '*', SHORT, new Span(25n)],
  [1.5, '*', SHORT, 7.5],
  [SHORT, '*', 1.5, 7.5],
  [1n, 'in', [1, 2], true],
  ['k', 'in', MAP, true],
  ['k', 'in', null, false],
  ['abc', 'contains', 'b', true],
  ['abc', 'startsWith', 'b', false],
  ['abc', 'endsWith', 'c', true],
  [null, 'contains', 'b', false],
  ['abc', 'endsWith', null, false],
  [1n, '!=', 1, false],
] as [Value, string, Value, Value][])('%p %s %p', (a, operator, b, result) => {
  expect(compute(operator, a, b)).toEqual(result);
});

test.each<[Value, string, Value, string]>([
  [1n, '%', 0n, 'divides a whole number by zero'],
  [1.5, '%', 2n, 'has % between a number and a whole number'],
  ['a', '-', 'b', 'has - between a text and a text'],
  [true, '<', null, 'has < between true or false and nil'],
  [EARLY, '*', 2n, 'has * between a time and a whole number'],
  [SHORT, '-', EARLY, 'has - between a duration and a time'],
  [1n, 'in', 5, 'has "in" before a number'],
  [1n, 'contains', 'a', 'needs a text and has a whole number'],
  [1n, 'xor', 1n, 'xor'],
])('%p %s %p fails', (a, operator, b, message) => {
  expect(() => compute(operator, a, b)).toThrow(message);
});

test('elements and parts of lists, maps and texts', () => {
  expect(elementAt([1n, 2n], -1n)).toBe(2n);
  expect(elementAt([1n], 5n, true)).toBeNull();
  expect(() => elementAt([1n], 5n)).toThrow('asks for element 5 of a list of 1');
  expect(() => elementAt('abc', 0n)).toThrow('the bytes of a text');
  expect(elementAt(MAP, 'k')).toBe(1n);
  expect(elementAt(MAP, 'none')).toBeNull();
  expect(elementAt(5, 0n, true)).toBeNull();
  expect(() => elementAt(5, 0n)).toThrow('asks for an element of a number');
  expect(partOf([1n, 2n, 3n], -2n, undefined)).toEqual([2n, 3n]);
  expect(partOf([1n, 2n, 3n], undefined, 9n)).toEqual([1n, 2n, 3n]);
  expect(() => partOf(5, undefined, undefined)).toThrow('takes a part of a number');
});

test('values are equal by what they hold', () => {
  const month = new Named('month', 3n);
  expect(isEqual([1n, [2n]], [1, [2]])).toBe(true);
  expect(isEqual([1n], [1n, 2n])).toBe(false);
  expect(isEqual(EARLY, new Moment(10n))).toBe(true);
  expect(isEqual(month, new Named('month', 3n))).toBe(true);
  expect(isEqual(month, new Named('weekday', 3n))).toBe(false);
  expect(isEqual(MAP, new Map<Value, Value>([['k', 1]]))).toBe(true);
  expect(isEqual(MAP, new Map<Value, Value>([['q', 1n]]))).toBe(false);
  expect(isEqual(MAP, new Map<Value, Value>())).toBe(false);
  expect(isEqual(null, 0)).toBe(false);
  expect(isLess(SHORT, LONG)).toBe(true);
});

test('values are called by their types, and shown as Go shows them', () => {
  const values: Value[] = [
    null,
    [],
    MAP,
    new AnyMap(),
    EARLY,
    SHORT,
    Zone.UTC,
    new Named('month', 1n),
    1,
    1n,
    true,
    'x',
  ];
  expect(values.map(typeName)).toEqual(['nil', 'a list', 'a map', 'a map', 'a time', 'a duration', 'a time zone', 'a month', 'a number', 'a whole number', 'true or false', 'a text']); // prettier-ignore
  expect([1, -0, NaN, Infinity, -Infinity, 1e21, 1.5e-7, null, 5n, true, 'x'].map(textOf)).toEqual(['1', '-0', 'NaN', '+Inf', '-Inf', '1e+21', '1.5e-07', '<nil>', '5', 'true', 'x']); // prettier-ignore
  expect(() => textOf([])).toThrow('the text of a list');
  expect(() => toBoolean(1)).toThrow();
  expect(() => toText(1)).toThrow('needs a text');
});
