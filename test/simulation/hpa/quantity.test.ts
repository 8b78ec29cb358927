import * as fc from 'fast-check';
import { approximateFloat, milliText, milliValue } from '../../../lib/simulation';

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
  '%p is no quantity',
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
    'behavior.scaleUp.tolerance "wide" is no quantity.',
  );
});

test('what is written is read back to the same thousandths', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), fc.boolean(), (milli, binary) => {
      expect(BigInt(milliValue(milliText(milli, binary)) ?? NaN)).toBe(milli);
    }),
  );
});
