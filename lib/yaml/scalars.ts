import { isBlank, isBreak, isFlowIndicator, isGap } from './characters';
import { type Cursor } from './cursor';
import { YamlProblem } from './yaml-problem';

const isLineEnd = (code: number): boolean => code === 0 || isBreak(code);

/** Blanks and line ends between two parts of a scalar, and what they stand for. */
class Fold {
  private spaces = '';
  private first = '';
  private others = '';
  public isBroken = false;

  /** Reads blanks and line ends. `tabLimit`: before this column of a later line a tab would be indentation. */
  public read(cursor: Cursor, tabLimit: number): void {
    const { text } = cursor;
    for (;;) {
      const start = cursor.at;
      let code = text.charCodeAt(cursor.at);
      while (isBlank(code)) {
        if (this.isBroken && code === 9 && cursor.column < tabLimit) throw tabAsIndentation(cursor.at);
        code = text.charCodeAt(++cursor.at);
      }
      if (!this.isBroken) this.spaces += text.slice(start, cursor.at);
      if (!isBreak(code)) return;
      this.break(cursor);
    }
  }

  /** Joins what follows with what was before; afterwards the fold is empty again. */
  public take(): string {
    const joined = this.isBroken ? foldedBreaks(this.first, this.others) : this.spaces;
    this.spaces = this.first = this.others = '';
    this.isBroken = false;
    return joined;
  }

  /** A line that ends with a backslash goes on without a space. */
  public escapeBreak(cursor: Cursor): void {
    cursor.skipBreak();
    this.spaces = '';
    this.isBroken = true;
  }

  private break(cursor: Cursor): void {
    const read = cursor.skipBreak();
    if (this.isBroken) this.others += read;
    else this.first = read;
    this.isBroken = true;
    this.spaces = '';
  }
}

function foldedBreaks(first: string, others: string): string {
  if (first === '\n') return others === '' ? ' ' : others;
  return first + others;
}

/** How the message says that a tab stands where a space must. */
export function tabAsIndentation(offset: number): YamlProblem {
  return new YamlProblem('tabs are not allowed as indentation', offset);
}

/** An unquoted text: its value, where it ends, and whether the cursor has gone on to a later line. */
export interface PlainScalar {
  readonly value: string;
  readonly end: number;
  readonly isBroken: boolean;
}

/** Reads an unquoted text, which may go on in deeper lines. */
export function plainScalar(cursor: Cursor, isInFlow: boolean, indent: number): PlainScalar {
  const { text } = cursor;
  let fold: Fold | undefined;
  let value = '';
  let end = cursor.at;
  for (;;) {
    if (cursor.isAtMarker() || text.charCodeAt(cursor.at) === 35) break;
    const start = cursor.at;
    let at = start;
    let code = text.charCodeAt(at);
    while (!isGap(code)) {
      if (code === 58 && isGap(text.charCodeAt(at + 1))) break;
      if (isInFlow && isFlowIndicator(code)) break;
      code = text.charCodeAt(++at);
    }
    if (at > start) {
      value += (fold?.take() ?? '') + text.slice(start, at);
      cursor.at = end = at;
    }
    if (!isBlank(code) && !isBreak(code)) break;
    fold ??= new Fold();
    fold.read(cursor, indent);
    if (!isInFlow && cursor.column < indent) break;
  }
  return { value, end, isBroken: fold?.isBroken ?? false };
}

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ' },
    ...{ '"': '"', "'": "'", '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
  }),
);
const HEXADECIMAL: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Reads a text in quotes. `isJson`: escapes are JSON's, too. */
export function quotedScalar(cursor: Cursor, isJson: boolean): string {
  const { text } = cursor;
  const opening = cursor.at;
  const quote = text.charCodeAt(opening);
  const fold = new Fold();
  let value = '';
  cursor.at++;
  for (;;) {
    if (cursor.isAtMarker() || text.charCodeAt(cursor.at) === 0) {
      throw new YamlProblem('the quote that opens here is never closed', opening);
    }
    let start = cursor.at;
    let code = text.charCodeAt(cursor.at);
    while (!isGap(code)) {
      if (code === quote) {
        if (quote === 34 || text.charCodeAt(cursor.at + 1) !== 39) break;
        value += text.slice(start, ++cursor.at);
        start = ++cursor.at;
      } else if (code === 92 && quote === 34) {
        value += text.slice(start, cursor.at);
        if (isBreak(text.charCodeAt(cursor.at + 1))) {
          cursor.at++;
          start = cursor.at;
          fold.escapeBreak(cursor);
          break;
        }
        value += escaped(cursor, isJson);
        start = cursor.at;
      } else cursor.at++;
      code = text.charCodeAt(cursor.at);
    }
    if (!fold.isBroken) {
      value += text.slice(start, cursor.at);
      if (code === quote) break;
    } else if (text.charCodeAt(cursor.at) === quote) break;
    fold.read(cursor, 0);
    value += fold.take();
  }
  cursor.at++;
  return value;
}

