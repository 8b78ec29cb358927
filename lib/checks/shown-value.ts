import { show } from '../kubernetes/fields';
import { type CheckedObject } from './manifest';

const LONGEST = 60;

/** How a message shows a value that is wrong: what it is where it is long, and never what a Secret holds. */
export function shown(value: unknown, { manifest }: CheckedObject): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = show(value);
  return manifest.kind === 'Secret' || text.length > LONGEST ? `a ${typeof value}` : text;
}
