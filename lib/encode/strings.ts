/**
 * Plain data with each of its texts encoded; what has none is the same object. Formats for people lay out data that this was done to, so that
 * no text of the input reaches a line unencoded.
 */
export function withEncodedStrings<T>(value: T, encode: (text: string) => string): T {
  return encoded(value, encode) as T;
}

function encoded(value: unknown, encode: (text: string) => string): unknown {
  if (typeof value === 'string') return encode(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => encoded(item, encode));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, encoded(item, encode)] as const);
  const former = value as Readonly<Record<string, unknown>>;
  return entries.some(([key, item]) => item !== former[key]) ? Object.fromEntries(entries) : value;
}
