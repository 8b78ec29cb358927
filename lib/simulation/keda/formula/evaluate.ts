import { FUNCTIONS } from './functions';
import { type Expression } from './parse';
import { asBoolean, asNumber, FormulaFailure, type Value } from './value';

/** The triggers that a formula may use. */
export type Triggers = ReadonlyMap<string, number | null>;

/**
 * The value of a formula; null where it is nil.
 *
 * @throws FormulaFailure if an operation does not fit its operands, or the result is no number.
 */
export function evaluateFormula(expression: Expression, triggers: Triggers): number | null {
  const result = evaluate(expression, triggers, null);
  if (result === null) return null;
  const number = asNumber(result, 'the result');
  if (Number.isFinite(number)) return number;
  throw new FormulaFailure(`the result is ${number}`);
}

function evaluate(expression: Expression, triggers: Triggers, element: Value): Value {
  const inner = (each: Expression): Value => evaluate(each, triggers, element);
  switch (expression.kind) {
    case 'number':
    case 'literal':
      return expression.value;
    case 'name': {
      const value = triggers.get(expression.name);
      if (value === undefined) throw new FormulaFailure(`unknown name ${expression.name}`);
      return value;
    }
    case 'element':
      return element;
    case 'list':
      return expression.items.map(inner);
    case 'choice':
      return inner(asBoolean(inner(expression.condition)) ? expression.then : expression.otherwise);
    case 'unary': {
      const operand = inner(expression.operand);
      if (expression.operator === '!') return !asBoolean(operand);
      return expression.operator === '-' ? -asNumber(operand, 'a signed value') : asNumber(operand, 'a signed value');
    }
    case 'binary':
      return binary(expression.operator, inner(expression.left), () => inner(expression.right));
    case 'call': {
      const { name, items, predicate } = expression;
      const apply = FUNCTIONS.get(name);
      if (!apply) throw new FormulaFailure(`unknown function ${name}`);
      return apply(items.map(inner), predicate && ((each) => evaluate(predicate, triggers, each)));
    }
  }
}

function binary(operator: string, left: Value, right: () => Value): Value {
  switch (operator) {
    case '??':
      return left ?? right();
    case '||':
    case 'or':
      return asBoolean(left) || asBoolean(right());
    case '&&':
    case 'and':
      return asBoolean(left) && asBoolean(right());
    case '==':
      return left === right();
    case '!=':
      return left !== right();
    default:
      return arithmetic(
        operator,
        asNumber(left, `the left of ${operator}`),
        asNumber(right(), `the right of ${operator}`),
      );
  }
}

function arithmetic(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      // The language has a remainder of whole numbers only, and triggers are floats.
      if (!Number.isInteger(a) || !Number.isInteger(b) || b === 0) throw new FormulaFailure(`${a} % ${b} has no value`);
      return a % b;
    default:
      return a ** b;
  }
}
