import { GoPattern } from '../../../validation';

/**
 * Whether a text has a pattern of a definition, or a part of it has. A pattern that Go does not read refuses nothing here: the definition is
 * what is wrong.
 */
export function hasPattern(text: string, pattern: string): boolean {
  return GoPattern.of(`.*(?-s:${pattern}).*`)?.matches(text) ?? true;
}
