const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HEXADECIMAL = /^([+-]?)0x_?([\da-f_]*)\.?([\da-f_]*)p([+-]?\d+)$/i;
const WORDS: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['infinity', Infinity],
  ['nan', NaN],
]);

/** The number that Go's `strconv.ParseFloat` reads; undefined where it reads none, or one out of range. */
export function parseGoFloat(text: string): number | undefined {
  const word = WORDS.get(text.replace(/^[+-]/, '').toLowerCase());
  if (word !== undefined) {
    return Number.isNaN(word) && /^[+-]/.test(text) ? undefined : text.startsWith('-') ? -word : word;
  }
  const value = DECIMAL.test(text) ? Number(text) : hexadecimal(text);
  return value === undefined || Number.isFinite(value) ? value : undefined;
}

function hexadecimal(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', power] = HEXADECIMAL.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replaceAll('_', '');
  if (power === undefined || digits === '' || /__|_$/.test(whole) || /^_|__|_$/.test(fraction)) return undefined;
  const value = Number(`0x${digits}`) * 2 ** (Number(power) - 4 * fraction.replaceAll('_', '').length);
  return sign === '-' ? -value : value;
}

/** The whole number of 32 bits that Go's `strconv.ParseInt` reads to base 10; undefined where it reads none. */
export function parseGoInt32(text: string): number | undefined {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}

/** What Go's `strconv.ParseBool` reads; undefined where it reads neither. */
export function parseGoBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}
