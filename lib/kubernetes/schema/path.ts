/** Where a value stands in a manifest: the keys of maps and the places in lists that lead to it. */
export type Path = readonly (string | number)[];

const PLAIN = /^[^.[\]"]+$/;

/** A path as findings name it, such as `spec.ports[0].name` or `metadata.annotations["a.b/c"]`. */
export function fieldOf(path: Path): string {
  let field = '';
  for (const key of path) {
    if (typeof key === 'number') field += `[${key}]`;
    else if (!PLAIN.test(key)) field += `[${JSON.stringify(key)}]`;
    else field += field === '' ? key : `.${key}`;
  }
  return field;
}
