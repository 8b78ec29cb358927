/** How tightly operators bind. */
export const UNARY: ReadonlyMap<string, number> = new Map([
  ['not', 50],
  ['!', 50],
  ['-', 90],
  ['+', 90],
]);

/** How tightly operators bind; all group from the left but the powers. */
export const BINARY: ReadonlyMap<string, number> = new Map([
  ['|', 0],
  ['or', 10],
  ['||', 10],
  ['and', 15],
  ['&&', 15],
  ['==', 20],
  ['!=', 20],
  ['<', 20],
  ['>', 20],
  ['>=', 20],
  ['<=', 20],
  ['in', 20],
  ['matches', 20],
  ['contains', 20],
  ['startsWith', 20],
  ['endsWith', 20],
  ['..', 25],
  ['+', 30],
  ['-', 30],
  ['*', 60],
  ['/', 60],
  ['%', 60],
  ['**', 100],
  ['^', 100],
  ['??', 500],
]);

/** The operators that `not` may stand before, as in `a not in b`. */
export const NEGATABLE: readonly string[] = ['contains', 'matches', 'startsWith', 'endsWith', 'in'];

/** `1 < a < 3` is `1 < a && a < 3`. */
export const COMPARISONS: readonly string[] = ['<', '>', '>=', '<='];
