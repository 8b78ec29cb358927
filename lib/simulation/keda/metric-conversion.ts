import { type Int64, int64, MAX_INT64 } from '../../kubernetes/int64';
import { type KedaRelease } from './settings';

/**
 * The thousandths that KEDA hands over for a value or threshold. What is no number, infinite or negative becomes 0.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function metricMilli(value: number, { roundsToMilli }: KedaRelease): Int64 {
  if (!Number.isFinite(value) || value < 0) return 0;
  return roundsToMilli ? roundedMilli(value) : truncatedMilli(value);
}

/** The thousandths of a value, cut off: what composite and fallback values become. */
export function truncatedMilli(value: number): Int64 {
  return wholeMilli(value * 1000);
}

/** Three decimals of the exact binary value; of two that are equally near, the even one. */
function roundedMilli(value: number): Int64 {
  const sixteenths = value * 16;
  // Halfway between two thousandths lie only odd sixteenths.
  if (Number.isSafeInteger(sixteenths) && sixteenths % 2 !== 0) {
    const below = Math.floor(value * 1000);
    return below % 2 === 0 ? below : below + 1;
  }
  if (value >= 2 ** 53) return wholeMilli(value * 1000);
  return int64(BigInt(value.toFixed(3).replace('.', '')));
}

/** Thousandths without what is left of a thousandth; no more than fits into 64 bits. */
export function wholeMilli(milli: number): Int64 {
  if (Math.abs(milli) >= 2 ** 63) return milli < 0 ? -MAX_INT64 : MAX_INT64;
  return int64(BigInt(Math.trunc(milli)));
}
