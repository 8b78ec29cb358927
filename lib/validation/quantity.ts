/** Decimal suffixes as exponents, because 700 * 1e-3 is above 0.7 in floating point, and 700e-3 is not. */
const DECIMAL: Readonly<Record<string, string>> = {
  n: 'e-9',
  u: 'e-6',
  m: 'e-3',
  k: 'e3',
  M: 'e6',
  G: 'e9',
  T: 'e12',
  P: 'e15',
  E: 'e18',
};

const BINARY: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * The value of a Kubernetes quantity such as `200m`, `1.5`, `64Mi` or `2e3`; undefined if it is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityValue(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') return Number.isFinite(quantity) ? quantity : undefined;
  const match = typeof quantity === 'string' ? QUANTITY.exec(quantity) : null;
  if (!match) return undefined;
  const [, digits = '', exponent = '', suffix = ''] = match;
  return Number(digits + exponent + (DECIMAL[suffix] ?? '')) * (BINARY[suffix] ?? 1);
}
