import { parseYaml, placesIn } from './parse';
import { type MapEntry, type NodePath } from './places';
import { YamlProblem } from './yaml-problem';

/** What a value becomes that an edit writes. */
export type EditScalar = string | number | boolean;

/** What a new entry has: a scalar, or maps and lists of them. */
export type EditValue = EditScalar | readonly EditValue[] | { readonly [key: string]: EditValue };

/** A change of one entry of a map. */
export type YamlEdit =
  | { readonly is: 'remove'; readonly path: NodePath }
  | { readonly is: 'set'; readonly path: NodePath; readonly value: EditScalar }
  | { readonly is: 'rename'; readonly path: NodePath; readonly to: string }
  /** A new entry behind the one that the path names. */
  | { readonly is: 'add'; readonly path: NodePath; readonly key: string; readonly value: EditValue };

/** A part of a text, and what takes its place. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The smallest change of a document that makes an edit: comments, order and style of all else stay. Undefined where the edit cannot be made so
 * that exactly that changes: the entry is not written here but behind an alias, it is the only one of its map,
 * there is no such entry, or already one with the new key.
 */
export function replacementFor(text: string, isJson: boolean, edit: YamlEdit): Replacement | undefined {
  const places = placesIn(text, isJson);
  const entry = places?.entry(edit.path);
  const added = edit.is === 'add' ? edit.key : edit.is === 'rename' ? edit.to : undefined;
  if (!entry || (added !== undefined && places?.entry([...edit.path.slice(0, -1), added]))) return undefined;
  const replacement = replacementOf(text, entry, edit);
  if (!replacement) return undefined;
  const before = read(text, isJson);
  const after = read(replaced(text, replacement), isJson);
  return after !== undefined && canonical(after) === canonical(edited(before, edit)) ? replacement : undefined;
}

/** The text after a replacement. */
export function replaced(text: string, { start, end, text: insert }: Replacement): string {
  return text.slice(0, start) + insert + text.slice(end);
}

function read(text: string, isJson: boolean): unknown {
  try {
    return isJson ? (JSON.parse(text) as unknown) : parseYaml(text).value;
  } catch (caught) {
    if (caught instanceof YamlProblem || caught instanceof SyntaxError) return undefined;
    throw caught;
  }
}

/** Values as they are, with the order of their keys: what is merely moved is changed, too. */
function canonical(value: unknown): string {
  return JSON.stringify(value);
}

function edited(value: unknown, edit: YamlEdit, depth = 0): unknown {
  const step = edit.path[depth];
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  const isLast = depth === edit.path.length - 1;
  if (Array.isArray(value)) {
    return value.map((each: unknown, i) => (i === step && !isLast ? edited(each, edit, depth + 1) : each));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
      if (key !== String(step)) return [[key, each]];
      if (!isLast) return [[key, edited(each, edit, depth + 1)]];
      switch (edit.is) {
        case 'remove':
          return [];
        case 'set':
          return [[key, edit.value]];
        case 'rename':
          return [[edit.to, each]];
        case 'add':
          return [[key, each], [edit.key, edit.value]]; // prettier-ignore
      }
    }),
  );
}

function replacementOf(text: string, entry: MapEntry, edit: YamlEdit): Replacement | undefined {
  switch (edit.is) {
    case 'remove':
      return isFlow(text, entry) ? flowRemoval(text, entry) : blockRemoval(text, entry);
    case 'set': {
      const end = entry.isScalar ? scalarEnd(text, entry.value, isFlow(text, entry)) : undefined;
      if (end === undefined) return undefined;
      return { start: entry.value, end, text: written(edit.value, text.slice(entry.value, end)) };
    }
    case 'rename': {
      const end = scalarEnd(text, entry.key, true);
      return end === undefined
        ? undefined
        : { start: entry.key, end, text: written(edit.to, text.slice(entry.key, end)) };
    }
    case 'add':
      return isFlow(text, entry) ? flowAddition(text, entry, edit) : blockAddition(text, entry, edit);
  }
}

function isFlow(text: string, { map, key }: MapEntry): boolean {
  return text[map] === '{' && map < key;
}

