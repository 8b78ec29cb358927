import type * as Api from '../../lib';

interface Environment {
  teardown(): void;
}
type EnvironmentClass = new (config: { readonly projectConfig: object }) => Environment;

const load = (): typeof Api => jest.requireActual<typeof Api>('../../lib');

test('the library is loaded once, and again where modules are isolated', () => {
  const once = load();
  expect(load()).toBe(once);
  jest.isolateModules(() => expect(load()).not.toBe(once));
  expect(load()).toBe(once);
});

test('errors of the library are errors of the test', () => {
  expect(new (load().ConstructError)({ node: { path: 'shop' } }, { what: 'a', why: 'b', fix: 'c' })).toBeInstanceOf(
    Error,
  );
});

test('what a suite changes in its process is put back', () => {
  const before = { variables: { ...process.env }, folder: process.cwd(), code: process.exitCode };
  const SharedEnvironment = jest.requireActual<EnvironmentClass>('./shared-environment.cjs');
  const environment = new SharedEnvironment({ projectConfig: {} });
  delete process.env.PATH;
  process.env.OF_A_SUITE = 'yes';
  process.chdir('/');
  process.exitCode = 3;
  environment.teardown();
  expect({ variables: { ...process.env }, folder: process.cwd(), code: process.exitCode }).toEqual(before);
});
