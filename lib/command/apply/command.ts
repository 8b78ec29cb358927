import { Option, type Command } from 'commander';
import { type IgnorePatterns } from '../../checks/files/ignore-rules';
import { type ClusterChoice } from '../../cluster';
import { InputError } from '../../validation';
import { findConfiguration } from '../check/configuration';
import { optionsOf } from '../check/flags';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { collected, count } from '../option-values';
import { Log } from '../stages/log';
import { readStages } from '../stages/read-stages';
import { type CommandAnswer, type Terminal } from '../terminal';
import { runApply } from './run-apply';

interface Flags extends ClusterChoice {
  readonly check: boolean;
  readonly diff?: boolean;
  readonly prune?: boolean;
  readonly set?: string;
  readonly serverSide?: boolean;
  readonly adopt?: boolean;
  readonly wait?: boolean;
  readonly timeout: number;
  readonly exclude?: string[];
  readonly provides?: string[];
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Adds the options of `apply`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  addClusterFlags(command)
    .description(
      'Checks manifests, asks the API server about them, and applies them stage by stage: by the numbers in front of their files, else by kind. Exit code 1 if something is refused or does not get ready, 2 if it cannot run.',
    )
    .argument('[manifests...]', 'files, folders, or - for the standard input', ['dist'])
    .option('--diff', 'print what would change, and change nothing')
    .option('--set <name>', 'mark the objects as one set (an ApplySet), so that --prune knows them later')
    .option('--prune', 'delete what this set had and the manifests no longer have; it is shown first')
    .option('--server-side', 'apply on the server, with field managers')
    .option('--adopt', 'apply also objects that Helm, Argo CD, Flux or another set manages')
    .option('--wait', 'end when every workload has its pods')
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait for what a stage needs').argParser(count).default(300),
    )
    .option('--exclude <pattern>', 'what not to read, as in a .gitignore; repeatable', collected)
    .option('--provides <what>', 'what the cluster has, for check; repeatable', collected)
    .option('--no-check', 'do not check the manifests first')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'JSON lines, for programs')
    .action(async (names: string[], flags: Flags) => {
      if (flags.prune === true && flags.set === undefined) throw pruneWithoutSet();
      const input = names.includes('-') ? await terminal.readStandardInput() : '';
      const configured = findConfiguration(names);
      const excluded: IgnorePatterns[] = [
        ...(configured ? [{ folder: configured.folder, patterns: configured.flags.exclude ?? [] }] : []),
        { folder: '.', patterns: flags.exclude ?? [] },
      ];
      const manifests = readStages(names, input, excluded);
      const confirm = confirmation(flags, names, terminal);
      const cluster = await clusterOf(flags, terminal);
      const provides = [...(configured?.flags.provides ?? []), ...(flags.provides ?? [])];
      const exitCode = await runApply({
        ...{ manifests, cluster, confirm, set: flags.set, seconds: flags.timeout, namespace: flags.namespace },
        log: new Log(terminal, flags.json === true),
        options: optionsOf({ ...configured?.flags, kubernetes: cluster.release, provides }),
        ...{ isChecked: flags.check, isDiff: flags.diff === true, isServerSide: flags.serverSide === true },
        ...{ isAdopting: flags.adopt === true, isPruning: flags.prune === true, isWaiting: flags.wait === true },
      });
      finish({ output: '', exitCode });
    });
}

/** How the person is asked. @throws InputError where nobody is there, and nobody said yes before. */
function confirmation(flags: Flags, names: readonly string[], { ask }: Terminal) {
  if (flags.yes === true || flags.diff === true) return undefined;
  if (!ask || names.includes('-')) {
    throw new InputError({
      what: 'Nobody is there to be asked, and --yes was not given.',
      why: 'What is applied changes the cluster at once.',
      fix: 'Add --yes, or look first with --diff.',
    });
  }
  return async (question: string): Promise<boolean> => /^y(?:es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

function pruneWithoutSet(): InputError {
  return new InputError({
    what: '--prune was given without --set.',
    why: 'Only objects that were applied under a name are known to be yours to delete.',
    fix: 'Name the set, the same each time: --set shop --prune',
  });
}
