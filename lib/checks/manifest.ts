/** A map of a manifest, as YAML or JSON gives it. */
export type Fields = Readonly<Record<string, unknown>>;

/** A Kubernetes object as it stands in YAML. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Fields;
  readonly [field: string]: unknown;
}

/** An object under check, and where it comes from: a construct path, or a file and line. */
export interface CheckedObject {
  readonly manifest: Manifest;
  readonly origin: string;
  /** The stage in which it is applied, where stages are applied one after another. */
  readonly stage?: number;
}

/** The map at a path below a value; an empty one where there is none. */
export function fields(value: unknown, ...path: string[]): Fields {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Fields) : {};
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

/** Whatever is at a path below a value. */
export function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Fields)[key];
  }
  return found;
}

/** How a message shows a value of a manifest, whatever it is. */
export function show(value: unknown): string {
  return JSON.stringify(value) ?? '(missing)';
}

/** The object's name; empty where it has none. */
export function nameOf({ manifest }: CheckedObject): string {
  return text(manifest.metadata, 'name') ?? '';
}

/** The object's namespace; `default` is where kubectl puts an object without one. */
export function namespaceOf({ manifest }: CheckedObject): string {
  return text(manifest.metadata, 'namespace') ?? 'default';
}

/** How a message names an object: kind, namespace, name, and where it comes from. */
export function describe(object: CheckedObject): string {
  const namespace = text(object.manifest.metadata, 'namespace');
  return `${object.manifest.kind} "${namespace === undefined ? '' : `${namespace}/`}${nameOf(object)}" (${object.origin})`;
}
