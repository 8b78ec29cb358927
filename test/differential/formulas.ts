import { type Random } from './random';

/** The triggers of all random formulas. */
export const TRIGGERS = ['a', 'b', 'trig_three'];

const NUMBERS = ['0', '1', '2', '10', '3.5', '.5', '1e3', '0x1F', '1_000', '0b11', '7.', '02', '1e-2'];
const BINARY = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '^',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '??',
  'and',
  'or',
  '&&',
  '||',
  '..',
  'in',
];
const AGGREGATES = ['min', 'max', 'mean', 'median', 'sum', 'len', 'first', 'last', 'count'];
const OF_ONE = ['abs', 'ceil', 'floor', 'round', 'int', 'float', 'string', 'type', 'avg', 'sqrt'];
const PREDICATES = [
  'count',
  'all',
  'any',
  'none',
  'one',
  'filter',
  'map',
  'sum',
  'find',
  'findIndex',
  'findLast',
  'reduce',
  'sortBy',
  'groupBy',
];
const LISTS = ['sort', 'reverse', 'uniq', 'flatten', 'concat'];
const ODD = [
  '(',
  ')',
  ',',
  '[',
  ']',
  '{',
  '}',
  '?',
  ':',
  ';',
  '#',
  '.',
  '..',
  '??',
  '!',
  'not',
  'let',
  'in',
  '"',
  "'",
  '//',
  '/*',
  '*/',
  '|',
  '=',
  '$env',
  'nil',
  ' ',
  '%',
  '\\',
];

/** A formula as people write them, most of which KEDA compiles. */
export function randomFormula(random: Random, depth = 3): string {
  return random.chance(0.06) ? statement(random, depth) : number(random, depth);
}

/** A formula with something wrong in it, most of which KEDA refuses. */
export function mutatedFormula(random: Random): string {
  let formula = randomFormula(random, 2);
  for (let changes = 1 + random.below(2); changes > 0; changes -= 1) {
    const at = random.below(formula.length + 1);
    const [before, after] = [formula.slice(0, at), formula.slice(at)];
    formula = random.any(
      () => before + random.pick(ODD) + after,
      () => before + after.slice(1),
      () => `${before} ${random.pick(BINARY)} ${after}`,
      () => before + after + ' ' + random.pick(['b', '2', 'c', ')', '+ b', '| max(1)', '? 1 : 2']),
      () => before.replace(/\w+$/, random.pick(['c', 'nil', 'true', '"x"', '[a]', 'len', '#'])) + after,
    );
  }
  return formula;
}

function statement(random: Random, depth: number): string {
  return random.any(
    () => `let x = ${any(random, depth - 1)}; ${number(random, depth - 1).replace(/\bb\b/, 'x')}`,
    () => `if ${boolean(random, depth - 1)} { ${number(random, depth - 1)} } else { ${number(random, depth - 1)} }`,
    () => `if ${boolean(random, 1)} { a } else if ${boolean(random, 1)} { b } else { ${number(random, depth - 1)} }`,
    () => `${number(random, depth - 1)}; ${number(random, depth - 1)}`,
    () => `float(${number(random, depth - 1)}) ${random.pick(['+ 1', '> 1', '?? 1', ''])}`,
  );
}

