import { FormulaError } from './formula-error';
import { type FormulaLanguage } from './language';
import { bytesOf, stringOf } from './string-literal';

/** A piece of a formula. */
export interface Token {
  readonly kind: 'number' | 'string' | 'bytes' | 'name' | 'operator' | 'bracket' | 'end';
  readonly text: string;
  /** Where it begins, counted from 0. */
  readonly at: number;
}

const WORDS = ['not', 'in', 'or', 'and', 'matches', 'contains', 'startsWith', 'endsWith', 'let'];
/** Go's `unicode.IsSpace`. */
const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/y;
const COMMENT = /\/\/[^\n]*\n?|\/\*[^]*?\*\//y;
const NAME = /[\p{L}\p{Nd}_$]+/uy;
const POINTER_NAME = /[\p{L}\p{Nd}_$]*/uy;
const NUMBER =
  /(?:0[xX][\da-fA-F_]*(?:\.(?!\.)[\da-fA-F_]*)?|0[oO][0-7_]*(?:\.(?!\.)[0-7_]*)?|0[bB][01_]*(?:\.(?!\.)[01_]*)?|[\d_]*(?:\.(?!\.)[\d_]*)?)(?:[eE][+-]?[\d_]*)?/y;
const OPERATOR = /[,;%+\-^]|[&!=*<>][&=*]?|\|\|?|::?|\?[.?]?|\/|\.\.?/y;

/**
 * The pieces of a formula.
 *
 * @throws FormulaError where none begins.
 * @see https://expr-lang.org/docs/language-definition
 */
export function tokensOf(text: string, language: FormulaLanguage): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: Token['kind'], source: string, value = source): void => {
    tokens.push({ kind, text: value, at });
    at += source.length;
  };
  while (at < text.length) {
    const blank = take(SPACE) ?? take(COMMENT);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const first = text.charAt(at);
    if (text.startsWith('/*', at)) throw new FormulaError('has a comment without an end', at, 'End it with */.');
    if (first === '"' || first === "'" || first === '`') {
      const { source, value } = stringOf(text, at, language);
      push('string', source, value);
    } else if (language.hasBytes && /^b["']/i.test(text.slice(at, at + 2))) {
      push('bytes', first + bytesOf(text, at + 1).source);
    } else if (/\d/.test(first) || /^\.\d/.test(text.slice(at, at + 2))) {
      push('number', numberAt(text, at, take(NUMBER) ?? ''));
    } else if (first === '#') {
      push('operator', text.startsWith('##', at) ? '##' : '#');
      const name = take(POINTER_NAME) ?? '';
      if (name !== '') push('name', name);
    } else if ('([{)]}'.includes(first)) {
      push('bracket', first);
    } else {
      const name = take(NAME);
      const operator = name ?? take(OPERATOR);
      if (operator === undefined) {
        const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
        throw new FormulaError(`has an unexpected "${character}"`, at);
      }
      push(name === undefined || isWord(name, language) ? 'operator' : 'name', operator);
    }
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

function isWord(name: string, { hasBlocks }: FormulaLanguage): boolean {
  return WORDS.includes(name) || (hasBlocks && (name === 'if' || name === 'else'));
}

function numberAt(text: string, at: number, number: string): string {
  NAME.lastIndex = at + number.length;
  const rest = NAME.exec(text)?.[0];
  if (rest === undefined) return number;
  throw new FormulaError(`has "${number}${rest}", which is not a number`, at);
}
