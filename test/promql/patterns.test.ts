import { isPattern } from '../../lib/promql/patterns';

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
  expect(isPattern(text)).toBe(true);
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
  expect(isPattern(text)).toBe(false);
});