function escaped(cursor: Cursor, isJson: boolean): string {
  const { text, at } = cursor;
  const name = text.charAt(at + 1);
  const simple = ESCAPES.get(name) ?? (isJson && name === '/' ? '/' : undefined);
  cursor.at += 2;
  if (simple !== undefined) return simple;
  const length = HEXADECIMAL.get(name);
  if (length === undefined) throw new YamlProblem(`\\${name} is not an escape of YAML 1.1`, at);
  const digits = text.slice(cursor.at, cursor.at + length);
  const code = /^[0-9a-f]+$/i.test(digits) && digits.length === length ? parseInt(digits, 16) : NaN;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (Number.isNaN(code) || code > 0x10ffff || (isSurrogate && !isJson)) {
    throw new YamlProblem(`\\${name}${digits} is not a character`, at);
  }
  cursor.at += length;
  return String.fromCodePoint(code);
}

/** Reads a text behind `|` or `>`. `parent`: the indentation of what it belongs to. */
export function blockScalar(cursor: Cursor, parent: number): string {
  const { text } = cursor;
  const opening = cursor.at;
  const isLiteral = text.charCodeAt(cursor.at++) === 124;
  const header = /^(?:([+-])([0-9])?|([0-9])([+-])?)?/.exec(text.slice(cursor.at, cursor.at + 2)) ?? [];
  const chomping = header[1] ?? header[4];
  const width = header[2] ?? header[3];
  if (width === '0') throw new YamlProblem('a block of text cannot be indented by 0', opening);
  cursor.at += header[0]?.length ?? 0;
  cursor.skipComment((code) => !isBlank(code));
  if (text.charCodeAt(cursor.at) === 35) cursor.skipComment(isLineEnd);
  if (!isLineEnd(text.charCodeAt(cursor.at))) {
    throw new YamlProblem(`nothing but a comment may follow ${text.charAt(opening)} on its line`, cursor.at);
  }
  if (text.charCodeAt(cursor.at) !== 0) cursor.skipBreak();

  const block = { indent: width === undefined ? 0 : Math.max(parent, 0) + Number(width), parent };
  const parts: string[] = [];
  let last = '';
  let breaks = emptyLines(cursor, block);
  let wasDeeper = false;
  while (cursor.column === block.indent && text.charCodeAt(cursor.at) !== 0) {
    const isDeeper = isBlank(text.charCodeAt(cursor.at));
    const isFolded = !isLiteral && !wasDeeper && !isDeeper && last === '\n';
    parts.push(isFolded ? (breaks === '' ? ' ' : '') : last, breaks);
    wasDeeper = isDeeper;
    const start = cursor.at;
    cursor.skipComment(isLineEnd);
    parts.push(text.slice(start, cursor.at));
    last = text.charCodeAt(cursor.at) === 0 ? '' : cursor.skipBreak();
    breaks = emptyLines(cursor, block);
  }
  if (chomping !== '-') parts.push(last);
  if (chomping === '+') parts.push(breaks);
  return parts.join('');
}

/** Reads lines without text, and learns the indentation of a block from the first line that has some. */
function emptyLines(cursor: Cursor, block: { indent: number; readonly parent: number }): string {
  const { text } = cursor;
  let breaks = '';
  let deepest = 0;
  for (;;) {
    let code = text.charCodeAt(cursor.at);
    while ((block.indent === 0 || cursor.column < block.indent) && code === 32) code = text.charCodeAt(++cursor.at);
    deepest = Math.max(deepest, cursor.column);
    if ((block.indent === 0 || cursor.column < block.indent) && code === 9) throw tabAsIndentation(cursor.at);
    if (!isBreak(code)) break;
    breaks += cursor.skipBreak();
  }
  if (block.indent === 0) block.indent = Math.max(deepest, block.parent + 1, 1);
  return breaks;
}
