import { figuresOf } from './figures';
import { type ComparedPrediction, type Comparison } from './forecast';

/** Two predictions, number by number. */
export function compare(left: ComparedPrediction, right: ComparedPrediction): Comparison {
  const others = new Map(figuresOf(right.prediction).map((figure) => [figure.name, figure]));
  const rows = figuresOf(left.prediction).map(({ name, text, value, difference }) => {
    const other = others.get(name);
    others.delete(name);
    const otherValue = other?.value ?? null;
    const change = value === null || otherValue === null ? 0 : otherValue - value;
    return { name, left: text, right: other?.text ?? 'none', difference: change === 0 ? '' : difference(change) };
  });
  const added = [...others.values()].map(({ name, text }) => ({ name, left: 'none', right: text, difference: '' }));
  return { left, right, rows: [...rows, ...added] };
}
