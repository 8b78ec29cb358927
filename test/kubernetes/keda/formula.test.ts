import { Formula, FormulaError, formulaProblem, UnsupportedFormula } from '../../../lib/kubernetes/keda/formula';

const TRIGGERS = new Map<string, number | null>([
  ['a', 3],
  ['b', 4],
  ['gone', null],
]);
const NAMES = [...TRIGGERS.keys()];

function value(formula: string, kedaMinor = 20): number | null {
  return Formula.compile(formula, { triggers: NAMES, kedaMinor }).evaluate(TRIGGERS);
}

function problem(formula: string, kedaMinor = 20): string | undefined {
  return formulaProblem(formula, { triggers: NAMES, kedaMinor })?.what.replace(/^formula "[^]*?" (?=[a-z])/, '');
}

test.each([
  ['a + b * 2', 11],
  ['a - b - 1', -2],
  ['b / a', 4 / 3],
  ['7 % 4', 3],
  ['-7 % 4', -3],
  ['2 ** 3 ** 2', 512],
  ['-2 ** 2', -4],
  ['1_000 + .5 + 1e2 + 0x10 + 0b11 + 0o7', 1126.5],
  ['a > 2 && b > 3 ? 10 : 20', 10],
  ['a > 3 or b < 4 ? 10 : 20', 20],
  ['1 < a < 4 ? 1 : 0', 1],
  ['not (a < 3) ? 1 : 0', 1],
  ['a not in [1, 2] ? 1 : 0', 1],
  ['gone ?? a', 3],
  ['1 + gone ?? a', 4],
  ['sum([a, b])', 7],
  ['sum([a, b], {# * 2})', 14],
  ['mean(a, b)', 3.5],
  ['[a, b] | mean()', 3.5],
  ['median([1, 9, 5])', 5],
  ['max([a, [b, 9]])', 9],
  ['count([a, b], # > 3)', 1],
  ['type(now()) == "time.Time" ? 1 : 0', 1],
  ['type({"a": 1}) == "map" ? 1 : 0', 1],
  ['max([a])', 3],
  ['int("7") + float("0.5")', 7.5],
  ['len(string(a))', 1],
  ['first([a, b]) + last([a, b])', 7],
  ['get([a, b], 1)', 4],
  ['get({"x": a}, "x")', 3],
  ['fromPairs([["x", b]]).x', 4],
  ['sort([b, a], "desc")[0]', 4],
  ['median([0 / 0 * (a - 3), 5, 7]) > 0 ? 1 : 0', 1],
  ['count([true, false])', 1],
  ['reduce([a, b], #acc + #)', 7],
  ['filter([a, b], # > -5)[1]', 4],
  ['let half = a / 2; half + b', 5.5],
  ['if a > 2 { 10 } else { 20 }', 10],
  ['if a > 5 { 10 } else if a > 2 { 15 } else { 20 }', 15],
  ['round(2.5) + round(-2.5) + ceil(1.2) + floor(1.8)', 3],
  ['int(a) % 2', 1],
  ['$env.a + $env["b"]', 7],
  ['len("abc") + len(1..3)', 6],
  ['{x: a}.x + [a, b][-1]', 7],
  ['float("2.5")', 2.5],
  ['bitand(6, 3)', 2],
  ['a // the rest is a comment\n', 3],
  ['duration("90m").Hours()', 1.5],
  ['a / 0', Infinity],
])('%s is %d', (formula, result) => {
  expect(value(formula)).toBe(result);
});

test('a formula that divides zero by zero is not a number', () => {
  expect(value('0 / 0')).toBeNaN();
});

test('what time it is comes from the clock of the run', () => {
  const formula = Formula.compile('now(timezone("Asia/Seoul")).Hour() >= 9 ? a : b', {
    triggers: NAMES,
    kedaMinor: 20,
  });
  expect(formula.evaluate(TRIGGERS, Date.UTC(2026, 2, 2, 0))).toBe(3);
  expect(formula.evaluate(TRIGGERS, Date.UTC(2026, 2, 2, 15))).toBe(4);
});

