/**
 * What a reader does not see, or sees as something else: control characters, breaks of lines, marks that turn the direction of text, tags,
 * byte order marks, halves of characters, and what is not a character.
 */
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Text in one line, in which nothing is hidden: what cannot be seen is written as its number, such as `\u001b`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, numbered);
}

function numbered(letter: string): string {
  const number = (letter.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, '0')}`;
}
