import { similarName, typoOf } from '../../lib/checks/similar-names';

test.each([
  ['web', ['wbe'], 'wbe'],
  ['web', ['api'], undefined],
  ['shop', ['shop-api'], 'shop-api'],
  ['shop-api', ['shop'], 'shop'],
  ['frontend', ['frontned', 'frontend-x'], 'frontned'],
  ['frontend', ['frontend', ''], undefined],
  ['frontend', ['backend-two'], undefined],
])('what was meant by "%s" among %p is %p', (name, others, near) => {
  expect(similarName(name, others)).toBe(near);
});

test('of very many names only the first are looked at', () => {
  expect(similarName('web', [...Array.from({ length: 200 }, (_, i) => `other-${i}`), 'wbe'])).toBeUndefined();
});

test.each([
  ['what was meant by', 'orders', similarName],
  ['a slip of', 'orders', typoOf],
  ['a slip of', 'shard-100000', typoOf],
])('%s "%s" is not looked for in all of very many names', (_, name, search) => {
  let looked = 0;
  function* names(): Iterable<string> {
    for (let i = 0; i < 100_000; i += 1) {
      looked += 1;
      yield `shard-${i}`;
    }
  }
  expect(search(name, names())).toBeUndefined();
  expect(looked).toBeLessThan(1000);
});

test.each([
  ['frontend', ['frontned'], 'frontned'],
  ['frontend', ['frontedn'], 'frontedn'],
  ['frontend', ['frontent'], 'frontent'],
  ['frontend', ['frantant'], undefined],
  ['shard-1', ['shard-2'], undefined],
  ['shop', ['shop-api'], undefined],
  ['web', ['wab'], undefined],
  ['web', ['wbe'], 'wbe'],
  ['redis', ['rediz'], 'rediz'],
  ['redis', [], undefined],
  ['cart', ['carts'], 'carts'],
  ['users', ['user'], 'user'],
  ['app', ['apps'], undefined],
])('a slip of the keyboard in "%s" among %p is %p', (name, others, typo) => {
  expect(typoOf(name, others)).toBe(typo);
});
