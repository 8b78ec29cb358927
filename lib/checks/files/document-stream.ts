/** One document of a stream, with the line of the stream that it begins at. */
export interface DocumentText {
  readonly text: string;
  readonly line: number;
  /** Where it begins in the stream. */
  readonly offset: number;
  /** What the document is, where it is JSON. */
  readonly json?: { readonly value: unknown };
  /** Why it is not a document at all, and where in its text. */
  readonly problem?: { readonly what: string; readonly offset: number };
}

/** How deep JSON may be nested: no kind of Kubernetes comes near. */
const DEEPEST = 500;
const JSON_START = /^[ \t\r\n]*\{/;
const BLANKS = /[ \t\r\n]*/y;

/**
 * Splits a stream into documents as kubectl does: what begins with `{` is JSON, one object after another; all else, and
 * what is not valid JSON after all, is YAML, with a line `---` between documents. So a broken document leaves the others whole,
 * and memory holds the tree of one document only.
 *
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/util/yaml#YAMLOrJSONDecoder
 */
export function* documentsIn(stream: string): Iterable<DocumentText> {
  let at = 0;
  let line = 1;
  if (JSON_START.test(stream)) {
    for (let count = 0; ; count++) {
      const start = skipBlanks(stream, at);
      line += linesIn(stream, at, start);
      at = start;
      if (start === stream.length) return;
      const end = endOfJson(stream, start);
      const text = stream.slice(start, end);
      const parsed = parsedJson(text);
      if (typeof parsed === 'string') {
        if (count < 2) break;
        yield {
          text: stream.slice(start),
          line,
          offset: start,
          problem: { what: `is not valid JSON: ${parsed}`, offset: 0 },
        };
        return;
      }
      yield { text, line, offset: start, ...parsed };
      line += linesIn(stream, start, end);
      at = end;
    }
  }
  yield* yamlDocumentsIn(stream, at, line);
}

function* yamlDocumentsIn(stream: string, from: number, fromLine: number): Iterable<DocumentText> {
  let start = from;
  let startLine = fromLine;
  let line = fromLine;
  for (let at = from; at <= stream.length; line++) {
    const newline = stream.indexOf('\n', at);
    const end = newline < 0 ? stream.length : newline;
    if (stream.startsWith('---', at)) {
      const behind = stream.slice(at + 3, Math.min(end, at + 200)).trim();
      const isSeparator = behind === '' || behind.startsWith('#');
      if (!isSeparator) {
        const what = 'has text on its line ---: kubectl takes that for no separator, and stops';
        yield { text: stream.slice(at, end), line, offset: at, problem: { what, offset: 3 } };
      }
      if (at > start || !isSeparator) {
        yield { text: stream.slice(start, at), line: startLine, offset: start };
        start = end + 1;
        startLine = line + 1;
      }
    }
    at = end + 1;
  }
  yield { text: stream.slice(start), line: startLine, offset: start };
}

function parsedJson(text: string): Pick<DocumentText, 'json' | 'problem'> | string {
  const offset = deepPlace(text);
  if (offset !== undefined) return { problem: { what: 'is nested too deeply to be read', offset } };
  try {
    return { json: { value: JSON.parse(text) as unknown } };
  } catch (caught) {
    return (caught as Error).message;
  }
}

function skipBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function linesIn(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Where a value of JSON ends that begins with a bracket; the next line where it begins with none. */
function endOfJson(text: string, start: number): number {
  let end = text.length;
  walkBrackets(text, start, (depth, at) => {
    if (depth === 0) end = at + 1;
    return depth > 0;
  });
  return end;
}

/** Where JSON is nested beyond what a walk through it can bear. */
function deepPlace(json: string): number | undefined {
  let place: number | undefined;
  walkBrackets(json, 0, (depth, at) => {
    if (depth > DEEPEST) place = at;
    return place === undefined;
  });
  return place;
}

/** Calls back at each bracket outside of quotes with the number of those that are open, until that says false. */
function walkBrackets(json: string, start: number, visit: (depth: number, at: number) => boolean): void {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case 34: // "
        at = endOfString(json, at);
        break;
      case 91: // [
      case 123: // {
        if (!visit(++depth, at)) return;
        break;
      case 93: // ]
      case 125: // }
        if (!visit(--depth, at)) return;
    }
  }
}

function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let escapes = 0;
    while (json.charCodeAt(at - 1 - escapes) === 92) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return json.length;
}
