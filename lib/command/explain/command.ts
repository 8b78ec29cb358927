import { Option, type Command } from 'commander';
import { type ClusterChoice } from '../../cluster';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { count } from '../option-values';
import { painter } from '../paint';
import { readText } from '../../checks/files/read-text';
import { scalerName } from '../scaler-name';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { human } from './formats/human';
import { explainLive } from './live';
import { json } from './formats/json';
import { postMortem } from './post-mortem';
import { readRecording } from './read-recording';

interface Flags extends ClusterChoice {
  readonly format: 'human' | 'json';
  readonly live?: string;
  readonly for?: number;
  readonly all?: boolean;
}

/** Adds the options of `explain`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  addClusterFlags(command)
    .description(
      'Decides each reconcile of a recorded autoscaler again and says why: exit code 1 if a decision differs from the recorded one, 2 if the recording cannot be replayed.',
    )
    .argument('[recording]', 'a recording as JSON or JSON lines, or - for the standard input', '-')
    .addOption(new Option('-f, --format <format>', 'how to write it').choices(['human', 'json']).default('human'))
    .option('-a, --all', 'tell every sync, not only those that changed something')
    .option(
      '--live <autoscaler>',
      'follow one on a cluster instead, such as hpa/shop/web, and tell each decision as it falls',
    )
    .addOption(new Option('--for <seconds>', 'with --live: end by itself').argParser(count))
    .action(async (file: string, { format, all = false, live, ...flags }: Flags) => {
      if (live !== undefined) {
        const scaler = scalerName(live);
        const cluster = await clusterOf(flags, terminal);
        const paint = painter(hasColour(terminal));
        const request = { cluster, scaler, home: cluster.namespace, all, isJson: format === 'json', paint };
        finish({ output: '', exitCode: await explainLive({ ...request, seconds: flags.for }, terminal) });
        return;
      }
      const text = file === '-' ? await terminal.readStandardInput() : readText(file);
      const found = postMortem(readRecording(file === '-' ? '<stdin>' : file, text));
      const output = format === 'json' ? json(found) : human(found, { paint: painter(hasColour(terminal)), all });
      finish({ output, exitCode: found.matching === found.syncs.length ? 0 : 1 });
    });
}
