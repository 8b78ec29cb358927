import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Scalar,
} from 'yaml';
import { type Severity } from '../finding';
import { type CheckedObject, type Manifest } from '../manifest';
import { documentsIn, type DocumentText } from './document-stream';
import { fieldPath } from './field-path';

/** Where something stands in a file. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** A text that is no object, and why. */
export interface Unreadable {
  readonly severity: Severity;
  readonly location: Location;
  readonly what: string;
  readonly fix: string;
}

interface Source {
  readonly file: string;
  readonly document: DocumentText;
  /** Where the object is in the document: nowhere, or in the items of a List. */
  readonly path: readonly (string | number)[];
  readonly line: number;
}

/** Beyond this size JSON is read without the lines of its parts, which only the slower YAML parser knows. */
const LARGE_JSON = 2 ** 20;
const ALIASES = 10_000;
const DEEPEST = 500;
const ANCHOR_FIX = 'An anchor holds to the end of its document (---): repeat it here, or write out what it stands for.';

/** Reads manifests from text, and remembers where each object and each field stands. */
export class ManifestReader {
  /** The objects that were read, in their order. */
  public readonly objects: CheckedObject[] = [];
  /** The texts that are no objects. */
  public readonly unreadable: Unreadable[] = [];
  /** How many files were read. */
  public files = 0;
  private readonly sources = new Map<Manifest, Source>();

  /** @param skipped what a document is not even parsed for: definitions are large. @default every document is parsed */
  constructor(private readonly skipped?: RegExp) {}

  /** Reads a stream of documents. `isNamed` says that somebody asked for this file, not only for its folder. */
  public read(file: string, stream: string, isNamed = true): void {
    this.files++;
    for (const document of documentsIn(stream)) this.readDocument(file, document, isNamed);
  }

  /** Where an object stands, or a field of it; the nearest field above where the field itself is not written. */
  public locate({ manifest }: CheckedObject, field?: string): Location | undefined {
    const source = this.sources.get(manifest);
    if (!source) return undefined;
    const { file, line } = source;
    const path = field === undefined ? [] : fieldPath(field);
    const lines = new LineCounter();
    const parsed =
      path.length > 0 && source.document.text.length <= LARGE_JSON ? parse(source.document, lines) : undefined;
    for (let depth = path.length; parsed && depth > 0; depth--) {
      const start = startOf(parsed, [...source.path, ...path.slice(0, depth)]);
      if (start === undefined) continue;
      const position = lines.linePos(start);
      return { file, line: source.document.line + position.line - 1, column: position.col };
    }
    return { file, line };
  }

  private readDocument(file: string, document: DocumentText, isNamed: boolean): void {
    const trimmed = document.text.trimStart();
    if (trimmed === '' || holdsDirectivesOnly(trimmed)) return;
    if (this.skipped?.test(document.text) === true) return;
    if (document.text.includes('\0')) {
      this.refuse(file, document.line, 'is no text in UTF-8', 'Save it as UTF-8: kubectl reads nothing else.');
      return;
    }
    if (document.text.length > LARGE_JSON && (trimmed.startsWith('{') || trimmed.startsWith('['))) {
      this.readLargeJson(file, document, isNamed);
      return;
    }
    const lines = new LineCounter();
    const parsed = parse(document, lines);
    const [error] = parsed.errors;
    if (error) {
      const position = error.linePos?.[0];
      const [message = ''] = error.message.split('\n');
      const line = document.line + (position?.line ?? 1) - 1;
      if (isStackOverflow(message)) this.refuseDepth(file, line);
      else {
        const what = `is no YAML: ${message.replace(/ at line \d+, column \d+:?$/, '')}`;
        this.refuse(file, line, what, fixOf(document.text), { column: position?.col });
      }
      return;
    }
    const repeated = repeatedKey(parsed.contents);
    if (repeated) {
      const { line, col } = lines.linePos(repeated.range?.[0] ?? 0);
      const what = `is no YAML: it has the key "${String(repeated.value)}" twice in one map`;
      this.refuse(file, document.line + line - 1, what, 'Remove one of the two, or indent it to where it belongs.', {
        column: col,
      });
      return;
    }
    const mayHaveAliases = document.text.includes('*');
    const stray = mayHaveAliases ? strayAlias(parsed) : undefined;
    if (stray) {
      const { line, col } = lines.linePos(stray.range?.[0] ?? 0);
      const what = `refers to *${stray.source}, and has no anchor &${stray.source} before it`;
      this.refuse(file, document.line + line - 1, what, ANCHOR_FIX, { column: col });
      return;
    }
    let value: unknown;
    try {
      value = parsed.toJS({ maxAliasCount: ALIASES });
      if (mayHaveAliases) JSON.stringify(value); // throws on a circle
    } catch (caught) {
      const { message: reason } = caught as Error;
      if (isStackOverflow(reason)) this.refuseDepth(file, document.line);
      else {
        const what = reason.includes('circular') ? 'has an anchor that holds itself' : `cannot be read: ${reason}`;
        this.refuse(file, document.line, what, 'Write out what its anchors repeat.');
      }
      return;
    }
    const lineOf = (path: readonly (string | number)[]): number =>
      document.line + lines.linePos(startOf(parsed, path) ?? parsed.contents?.range?.[0] ?? 0).line - 1;
    this.take(file, document, value, lineOf, isNamed);
  }

