import { at } from '../kubernetes/fields';
import { type CheckedObject } from './manifest';

/** The annotation that silences rules for an object: `R8: reason`, several on lines of their own or separated by `;`. */
export const IGNORE_ANNOTATION = 'cdk8s-autoscaling/ignore';

/** One entry of the annotation. */
export interface IgnoredRule {
  /** Id or name of the rule, as written. */
  readonly rule: string;
  /** Why; empty where nobody says, and then the entry does not count. */
  readonly reason: string;
}

/** What the annotation of an object says. */
export function ignoredRulesOf({ manifest }: CheckedObject): IgnoredRule[] {
  const annotation = at(manifest, 'metadata', 'annotations', IGNORE_ANNOTATION);
  if (typeof annotation !== 'string') return [];
  return annotation
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const colon = entry.indexOf(':');
      return colon < 0
        ? { rule: entry, reason: '' }
        : { rule: entry.slice(0, colon).trim(), reason: entry.slice(colon + 1).trim() };
    });
}