function number(random: Random, depth: number): string {
  if (depth <= 0) return random.chance(0.6) ? random.pick(TRIGGERS) : random.pick(NUMBERS);
  const inner = (): string => number(random, depth - 1);
  return random.any(
    () => random.pick(TRIGGERS),
    () => random.pick(NUMBERS),
    () => `${inner()} ${random.pick(['+', '-', '*', '/', '+', '*', '/'])} ${inner()}`,
    () => `${inner()} ${random.pick(BINARY)} ${inner()}`,
    () => `(${inner()})`,
    () => `-${inner()}`,
    () => `int(${inner()}) % ${random.pick(['2', 'int(a)', '3'])}`,
    () => `${boolean(random, depth - 1)} ? ${inner()} : ${inner()}`,
    () => `${inner()} ?? ${inner()}`,
    () => `(${inner()} ?? ${inner()})`,
    () => `${random.pick(OF_ONE)}(${any(random, depth - 1)})`,
    () => `${random.pick(AGGREGATES)}(${list(random, depth - 1)})`,
    () => `${random.pick(['min', 'max', 'mean', 'median'])}(${inner()}, ${inner()})`,
    () => predicate(random, depth - 1),
    () => `${list(random, depth - 1)} | ${random.pick(AGGREGATES)}()`,
    () => `${list(random, depth - 1)} | ${random.pick(PREDICATES)}(# ${random.pick(['> 1', '* 2', '== a'])})`,
    () => `${list(random, depth - 1)}[${random.pick(['0', '1', '-1', '5', 'int(a)', 'a'])}]`,
    () => `$env${random.pick(['.a', '["b"]', '.c', '?.c', '[a]', ''])}`,
    () => `get(${list(random, depth - 1)}, ${random.pick(['0', '7', '"x"', 'a'])})`,
    () => `{x: ${inner()}, "y": ${inner()}}${random.pick(['.x', '["y"]', '.z', '?.z', ''])}`,
    () =>
      `bit${random.pick(['and', 'or', 'xor', 'shl', 'shr', 'nand', 'ushr'])}(int(${inner()}), ${random.pick(['1', '2', '-1', 'a'])})`,
    () =>
      `now().${random.pick(['Hour() * 0', 'Weekday() == 1 ? a : b', 'Year() > 2000 ? a : b', 'Foo()', 'Hour', 'Unix() > 0 ? a : b'])}`,
    () => `len(${random.pick(['"abc"', '{}', '{x: 1}', 'a', '1..3', 'split("a,b", ",")', 'nil'])})`,
  );
}

function predicate(random: Random, depth: number): string {
  const condition = random.pick([
    '# > 1',
    '# < 0',
    '{# > 0}',
    '#',
    '# == a',
    '# + 1',
    '#index > 0',
    '#acc + #',
    '{#acc + #}',
    '#foo',
    '.x',
    'true',
    '# > 0 and # < 5',
    'nil',
    '[#]',
    'a > 0',
  ]);
  const more = random.chance(0.1) ? `, ${random.pick(['0', '"desc"', 'a', '1.5'])}` : '';
  return `${random.pick(PREDICATES)}(${list(random, depth)}, ${condition}${more}${random.chance(0.05) ? ',' : ''})`;
}

function boolean(random: Random, depth: number): string {
  const inner = (): string => number(random, depth - 1);
  return random.any(
    () => `${inner()} ${random.pick(['>', '<', '>=', '<=', '==', '!='])} ${inner()}`,
    () => random.pick(['true', 'false', 'a > b', 'not (a > 1)', '!(b == 1)', '1 < a < 5']),
    () => `${inner()} ${random.pick(['in', 'not in'])} ${list(random, depth - 1)}`,
    () => `${random.pick(['any', 'all', 'none', 'one'])}([a, b], # > ${random.pick(NUMBERS)})`,
    () =>
      `${random.pick(['a > 1', 'b < 2', 'true', 'false'])} ${random.pick(['and', 'or', '&&', '||'])} ${inner()} > 0`,
  );
}

function list(random: Random, depth: number): string {
  if (depth <= 0) return random.pick(['[a, b]', '[1, 2, 3]', '[a, 1]', '1..3', '[]', '[a, b, trig_three]']);
  return random.any(
    () => '[a, b]',
    () => `[${number(random, depth - 1)}, ${any(random, depth - 1)}, ${number(random, depth - 1)}]`,
    () => `${random.pick(LISTS)}(${list(random, depth - 1)})`,
    () => `filter(${list(random, depth - 1)}, # ${random.pick(['> 0', '< 0', '!= 1', '+ 1'])})`,
    () => `map(${list(random, depth - 1)}, ${random.pick(['# * 2', '#index', '# > 1', '[#]', 'nil', 'a'])})`,
    () => `take(${list(random, depth - 1)}, ${random.pick(['1', '2', '9', 'a'])})`,
    () => `${list(random, depth - 1)}[${random.pick(['1:', ':2', '0:1', ':', 'a:', '-1:'])}]`,
    () => `${random.pick(['keys', 'values'])}({x: ${number(random, 0)}})`,
    () => `split("1,2", ",")`,
    () => `sort(${list(random, depth - 1)}, ${random.pick(['"asc"', '"desc"', '"up"'])})`,
  );
}

function any(random: Random, depth: number): string {
  return random.any(
    () => number(random, depth),
    () => number(random, depth),
    () => boolean(random, depth),
    () => list(random, depth),
    () =>
      random.pick([
        'nil',
        '"3"',
        "'x'",
        '`raw`',
        '"3.5"',
        'fromJSON("[1, 2.5]")',
        'fromJSON("3")',
        'duration("1h").Minutes()',
        'now()',
        '{}',
      ]),
  );
}
