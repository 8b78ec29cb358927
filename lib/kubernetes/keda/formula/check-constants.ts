import { constantOf } from './constant';
import { FormulaError } from './formula-error';
import { type Expression } from './syntax';

/**
 * Refuses a remainder by a constant zero, even where it never runs, as the optimizer of the expression language does.
 *
 * @throws FormulaError
 */
export function checkConstants(root: Expression): void {
  const left: Expression[] = [root];
  for (let each = left.pop(); each; each = left.pop()) {
    if (
      each.kind === 'binary' &&
      each.operator === '%' &&
      constantOf(each.right) === 0n &&
      typeof constantOf(each.left) === 'bigint'
    ) {
      throw new FormulaError('divides a whole number by zero', each.at);
    }
    left.push(...partsOf(each));
  }
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'member':
      return [expression.base, expression.property];
    case 'chain':
      return [expression.inner];
    case 'slice':
      return [expression.base, expression.from, expression.to].filter((each) => each !== undefined);
    case 'call':
      return [expression.callee, ...expression.items];
    case 'builtin':
    case 'sequence':
    case 'array':
      return expression.items;
    case 'predicate':
      return [expression.body];
    case 'let':
      return [expression.value, expression.body];
    case 'choice':
      return [expression.condition, expression.then, expression.otherwise];
    case 'map':
      return expression.pairs.flat();
    default:
      return [];
  }
}
