/** Where a field stands in a manifest. */
export type Path = readonly (string | number)[];

/** What stands at a path; undefined where it ends before. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[key];
  }
  return found;
}

/** A copy with something else at a path; what is not there is made. Undefined leaves the field out. */
export function withValue<T>(container: T, [key, ...rest]: Path, value: unknown): T {
  if (key === undefined) return value as T;
  if (Array.isArray(container)) {
    const entries = container as readonly unknown[];
    return entries.map((each, index) => (index === key ? withValue(each, rest, value) : each)) as T;
  }
  const copy = { ...container } as Record<string | number, unknown>;
  const changed = withValue(copy[key], rest, value);
  if (changed !== undefined) copy[key] = changed;
  else delete copy[key];
  return copy as T;
}