test('a formula may be nil from KEDA 2.20, where it has ??', () => {
  expect(value('gone ?? nil')).toBeNull();
  expect(problem('gone ?? nil', 19)).toBeUndefined(); // a failed trigger is 0 there
});

test.each([
  ['a b', 'has an unexpected "b" at character 3'],
  ['a..b', 'has .. between values of the types float64 and float64 at character 2'],
  ['a ?? b + 1', 'mixes ?? with + without brackets at character 8'],
  ['a +', 'ends too early'],
  ['(a', 'ends too early'],
  ['a)', 'closes a bracket that it does not open'],
  [' ', 'is empty'],
  ['avg([a, b])', 'calls avg at character 1, which is not a function of KEDA’s formulas'],
  ['a % 2', 'has % between values of the types float64 and int at character 3'],
  ['1 % 0', 'divides a whole number by zero at character 3'],
  ['nobody + 1', 'uses "nobody" at character 1, which is not the name of a trigger'],
  ['a ? 1 : 2', 'has a condition of type float64 at character 1, not bool'],
  ['a > 2', 'results in a value of type bool, not a number'],
  ['a, b', 'has several values'],
  ['nil ?? nil', 'results in a value of type nil, not a number'],
  ['let x 5; x', 'has an unexpected "5" instead of "=" at character 7'],
  ['count(a)', 'calls count with a value of type float64 at character 7, and it takes a list'],
  ['count([a], #)', 'calls count with a predicate of type float64 at character 12, not bool'],
  ['"x', 'has a string without an end at character 1'],
  ['1__x', 'has "1__x" at character 1, which is not a number'],
  ['a § b', 'has an unexpected "§" at character 3'],
  ['now().Weekday() == 1 ? a : b', 'has == between values of the types time.Weekday and int at character 17'],
  ['let a = 1; a', 'declares "a" at character 5, which exists'],
  ['min(a', 'ends too early'],
  ['# + 1', 'has an unexpected "#" instead of a value at character 1'],
  ['[a][int(b) + 5]', 'asks for element 4 of a list of 1, when KEDA tries it with -1 for every trigger'],
  ['int("x") + a', 'calls int with "x", when KEDA tries it with -1 for every trigger'],
])('KEDA refuses %j: it %s', (formula, what) => {
  expect(problem(formula)).toBe(what);
});

test('blocks came with KEDA 2.17, else if with 2.19, bytes with 2.20', () => {
  const refused = (formula: string): number[] =>
    [16, 17, 18, 19, 20].filter((minor) => problem(formula, minor) !== undefined);
  expect(refused('if a > 1 { 1 } else { 2 }')).toEqual([16]);
  expect(refused('(1; a)')).toEqual([16]);
  expect(refused('max(a, b,)')).toEqual([16]);
  expect(refused('if a > 1 { 1 } else if a > 0 { 2 } else { 3 }')).toEqual([16, 17, 18]);
  expect(refused('len(`a``b`)')).toEqual([16, 17, 18]);
  expect(refused('a + b')).toEqual([]);
});

test('a result that is not a number is refused until KEDA 2.19, and fails at every poll since', () => {
  expect(problem('float(a) > 2', 19)).toBe('results in a value of type bool, not a number');
  expect(() => value('float(a) > 2')).toThrow(new FormulaError('results in true or false, not a number'));
});

test('a trigger that has failed is nil, which nothing is computed with', () => {
  expect(() => value('gone + 1 ?? 2')).toThrow(FormulaError);
  expect(() => value('gone + 1')).toThrow(FormulaError);
});

