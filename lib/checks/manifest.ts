import { text, type Fields } from '../kubernetes/fields';

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
  /** The object as it was read, where this one was made of it: by a patch, by a variable's value. */
  readonly source?: CheckedObject;
}

/** The object as it was read. */
export function sourceOf(object: CheckedObject): CheckedObject {
  return object.source ? sourceOf(object.source) : object;
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
