import { createHash } from 'node:crypto';
import { jsonText } from './json';
import { xmlText } from './xml';

/** Text as HTML shows it, also within an attribute. */
export function htmlText(text: string): string {
  return xmlText(text);
}

/** A value as JSON that a script element may hold: nothing in it ends the element. */
export function embeddedJson(value: unknown): string {
  return jsonText(value).replaceAll('<', '\\u003c');
}

/**
 * A source of a Content-Security-Policy that admits one script or style: by what is between its tags.
 *
 * @see https://www.w3.org/TR/CSP3/#grammardef-hash-source
 */
export function contentHash(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
