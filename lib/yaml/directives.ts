import { isBlank, isBreak, isGap, isWord } from './characters';
import { type Cursor } from './cursor';
import { Kind, type Token } from './tokens';
import { YamlProblem } from './yaml-problem';

const TAG_CHARACTER = /[\w\-;/?:@&=+$,.!~*'()[\]%]/;

/** Reads a line such as `%YAML 1.1`. */
export function directive(cursor: Cursor): Token {
  const start = cursor.at;
  const line = /^[^\n\r\x85\u2028\u2029\0]*/.exec(cursor.text.slice(start, start + 1024))?.[0] ?? '';
  cursor.at += line.length;
  const version = /^%YAML[ \t]+(\d{1,2}\.\d{1,2})[ \t]*(?:#.*)?$/.exec(line);
  if (version) return { kind: Kind.versionDirective, start, text: version[1] ?? '', isPlain: false, handle: '' };
  const tag = /^%TAG[ \t]+(!|![\w-]*!)[ \t]+((?:[\w\-;/?:@&=+$,.!~*'()[\]]|%[0-9A-Fa-f]{2})+)(?:[ \t]+(?:#.*)?)?$/.exec(
    line,
  );
  if (tag) return { kind: Kind.tagDirective, start, text: tag[2] ?? '', isPlain: false, handle: tag[1] ?? '' };
  throw new YamlProblem('a line that begins with % is a directive, and YAML has none of this name or form', start);
}

/** Reads `&name` or `*name`. */
export function anchor(cursor: Cursor, kind: number): Token {
  const { text, at: start } = cursor;
  cursor.at++;
  while (isWord(text.charCodeAt(cursor.at))) cursor.at++;
  const code = text.charCodeAt(cursor.at);
  const name = text.slice(start + 1, cursor.at);
  if (name === '' || !(isGap(code) || '?:,]}%@`'.includes(String.fromCharCode(code)))) {
    const what = kind === Kind.alias ? 'alias' : 'anchor';
    throw new YamlProblem(`the name of an ${what} consists of letters, digits, - and _`, start);
  }
  return { kind, start, text: name, isPlain: false, handle: '' };
}

/** Reads `!name`, `!!name`, `!handle!name` or `!<uri>`. */
export function tag(cursor: Cursor): Token {
  const { text, at: start } = cursor;
  let handle = '';
  let suffix: string;
  if (text.charCodeAt(start + 1) === 60) {
    cursor.at += 2;
    suffix = uri(cursor);
    if (suffix === '' || text.charCodeAt(cursor.at++) !== 62) {
      throw new YamlProblem('this tag is not closed by >', start);
    }
  } else {
    const named = /^![\w-]*!/.exec(text.slice(start, start + 256))?.[0];
    handle = named ?? '!';
    cursor.at += handle.length;
    suffix = uri(cursor);
    if (suffix === '') {
      if (named !== undefined) throw new YamlProblem('this tag has no name', start);
      [handle, suffix] = ['', '!'];
    }
  }
  const code = text.charCodeAt(cursor.at);
  if (!isBlank(code) && !isBreak(code) && code !== 0) throw new YamlProblem('a blank must follow a tag', cursor.at);
  return { kind: Kind.tag, start, text: suffix, isPlain: false, handle };
}

function uri(cursor: Cursor): string {
  const start = cursor.at;
  for (let character = cursor.text.charAt(start); TAG_CHARACTER.test(character);) {
    if (character === '%' && !/^%[0-9a-f]{2}/i.test(cursor.text.slice(cursor.at, cursor.at + 3))) {
      throw new YamlProblem('a % in a tag needs two hexadecimal digits behind it', cursor.at);
    }
    character = cursor.text.charAt(++cursor.at);
  }
  return cursor.text.slice(start, cursor.at);
}
