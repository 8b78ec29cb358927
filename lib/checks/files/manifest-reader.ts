import { isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
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

/** Reads manifests from text, and remembers where each object and each field stands. */
export class ManifestReader {
  /** The objects that were read, in their order. */
  public readonly objects: CheckedObject[] = [];
  /** The texts that are no objects. */
  public readonly unreadable: Unreadable[] = [];
  /** How many files were read. */
  public files = 0;
  private readonly sources = new Map<Manifest, Source>();

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
    if (trimmed === '') return;
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
      this.refuse(
        file,
        document.line + (position?.line ?? 1) - 1,
        `is no YAML: ${message.replace(/ at line \d+, column \d+:?$/, '')}`,
        fixOf(document.text),
        {
          column: position?.col,
        },
      );
      return;
    }
    let value: unknown;
    try {
      value = parsed.toJS({ maxAliasCount: ALIASES });
    } catch (caught) {
      this.refuse(
        file,
        document.line,
        `cannot be read: ${(caught as Error).message}`,
        'Write out what its anchors repeat.',
      );
      return;
    }
    const lineOf = (path: readonly (string | number)[]): number =>
      document.line + lines.linePos(startOf(parsed, path) ?? parsed.contents?.range?.[0] ?? 0).line - 1;
    this.take(file, document, value, lineOf, isNamed);
  }

  private readLargeJson(file: string, document: DocumentText, isNamed: boolean): void {
    try {
      this.take(file, document, JSON.parse(document.text), () => document.line, isNamed);
    } catch (caught) {
      this.refuse(
        file,
        document.line,
        `is no JSON: ${(caught as Error).message}`,
        'Count its brackets, quotes and commas.',
      );
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
      } else if (kind.endsWith('List') && Array.isArray(items)) {
        for (const [i, item] of items.entries()) visit(item, [...path, 'items', i]);
      } else {
        const manifest = each as Manifest;
        this.sources.set(manifest, { file, document, path, line });
        this.objects.push({ manifest, origin: `${file}:${line}`, stage: stageOf(file) });
      }
    };
    visit(value, []);
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

function parse({ text }: DocumentText, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, { lineCounter, merge: true, logLevel: 'silent', prettyErrors: true });
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
