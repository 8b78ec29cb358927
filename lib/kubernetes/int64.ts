/**
 * A whole number of 64 bits, as the controller counts in: a number while that is exact, a bigint beyond.
 * Sums wrap as they do in the controller.
 */
export type Int64 = number | bigint;

/** The largest number of 64 bits. */
export const MAX_INT64 = 2n ** 63n - 1n;

/** The lowest number of 64 bits. */
export const MIN_INT64 = -(2n ** 63n);

/** The largest number of replicas that fits into a spec. */
export const MAX_INT32 = 2 ** 31 - 1;

/** The lowest number of 32 bits. */
export const MIN_INT32 = -(2 ** 31);

/** The low 64 bits of a whole number, in its cheapest exact form. */
export function int64(value: bigint): Int64 {
  const wrapped = BigInt.asIntN(64, value);
  const narrow = Number(wrapped);
  return Number.isSafeInteger(narrow) ? narrow : wrapped;
}

/** a + b in 64 bits. */
export function add(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return int64(BigInt(a) + BigInt(b));
}

/** a · b in 64 bits. */
export function multiply(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return int64(BigInt(a) * BigInt(b));
}

/** How sums and products are made: in 64 bits, or exactly. */
export interface Arithmetic {
  readonly add: (a: Int64, b: Int64) => Int64;
  readonly multiply: (a: Int64, b: Int64) => Int64;
}

/** Sums and products that wrap. */
export const WRAPPING: Arithmetic = { add, multiply };

/** Sums and products that never wrap, however large: what comes of them is divided until 64 bits hold it. */
export const EXACT: Arithmetic = {
  add: (a, b) => {
    const sum = typeof a === 'number' && typeof b === 'number' ? a + b : NaN;
    return Number.isSafeInteger(sum) ? sum : BigInt(a) + BigInt(b);
  },
  multiply: (a, b) => {
    const product = typeof a === 'number' && typeof b === 'number' ? a * b : NaN;
    return Number.isSafeInteger(product) ? product : BigInt(a) * BigInt(b);
  },
};

/** a / b, cut toward zero. */
export function divide(a: Int64, b: Int64): Int64 {
  // Exact: the quotient of two safe integers never rounds up to the next whole number.
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return int64(BigInt(a) / BigInt(b));
}

/** The number of replicas that a calculation asks for: rounded up, and what 32 bits can hold. */
export function boundedReplicas(replicas: number): number {
  return Math.max(MIN_INT32, Math.min(Math.ceil(replicas) + 0, MAX_INT32)); // + 0 makes a plain zero of a negative one
}

/** The same where the controller does not look at the bound: what does not fit becomes the lowest number, as on amd64. */
export function ceilReplicas(replicas: number): number {
  const whole = Math.ceil(replicas) + 0;
  return whole >= MIN_INT32 && whole <= MAX_INT32 ? whole : MIN_INT32;
}
