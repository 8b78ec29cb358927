import { at } from '../../kubernetes/fields';
import {
  lineAt,
  parseYaml,
  repeatedKeysIn,
  StrayAlias,
  YamlBudgetProblem,
  YamlProblem,
  type NodePath,
  type ParsedYaml,
} from '../../yaml';
import { type Severity } from '../finding';
import { type CheckedObject, type Manifest } from '../manifest';
import { documentsIn, type DocumentText } from './document-stream';
import { fieldPath } from './field-path';
import { SourceDocument } from './source-document';

/** Where something stands in a file. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** A text that is not an object, or not the one that it seems to be, and why. */
export interface Unreadable {
  readonly severity: Severity;
  readonly location: Location;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** Where an object was read from. */
export interface Source {
  readonly file: string;
  readonly document: SourceDocument;
  /** Where the object is in the document: nowhere, or in the items of a List. */
  readonly path: NodePath;
  readonly line: number;
}

/** A document as it is read, and where it comes from. */
interface Reading {
  readonly file: string;
  readonly isNamed: boolean;
  readonly text: string;
  readonly isJson: boolean;
  readonly line: number;
  readonly source: SourceDocument;
}

/** How many keys that stand twice are told of one document. */
const MOST_REPEATED = 10;
const LINE_SEPARATOR = /[\x85\u2028\u2029]/;
const UNCHECKED = 'The document is not checked; all others are. kubectl apply stops at it.';
const ANCHOR_FIX = 'An anchor holds to the end of its document (---): repeat it here, or write out what it stands for.';

/** Reads manifests from text, and remembers where each object and each field stands. */
export class ManifestReader {
  /** The objects that were read, in their order. */
  public readonly objects: CheckedObject[] = [];
  /** The texts that are not objects. */
  public readonly unreadable: Unreadable[] = [];
  /** How many files were read. */
  public files = 0;
  private readonly sources = new Map<Manifest, Source>();
  /** Definitions by their text: they are most of what there is to read, and releases side by side repeat them. */
  private readonly definitions = new Map<string, ParsedYaml>();

  /** @param skipped what a document is not even parsed for: definitions are large. @default every document is parsed */
  constructor(private readonly skipped?: RegExp) {}

  /** Reads a stream of documents. `isNamed` says that somebody asked for this file, not only for its folder. */
  public read(file: string, stream: string, isNamed = true): void {
    this.files++;
    for (const document of documentsIn(stream)) this.readDocument(file, document, isNamed);
  }

  /** Tells of a file that was found and cannot be read, and why. */
  public skip(file: string, reason: string): void {
    this.files++;
    this.unreadable.push({
      severity: 'warning',
      location: { file, line: 1 },
      what: `cannot be read: ${reason.replace(/\.$/, '')}`,
      why: 'Nothing in it is checked; all other files are.',
      fix: 'Remove it, or make it a file that can be read.',
    });
  }

  /** Where an object stands, or a field of it; the nearest field above where the field itself is not written. */
  public locate({ manifest }: CheckedObject, field?: string): Location | undefined {
    const source = this.sources.get(manifest);
    if (!source) return undefined;
    const { file, line, document, path } = source;
    const found = field === undefined ? undefined : document.find([...path, ...fieldPath(field)], path.length + 1);
    return { file, line, ...found };
  }

  /** Where an object was read from; undefined for one that was made of others. */
  public sourceOf({ manifest }: CheckedObject): Source | undefined {
    return this.sources.get(manifest);
  }

  private readDocument(file: string, document: DocumentText, isNamed: boolean): void {
    const { text, json, problem } = document;
    if (text.trim() === '') return;
    if (this.skipped?.test(text) === true) return;
    const reading: Reading = {
      file,
      isNamed,
      text,
      isJson: json !== undefined,
      line: document.line,
      source: new SourceDocument(document),
    };
    const nul = text.indexOf('\0');
    if (nul >= 0) {
      this.refuse(reading, nul, 'is not UTF-8 text', 'Save it as UTF-8: kubectl reads nothing else.');
    } else if (problem) this.refuse(reading, problem.offset, problem.what, fixOf(text));
    else if (json) {
      this.warn(reading, { repeated: repeatedKeysIn(text) });
      this.take(reading, json.value);
    } else this.readYaml(reading);
  }

  private readYaml(reading: Reading): void {
    let parsed: ParsedYaml;
    try {
      parsed = this.parsed(reading.text);
    } catch (caught) {
      if (!(caught instanceof YamlProblem)) throw caught;
      const [what, fix] = toldProblem(caught, reading.text);
      this.refuse(reading, caught.offset, what, fix);
      return;
    }
    this.warn(reading, parsed);
    this.take(reading, parsed.value);
  }

  private parsed(text: string): ParsedYaml {
    const known = this.definitions.get(text);
    if (known) return { ...known, value: { ...(known.value as object) } }; // which is an object of its own
    const parsed = parseYaml(text);
    if (at(parsed.value, 'kind') === 'CustomResourceDefinition') this.definitions.set(text, parsed);
    return parsed;
  }

