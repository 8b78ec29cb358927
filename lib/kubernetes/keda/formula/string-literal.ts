import { FormulaError } from './formula-error';
import { type FormulaLanguage } from './language';

interface Literal {
  /** As it stands in the formula, with its quotes. */
  readonly source: string;
  readonly value: string;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const ESCAPE =
  /\\(?:([abfnrtv\\"'])|([0-3][0-7]{2})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|u\{([\da-fA-F]{1,6})\})/y;
const BYTE_ESCAPE = /\\(?:([abfnrtv\\"'])|([0-3][0-7]{2})|x([\da-fA-F]{2}))/y;

/**
 * The string that begins at a place.
 *
 * @throws FormulaError if it has no end, or an escape that does not exist.
 */
export function stringOf(text: string, at: number, language: FormulaLanguage): Literal {
  return text.charAt(at) === '`' ? rawString(text, at, language) : quoted(text, at, ESCAPE, language.hasElseIf);
}

/** The bytes that begin at a place, behind their `b`. */
export function bytesOf(text: string, at: number): Literal {
  return quoted(text, at, BYTE_ESCAPE, false);
}

function quoted(text: string, start: number, escapes: RegExp, hasBraces: boolean): Literal {
  const quote = text.charAt(start);
  let value = '';
  for (let at = start + 1; at < text.length;) {
    const character = text.charAt(at);
    if (character === quote) return { source: text.slice(start, at + 1), value };
    if (character === '\n') break;
    if (character !== '\\') {
      value += character === '\r' ? '\n' : character;
      at += 1;
      continue;
    }
    escapes.lastIndex = at;
    const escape = escapes.exec(text);
    const [whole = '', simple, octal, ...hexadecimal] = escape ?? [];
    const isOther = simple !== undefined && '"\''.includes(simple) && simple !== quote;
    if (!escape || isOther || (whole.startsWith('\\u{') && !hasBraces)) {
      throw new FormulaError(`has the escape "${text.slice(at, at + 2)}" in a string, which does not exist`, at);
    }
    value += simple === undefined ? codePoint(octal, hexadecimal, at) : (SIMPLE[simple] ?? simple);
    at += whole.length;
  }
  throw new FormulaError('has a string without an end', start, `Close it with ${quote}.`);
}

function codePoint(octal: string | undefined, hexadecimal: readonly (string | undefined)[], at: number): string {
  const code =
    octal === undefined ? parseInt(hexadecimal.find((digits) => digits !== undefined) ?? '', 16) : parseInt(octal, 8);
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw new FormulaError('has an escape above U+10FFFF in a string', at);
}

function rawString(text: string, start: number, { hasElseIf }: FormulaLanguage): Literal {
  const pattern = hasElseIf ? /`((?:[^`]|``)*)`/y : /`([^`]*)`/y;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) throw new FormulaError('has a string without an end', start, 'Close it with `.');
  return { source: match[0], value: (match[1] ?? '').replaceAll('``', '`') };
}
