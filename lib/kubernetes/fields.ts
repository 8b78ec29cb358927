import { InputError } from '../validation';

/** A map of a manifest, as YAML or JSON gives it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whatever is at a path below a value. */
export function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Fields)[key];
  }
  return found;
}

/** The map at a path below a value; undefined where there is none. A map without entries is one: `behavior: {}` says something. */
export function optionalFields(value: unknown, ...path: string[]): Fields | undefined {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Fields) : undefined;
}

/** The map at a path below a value; an empty one where there is none. */
export function fields(value: unknown, ...path: string[]): Fields {
  return optionalFields(value, ...path) ?? {};
}

/** The list at a path below a value; an empty one where there is none. */
export function list(value: unknown, ...path: string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text at a path below a value. */
export function text(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The number at a path below a value. */
export function number(value: unknown, ...path: string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** How a message shows a value, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value); // JSON has no NaN and no bigint
  return JSON.stringify(value) ?? '(missing)';
}

/** How a message shows a quantity or a number: as it stands in YAML, without quotes. */
export function written(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}

/** Whether a value is a whole number within bounds. */
export function isWhole(value: unknown, from: number, to = Infinity): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}

/**
 * The whole number of a field that must be there.
 *
 * @throws InputError if it is missing or no whole number from `least` up.
 */
export function whole(name: string, value: unknown, least = 0): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new InputError({
    what: `${name} ${show(value)} is not a whole number from ${least} up.`,
    why: 'The API server refuses it, so no controller ever sees it.',
    fix: `Write a whole number without quotes, from ${least} up.`,
  });
}

/**
 * The whole number of a field; undefined where it is missing or null.
 *
 * @throws InputError if it is something else than a whole number from `least` up.
 */
export function optionalWhole(name: string, value: unknown, least = 0): number | undefined {
  return value === undefined || value === null ? undefined : whole(name, value, least);
}
