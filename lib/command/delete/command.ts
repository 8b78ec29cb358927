import { Option, type Command } from 'commander';
import { type ClusterChoice } from '../../cluster';
import { InputError } from '../../validation';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { collected, count } from '../option-values';
import { Log } from '../stages/log';
import { readStages } from '../stages/read-stages';
import { type CommandAnswer, type Terminal } from '../terminal';
import { runDelete } from './run-delete';

interface Flags extends ClusterChoice {
  readonly set?: string;
  readonly timeout: number;
  readonly exclude?: string[];
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Adds the options of `delete`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  addClusterFlags(command)
    .description(
      'Deletes what manifests made, the last stage first, so that each controller releases its custom resources before it goes. What others use stays, and is named. Exit code 1 if something does not go, 2 if it cannot run.',
    )
    .argument('[manifests...]', 'files, folders, or - for the standard input', ['dist'])
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait until a stage is gone').argParser(count).default(300),
    )
    .option(
      '--set <name>',
      'delete also what this set (an ApplySet) had and the manifests no longer have, and its ConfigMap',
    )
    .option('--exclude <pattern>', 'what not to read, as in a .gitignore; repeatable', collected)
    .option('-y, --yes', 'do not ask')
    .option('--json', 'JSON lines, for programs')
    .action(async (names: string[], flags: Flags) => {
      const input = names.includes('-') ? await terminal.readStandardInput() : '';
      const manifests = readStages(names, input, [{ folder: '.', patterns: flags.exclude ?? [] }]);
      const { ask } = terminal;
      if (flags.yes !== true && (!ask || names.includes('-'))) {
        throw new InputError({
          what: 'Nobody is there to be asked, and --yes was not given.',
          why: 'What is deleted is gone at once, with everything in it.',
          fix: 'Add --yes.',
        });
      }
      const cluster = await clusterOf(flags, terminal);
      const exitCode = await runDelete({
        ...{ manifests, cluster, seconds: flags.timeout, namespace: flags.namespace, set: flags.set },
        log: new Log(terminal, flags.json === true),
        confirm:
          flags.yes === true || !ask
            ? undefined
            : async (question) => /^y(?:es)?$/i.test((await ask(`${question} [y/N] `)).trim()),
      });
      finish({ output: '', exitCode });
    });
}
