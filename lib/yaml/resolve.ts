const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NO_NUMBER = /^\.(?:nan|NaN|NAN)$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const FRACTION = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+)?$/;

/** A number, and whether it was written as an integer. */
export interface ResolvedNumber {
  readonly number: number;
  readonly isInteger: boolean;
}

/**
 * What an unquoted scalar stands for: YAML 1.1 as kubectl reads it. `yes` is true, `012` and `0o12` are 10, `1_000` is
 * 1000; dates and `1:30` are texts; `.inf` and `.nan` are numbers, though none of JSON.
 */
export function resolve(text: string): string | number | boolean | null {
  const code = text.charCodeAt(0);
  if (code <= 57 && (code >= 48 || code === 43 || code === 45 || code === 46)) {
    if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    return NO_NUMBER.test(text) ? NaN : (resolveNumber(text)?.number ?? text);
  }
  if (text.length > 5) return text;
  const word = WORDS.get(text);
  return word === undefined ? text : word;
}

/** The number that an unquoted scalar stands for. */
export function resolveNumber(text: string): ResolvedNumber | undefined {
  if (text.startsWith('.')) return FRACTION.test(text) ? floatOf(text.replaceAll('_', '')) : undefined;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = INTEGER.exec(plain);
  if (!integer) return floatOf(plain);
  const [, sign, hexadecimal, binary, octal, decimal] = integer;
  const digits = hexadecimal ?? binary ?? octal ?? decimal!;
  const base = hexadecimal !== undefined ? 16 : binary !== undefined ? 2 : octal !== undefined ? 8 : 10;
  const amount = base === 10 ? Number(digits) : parseInt(digits, base);
  const largest = sign === '-' ? 2 ** 63 : 2 ** 64; // what Go's int64 and uint64 hold
  if (amount > largest) return floatOf(plain);
  return { number: sign === '-' && amount !== 0 ? -amount : amount, isInteger: true };
}

function floatOf(text: string): ResolvedNumber | undefined {
  if (!FLOAT.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? { number, isInteger: false } : undefined;
}

/** The text of a key, because JSON has no others; null where there is none. */
export function keyOf(text: string): string | null {
  const value = resolve(text);
  if (value === null || typeof value !== 'number') return value === null ? null : String(value);
  if (!Number.isFinite(value)) return text.toLowerCase().replace('+', '');
  return resolveNumber(text)?.isInteger === true ? integerKey(value) : floatKey(value);
}

function integerKey(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
}

/** As Go prints a number of 32 bits with %g. */
function floatKey(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single < 0 ? '-.inf' : '.inf';
  if (single === 0) return '0';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== single) digits++;
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(digits)));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