  /** Tells what kubectl reads otherwise than people do. */
  private warn(reading: Reading, { repeated, rest }: Omit<ParsedYaml, 'value'>): void {
    if (['apiVersion', 'kind'].every((name) => repeated.some(({ key }) => key === name))) {
      this.tell(
        reading,
        repeated.reduce((first, { offset }) => Math.min(first, offset), Infinity),
        'warning',
        {
          what: 'has apiVersion and kind twice in one map, as two objects without a line "---" between them have',
          why: 'kubectl takes the last one of each key without a word, and so does this check: the first object is lost.',
          fix: 'Put a line "---" before the second object.',
        },
      );
    } else this.warnOfKeys(reading, repeated);
    if (rest !== undefined) {
      this.tell(reading, rest, 'warning', {
        what: 'goes on behind its end',
        why: 'kubectl reads one document up to the next line "---" and drops the rest without a word.',
        fix: 'Put a line "---" before each document.',
      });
    }
    const separator = reading.isJson ? null : LINE_SEPARATOR.exec(reading.text);
    if (separator) {
      const code = separator[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      this.tell(reading, separator.index, 'warning', {
        what: `holds the character U+${code}, which ends a line for kubectl`,
        why: 'Editors show one line, kubectl reads two: what stands behind the character is neither a comment nor part of a text.',
        fix: 'Remove it; in a text within double quotes, write it as \\N (U+0085), \\L (U+2028) or \\P (U+2029).',
      });
    }
  }

  private warnOfKeys(reading: Reading, repeated: ParsedYaml['repeated']): void {
    for (const { key, offset } of repeated.slice(0, MOST_REPEATED)) {
      this.tell(reading, offset, 'warning', {
        what: `has the key "${key}" twice in one map`,
        why: 'kubectl takes the last one without a word, and so does this check: what the first one says is lost.',
        fix: 'Remove one of the two, or indent it to where it belongs.',
      });
    }
  }

  private take(reading: Reading, value: unknown): void {
    if (value === null || value === undefined) return;
    const { file, isNamed, source } = reading;
    const visit = (each: unknown, path: NodePath): void => {
      const { kind, apiVersion, items } = (typeof each === 'object' && each !== null ? each : {}) as Record<
        string,
        unknown
      >;
      if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
        const missing = typeof kind === 'string' ? 'apiVersion' : 'kind';
        this.unreadable.push({
          severity: isNamed ? 'warning' : 'info',
          location: { file, line: lineOf(reading, path) },
          what:
            Array.isArray(each) || typeof each !== 'object'
              ? 'is not an object'
              : `has no ${missing}, so that it is not a Kubernetes object`,
          why: UNCHECKED,
          fix: 'Add apiVersion and kind, or leave the file out.',
        });
      } else if (kind.endsWith('List') && (Array.isArray(items) || kind === 'List')) {
        for (const [i, item] of (Array.isArray(items) ? items : []).entries()) visit(item, [...path, 'items', i]);
      } else {
        const manifest = each as Manifest;
        const line = lineOf(reading, path);
        this.sources.set(manifest, { file, document: source, path, line });
        this.objects.push({ manifest, origin: `${file}:${line}`, stage: stageOf(file) });
      }
    };
    visit(value, []);
  }

  private refuse(reading: Reading, offset: number, what: string, fix: string): void {
    this.tell(reading, offset, 'error', { what, why: UNCHECKED, fix });
  }

  private tell(
    { file, source }: Reading,
    offset: number,
    severity: Severity,
    told: Pick<Unreadable, 'what' | 'why' | 'fix'>,
  ): void {
    this.unreadable.push({ severity, location: { file, ...source.positionOf(offset) }, ...told });
  }
}

/** The line of a part of a document; of the document itself that of its first character that is not a comment. */
function lineOf({ text, line, source }: Reading, path: NodePath): number {
  const position = path.length > 0 ? source.find(path, path.length) : undefined;
  return position?.line ?? line + lineAt(text, contentStart(text)) - 1;
}

const BLANKS = /\s*/y;
const COMMENT = /#[^\n\r\x85\u2028\u2029]*|---(?=\s)/y;

/** Where the content of a document begins, behind blanks, comments and its own line `---`. */
function contentStart(text: string): number {
  for (let at = 0; ;) {
    BLANKS.lastIndex = at;
    BLANKS.test(text);
    COMMENT.lastIndex = BLANKS.lastIndex;
    if (!COMMENT.test(text)) return BLANKS.lastIndex;
    at = COMMENT.lastIndex;
  }
}

/** What tries to be JSON, rather than a map of YAML in braces. */
const JSON_TEXT = /^\s*\{\s*"/;

function toldProblem(problem: YamlProblem, text: string): readonly [what: string, fix: string] {
  const { message } = problem;
  if (problem instanceof YamlBudgetProblem) return [message, 'Split it, or write out what its anchors repeat.'];
  if (problem instanceof StrayAlias) {
    return [`refers to *${problem.anchor}, and has no anchor &${problem.anchor} before it`, ANCHOR_FIX];
  }
  return [`is not valid ${JSON_TEXT.test(text) ? 'JSON' : 'YAML'}: ${message}`, fixOf(text)];
}

function fixOf(text: string): string {
  if (text.includes('{{')) {
    return 'It looks like a template: check what it makes, such as helm template . | cdk8s-autoscaling check -';
  }
  if (JSON_TEXT.test(text)) return 'Count its brackets, quotes and commas.';
  if (/^%/m.test(text)) return 'Remove the line that begins with %: kubectl reads YAML 1.1 without it.';
  return text.includes('\t')
    ? 'YAML takes spaces, no tabs, before a value.'
    : 'Correct the indentation, or quote the value.';
}

/** The stage that a file name begins with, as in `20-config.yaml`. */
function stageOf(file: string): number | undefined {
  const [, stage] = /(?:^|[/\\])(\d+)-[^/\\]*$/.exec(file) ?? [];
  return stage === undefined ? undefined : Number(stage);
}
