import { isAtLeast } from '../../lib/kubernetes/release';

test.each([
  ['1.36', '1.36', true],
  ['1.36', '1.35', true],
  ['1.36', '1.37', false],
  ['1.9', '1.10', false],
  ['1.10', '1.9', true],
  ['2.0', '1.37', true],
  ['1.37', '2.0', false],
  ['1.36.2', '1.36', true],
  ['2', '1.37', true],
  ['1', '1.1', false],
  ['1.36', '1', true],
  ['1.36', '2', false],
])('release %s is at least %s: %s', (release, other, answer) => {
  expect(isAtLeast(release, other)).toBe(answer);
});
