import { consentTo } from '../cluster/consent';

test.each<[string, string[], string | undefined, boolean]>([
  ['--yes', ['admission', '--yes'], undefined, true],
  ['the name of its context', ['admission', '--context=prod'], undefined, true],
  ['another name', ['admission', '--context=kind'], undefined, false],
  ['nothing, without a terminal', ['admission'], undefined, false],
  ['the name, typed', ['admission'], 'prod\n', true],
  ['"y", typed', ['admission'], 'y', false],
])('the tests change a cluster that they did not start by %s', async (_, args, typed, isGiven) => {
  const ask = typed === undefined ? undefined : () => Promise.resolve(typed);
  expect(await consentTo('prod', args, ask)).toEqual({ args: ['admission'], isGiven });
});
