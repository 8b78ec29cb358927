/** What the language knows of a value before a formula runs; the names are those of Go's types. */
export interface Type {
  readonly kind:
    | 'unknown'
    | 'any'
    | 'nil'
    | 'bool'
    | 'int'
    | 'int64'
    | 'float'
    | 'string'
    | 'array'
    | 'map'
    | 'func'
    | 'struct'
    | 'pointer';
  readonly name: string;
  /** A type of its own, such as time.Duration: it is not a number, although it is made of one. */
  readonly isNamed?: boolean;
  /** What Go's type says that its elements are. */
  readonly element?: Type;
  /** What is known of its elements beyond that: an array literal is a list of anything, which knows better. */
  readonly known?: Type;
  readonly key?: Type;
  /** What a predicate or method returns, and what a method takes. */
  readonly result?: Type;
  readonly takes?: readonly Type[];
  /** The function that a name stands for. */
  readonly builtin?: string;
}

/** Nothing is known of it. */
export const UNKNOWN: Type = { kind: 'unknown', name: 'unknown' };
/** Go's `any`: as little is known, and everything may be assigned to it. */
export const ANY: Type = { kind: 'any', name: 'any' };
export const NIL: Type = { kind: 'nil', name: 'nil' };
export const BOOL: Type = { kind: 'bool', name: 'bool' };
export const INT: Type = { kind: 'int', name: 'int' };
export const INT64: Type = { kind: 'int64', name: 'int64' };
export const FLOAT: Type = { kind: 'float', name: 'float64' };
export const STRING: Type = { kind: 'string', name: 'string' };
export const LIST: Type = { kind: 'array', name: '[]any', element: ANY };
export const INTS: Type = { kind: 'array', name: '[]int', element: INT };
export const FLOATS: Type = { kind: 'array', name: '[]float64', element: FLOAT };
export const STRINGS: Type = { kind: 'array', name: '[]string', element: STRING };
export const BYTES: Type = { kind: 'array', name: '[]uint8', element: { kind: 'int', name: 'uint8' } };
export const MAP: Type = { kind: 'map', name: 'map[string]any', key: STRING, element: ANY };
export const ANY_MAP: Type = { kind: 'map', name: 'map[any]any', key: ANY, element: ANY };
export const GROUPS: Type = { kind: 'map', name: 'map[any][]any', key: ANY, element: LIST };
export const TIME: Type = { kind: 'struct', name: 'time.Time' };
export const DURATION: Type = { kind: 'int64', name: 'time.Duration', isNamed: true };
export const WEEKDAY: Type = { kind: 'int', name: 'time.Weekday', isNamed: true };
export const MONTH: Type = { kind: 'int', name: 'time.Month', isNamed: true };
export const LOCATION: Type = { kind: 'pointer', name: '*time.Location' };

/** An array literal: Go sees a list of anything, and the checker remembers more. */
export function listOf(known: Type): Type {
  return { ...LIST, known };
}

/** A type as Go has it, without what the checker remembers. */
export function goType(type: Type): Type {
  return type.known ? { ...type, known: undefined } : type;
}

/** What the elements of an array or map are. */
export function elementOf({ known, element = ANY }: Type): Type {
  return known ?? element;
}

export function isUnknown({ kind }: Type): boolean {
  return kind === 'unknown' || kind === 'any';
}

export function isWhole({ kind, isNamed }: Type): boolean {
  return (kind === 'int' || kind === 'int64') && isNamed !== true;
}

export function isNumber(type: Type): boolean {
  return type.kind === 'float' || isWhole(type);
}

/** Whether Go's kind is a number's, which includes durations, weekdays and months. */
export function isNumeric({ kind }: Type): boolean {
  return kind === 'float' || kind === 'int' || kind === 'int64';
}

/** Whether Go assigns one type to another. */
export function isAssignable(type: Type, to: Type): boolean {
  if (type.kind === 'nil') return ['any', 'array', 'map', 'func', 'pointer'].includes(to.kind);
  if (type.kind === 'unknown' || to.kind === 'unknown') return false;
  return to.kind === 'any' || (type.kind === to.kind && type.name === to.name);
}

/** Whether == and `in` compare them. */
export function isComparable(a: Type, b: Type): boolean {
  return (
    [a, b].some((type) => isUnknown(type) || type.kind === 'nil') ||
    (isNumber(a) && isNumber(b)) ||
    (a.kind === 'array' && b.kind === 'array') ||
    isAssignable(a, b)
  );
}