  private readLargeJson(file: string, document: DocumentText, isNamed: boolean): void {
    if (isTooDeep(document.text)) {
      this.refuseDepth(file, document.line);
      return;
    }
    try {
      this.take(file, document, JSON.parse(document.text), () => document.line, isNamed);
    } catch (caught) {
      const what = `is no JSON: ${(caught as Error).message}`;
      this.refuse(file, document.line, what, 'Count its brackets, quotes and commas.');
    }
  }

  private take(
    file: string,
    document: DocumentText,
    value: unknown,
    lineOf: (path: readonly (string | number)[]) => number,
    isNamed: boolean,
  ): void {
    if (value === null || value === undefined) return;
    const visit = (each: unknown, path: readonly (string | number)[]): void => {
      const { kind, apiVersion, items } = (typeof each === 'object' && each !== null ? each : {}) as Record<
        string,
        unknown
      >;
      const line = lineOf(path);
      if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
        const missing = typeof kind === 'string' ? 'apiVersion' : 'kind';
        const what =
          Array.isArray(each) || typeof each !== 'object'
            ? 'is no object'
            : `has no ${missing}, so that it is no Kubernetes object`;
        this.refuse(file, line, what, 'Add apiVersion and kind, or leave the file out.', {
          severity: isNamed ? 'warning' : 'info',
        });
      } else if (kind.endsWith('List') && (Array.isArray(items) || kind === 'List')) {
        for (const [i, item] of (Array.isArray(items) ? items : []).entries()) visit(item, [...path, 'items', i]);
      } else {
        const manifest = each as Manifest;
        this.sources.set(manifest, { file, document, path, line });
        this.objects.push({ manifest, origin: `${file}:${line}`, stage: stageOf(file) });
      }
    };
    visit(value, []);
  }

  private refuseDepth(file: string, line: number): void {
    this.refuse(file, line, 'is nested too deeply to be read', 'Split it: no kind of Kubernetes is so deep.');
  }

  private refuse(
    file: string,
    line: number,
    what: string,
    fix: string,
    { severity = 'error', column }: { severity?: Severity; column?: number } = {},
  ): void {
    this.unreadable.push({ severity, location: { file, line, column }, what, fix });
  }
}

const YAML_TAG = 'tag:yaml.org,2002:';
const NO_JSON = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `${YAML_TAG}${name}`);

/** Parses as kubectl does: YAML 1.1, in which a plain `yes` is true and 012 is 10, without what JSON has no word for, such as dates. */
function parse({ text }: DocumentText, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    ...{ version: '1.1', schema: 'yaml-1.1' },
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || !(NO_JSON.includes(tag.tag) || tag.format === 'TIME')),
    // The parser compares each key with each: repeatedKey takes linear time.
    ...{ lineCounter, uniqueKeys: false, logLevel: 'silent', prettyErrors: true },
  });
}

/** The first key that a map has already. */
function repeatedKey(node: unknown): Scalar | undefined {
  if (isSeq(node)) return firstOf(node.items, repeatedKey);
  if (!isMap(node)) return undefined;
  const keys = new Set<unknown>();
  return firstOf(node.items, ({ key, value }) => {
    if (isScalar(key) && key.source !== '<<') {
      if (keys.has(key.value)) return key;
      keys.add(key.value);
    }
    return repeatedKey(value);
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first alias whose anchor is not in the document: anchors do not reach over its end. */
function strayAlias(document: Document.Parsed): Alias.Parsed | undefined {
  let stray: Alias.Parsed | undefined;
  const anchors = new Set<string>();
  visit(document, {
    Node: (_, node) => {
      if (node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias: (_, alias) => {
      if (anchors.has(alias.source)) return undefined;
      stray = alias as Alias.Parsed;
      return visit.BREAK;
    },
  });
  return stray;
}

/** What may stand before the first document: directives, such as `%YAML 1.1`, and comments. */
function holdsDirectivesOnly(text: string): boolean {
  return (
    (text.startsWith('%') || text.startsWith('#')) && text.split('\n').every((line) => /^\s*$|^\s*#|^%/.test(line))
  );
}

/** Whether JSON is nested beyond what a walk through it can bear. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at);
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

function isStackOverflow(message: string): boolean {
  return message.includes('call stack');
}

/** The offset at which a node begins; for a value of a map that of its key. */
function startOf(document: Document.Parsed, path: readonly (string | number)[]): number | undefined {
  const last = path[path.length - 1];
  const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (last === undefined) return document.contents?.range?.[0];
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => (key as { value?: unknown } | null)?.value === last);
    return (pair?.key as Node | undefined)?.range?.[0];
  }
  return isSeq(parent) && typeof last === 'number' ? (parent.items[last] as Node | undefined)?.range?.[0] : undefined;
}

function fixOf(text: string): string {
  if (text.includes('{{')) {
    return 'It looks like a template: check what it makes, such as helm template . | cdk8s-autoscaling check -';
  }
  return text.includes('\t')
    ? 'YAML takes spaces, no tabs, before a value.'
    : 'Correct the indentation, or quote the value.';
}

/** The stage that a file name begins with, as in `20-config.yaml`. */
function stageOf(file: string): number | undefined {
  const [, stage] = /(?:^|[/\\])(\d+)-[^/\\]*$/.exec(file) ?? [];
  return stage === undefined ? undefined : Number(stage);
}
