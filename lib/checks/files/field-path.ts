const SEGMENT = /\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/** The keys of a field such as `spec.ports[0].name` or `metadata.annotations["a.b/c"]`. */
export function fieldPath(field: string): (string | number)[] {
  return [...field.matchAll(SEGMENT)].map(([, quoted, index, key]) =>
    index === undefined ? (quoted ?? key ?? '') : Number(index),
  );
}
