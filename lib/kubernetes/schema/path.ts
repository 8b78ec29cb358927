/** Where a value stands in a manifest: the keys of maps and the places in lists that lead to it. */
export type Path = readonly (string | number)[];

const PLAIN = /^[^.[\]"]+$/;

/** A path as findings name it, such as `spec.ports[0].name` or `metadata.annotations["a.b/c"]`. */
export function fieldOf(path: Path): string {
  let field = '';
  for (const key of path) field = below(field, key);
  return field;
}

/** The field below another one. */
export function below(field: string, key: string | number): string {
  if (typeof key === 'number') return `${field}[${key}]`;
  if (!PLAIN.test(key)) return `${field}[${JSON.stringify(key)}]`;
  return field === '' ? key : `${field}.${key}`;
}
