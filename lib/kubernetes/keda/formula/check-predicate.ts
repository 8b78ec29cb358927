import { type TypeChecker } from './check-types';
import { FormulaError } from './formula-error';
import { type ExpressionOf } from './syntax';
import { ANY, BOOL, elementOf, goType, GROUPS, INT, isUnknown, LIST, listOf, type Type, UNKNOWN } from './types';

/** What # and its names are in a predicate. */
export interface PredicateScope {
  readonly collection: Type;
  readonly names: ReadonlyMap<string, Type>;
}

const NO_NAMES: ReadonlyMap<string, Type> = new Map();
const INDEX: ReadonlyMap<string, Type> = new Map([['index', INT]]);
const INDEX_AND_SUM: ReadonlyMap<string, Type> = new Map([
  ['index', INT],
  ['acc', UNKNOWN],
]);
/** Functions that ask a question of each element. */
const QUESTIONS = ['all', 'none', 'any', 'one', 'filter', 'count', 'find', 'findLast', 'findIndex', 'findLastIndex'];

/**
 * The type of a function that takes a predicate, such as `count([a, b], # > 1)`.
 *
 * @throws FormulaError if it is not given a list, or its predicate answers what it cannot use.
 */
export function checkPredicate(
  { name, items }: ExpressionOf<'builtin'>,
  checker: TypeChecker,
  knowsElements: boolean,
): Type {
  const [list, predicate, last] = items;
  const collection = checker.visit(list!);
  if (collection.kind !== 'array' && !isUnknown(collection)) {
    throw new FormulaError(
      `calls ${name} with a value of type ${collection.name}, and it takes a list`,
      list!.at,
      `Write ${name}([…]).`,
    );
  }
  if (!predicate) return name === 'count' ? INT : isUnknown(collection) ? UNKNOWN : elementOf(collection);
  const names = name === 'map' ? INDEX : name === 'reduce' ? INDEX_AND_SUM : NO_NAMES;
  const result = checker.within({ collection, names }, predicate).result ?? UNKNOWN;
  const order = last && checker.visit(last);
  if (result.kind === 'nil') throw new FormulaError(`calls ${name} with a predicate that is nil`, predicate.at);
  if (QUESTIONS.includes(name) && result.kind !== 'bool' && !isUnknown(result)) {
    throw new FormulaError(
      `calls ${name} with a predicate of type ${result.name}, not bool`,
      predicate.at,
      'Compare in it, such as # > 0.',
    );
  }
  if (name === 'sortBy' && order && order.kind !== 'string' && !isUnknown(order)) {
    throw new FormulaError(`calls sortBy with an order of type ${order.name}`, last.at, 'Use "asc" or "desc".');
  }
  return resultOf(name, collection, result, knowsElements);
}

function resultOf(name: string, collection: Type, result: Type, knowsElements: boolean): Type {
  const list = (type: Type): Type => (knowsElements ? listOf(type) : LIST);
  switch (name) {
    case 'filter':
      return isUnknown(collection) ? LIST : list(elementOf(collection));
    case 'map':
      return list(result);
    case 'count':
    case 'findIndex':
    case 'findLastIndex':
      return INT;
    case 'sum':
      return isUnknown(result) ? ANY : goType(result);
    case 'find':
    case 'findLast':
      return isUnknown(collection) ? UNKNOWN : elementOf(collection);
    case 'groupBy':
      return { ...GROUPS, known: undefined };
    case 'sortBy':
      return knowsElements ? collection : LIST;
    case 'reduce':
      return result;
    default:
      return BOOL;
  }
}
