import { constantOf } from '../../../../lib/kubernetes/keda/formula/constant';
import { type Expression } from '../../../../lib/kubernetes/keda/formula/syntax';

const literal = (value: unknown): Expression => {
  const kind = { bigint: 'integer', number: 'decimal', string: 'string', boolean: 'boolean' }[typeof value as 'string'];
  return { kind: kind ?? 'nil', value, at: 0 } as unknown as Expression;
};
const unary = (operator: string, operand: unknown): Expression => ({ kind: 'unary', operator, operand: literal(operand), at: 0 }) as unknown as Expression; // prettier-ignore
const binary = (left: unknown, operator: string, right: unknown): Expression => ({ kind: 'binary', operator, left: literal(left), right: literal(right), at: 0 }) as unknown as Expression; // prettier-ignore

test.each([
  ['not', true, false],
  ['!', false, true],
  ['not', 1n, undefined],
  ['-', 2n, -2n],
  ['-', 1.5, -1.5],
  ['+', 1.5, 1.5],
  ['-', 'x', undefined],
])('%s %p is %p', (operator, operand, value) => {
  expect(constantOf(unary(operator, operand))).toBe(value);
});

const [T, F, X] = [true, false, null]; // null is not a literal, so that it is known only when it runs
test.each([
  [1n, '+', 2n, 3n],
  ['a', '+', 'b', 'ab'],
  ['a', '-', 'b', undefined],
  [7n, '%', 2n, 1n],
  [7.5, '%', 2n, undefined],
  [1n, '==', 1n, true],
  [1.5, '==', 1.5, undefined],
  [1n, '==', 'x', undefined],
  [1n, '<', 2n, undefined],
  [1n, '+', X, undefined],
  [T, 'and', T, true],
  [T, 'and', F, false],
  [X, '&&', F, false],
  [F, '&&', X, false],
  [T, 'and', X, undefined],
  [X, 'and', X, undefined],
  [F, 'or', T, true],
  [X, '||', T, true],
  [F, 'or', F, false],
  [F, '||', X, undefined],
  [X, 'or', X, undefined],
  [X, 'or', F, undefined],
  [X, 'and', T, undefined],
])('%p %s %p is %p', (left, operator, right, value) => {
  expect(constantOf(binary(left, operator, right))).toBe(value);
});

test('what is known only when it runs is not a constant', () => {
  expect(constantOf(literal(null))).toBeUndefined();
  expect(constantOf({ kind: 'name', at: 0 } as unknown as Expression)).toBeUndefined();
});