const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/y;
const PLAIN_IN_FLOW = /[^\s,:{}[\]#][^,:{}[\]#\r\n]*(?:[:#](?=[^\s,{}[\]])[^,:{}[\]#\r\n]*)*/y;
const PLAIN = /[^\s#][^:#\r\n]*(?:(?::(?=\S)|(?<=\S)#)[^:#\r\n]*)*/y;

/** Where a scalar of one line ends. */
function scalarEnd(text: string, start: number, isInFlow: boolean): number | undefined {
  const pattern = text[start] === '"' || text[start] === "'" ? QUOTED : isInFlow ? PLAIN_IN_FLOW : PLAIN;
  pattern.lastIndex = start;
  const [found] = pattern.exec(text) ?? [];
  return found === undefined ? undefined : start + found.trimEnd().length;
}

const SIMPLE = /^[A-Za-z][\w./-]*$/;
const WORDS_OF_YAML = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A scalar in the style of the one in whose place it comes: quoted as that was, plain where that is safe. */
function written(value: EditScalar, former: string): string {
  if (typeof value !== 'string') return String(value);
  if (former.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  const isPlain = !former.startsWith('"') && SIMPLE.test(value) && !WORDS_OF_YAML.test(value);
  return isPlain ? value : JSON.stringify(value);
}

const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/y;

/** The line that a place is in, from there to its end, with its line end. */
function lineFrom(text: string, at: number): string {
  LINE.lastIndex = at;
  return LINE.exec(text)?.[0] ?? '';
}

/** Spaces and marks of lists before a key on its line; undefined where something else stands there. */
function before(text: string, key: number): string | undefined {
  const start = Math.max(text.lastIndexOf('\n', key - 1), text.lastIndexOf('\r', key - 1)) + 1;
  const prefix = text.slice(start, key);
  return /^[ -]*$/.test(prefix) ? prefix : undefined;
}

/** Where the lines end that belong to a block entry: those that are deeper, and a list at its own depth. */
function blockEnd(text: string, key: number, indent: number): number {
  let end = key + lineFrom(text, key).length;
  for (let at = end; at < text.length;) {
    const line = lineFrom(text, at);
    const depth = line.search(/[^ ]/);
    const isBlank = line.trim() === '';
    const isEntry = depth === indent && /^-[ \r\n]/.test(line.slice(depth));
    if (!isBlank && depth <= indent && !isEntry) break;
    at += line.length;
    if (!isBlank) end = at;
  }
  return end;
}

function blockRemoval(text: string, { key, isFirst, next }: MapEntry): Replacement | undefined {
  const prefix = before(text, key);
  if (prefix === undefined) return undefined;
  const end = blockEnd(text, key, prefix.length);
  if (prefix.trim() === '') return { start: key - prefix.length, end, text: '' };
  // the first key of an entry of a list: the next one takes its place behind the mark
  if (!isFirst || next === undefined || next !== end + prefix.length) return undefined;
  return { start: key, end: next, text: '' };
}

function blockAddition(
  text: string,
  { key }: MapEntry,
  edit: Extract<YamlEdit, { is: 'add' }>,
): Replacement | undefined {
  const prefix = before(text, key);
  if (prefix === undefined) return undefined;
  const end = blockEnd(text, key, prefix.length);
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const indent = ' '.repeat(prefix.length);
  const line = `${indent}${written(edit.key, '')}:${blockValue(edit.value, indent, lineEnd)}`;
  const isClosed = /[\r\n]$/.test(text.slice(0, end));
  return { start: end, end, text: isClosed ? line + lineEnd : lineEnd + line };
}

/** Where the value of an entry within braces ends. */
function flowValueEnd(text: string, start: number): number | undefined {
  if (!'{['.includes(text[start] ?? '')) return scalarEnd(text, start, true);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'") {
      const end = scalarEnd(text, at, true);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if ('{['.includes(character)) depth++;
    else if ('}]'.includes(character) && --depth === 0) return at + 1;
  }
  return undefined;
}

function flowRemoval(text: string, { key, value, isFirst, next }: MapEntry): Replacement | undefined {
  if (next !== undefined) return { start: key, end: next, text: '' };
  const end = flowValueEnd(text, value);
  if (isFirst || end === undefined) return undefined;
  const start = text.slice(0, key).replace(/,\s*$/, '').length;
  return { start, end, text: '' };
}

function flowAddition(
  text: string,
  { key, value }: MapEntry,
  edit: Extract<YamlEdit, { is: 'add' }>,
): Replacement | undefined {
  const end = flowValueEnd(text, value);
  if (end === undefined) return undefined;
  const quotes = text[key] === '"' ? '"' : '';
  return { start: end, end, text: `, ${written(edit.key, quotes)}: ${flowValue(edit.value, quotes)}` };
}

function isScalar(value: EditValue): value is EditScalar {
  return typeof value !== 'object';
}

/** A value behind the colon of a block entry: on the same line, or below it and deeper. */
function blockValue(value: EditValue, indent: string, lineEnd: string): string {
  if (isScalar(value)) return ` ${written(value, '')}`;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const entries = value as readonly EditValue[];
    if (entries.length === 0) return ' []';
    return entries.map((each) => `${lineEnd}${deeper}- ${itemValue(each, `${deeper}  `, lineEnd)}`).join('');
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}';
  return entries
    .map(([key, each]) => `${lineEnd}${deeper}${written(key, '')}:${blockValue(each, deeper, lineEnd)}`)
    .join('');
}

/** An entry of a list, behind its mark. */
function itemValue(value: EditValue, indent: string, lineEnd: string): string {
  if (isScalar(value) || Array.isArray(value)) return flowValue(value, '');
  return Object.entries(value)
    .map(([key, each]) => `${written(key, '')}:${blockValue(each, indent, lineEnd)}`)
    .join(`${lineEnd}${indent}`);
}

function flowValue(value: EditValue, quotes: string): string {
  if (isScalar(value)) return written(value, quotes);
  if (Array.isArray(value)) {
    return `[${(value as readonly EditValue[]).map((each) => flowValue(each, quotes)).join(', ')}]`;
  }
  const entries = Object.entries(value).map(([key, each]) => `${written(key, quotes)}: ${flowValue(each, quotes)}`);
  return `{${entries.join(', ')}}`;
}
