import type * as Run from './run';

/** Modules of which a command that does not need them must not wait. */
const RULES = '../../lib/checks/registry';
const SIMULATOR = '../../lib/simulation/replay';

/** Which of the two a command loads. */
async function loadedBy(args: readonly string[], input: string): Promise<string[]> {
  const loaded: string[] = [];
  await jest.isolateModulesAsync(async () => {
    for (const module of [RULES, SIMULATOR]) {
      jest.doMock(module, () => {
        loaded.push(module);
        return jest.requireActual<object>(module);
      });
    }
    await jest.requireActual<typeof Run>('./run').run(args, input);
  });
  return loaded;
}

test.each([
  ['check', [RULES]],
  ['explain', [SIMULATOR]],
  ['--help', []],
])('%s loads what it needs, and nothing else', async (name, modules) => {
  expect(await loadedBy([name], '')).toEqual(modules);
});
