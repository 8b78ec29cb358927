import { InputError, rememberedText } from '../validation';
import { show } from './fields';
import { int64, MAX_INT64, type Int64 } from './int64';

/** Powers of ten of the decimal suffixes. */
const DECIMAL: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

/** Powers of two of the binary suffixes. */
const BINARY: ReadonlyMap<string, bigint> = new Map([
  ['Ki', 10n],
  ['Mi', 20n],
  ['Gi', 30n],
  ['Ti', 40n],
  ['Pi', 50n],
  ['Ei', 60n],
]);

/** Beyond this power of ten a quantity is far outside of 64 bits, or far below a thousandth. */
const FARTHEST_EXPONENT = 400;

/** More digits than this are far outside of 64 bits, too, or say nothing that counts. */
const LONGEST = 1000;

const QUANTITY = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** A quantity in full precision: ± digits · 10^exponent · 2^shift. */
interface Amount {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
  readonly shift: bigint;
}

function parse(quantity: unknown): Amount | undefined {
  if (typeof quantity !== 'string' && typeof quantity !== 'number') return undefined;
  const written = String(quantity).replace(/^([+-]?)0+(?=\d)/, '$1');
  const match = written.length > LONGEST ? null : QUANTITY.exec(written);
  if (!match) return undefined;
  const [, sign, mantissa = '', power = '0', suffix = ''] = match;
  const [whole = '', decimals = ''] = mantissa.split('.');
  return {
    negative: sign === '-',
    digits: BigInt(whole + decimals),
    exponent: Number(power) + (DECIMAL.get(suffix) ?? 0) - decimals.length,
    shift: BINARY.get(suffix) ?? 0n,
  };
}

const ZERO = /^(?:[+-]\.?|\.)$/;

/** Whether the API server reads a value as a quantity, such as `200m`, `1.5`, `64Mi` or `2e3`; a sign or a point alone is zero to it. */
export function isQuantity(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && (QUANTITY.test(value) || ZERO.test(value));
}

/**
 * The value of a quantity such as `200m`, `1.5`, `64Mi` or `2e3`, as exact as a number can be; undefined if it is not one.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityValue(quantity: unknown): number | undefined {
  return typeof quantity === 'string' ? valueOfText(quantity) : valueOf(parse(quantity));
}

const valueOfText = rememberedText((quantity) => valueOf(parse(quantity)));

function valueOf(amount: Amount | undefined): number | undefined {
  if (!amount) return undefined;
  // One power of ten, because 700 * 1e-3 is above 0.7 in floating point, and 700e-3 is not.
  const value = Number(`${amount.digits}e${amount.exponent}`) * 2 ** Number(amount.shift);
  return amount.negative ? -value : value;
}

/**
 * The thousandths of a quantity such as `200m`, `1.5`, `64Mi` or `2e3`, rounded away from zero; undefined if it is not one.
 * Beyond 64 bits it is the largest value that fits.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function milliValue(quantity: unknown): Int64 | undefined {
  if (typeof quantity === 'number' && Number.isSafeInteger(quantity * 1000) && Number.isInteger(quantity)) {
    return quantity * 1000;
  }
  const amount = parse(quantity);
  if (!amount) return undefined;
  const { negative, digits, shift } = amount;
  const exponent = amount.exponent + 3;
  if (digits === 0n) return 0;
  if (exponent > FARTHEST_EXPONENT) return negative ? -MAX_INT64 : MAX_INT64;
  if (exponent < -FARTHEST_EXPONENT - digits.toString().length) return negative ? -1 : 1;
  const numerator = digits << shift;
  const denominator = 10n ** BigInt(Math.max(0, -exponent));
  const milli = exponent >= 0 ? numerator * 10n ** BigInt(exponent) : (numerator + denominator - 1n) / denominator;
  const bounded = milli > MAX_INT64 ? MAX_INT64 : milli;
  return int64(negative ? -bounded : bounded);
}

/**
 * The thousandths of a quantity that must be there.
 *
 * @throws InputError if it is not a quantity.
 */
export function requireMilliValue(name: string, quantity: unknown): Int64 {
  const milli = milliValue(quantity);
  if (milli !== undefined) return milli;
  throw new InputError({
    what: `${name} ${show(quantity)} is not a quantity.`,
    why: 'The API server refuses it, so no controller ever sees it.',
    fix: 'Write a number with an optional suffix, such as 50, 500m, 1.5 or 64Mi.',
  });
}

/**
 * A quantity as the float that the controller makes of it: digits times a power of ten, of the form that the API server stores.
 *
 * @throws InputError if it is not a quantity.
 */
export function approximateFloat(name: string, quantity: unknown): number {
  requireMilliValue(name, quantity);
  const amount = parse(quantity) ?? { negative: false, digits: 0n, exponent: 0, shift: 0n };
  let digits = amount.digits << amount.shift;
  let { exponent } = amount;
  for (; digits !== 0n && digits % 10n === 0n; exponent += 1) digits /= 10n;
  // The API server writes the exponent as a multiple of three: 0.3 comes back as 300m.
  for (; exponent % 3 !== 0; exponent -= 1) digits *= 10n;
  const float = exponent < 0 ? Number(digits) * (1 / 10 ** -exponent) : Number(digits) * 10 ** exponent;
  return amount.negative ? -float : float;
}

/** Thousandths as the controller writes them into a status: `78334m`, `470`, `5k`; memory with binary suffixes. */
export function milliText(milli: Int64, binary = false): string {
  const value = BigInt(milli);
  if (value === 0n) return '0';
  if (binary && value % 1000n === 0n && (value <= -1_024_000n || value >= 1_024_000n)) {
    return scaled(value / 1000n, 1024n, ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']);
  }
  return scaled(value, 1000n, ['m', '', 'k', 'M', 'G', 'T', 'P', 'E']);
}

/** A value over the largest power of a base that divides it. */
function scaled(value: bigint, base: bigint, suffixes: readonly string[]): string {
  let power = 0;
  while (value % base === 0n && power < suffixes.length - 1) {
    value /= base;
    power += 1;
  }
  return `${value}${suffixes[power]}`;
}
