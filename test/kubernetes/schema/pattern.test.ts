import { hasPattern } from '../../../lib/kubernetes/schema/custom/pattern';

test.each([
  ['^[a-z]+$', ['abc'], ['abc1', '', 'a\nb']],
  ['b', ['abc'], ['ac']],
  ['^a.c$', ['abc'], ['a\nc']],
  ['^(0|(([0-9]+)y)?(([0-9]+)ms)?)$', ['0', '1y5ms', ''], ['1h', '1ms1y']],
  ['^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$', ['a.b-c.d'], ['a..b', '-a']],
  ['^(?i)(abort|warn)?$', ['ABORT', 'warn', ''], ['stop']],
  ['^[[:alpha:]]+$', ['abc'], ['1']],
  ['\\.[)(*+?]$', ['a.*'], ['a*']],
])('the pattern %s', (pattern, matching, others) => {
  expect(matching.filter((text) => !hasPattern(text, pattern))).toEqual([]);
  expect(others.filter((text) => hasPattern(text, pattern))).toEqual([]);
});

test('what Go does not read refuses nothing', () => {
  expect(hasPattern('x', '(?=a)b')).toBe(true);
  expect(hasPattern('x', '(')).toBe(true);
});

test('a pattern that JavaScript would take for ever for is answered', () => {
  expect(hasPattern(`${'a'.repeat(50)}b`, '^(a|a?)+$')).toBe(false);
});
