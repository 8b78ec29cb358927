/** The kinds of tokens that YAML consists of. */
export const Kind = {
  streamEnd: 0,
  versionDirective: 1,
  tagDirective: 2,
  documentStart: 3,
  documentEnd: 4,
  blockSequenceStart: 5,
  blockMappingStart: 6,
  blockEnd: 7,
  flowSequenceStart: 8,
  flowSequenceEnd: 9,
  flowMappingStart: 10,
  flowMappingEnd: 11,
  blockEntry: 12,
  flowEntry: 13,
  key: 14,
  value: 15,
  alias: 16,
  anchor: 17,
  tag: 18,
  scalar: 19,
} as const;

/** A token: its kind, where it begins, its text, and of a tag the handle that stands for a prefix. */
export interface Token {
  readonly kind: number;
  readonly start: number;
  readonly text: string;
  /** Of a scalar: whether it is unquoted. */
  readonly isPlain: boolean;
  readonly handle: string;
}

/** A token without a text. */
export function mark(kind: number, start: number): Token {
  return { kind, start, text: '', isPlain: false, handle: '' };
}
