const CODES = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, bold: 1, dim: 2 } as const;

/** A colour or a weight of the terminal. */
export type Style = keyof typeof CODES;

/** Puts text in a style. */
export type Paint = (text: string, style: Style) => string;

/** The painter of a terminal; it leaves texts as they are where there are no colours. */
export function painter(hasColour: boolean): Paint {
  return (text, style) => (hasColour ? `\u001B[${CODES[style]}m${text}\u001B[0m` : text);
}
