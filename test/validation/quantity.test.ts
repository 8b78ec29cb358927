import * as fc from 'fast-check';
import { quantityValue } from '../../lib/validation';

test.each([
  ['0', 0],
  ['1', 1],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['+2', 2],
  ['-2', -2],
  ['1n', 1e-9],
  ['1u', 1e-6],
  ['100m', 0.1],
  ['1k', 1e3],
  ['1M', 1e6],
  ['1G', 1e9],
  ['1T', 1e12],
  ['1P', 1e15],
  ['1E', 1e18],
  ['1Ki', 2 ** 10],
  ['64Mi', 2 ** 26],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1Ti', 2 ** 40],
  ['1Pi', 2 ** 50],
  ['1Ei', 2 ** 60],
  ['2e3', 2e3],
  ['2E3', 2e3],
  ['2e+3', 2e3],
  ['2e-3', 2e-3],
  ['.5e1', 5],
  ['-1.5e1', -15],
])('%s is %d', (quantity, value) => {
  expect(quantityValue(quantity)).toBe(value);
});

test.each([
  '',
  ' ',
  'm',
  'Mi',
  '.',
  '+',
  'e3',
  '1 Gi',
  ' 1',
  '1\n',
  '1K',
  '1mi',
  '1kk',
  '1gi',
  '1e',
  '1e1.5',
  '1e3m',
  '0x10',
  '1,5',
  '1_000',
  '--1',
  'NaN',
  'Infinity',
  'null',
])('"%s" is no quantity', (quantity) => {
  expect(quantityValue(quantity)).toBeUndefined();
});

test('a number is its own value, unless it is none', () => {
  expect([0, -1, 0.25, 1e9].map(quantityValue)).toEqual([0, -1, 0.25, 1e9]);
  expect([NaN, Infinity, -Infinity].map(quantityValue)).toEqual([undefined, undefined, undefined]);
});

test('what is neither text nor a number is no quantity', () => {
  const odd: unknown[] = [undefined, null, true, [], ['1'], {}, { toString: '1' }, () => '1'];
  expect(odd.map((each) => quantityValue(each))).toEqual(odd.map(() => undefined));
});

test('a decimal suffix says the same as its exponent and as the decimal number, to the last bit', () => {
  const exponents = Object.entries({ n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 });
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(...exponents), (digits, [suffix, exponent]) => {
      expect(quantityValue(`${digits}${suffix}`)).toBe(quantityValue(`${digits}e${exponent}`));
    }),
  );
  expect(quantityValue('700m')).toBe(quantityValue('0.7'));
});

test('a binary suffix multiplies by a power of 1024', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 5 }), (digits, power) => {
      expect(quantityValue(`${digits}${['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][power]}`)).toBe(
        digits * 1024 ** (power + 1),
      );
    }),
  );
});
