import { FormulaError } from './formula-error';
import { type ExpressionOf } from './syntax';
import {
  ANY,
  BOOL,
  DURATION,
  elementOf,
  FLOAT,
  INT,
  isAssignable,
  isComparable,
  isNumber,
  isUnknown,
  isWhole,
  listOf,
  NIL,
  STRING,
  TIME,
  type Type,
  UNKNOWN,
} from './types';

type Test = (type: Type) => boolean;

const isBool: Test = ({ kind }) => kind === 'bool';
const isString: Test = ({ kind }) => kind === 'string';
const isTime: Test = ({ name }) => name === TIME.name;
const isDuration: Test = ({ name }) => name === DURATION.name;

/**
 * The type that a binary operator makes of its operands'.
 *
 * @throws FormulaError if it does not take them.
 */
export function checkOperator(
  { operator, at }: ExpressionOf<'binary'>,
  left: Type,
  right: Type,
  isStrict: boolean,
): Type {
  const comparesKinds = !isStrict && (operator === '==' || operator === '!=') && left.kind === right.kind;
  const result = comparesKinds ? BOOL : resultOf(operator, left, right);
  if (result) return result;
  throw new FormulaError(
    `has ${operator} between values of the types ${left.name} and ${right.name}`,
    at,
    operator === '%' ? 'Make whole numbers of them first, such as int(a) % 2.' : undefined,
  );
}

function resultOf(operator: string, left: Type, right: Type): Type | undefined {
  switch (operator) {
    case '==':
    case '!=':
      return isComparable(left, right) ? BOOL : undefined;
    case 'or':
    case '||':
    case 'and':
    case '&&':
      return (isBool(left) && isBool(right)) || mayFit(left, right, isBool) ? BOOL : undefined;
    case '<':
    case '>':
    case '>=':
    case '<=':
      return ordered(left, right) ? BOOL : undefined;
    case '+':
    case '-':
    case '*':
      return arithmetic(operator, left, right);
    case '/':
    case '**':
    case '^':
      return (isNumber(left) && isNumber(right)) || mayFit(left, right, isNumber) ? FLOAT : undefined;
    case '%':
      return (isWhole(left) && isWhole(right)) || mayFit(left, right, isWhole) ? INT : undefined;
    case '..':
      return (isWhole(left) && isWhole(right)) || mayFit(left, right, isWhole) ? listOf(INT) : undefined;
    case 'in':
      return isElement(left, right) ? BOOL : undefined;
    case 'matches':
    case 'contains':
    case 'startsWith':
    case 'endsWith': {
      const isText = isString(left) || (operator === 'matches' && left.name === '[]uint8');
      return (isText && isString(right)) || mayFit(left, right, isString) ? BOOL : undefined;
    }
    case '??':
      return coalesced(left, right);
    default:
      return undefined;
  }
}

/** Whether nothing is known of one or both of them, and what is known fits. */
function mayFit(left: Type, right: Type, ...tests: readonly Test[]): boolean {
  const fits = (type: Type): boolean => tests.some((test) => test(type));
  if (isUnknown(left)) return isUnknown(right) || fits(right);
  return isUnknown(right) && fits(left);
}

function ordered(left: Type, right: Type): boolean {
  const tests = [isNumber, isString, isTime, isDuration];
  return tests.some((test) => test(left) && test(right)) || mayFit(left, right, ...tests);
}

function arithmetic(operator: '+' | '-' | '*', left: Type, right: Type): Type | undefined {
  if (isNumber(left) && isNumber(right)) return left.kind === 'float' || right.kind === 'float' ? FLOAT : INT;
  const both = (a: Test, b: Test): boolean => a(left) && b(right);
  switch (operator) {
    case '+':
      if (both(isString, isString)) return STRING;
      if (both(isTime, isDuration) || both(isDuration, isTime)) return TIME;
      if (both(isDuration, isDuration)) return DURATION;
      return mayFit(left, right, isNumber, isString, isTime, isDuration) ? UNKNOWN : undefined;
    case '-':
      if (both(isTime, isTime) || both(isDuration, isDuration)) return DURATION;
      if (both(isTime, isDuration)) return TIME;
      return mayFit(left, right, isNumber, isTime, isDuration) ? UNKNOWN : undefined;
    case '*':
      if (both(isNumber, isDuration) || both(isDuration, isNumber) || both(isDuration, isDuration)) return DURATION;
      return mayFit(left, right, isNumber, isDuration) ? UNKNOWN : undefined;
  }
}

function isElement(left: Type, right: Type): boolean {
  if (right.kind === 'struct') return isString(left) || isUnknown(left);
  if (right.kind === 'map') {
    return isUnknown(left) || isAssignable(left, right.key ?? ANY);
  }
  if (right.kind === 'array') return isComparable(left, elementOf(right));
  return isUnknown(right) || (isUnknown(left) && isString(right));
}

function coalesced(left: Type, right: Type): Type {
  if (left.kind === 'nil') return right.kind === 'nil' ? NIL : right;
  if (right.kind === 'nil') return left;
  return isAssignable(right, left) ? left : UNKNOWN;
}
