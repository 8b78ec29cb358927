interface At {
  /** Where it stands in the compiled text, counted from 0. */
  readonly at: number;
}

/** A parsed formula, in the forms of expr-lang's syntax tree. */
export type Expression = At &
  (
    | { readonly kind: 'integer'; readonly value: bigint }
    | { readonly kind: 'decimal'; readonly value: number }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'nil' | 'bytes' }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | Member
    | { readonly kind: 'chain'; readonly inner: Expression }
    | { readonly kind: 'slice'; readonly base: Expression; readonly from?: Expression; readonly to?: Expression }
    | { readonly kind: 'call'; readonly callee: Expression; readonly items: readonly Expression[] }
    | { readonly kind: 'builtin'; readonly name: string; readonly items: readonly Expression[] }
    | { readonly kind: 'predicate'; readonly body: Expression }
    | { readonly kind: 'pointer'; readonly name: string }
    | { readonly kind: 'let'; readonly name: string; readonly value: Expression; readonly body: Expression }
    | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
    | {
        readonly kind: 'choice';
        readonly condition: Expression;
        readonly then: Expression;
        readonly otherwise: Expression;
      }
    | { readonly kind: 'array'; readonly items: readonly Expression[] }
    | { readonly kind: 'map'; readonly pairs: readonly (readonly [key: Expression, value: Expression])[] }
  );

interface Member {
  readonly kind: 'member';
  readonly base: Expression;
  readonly property: Expression;
  readonly isOptional: boolean;
  readonly isMethod: boolean;
}

/** An expression of one kind. */
export type ExpressionOf<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

/**
 * A chain of binary operators, from the innermost: `a + b + c` is a with + b and + c. A sum of thousands of terms is deeper than
 * JavaScript may recurse.
 */
export function spineOf(expression: ExpressionOf<'binary'>): {
  readonly first: Expression;
  readonly steps: readonly ExpressionOf<'binary'>[];
} {
  const steps = [expression];
  let first = expression.left;
  while (first.kind === 'binary') {
    steps.push(first);
    first = first.left;
  }
  return { first, steps: steps.reverse() };
}
