import { similarName } from '../../checks/similar-names';

/** Reads a value, and throws where it means nothing. */
export type Reader = (value: unknown) => unknown;

/** The keys of a map: the flag that each stands for, or none where it is a map of flags itself, and how it is read. */
export type Keys = Readonly<Record<string, readonly [flag: string | undefined, read: Reader]>>;

/**
 * The flags that a map of a file stands for.
 *
 * @throws where it has a key or a value that means nothing.
 */
export function readMap<T extends object>(value: unknown, keys: Keys, prefix: string): Partial<T> {
  const place = prefix === '' ? 'it' : prefix.slice(0, -1);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${place} is not a map.`);
  let flags = {};
  for (const [key, content] of Object.entries(value)) {
    const entry = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!entry) throw new Error(unknownKey(`${prefix}${key}`, key, Object.keys(keys)));
    const [flag, read] = entry;
    try {
      const found = read(content);
      flags = { ...flags, ...(flag === undefined ? (found as object) : { [flag]: found }) };
    } catch (caught) {
      const { message } = caught as Error;
      throw flag === undefined ? caught : new Error(`${prefix}${key}: ${message}`);
    }
  }
  return flags;
}

/** A list of texts. */
export function texts(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('Write a list.');
  return value.map(text);
}

/** A text that is not empty. */
export function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${JSON.stringify(value)} is not a text.`);
  return value;
}

/** A text or a number, as a text. */
export function scalar(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new Error(`${JSON.stringify(value)} is not a value.`);
  }
  return String(value);
}

/** `true` or `false`. */
export function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error('Write true or false.');
  return value;
}

function unknownKey(shown: string, key: string, known: readonly string[]): string {
  const similar = similarName(key, known);
  return `there is no "${shown}"${similar === undefined ? `; there are ${known.join(', ')}` : `: did you mean "${similar}"?`}`;
}
