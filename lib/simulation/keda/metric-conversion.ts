import { type Int64, int64, MAX_INT64, MIN_INT64 } from '../../kubernetes/int64';
import { type KedaRelease } from './settings';

/**
 * The thousandths that KEDA hands over for a value or threshold.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/scaler.go
 */
export function metricMilli(value: number, { roundsToMilli, clampsNegatives }: KedaRelease): Int64 {
  if (!roundsToMilli) return truncatedMilli(value);
  if (!Number.isFinite(value) || (value < 0 && clampsNegatives)) return 0;
  return value < 0 ? int64(-BigInt(roundedMilli(-value))) : roundedMilli(value);
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
  if (value >= 2 ** 53) return value * 1000 < 2 ** 63 ? wholeMilli(value * 1000) : MAX_INT64;
  return int64(BigInt(value.toFixed(3).replace('.', '')));
}

/**
 * Thousandths without what is left of a thousandth. What 64 bits do not hold, infinity and what is not a number among it, becomes the lowest
 * number, as Go converts it on amd64.
 */
export function wholeMilli(milli: number): Int64 {
  return Math.abs(milli) < 2 ** 63 ? int64(BigInt(Math.trunc(milli))) : MIN_INT64;
}