test('brackets 20,000 deep and sums of 20,000 terms are told, whatever the stack', () => {
  expect(problem(`${'('.repeat(20_000)}a${')'.repeat(20_000)}`)).toBe(
    'is nested more than 500 levels deep at character 500',
  );
  expect(problem(`a${' + a'.repeat(20_000)}`)).toBe('has more than 10,000 parts, which is the most that KEDA compiles');
  expect(value(`a${' + a'.repeat(4_000)}`)).toBe(12_003);
  expect(problem(`a${'[0]'.repeat(20_000)}`)).toContain('is nested more than 500 levels deep');
});

test('a long formula is shortened where it is told', () => {
  const told = formulaProblem('a + '.repeat(100), { triggers: NAMES, kedaMinor: 20 });
  expect(told?.what).toBe(`formula "${'a + '.repeat(20)}…" ends too early`);
});

test('what is not evaluated here is neither right nor wrong', () => {
  expect(formulaProblem('findLast([a], # < 0)', { triggers: NAMES, kedaMinor: 20 })).toBeUndefined();
  expect(() => value('findLast([a], # < 0)')).toThrow(UnsupportedFormula);
});

test('the fix names the triggers, and the function that was meant', () => {
  const fix = (formula: string, triggers = NAMES): string | undefined =>
    formulaProblem(formula, { triggers, kedaMinor: 20 })?.fix;
  expect(fix('avg(a)')).toBe('Use mean.');
  expect(fix('c')).toBe(
    'Use a, b, gone, or give the trigger that name; cpu and memory triggers have no place in a formula.',
  );
  expect(fix('c', [])).toBe('Give the triggers names; cpu and memory triggers have no place in a formula.');
  expect(fix('a b')).toBe('Write an expression over a, b, gone.');
  expect(fix('a % 2')).toBe('Make whole numbers of them first, such as int(a) % 2.');
});

test.each<[string, number]>([
  ['(a > 1 ? [1, 2] : [3])[0]', 1],
  ['len(a > 1 ? ["x"] : [1])', 1],
  ['len(a > 1 ? [[1]] : [["x", "y"]])', 1],
  ['(a > 9 ? {"x": 1} : {"x": 2}).x', 2],
  ['$env["a"] + 0', 3],
  ['[1, "x"][0] + 1', 2],
  ['{"x": [1, 2]}["x"][1]', 2],
  ['filter([1, 2, 3], # > a - 1)[0]', 3],
  ['map([a, b], # * 2)[1] + 1', 9],
  ['let x = [a, b]; x[0] + len(x)', 5],
])('releases that know the elements of lists, and those that do not, take %s', (formula, result) => {
  for (const kedaMinor of [16, 20]) expect(value(formula, kedaMinor)).toBe(result);
});

test.each(['# > 1 ? 1 : 0', '[1, 2][.5]', '{"x": 1}[2]', 'len(a > 1 ? 1 : 2)', '(a > 1 ? [1] : {"x": 1}).x.y'])(
  '%s is not taken by any release, or fails',
  (formula) => {
    expect(() => value(formula)).toThrow(FormulaError);
  },
);

test.each([
  'let l = 1..900; any(l, any(l, any(l, # < 0))) ? a : b',
  'len(uniq(1..900000)) + a',
  'count(1..900000, # > 5) + a',
  'let l = 1..900000; count(l, # in l) + a',
  'len(join(map(1..20000, "x"), repeat("y", 100000))) + a',
  'len(repeat(repeat("x", 1000000), 1000000)) + a',
  'len(replace(repeat("x", 1000), "x", repeat("y", 100000))) + a',
  'len(replace("x", "", repeat("y", 600000))) + a',
  'let s = repeat("x", 600000); len(s + s) + a',
  `let s0 = "xx"; ${Array.from({ length: 60 }, (_, i) => `let s${i + 1} = s${i} + s${i}; `).join('')}len(s60) + a`,
])('%s is more than anybody waits for', (formula) => {
  expect(() => value(formula)).toThrow(UnsupportedFormula);
});

test('groups of many are made in one go', () => {
  expect(value('len(groupBy(1..9000, # % 2)) + a')).toBe(5);
});
