import { type Walk } from './walk';

/** The shape of a value: what the field takes, and what stands below it. */
export interface Shape {
  /** What it takes, as the end of the sentence "the field takes …". */
  readonly takes: string;
  /** Looks at a value that is there and is not null, and tells the walk what is wrong with it. */
  check(value: unknown, walk: Walk): void;
  /** The fields of a map whose fields are known. */
  readonly fields?: ReadonlyMap<string, Shape>;
  /** The shape of each element of a list, or of each value of a map with free keys. */
  readonly elements?: Shape;
}

/** A map as YAML and JSON have it. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value is a map, as opposed to a list, a text, a number or nothing. */
export function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
