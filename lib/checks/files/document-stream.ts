/** One document of a stream, with the line of the stream that it begins at. */
export interface DocumentText {
  readonly text: string;
  readonly line: number;
}

const MARKER = /^(?:---(?:[ \t].*)?|\.\.\.[ \t]*)\r?$/;

/**
 * Splits a stream of YAML at its document markers, so that a broken document leaves the others whole and memory holds the syntax tree of one
 * document only. A marker at the beginning of a line is one everywhere in YAML, also in a block of text.
 */
export function* documentsIn(stream: string): Iterable<DocumentText> {
  const text = stream.startsWith('\uFEFF') ? stream.slice(1) : stream;
  let start = 0;
  let startLine = 1;
  let line = 1;
  for (let at = 0; at <= text.length; line++) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const isMarker = (text[at] === '-' || text[at] === '.') && MARKER.test(text.slice(at, Math.min(end, at + 200)));
    if (isMarker) {
      yield { text: text.slice(start, at), line: startLine };
      // what follows the marker on its line belongs to the next document
      start = text[at] === '-' ? at + 3 : end;
      startLine = line;
    }
    at = end + 1;
  }
  yield { text: text.slice(start), line: startLine };
}
