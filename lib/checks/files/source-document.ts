import { LineStarts, placesIn, type MapEntry, type NodePath, type Places, type TextPosition } from '../../yaml';
import { type DocumentText } from './document-stream';

/** Beyond this many characters a document is not read again for the lines of its parts. */
const LARGEST = 16 * 2 ** 20;

/** A document that was read, and where its parts stand: worked out once, when somebody first asks. */
export class SourceDocument {
  private lines?: LineStarts;
  private places?: Places | 'unknown';

  constructor(public readonly document: DocumentText) {}

  /** The line and column in the file of a character of the document. */
  public positionOf(offset: number): TextPosition {
    this.lines ??= new LineStarts(this.document.text);
    const { line, column } = this.lines.positionOf(offset);
    return { line: this.document.line + line - 1, column };
  }

  /** Where a part stands, or the nearest one above it that is at least `least` steps below the root. */
  public find(path: NodePath, least: number): TextPosition | undefined {
    const found = this.placesOf()?.find(path);
    return found === undefined || found.depth < least ? undefined : this.positionOf(found.offset);
  }

  /** Where an entry of a map stands, if it is written there. */
  public entry(path: NodePath): MapEntry | undefined {
    return this.placesOf()?.entry(path);
  }

  private placesOf(): Places | undefined {
    const { text, json } = this.document;
    this.places ??= (text.length <= LARGEST ? placesIn(text, json !== undefined) : undefined) ?? 'unknown';
    return this.places === 'unknown' ? undefined : this.places;
  }
}
