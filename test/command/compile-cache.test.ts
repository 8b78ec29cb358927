import { keepCompiled } from '../../lib/command/compile-cache';

function folderWith(environment: NodeJS.ProcessEnv): string | undefined {
  let kept: string | undefined;
  keepCompiled(environment, { enableCompileCache: (folder) => (kept = folder) });
  return kept;
}

test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
  ['in the cache of the user', { XDG_CACHE_HOME: '/x/cache', HOME: '/home/me' }, '/x/cache/cdk8s-autoscaling/compiled'],
  ['where it is without a name', { HOME: '/home/me' }, '/home/me/.cache/cdk8s-autoscaling/compiled'],
  ['a name that is not a path is passed over', { XDG_CACHE_HOME: 'cache', HOME: '/me' }, '/me/.cache/cdk8s-autoscaling/compiled'], // prettier-ignore
  ['nowhere without a home', { XDG_CACHE_HOME: '' }, undefined],
])('what is compiled is kept: %s', (_, environment, folder) => {
  expect(folderWith(environment)).toBe(folder);
});

test('a Node that keeps nothing is left alone', () => {
  expect(() => keepCompiled({ HOME: '/home/me' }, {})).not.toThrow();
});
