import { seriesOf, type Element, type Value } from './vector';

/** Arithmetic of PromQL, by the names of its grammar. */
export const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Mod: (a, b) => a % b,
  Pow: (a, b) => a ** b,
};

/** Comparisons of PromQL, by the names of its grammar. */
export const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  Eql: (a, b) => a === b,
  Neq: (a, b) => a !== b,
  Gtr: (a, b) => a > b,
  Gte: (a, b) => a >= b,
  Lss: (a, b) => a < b,
  Lte: (a, b) => a <= b,
};

/** Two values by an operator: series are matched by their pod, and a number meets every series. */
export function combined(left: Value, right: Value, operate: (a: number, b: number) => number | undefined): Value {
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right) ?? NaN;
  if (typeof right === 'number') return kept(seriesOf(left), (value) => operate(value, right));
  if (typeof left === 'number') return kept(right, (value) => operate(left, value));
  const others = new Map(right.map(({ pod, value }) => [pod, value]));
  return left.flatMap(({ pod, value }) => {
    const other = others.get(pod);
    const result = other === undefined ? undefined : operate(value, other);
    return result === undefined ? [] : { pod, value: result };
  });
}

function kept(series: readonly Element[], operate: (value: number) => number | undefined): Element[] {
  return series.flatMap(({ pod, value }) => {
    const result = operate(value);
    return result === undefined ? [] : { pod, value: result };
  });
}

/** Two sets of series by `or`, `and` or `unless`. */
export function joined(operator: string, left: readonly Element[], right: readonly Element[]): readonly Element[] {
  const [inLeft, inRight] = [left, right].map((series) => new Set(series.map(({ pod }) => pod)));
  if (operator === 'Or') return [...left, ...right.filter(({ pod }) => !inLeft?.has(pod))];
  return left.filter(({ pod }) => inRight?.has(pod) === (operator === 'And'));
}
