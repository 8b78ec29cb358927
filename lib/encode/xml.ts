import { visible } from './visible';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as a part of a line of XML 1.0, also within an attribute: what XML has no character for is written as its number.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function xmlText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
