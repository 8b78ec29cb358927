import { type Path } from './path';
import { type Shape } from './shape';

/** A field that its object does not have: strict validation refuses it, and without that it is dropped. */
export interface UnknownField {
  readonly is: 'unknown-field';
  readonly path: Path;
  readonly value: unknown;
  /** The shape of the map that the field stands in. */
  readonly within: Shape;
}

/** A value that cannot be read into its field. */
export interface WrongType {
  readonly is: 'wrong-type';
  readonly path: Path;
  readonly value: unknown;
  /** What the field takes, such as `a whole number`. */
  readonly expected: string;
}

/** A field that has to be there. */
export interface MissingField {
  readonly is: 'missing-field';
  readonly path: Path;
}

/** A value of the right type that its field does not take. */
export interface RefusedValue {
  readonly is: 'refused-value';
  readonly path: Path;
  readonly value: unknown;
  /** What the field takes, as the end of the sentence "the field takes …". */
  readonly expected: string;
}

/** What an API server refuses in the structure of an object. */
export type Fault = UnknownField | WrongType | MissingField | RefusedValue;
