import { Yaml } from 'cdk8s';
import { parseYaml, YamlProblem } from '../yaml';

/** What every reader of YAML takes as the text that it is, without quotes. */
const PLAIN = /^[A-Za-z/_][\w./@+=()-]*(?::[\w./@+=()-]+)*(?: [\w./@+=()<>,;$-]+)*$/;
const PLAIN_KEY = /^[A-Za-z_][\w./-]{0,200}$/;
/** Words of YAML 1.1 and 1.2 that are not texts. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** What YAML 1.1 does not print as it is, or takes for a line end. */
const INVISIBLE = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u;
const INVISIBLES = new RegExp(INVISIBLE.source, 'gu');
/** Numbers, and what is nothing, in the core schema of YAML 1.2. */
const CORE = /^(?:~|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0o[0-7]+|0x[\da-f]+|[-+]?\.inf|\.nan)$/i;
/** Texts and keys that were printed are remembered, because manifests repeat them; long ones are not. */
const MOST_REMEMBERED = 50_000;
const LONGEST_REMEMBERED = 200;

const texts = new Map<string, string>();
const keys = new Map<string, string>();

/**
 * Prints a document as cdk8s prints it, several times faster, and so that kubectl (YAML 1.1) and readers of YAML 1.2
 * read each text back as it was: what one of them would take for something else is in quotes, with escapes for all that
 * cannot be seen.
 */
export function printYaml(value: unknown): string {
  if (!isPlain(value) || Array.isArray(value) || Object.keys(value).length === 0) return Yaml.stringify(value);
  let printed = '';
  for (const [key, each] of Object.entries(value)) printed += `${printKey(key)}:${printValue(each, '', false)}\n`;
  return printed;
}

/** Prints documents for one file. */
export function printDocuments(documents: readonly unknown[]): string {
  return documents.map(printYaml).join('---\n');
}

/** What follows a colon, or the hyphen of a list's entry. */
function printValue(value: unknown, indent: string, isEntry: boolean): string {
  if (typeof value === 'string') return printText(value, `${indent}  `);
  if (typeof value === 'number' && Number.isFinite(value)) return ` ${printNumber(value)}`;
  if (typeof value === 'boolean') return value ? ' true' : ' false';
  if (value === null || value === undefined) return ' null';
  if (!isPlain(value)) return printedByCdk8s(value);
  const deeper = `${indent}  `;
  let printed = '';
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    for (const each of value) printed += `\n${deeper}-${printValue(each, deeper, true)}`;
  } else {
    const entries = Object.entries(value);
    if (entries.length === 0) return ' {}';
    for (const [key, each] of entries) printed += `\n${deeper}${printKey(key)}:${printValue(each, deeper, false)}`;
  }
  return isEntry ? ` ${printed.slice(deeper.length + 1)}` : printed;
}

/** YAML 1.1 takes a number with an exponent and no dot for a text. */
function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || prototype === Array.prototype;
}

function printText(text: string, indent: string): string {
  if (PLAIN.test(text) && (text.length > 5 || !WORD.test(text)) && !text.endsWith('-')) return ` ${text}`;
  let printed = texts.get(text);
  if (printed === undefined) {
    printed = carefully(text);
    if (text.length <= LONGEST_REMEMBERED) remember(texts, text, printed);
  }
  return printed.includes('\n') ? printed.replace(/\n {2}/g, `\n${indent}`) : printed;
}

function printKey(key: string): string {
  if (PLAIN_KEY.test(key) && (key.length > 5 || !WORD.test(key)) && !key.endsWith('-')) return key;
  let printed = keys.get(key);
  if (printed === undefined) {
    printed = carefulKey(key);
    remember(keys, key, printed);
  }
  return printed;
}

function carefulKey(key: string): string {
  if (INVISIBLE.test(key) || key.includes('\n')) return quoted(key);
  const printed = Yaml.stringify({ [key]: 1 }).slice(0, -4);
  return !printed.startsWith('?') && readsAs(`${printed}: 1\n`, key, 1) ? printed : quoted(key);
}

/** As cdk8s prints a text, where every reader understands that; else in quotes. */
function carefully(text: string): string {
  if (INVISIBLE.test(text) || CORE.test(text)) return ` ${quoted(text)}`;
  const printed = printedByCdk8s(text);
  return readsAs(`k:${printed}\n`, 'k', text) ? printed : ` ${quoted(text)}`;
}

function printedByCdk8s(value: unknown): string {
  return Yaml.stringify({ k: value }).slice(2, -1);
}

function readsAs(yaml: string, key: string, value: unknown): boolean {
  try {
    const read = parseYaml(yaml).value as Record<string, unknown>;
    return Object.hasOwn(read, key) && read[key] === value;
  } catch (caught) {
    if (caught instanceof YamlProblem) return false;
    throw caught;
  }
}

/** A text in double quotes, in escapes that JSON and YAML share. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    INVISIBLES,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function remember(map: Map<string, string>, text: string, printed: string): void {
  if (map.size === MOST_REMEMBERED) map.clear();
  map.set(text, printed);
}
