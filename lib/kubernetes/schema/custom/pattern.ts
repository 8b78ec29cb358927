import { createRequire } from 'node:module';
import type * as Re2 from 're2js';

/** What RE2 and JavaScript read alike: no flags, no classes but `\d` and `\w`, nothing that looks around. */
const ALIKE = /^(?:[^\\(]|\\[dw]|\\[^A-Za-z0-9]|\((?!\?))*$/;
const LONGEST = 1000;

type Matches = (text: string) => boolean;

const known = new Map<string, Matches>();
let re2: typeof Re2 | undefined;

/**
 * Whether a text has a pattern, as Go's regular expressions say. Most patterns mean the same in JavaScript; RE2 takes 40 ms to load, and is
 * asked about the others, and about what JavaScript might take for ever for.
 */
export function matcherOf(pattern: string): Matches {
  const before = known.get(pattern);
  if (before) return before;
  const matches = ALIKE.test(pattern) && !hasNestedRepeats(pattern) ? likeJavaScript(pattern) : likeGo(pattern);
  known.set(pattern, matches);
  return matches;
}

function likeJavaScript(pattern: string): Matches {
  const compiled = compile(pattern);
  if (!compiled) return likeGo(pattern);
  return (text) => (text.length > LONGEST ? likeGo(pattern)(text) : compiled.test(text));
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

/** A pattern that Go does not read either refuses nothing here: the definition is what is wrong. */
function likeGo(pattern: string): Matches {
  re2 ??= createRequire(__filename)('re2js') as typeof Re2;
  try {
    const compiled = re2.RE2JS.compile(pattern);
    return (text) => compiled.test(text);
  } catch {
    return () => true;
  }
}

/** Whether a group that may repeat holds something that may repeat: the shape of all patterns that take exponential time. */
function hasNestedRepeats(pattern: string): boolean {
  const groups: boolean[] = [false];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '[') at = endOfClass(pattern, at);
    else if (character === '(') groups.push(false);
    else if (character === ')') {
      const repeats = groups.pop() === true;
      if (repeats && isRepeat(pattern[at + 1])) return true;
      if (repeats) groups[groups.length - 1] = true;
    } else if (isRepeat(character)) groups[groups.length - 1] = true;
  }
  return false;
}

function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at;
}

function isRepeat(character: string | undefined): boolean {
  return character === '*' || character === '+' || character === '{';
}
