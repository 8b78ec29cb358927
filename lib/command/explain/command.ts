import { Option, type Command } from 'commander';
import { painter } from '../paint';
import { readText } from '../read-text';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { human } from './formats/human';
import { json } from './formats/json';
import { postMortem } from './post-mortem';
import { readRecording } from './read-recording';

interface Flags {
  readonly format: 'human' | 'json';
  readonly all?: boolean;
}

/** Adds the options of `explain`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  command
    .description(
      'Decides each reconcile of a recorded autoscaler again and says why: exit code 1 if a decision differs from the recorded one, 2 if the recording cannot be replayed.',
    )
    .argument('[recording]', 'a recording as JSON or JSON lines, or - for the standard input', '-')
    .addOption(new Option('-f, --format <format>', 'how to write it').choices(['human', 'json']).default('human'))
    .option('-a, --all', 'tell every sync, not only those that changed something')
    .action(async (file: string, { format, all = false }: Flags) => {
      const text = file === '-' ? await terminal.readStandardInput() : readText(file);
      const found = postMortem(readRecording(file === '-' ? '<stdin>' : file, text));
      const output = format === 'json' ? json(found) : human(found, { paint: painter(hasColour(terminal)), all });
      finish({ output, exitCode: found.matching === found.syncs.length ? 0 : 1 });
    });
}
