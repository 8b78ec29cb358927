import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseYaml, placesIn, YamlProblem } from '../../lib/yaml';

/** Texts, and the JSON that kubectl makes of them; none where it refuses them. Made by `judge/main.go`. */
const JUDGED = JSON.parse(readFileSync(path.join(__dirname, 'as-kubectl-reads.json'), 'utf8')) as [string, string?][];

function jsonOf(text: string): string | undefined {
  try {
    return JSON.stringify(parseYaml(text).value);
  } catch (caught) {
    if (caught instanceof YamlProblem) return undefined;
    throw caught;
  }
}

/** JSON with the keys of each map in order, as Go writes it. */
function sorted(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}

test(`${JUDGED.length} texts are read, or refused, as kubectl does`, () => {
  const differing = JUDGED.flatMap(([text, json]) => {
    const ours = sorted(jsonOf(text));
    const theirs = sorted(json);
    return JSON.stringify(inOrder(ours)) === JSON.stringify(inOrder(theirs)) ? [] : [{ text, ours, theirs }];
  });
  expect(differing).toEqual([]);
  expect(JUDGED.length).toBeGreaterThan(3000);
});

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, inOrder(each)]);
}

test.each([
  ['kind: [a, b\n', 6, 'the bracket that opens here is never closed by ]'],
  ['a: "b\n', 3, 'the quote that opens here is never closed'],
  ['a:\n\tb: c\n', 3, 'tabs are not allowed as indentation'],
  ['a: b: c\n', 4, 'a second ": " in one value: put the value in quotes, or correct the indentation'],
  ['a: b\nc\n', 5, 'a key was expected here, and no ": " follows it'],
  ['a:\n  b: 1\n c: 2\n', 11, 'this key fits neither the map nor what is around it: check its indentation'],
  ['a: @b\n', 3, 'nothing can begin with @ here: put it in quotes'],
  ['a: "\\d"\n', 4, '\\d is not an escape of YAML 1.1'],
  ['a: !!int x\n', 9, '"x" is not a !!int'],
  ['a: .nan\n', 3, 'JSON has no number .nan, so kubectl cannot send it'],
])('%j says what is wrong, and where', (text, offset, message) => {
  expect(() => parseYaml(text)).toThrow(expect.objectContaining({ offset, message }) as Error);
});

test('keys are values of their own, whatever they are called', () => {
  const { value } = parseYaml('__proto__: { a: b }\nconstructor: c\n');
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('the keys that stand twice are listed, and merged keys are not among them', () => {
  expect(parseYaml('a: &a { b: 1, b: 2 }\nc: { <<: *a, b: 3 }\na: 4\n').repeated).toEqual([
    { key: 'b', offset: 14 },
    { key: 'a', offset: 41 },
  ]);
});

test.each([
  ['deep brackets', '['.repeat(200_000)],
  ['deep lists', '- '.repeat(200_000)],
  ['deep keys', '? '.repeat(200_000)],
  ['deep maps', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ['many anchors before nothing', 'a: [' + '&a , '.repeat(100_000) + ']\n'],
  ['many anchors before each other', '&a '.repeat(100_000)],
  ['many open quotes', "a: '".repeat(100_000)],
  ['many colons', ': '.repeat(100_000)],
  ['many braces as keys', '{'.repeat(400) + '}: '.repeat(400)],
  ['one long line', `a: ${'b '.repeat(1_000_000)}\n`],
  ['many lines of one text', `a: ${'b\n  '.repeat(300_000)}\n`],
  ['many empty lines', `a:${'\n'.repeat(1_000_000)}b: c\n`],
  ['many backslashes', `a: "${'\\\\'.repeat(500_000)}"\n`],
  ['many line ends within quotes', `a: "${'x\n'.repeat(300_000)}"\n`],
  ['many keys', Array.from({ length: 100_000 }, (_, i) => `k${i}: v\n`).join('')],
])('%s take linear time', (_, text) => {
  const start = process.cpuUsage();
  jsonOf(text);
  placesIn(text, false);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
});
