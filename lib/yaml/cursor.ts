import { isGap } from './characters';

/** A place in a text, and the line that it is in. */
export class Cursor {
  public at = 0;
  public line = 0;
  public lineStart = 0;

  /** @param text what is read, with a NUL behind its end */
  constructor(public readonly text: string) {}

  /** How far the place is from the beginning of its line. */
  public get column(): number {
    return this.at - this.lineStart;
  }

  /** Steps over a line end; the text that it stands for in a scalar. */
  public skipBreak(): string {
    const code = this.text.charCodeAt(this.at);
    this.at += code === 13 && this.text.charCodeAt(this.at + 1) === 10 ? 2 : 1;
    this.line++;
    this.lineStart = this.at;
    return code > 0x85 ? String.fromCharCode(code) : '\n';
  }

  /** Steps to the end of the line. */
  public skipComment(isEnd: (code: number) => boolean): void {
    while (!isEnd(this.text.charCodeAt(this.at))) this.at++;
  }

  /** Whether `---` or `...` stands at the beginning of this line. */
  public isAtMarker(): boolean {
    if (this.at !== this.lineStart) return false;
    const { text, at } = this;
    const code = text.charCodeAt(at);
    return (
      (code === 45 || code === 46) &&
      text.charCodeAt(at + 1) === code &&
      text.charCodeAt(at + 2) === code &&
      isGap(text.charCodeAt(at + 3))
    );
  }
}
