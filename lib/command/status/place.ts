import { text, type Fields } from '../../kubernetes/fields';

/** Namespace and name of an object; of one without a namespace, the first is empty. */
export function place(object: Fields): readonly [namespace: string, name: string] {
  return [text(object, 'metadata', 'namespace') ?? '', text(object, 'metadata', 'name') ?? ''];
}
