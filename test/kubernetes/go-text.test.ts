import { parseGoBool, parseGoFloat, parseGoInt32 } from '../../lib/kubernetes/go-text';

test.each<[string, number | undefined]>([
  ['5', 5],
  ['+5.', 5],
  ['-.5', -0.5],
  ['1e3', 1000],
  ['1E-1', 0.1],
  ['0x1p-2', 0.25],
  ['0x1.8p1', 3],
  ['-0X.8P1', -1],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['nan', NaN],
  ['+nan', undefined],
  ['1e999', undefined],
  ['', undefined],
  [' 5', undefined],
  ['5 ', undefined],
  ['1_000', undefined],
  ['0x10', undefined],
  ['5%', undefined],
  ['e5', undefined],
])('Go reads %j as the number %p', (text, value) => {
  expect(parseGoFloat(text)).toBe(value);
});

test.each<[string, number | undefined]>([
  ['50', 50],
  ['-1', -1],
  ['2147483647', 2 ** 31 - 1],
  ['2147483648', undefined],
  ['5.0', undefined],
  ['', undefined],
])('Go reads %j as the whole number %p', (text, value) => {
  expect(parseGoInt32(text)).toBe(value);
});

test.each<[string, boolean | undefined]>([
  ['true', true],
  ['T', true],
  ['1', true],
  ['False', false],
  ['f', false],
  ['0', false],
  ['yes', undefined],
  ['tRUE', undefined],
  ['', undefined],
])('Go reads %j as the boolean %p', (text, value) => {
  expect(parseGoBool(text)).toBe(value);
});
