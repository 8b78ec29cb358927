/** A line ends here: YAML 1.1 knows five line ends, of which 1.2 kept two. `text` ends with NUL, which is asked for separately. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || (code > 0x84 && (code === 0x85 || code === 0x2028 || code === 0x2029));
}

/** A space or a tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** A blank, a line end, or the end of the text. */
export function isGap(code: number): boolean {
  return code <= 32 ? code === 32 || code === 10 || code === 0 || code === 9 || code === 13 : isBreak(code);
}

/** What ends an unquoted text within brackets. */
export function isFlowIndicator(code: number): boolean {
  // , ? [ ] { }
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** What the names of anchors and tag handles consist of. */
export function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

/** A character that YAML 1.1 allows in no text, not even within quotes. */
export const CONTROL_CHARACTER = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/;
