import { type Finding } from './finding';
import { sourceOf, type CheckedObject } from './manifest';

/** The rules about the structure of objects; all others are about what the objects say. */
const STRUCTURE = new Set(['R43', 'R60', 'R61']);

/**
 * Findings without those that only say again what is wrong with the structure of an object: where a field has the wrong type, its value is
 * wrong to other rules as well, and where it is misspelt, the right one is missing.
 */
export function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const faulty = new Map<CheckedObject, string[]>();
  for (const { rule, objects, field, meant } of findings) {
    const [object] = objects;
    if (!STRUCTURE.has(rule) || !object || field === undefined) continue;
    const fields = faulty.get(sourceOf(object)) ?? [];
    fields.push(field, ...(meant === undefined ? [] : [meant]));
    faulty.set(sourceOf(object), fields);
  }
  if (faulty.size === 0) return findings;
  return findings.filter(({ rule, objects: [object], field }) => {
    if (STRUCTURE.has(rule) || !object || field === undefined) return true;
    return !faulty.get(sourceOf(object))?.some((fault) => isWithin(field, fault) || isWithin(fault, field, 1));
  });
}

/** Whether a field is another one, or stands below it, not deeper than some levels. */
function isWithin(field: string, other: string, levels = Infinity): boolean {
  if (!field.startsWith(other)) return false;
  const rest = field.slice(other.length);
  return rest === '' || ((rest.startsWith('.') || rest.startsWith('[')) && rest.split(/[.[]/).length - 1 <= levels);
}
