import { compute } from './compute';
import { constantOf } from './constant';
import { type Run } from './evaluate';
import { UnsupportedFormula } from './formula-error';
import { sortedBy } from './functions';
import { type Expression } from './syntax';
import { AnyMap, isList, isMap, RunError, toBoolean, typeName, type Value } from './value';

/** The element that a predicate is asked about. */
export interface Item {
  readonly element: Value;
  readonly index: number;
  /** What `reduce` has so far. */
  readonly sum?: Value;
}

type OverList = (run: Run, items: readonly Expression[]) => Value;

function listOf(run: Run, [list]: readonly Expression[]): readonly Value[] {
  const value = run.value(list!);
  if (isList(value)) return value;
  if (typeof value === 'string') throw new UnsupportedFormula('the bytes of a text');
  if (isMap(value) && value.size === 0) return [];
  throw new RunError(`goes through ${typeName(value)}`);
}

/** A question about an element. */
function asks(run: Run, [, predicate]: readonly Expression[]): (element: Value, index: number) => boolean {
  return (element, index) => toBoolean(predicate ? run.about({ element, index }, predicate) : element);
}

function search(finds: (list: readonly Value[], index: number) => Value): OverList {
  return (run, items) => {
    const list = listOf(run, items);
    const index = list.findIndex(asks(run, items));
    return index < 0 ? null : finds(list, index);
  };
}

const element = (list: readonly Value[], index: number): Value => list[index]!;
const place = (_: readonly Value[], index: number): Value => BigInt(index);

function sum(run: Run, items: readonly Expression[]): Value {
  const [list, predicate] = items;
  if (
    !predicate &&
    list?.kind === 'array' &&
    list.items.length > 1 &&
    list.items.some((each) => constantOf(each) === undefined)
  ) {
    // The optimizer makes a + (b + c) of sum([a, b, c]).
    return list.items.map((each) => run.value(each)).reduceRight((total, each) => compute('+', each, total));
  }
  return listOf(run, items).reduce<Value>(
    (total, each, index) => compute('+', predicate ? run.about({ element: each, index }, predicate) : each, total),
    0n,
  );
}

function groupBy(run: Run, items: readonly Expression[]): Value {
  const groups = new AnyMap();
  for (const [index, each] of listOf(run, items).entries()) {
    const key = run.about({ element: each, index }, items[1]!);
    if (isList(key) || isMap(key)) throw new RunError(`groups by ${typeName(key)}`);
    const group = groups.get(key) as Value[] | undefined;
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

function sortBy(run: Run, items: readonly Expression[]): Value {
  const list = listOf(run, items);
  const order = items[2] ? run.value(items[2]) : 'asc';
  if (order !== 'asc' && order !== 'desc') throw new RunError('sorts in an order other than "asc" and "desc"');
  const values = list.map((each, index) => run.about({ element: each, index }, items[1]!));
  const places = sortedBy(
    list.map((_, index) => BigInt(index)),
    (each) => values[Number(each)]!,
    order === 'desc',
  );
  return run.list(places.map((each) => list[Number(each)]!));
}

function reduce(run: Run, items: readonly Expression[]): Value {
  const list = listOf(run, items);
  const [first] = list;
  if (!items[2] && first === undefined) throw new RunError('reduces an empty list without an initial value');
  const start = items[2] ? run.value(items[2]) : first!;
  return list.reduce<Value>(
    (total, each, index) =>
      items[2] || index > 0 ? run.about({ element: each, index, sum: total }, items[1]!) : total,
    start,
  );
}

/**
 * The functions that take a predicate. `findLast` and `findLastIndex` are missing: they leave values on the stack of the virtual machine, which
 * what stands around them then takes for its own.
 */
export const PREDICATE_FUNCTIONS: Readonly<Record<string, OverList>> = {
  all: (run, items) => listOf(run, items).every(asks(run, items)),
  none: (run, items) => !listOf(run, items).some(asks(run, items)),
  any: (run, items) => listOf(run, items).some(asks(run, items)),
  one: (run, items) => listOf(run, items).filter(asks(run, items)).length === 1,
  filter: (run, items) => run.list(listOf(run, items).filter(asks(run, items))),
  count: (run, items) => BigInt(listOf(run, items).filter(asks(run, items)).length),
  map: (run, items) =>
    run.list(listOf(run, items).map((each, index) => run.about({ element: each, index }, items[1]!))),
  find: search(element),
  findIndex: search(place),
  sum,
  groupBy,
  sortBy,
  reduce,
};
