import { compute } from './compute';
import { type Expression, spineOf } from './syntax';
import { type Value } from './value';

/** Operators over two constants of which the optimizer makes one. */
const FOLDED = ['+', '-', '*', '/', '%', '**', '^', '=='];

/**
 * The value that the optimizer of the expression language gives an expression before it runs; undefined: it runs.
 *
 * @see https://github.com/expr-lang/expr/blob/v1.17.8/optimizer/fold.go
 */
export function constantOf(expression: Expression): Value | undefined {
  switch (expression.kind) {
    case 'integer':
    case 'decimal':
    case 'string':
    case 'boolean':
      return expression.value;
    case 'unary': {
      const value = constantOf(expression.operand);
      if (expression.operator === 'not' || expression.operator === '!') {
        return typeof value === 'boolean' ? !value : undefined;
      }
      if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
      return expression.operator === '-' ? negated(value) : value;
    }
    case 'binary': {
      const { first, steps } = spineOf(expression);
      return steps.reduce((left, { operator, right }) => folded(operator, left, constantOf(right)), constantOf(first));
    }
    default:
      return undefined;
  }
}

function negated(value: number | bigint): Value {
  return typeof value === 'bigint' ? BigInt.asIntN(64, -value) : -value;
}

function folded(operator: string, left: Value | undefined, right: Value | undefined): Value | undefined {
  if (operator === 'and' || operator === '&&') {
    if (left === false || right === false) return false;
    return left === true ? right : right === true ? left : undefined;
  }
  if (operator === 'or' || operator === '||') {
    if (left === true || right === true) return true;
    return left === false ? right : right === false ? left : undefined;
  }
  if (left === undefined || right === undefined || !FOLDED.includes(operator)) return undefined;
  const isNumbers = [left, right].every((value) => typeof value === 'number' || typeof value === 'bigint');
  if (operator === '==') return typeof left === typeof right && typeof left !== 'number' ? left === right : undefined;
  if (!isNumbers && !(operator === '+' && typeof left === 'string' && typeof right === 'string')) return undefined;
  if (operator === '%' && (typeof left !== 'bigint' || typeof right !== 'bigint')) return undefined;
  return compute(operator, left, right);
}
