import * as fc from 'fast-check';
import { approximateFloat, milliText, milliValue, quantityValue } from '../../lib/kubernetes/quantity';

test.each([
  ['1n', 1],
  ['1u', 1],
  ['0.0004', 1],
  ['100m', 100],
  ['1', 1000],
  ['1.5', 1500],
  ['.5', 500],
  ['5.', 5000],
  ['1k', 1_000_000],
  ['1Ki', 1_024_000],
  ['1.5Gi', 1_610_612_736_000],
  ['0.5Ki', 512_000],
  ['2e3', 2_000_000],
  ['2E-3', 2],
  ['+3', 3000],
  ['1001u', 2],
  ['0', 0],
  ['0m', 0],
  [2, 2000],
  [0.1, 100],
  [1e-7, 1],
  ['-1n', -1],
  ['-1.0005', -1001],
  ['-100m', -100],
  ['1Ti', 1_099_511_627_776_000],
  ['9Ti', 9_895_604_649_984_000n],
  ['9223372036854775807m', 9_223_372_036_854_775_807n],
  ['9E', 9_223_372_036_854_775_807n],
  ['-9E', -9_223_372_036_854_775_807n],
  ['1e999', 9_223_372_036_854_775_807n],
  ['-1e999', -9_223_372_036_854_775_807n],
  ['1e-999', 1],
  ['-1e-999', -1],
])('%s is %s thousandths, rounded away from zero and at most 64 bits', (quantity, milli) => {
  expect(milliValue(quantity)).toBe(milli);
});

test.each(['', 'm', 'one', '1 k', '1kk', '1.2.3', '--1', '1e', undefined, null, NaN, Infinity, {}, true])(
  '%p is not a quantity',
  (quantity) => {
    expect(milliValue(quantity)).toBeUndefined();
  },
);

test.each([
  [0, '0'],
  [78334, '78334m'],
  [470_000, '470'],
  [5_000_000, '5k'],
  [1_500, '1500m'],
  [10, '10m'],
  [-2_000, '-2'],
  [2n ** 63n - 1n, '9223372036854775807m'],
  [9_000_000_000_000_000_000n, '9P'],
])('%s thousandths are written %s', (milli, text) => {
  expect(milliText(milli)).toBe(text);
});

test.each([
  [64 * 2 ** 20 * 1000, '64Mi'],
  [1_024_000, '1Ki'],
  [1_023_000, '1023'],
  [1_025_000, '1025'],
  [1_024_500, '1024500m'],
  [1_000_000, '1k'],
  [0, '0'],
  [-2_048_000, '-2Ki'],
])('%s thousandths of memory are written %s', (milli, text) => {
  expect(milliText(milli, true)).toBe(text);
});

test.each([
  ['0.1', 0.1],
  ['0.05', 0.05],
  ['50m', 0.05],
  [0.2, 0.2],
  ['0', 0],
  ['1', 1],
  ['100', 100],
  ['1Ki', 1024],
  ['-0.1', -0.1],
])('%s as a float is %s', (quantity, float) => {
  expect(approximateFloat('tolerance', quantity)).toBe(float);
});

test('a float of something else is refused by name', () => {
  expect(() => approximateFloat('behavior.scaleUp.tolerance', 'wide')).toThrow(
    'behavior.scaleUp.tolerance "wide" is not a quantity.',
  );
});

test('what is written is read back to the same thousandths', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), fc.boolean(), (milli, binary) => {
      expect(BigInt(milliValue(milliText(milli, binary)) ?? NaN)).toBe(milli);
    }),
  );
});

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
])('the value of %s is %d', (quantity, value) => {
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
])('"%s" is not a quantity', (quantity) => {
  expect(quantityValue(quantity)).toBeUndefined();
});

test('a number is its own value, unless it is none', () => {
  expect([0, -1, 0.25, 1e9].map(quantityValue)).toEqual([0, -1, 0.25, 1e9]);
  expect([NaN, Infinity, -Infinity].map(quantityValue)).toEqual([undefined, undefined, undefined]);
});

test('what is neither text nor a number is not a quantity', () => {
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
