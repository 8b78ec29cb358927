import { GoPattern } from '../../lib/validation';

test.each([
  'web-.*',
  '(?i)web|(?s:a.b)|(?i-s:c)',
  '(?P<name>a)(?<other>b)',
  '[[:alpha:]_]+[[:^digit:]]',
  '\\p{Greek}\\pL\\P{^Latin}',
  '\\Qa(\\E.*\\Qb[',
  '\\Aa\\z',
  '\\x{10FFFF}',
  '[]a]|[^]a]',
  '\\\\1',
  'a{1000}|b{2,}|c{,5}',
  '',
])('%s is a pattern', (text) => {
  expect(GoPattern.of(text) !== undefined).toBe(true);
});

test.each([
  '(',
  'a)',
  '*',
  'a**',
  '[',
  '[]',
  '[^]',
  '(?=a)',
  '(?!a)',
  '(?<=a)',
  '(?<!a)',
  '(a)\\1',
  '(?P<n>a)\\k<n>',
  '\\u0041',
  '\\cA',
  'a{1001}',
  'a{1,2000}',
])('%s is none', (text) => {
  expect(GoPattern.of(text) !== undefined).toBe(false);
});

test.each([
  ['(a+)+x', 'aaa', false],
  ['(a+)+x', 'aaax', true],
  ['a', 'ab', false],
  ['a|b', 'ab', false],
  ['a.b', 'a\nb', true],
  ['(?i)web-.*', 'WEB-1', true],
])('%s matches the whole of %j: %s', (pattern, text, isMatch) => {
  expect(GoPattern.of(pattern)?.matches(text)).toBe(isMatch);
});

test('a pattern takes linear time, whatever it is', () => {
  const start = process.cpuUsage();
  expect(GoPattern.of('(a+)+x')?.matches('a'.repeat(10_000))).toBe(false);
  expect(GoPattern.of('(.*){500}b')?.matches('a'.repeat(1_000))).toBe(false);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
});

test('why a text is not a pattern is told in Go’s words', () => {
  expect(GoPattern.problemOf('a**')).toBe('error parsing regexp: invalid nested repetition operator: `**`');
  expect(GoPattern.problemOf('a*')).toBeUndefined();
});

test('a text that no label can hold is not matched', () => {
  expect(GoPattern.of('a*')?.matches('a'.repeat(10_001))).toBeUndefined();
});
