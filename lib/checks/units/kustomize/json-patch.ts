import { at, text } from '../../../kubernetes/fields';

/**
 * A document with the operations of a JSON patch; undefined where one of them does not fit.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function jsonPatched(document: unknown, operations: readonly unknown[]): unknown {
  let patched: unknown = structuredClone(document);
  for (const operation of operations) {
    const keys = keysOf(text(operation, 'path') ?? '');
    const from = keysOf(text(operation, 'from') ?? '');
    const value = structuredClone(at(operation, 'value'));
    switch (text(operation, 'op')) {
      case 'add':
        patched = put(patched, keys, value);
        break;
      case 'replace':
        if (get(patched, keys) === undefined) return undefined;
        patched = replace(patched, keys, value);
        break;
      case 'remove':
        if (!remove(patched, keys)) return undefined;
        break;
      case 'copy':
        patched = put(patched, keys, structuredClone(get(patched, from)));
        break;
      case 'move': {
        const moved = get(patched, from);
        if (!remove(patched, from)) return undefined;
        patched = put(patched, keys, moved);
        break;
      }
      case 'test':
        if (JSON.stringify(get(patched, keys)) !== JSON.stringify(value)) return undefined;
        break;
      default:
        return undefined;
    }
    if (patched === undefined) return undefined;
  }
  return patched;
}

function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function get(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (Object.hasOwn(Object(found) as object, key) ? at(found, key) : undefined),
    value,
  );
}

function put(document: unknown, keys: readonly string[], value: unknown): unknown {
  const [last, parent] = [keys[keys.length - 1], get(document, keys.slice(0, -1))];
  if (last === undefined) return value;
  if (Array.isArray(parent)) {
    const place = last === '-' ? parent.length : Number(last);
    if (!(place >= 0 && place <= parent.length)) return undefined;
    parent.splice(place, 0, value);
    return document;
  }
  return isMap(parent) ? set(document, parent, last, value) : undefined;
}

function replace(document: unknown, keys: readonly string[], value: unknown): unknown {
  const [last, parent] = [keys[keys.length - 1], get(document, keys.slice(0, -1))];
  if (last === undefined) return value;
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isMap(parent)) set(document, parent, last, value);
  return document;
}

function remove(document: unknown, keys: readonly string[]): boolean {
  const [last, parent] = [keys[keys.length - 1], get(document, keys.slice(0, -1))];
  if (last === undefined || get(document, keys) === undefined) return false;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isMap(parent)) Reflect.deleteProperty(parent, last);
  return true;
}

function set(document: unknown, parent: Record<string, unknown>, key: string, value: unknown): unknown {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
  return document;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
