import { isBreak, isGap } from './characters';
import { Cursor } from './cursor';
import { anchor, directive, tag } from './directives';
import { blockScalar, plainScalar, quotedScalar, tabAsIndentation } from './scalars';
import { Kind, mark, type Token } from './tokens';
import { YamlProblem } from './yaml-problem';

/** A place where a key may begin that nothing announces but the colon behind it. */
interface PossibleKey {
  isPossible: boolean;
  /** Nothing but a key can stand here. */
  isRequired: boolean;
  token: number;
  start: number;
  line: number;
  column: number;
}

/** How long a key may be that nothing announces. */
const LONGEST_KEY = 1024;

/**
 * Splits YAML into tokens, as the parser does that kubectl reads with: what it refuses is refused here, and what it
 * takes is taken.
 *
 * @see https://yaml.org/spec/1.1/
 * @see https://pkg.go.dev/go.yaml.in/yaml/v2
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly queue: Token[] = [];
  private head = 0;
  /** How many tokens were taken. */
  private taken = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private isKeyAllowed = true;
  private isEnded = false;
  /** One for each level of brackets, outermost first. */
  private readonly keys: PossibleKey[] = [noKey()];

  /** @param isJson allow what JSON allows and YAML 1.1 does not: long keys, more escapes */
  constructor(
    text: string,
    private readonly isJson: boolean,
  ) {
    this.cursor = new Cursor(`${text}\0`);
    if (text.startsWith('\uFEFF')) this.cursor.at = this.cursor.lineStart = 1;
  }

  /** The next token, which stays the next one. */
  public peek(): Token {
    while (this.head === this.queue.length || this.mayBecomeKey()) this.fetch();
    return this.queue[this.head]!;
  }

  /** Takes the next token. */
  public take(): Token {
    const token = this.peek();
    this.taken++;
    if (++this.head === this.queue.length) this.queue.length = this.head = 0;
    return token;
  }

  /** Whether the next token may turn out to be a key, before which a token would have to be put. */
  private mayBecomeKey(): boolean {
    if (this.isEnded) return false;
    for (const key of this.keys) {
      if (key.isPossible && key.token === this.taken) return this.isStillPossible(key);
    }
    return false;
  }

  private isStillPossible(key: PossibleKey): boolean {
    if (!key.isPossible) return false;
    const isTooLong = !this.isJson && key.start + LONGEST_KEY < this.cursor.at;
    if (key.line === this.cursor.line && !isTooLong) return true;
    if (key.isRequired) throw noColon(key.start, isTooLong);
    key.isPossible = false;
    return false;
  }

  private fetch(): void {
    const { cursor } = this;
    this.skipToToken();
    this.unroll(cursor.column);
    const { text, at } = cursor;
    const code = text.charCodeAt(at);
    const isInFlow = this.keys.length > 1;
    const isBeforeGap = isGap(text.charCodeAt(at + 1));
    if (code === 0) return this.end();
    if (cursor.isAtMarker()) return this.marker(code === 45 ? Kind.documentStart : Kind.documentEnd);
    switch (code) {
      case 37: // %
        if (cursor.column > 0) break;
        this.leaveBlock();
        this.queue.push(directive(cursor));
        return;
      case 91: // [
        return this.open(Kind.flowSequenceStart);
      case 123: // {
        return this.open(Kind.flowMappingStart);
      case 93: // ]
        return this.close(Kind.flowSequenceEnd);
      case 125: // }
        return this.close(Kind.flowMappingEnd);
      case 44: // ,
        this.dropKey();
        this.isKeyAllowed = true;
        return this.push(Kind.flowEntry);
      case 45: // -
        if (!isBeforeGap) return this.plain();
        return this.announced(Kind.blockEntry, Kind.blockSequenceStart, true);
      case 63: // ?
        if (!isInFlow && !isBeforeGap) return this.plain();
        return this.announced(Kind.key, Kind.blockMappingStart, !isInFlow);
      case 58: // :
        if (!isInFlow && !isBeforeGap) return this.plain();
        return this.value();
      case 42: // *
        return this.beginNode(() => anchor(cursor, Kind.alias));
      case 38: // &
        return this.beginNode(() => anchor(cursor, Kind.anchor));
      case 33: // !
        return this.beginNode(() => tag(cursor));
      case 34: // "
      case 39: // '
        return this.beginNode(() => this.scalar(at, quotedScalar(cursor, this.isJson), false));
      case 124: // |
      case 62: // >
        if (isInFlow) break;
        this.dropKey();
        this.isKeyAllowed = true;
        this.queue.push(this.scalar(at, blockScalar(cursor, this.indent), false));
        return;
      case 9: // tab
        throw tabAsIndentation(at);
      case 35: // #
      case 64: // @
      case 96: // `
        break;
      default:
        return this.plain();
    }
    throw new YamlProblem(`nothing can begin with ${text.charAt(at)} here: put it in quotes`, at);
  }

  private skipToToken(): void {
    const { cursor } = this;
    const { text } = cursor;
    for (;;) {
      let code = text.charCodeAt(cursor.at);
      const areTabsAllowed = this.keys.length > 1 || !this.isKeyAllowed;
      while (code === 32 || (code === 9 && areTabsAllowed)) code = text.charCodeAt(++cursor.at);
      if (code === 35) {
        cursor.skipComment((each) => each === 0 || isBreak(each));
        code = text.charCodeAt(cursor.at);
      }
      if (!isBreak(code)) return;
      cursor.skipBreak();
      if (this.keys.length === 1) this.isKeyAllowed = true;
    }
  }

  private plain(): void {
    const start = this.cursor.at;
    this.saveKey();
    this.isKeyAllowed = false;
    const { value, isBroken } = plainScalar(this.cursor, this.keys.length > 1, this.indent + 1);
    this.queue.push(this.scalar(start, value, true));
    if (isBroken) this.isKeyAllowed = true;
  }

  private scalar(start: number, text: string, isPlain: boolean): Token {
    return { kind: Kind.scalar, start, text, isPlain, handle: '' };
  }

  private beginNode(read: () => Token): void {
    this.saveKey();
    this.isKeyAllowed = false;
    this.queue.push(read());
  }

  private push(kind: number): void {
    this.queue.push(mark(kind, this.cursor.at++));
  }

  private open(kind: number): void {
    this.saveKey();
    this.keys.push(noKey());
    this.isKeyAllowed = true;
    this.push(kind);
  }

  private close(kind: number): void {
    this.dropKey();
    if (this.keys.length > 1) this.keys.pop();
    this.isKeyAllowed = false;
    this.push(kind);
  }

  /** `- ` and `? `: what follows is an entry or a key, and may open a collection. */
  private announced(kind: number, collection: number, isKeyAllowed: boolean): void {
    const { cursor } = this;
    if (this.keys.length === 1) {
      if (!this.isKeyAllowed) {
        const what = kind === Kind.key ? 'a key' : 'an entry of a list';
        throw new YamlProblem(`${what} cannot begin on this line`, cursor.at);
      }
      this.roll(cursor.column, collection, cursor.at);
    }
    this.dropKey();
    this.isKeyAllowed = isKeyAllowed;
    this.push(kind);
  }

  /** A colon: what stands before it was a key. */
  private value(): void {
    const { cursor } = this;
    const key = this.keys[this.keys.length - 1]!;
    if (this.isStillPossible(key)) {
      const at = key.token - this.taken;
      this.insert(mark(Kind.key, key.start), at);
      this.roll(key.column, Kind.blockMappingStart, key.start, at);
      key.isPossible = false;
      this.isKeyAllowed = false;
    } else {
      if (this.keys.length === 1) {
        if (!this.isKeyAllowed) {
          throw new YamlProblem(
            'a second ": " in one value: put the value in quotes, or correct the indentation',
            cursor.at,
          );
        }
        this.roll(cursor.column, Kind.blockMappingStart, cursor.at);
      }
      this.isKeyAllowed = this.keys.length === 1;
    }
    this.push(Kind.value);
  }

  /** Opens a collection where something stands deeper than what is open. */
  private roll(column: number, kind: number, start: number, at?: number): void {
    if (this.keys.length > 1 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (at === undefined) this.queue.push(mark(kind, start));
    else this.insert(mark(kind, start), at);
  }

  private insert(token: Token, at: number): void {
    this.queue.splice(this.head + at, 0, token);
  }

  /** Closes the collections that are deeper than a column. */
  private unroll(column: number): void {
    if (this.keys.length > 1) return;
    while (this.indent > column) {
      this.queue.push(mark(Kind.blockEnd, this.cursor.at));
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private saveKey(): void {
    if (!this.isKeyAllowed) return;
    this.dropKey();
    const { cursor } = this;
    const key = this.keys[this.keys.length - 1]!;
    key.isPossible = true;
    key.isRequired = this.keys.length === 1 && this.indent === cursor.column;
    key.token = this.taken + this.queue.length - this.head;
    key.start = cursor.at;
    key.line = cursor.line;
    key.column = cursor.column;
  }

  private dropKey(): void {
    const key = this.keys[this.keys.length - 1]!;
    if (key.isPossible && key.isRequired) throw noColon(key.start, false);
    key.isPossible = false;
  }

  private leaveBlock(): void {
    this.unroll(-1);
    this.dropKey();
    this.isKeyAllowed = false;
  }

  private marker(kind: number): void {
    this.leaveBlock();
    this.push(kind);
    this.cursor.at += 2;
  }

  private end(): void {
    this.unroll(-1);
    this.dropKey();
    this.isEnded = true;
    this.queue.push(mark(Kind.streamEnd, this.cursor.at));
  }
}

function noKey(): PossibleKey {
  return { isPossible: false, isRequired: false, token: 0, start: 0, line: 0, column: 0 };
}

function noColon(offset: number, isTooLong: boolean): YamlProblem {
  const what = isTooLong
    ? `a key of more than ${LONGEST_KEY} characters needs a "?" before it`
    : 'a key was expected here, and no ": " follows it';
  return new YamlProblem(what, offset);
}
