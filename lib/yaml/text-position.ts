/** A place in a text as editors count: from 1, with the line ends that they know. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

const LINE_END = /\r\n?|\n/g;

/** Where the lines of a text begin. */
export class LineStarts {
  private readonly starts: Int32Array;

  constructor(text: string) {
    const starts = [0];
    for (const { index, 0: end } of text.matchAll(LINE_END)) starts.push(index + end.length);
    this.starts = Int32Array.from(starts);
  }

  /** The line and column of a character. */
  public positionOf(offset: number): TextPosition {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

/** The line of a character, for one that is near the beginning. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = 0; at < offset; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) line++;
  }
  return line;
}
