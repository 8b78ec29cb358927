import { createRequire } from 'node:module';
import { Command } from 'commander';
import { terminalLines } from '../encode';
import { packageVersion } from './package-files';
import { type CommandAnswer, type Terminal } from './terminal';

/** A part of the program, in a module that is loaded where it is asked for: the rules and the simulator do not wait for each other. */
interface Part {
  readonly name: string;
  readonly summary: string;
  readonly module: string;
}

/** What such a module exports. */
export interface CommandModule {
  /** Adds arguments, options and the action to the command. */
  define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void;
}

const PARTS: readonly Part[] = [
  { name: 'check', summary: 'find mistakes between objects, before anything is applied', module: './check/command' },
  { name: 'predict', summary: 'tell what autoscalers will do under a load', module: './predict/command' },
  { name: 'tune', summary: 'search settings of autoscalers that cost less under a load', module: './tune/command' },
  { name: 'calibrate', summary: 'measure the parameters of predictions in a recording', module: './calibrate/command' },
  {
    name: 'explain',
    summary: 'decide a recording of an autoscaler again, and say why',
    module: './explain/command',
  },
  { name: 'apply', summary: 'apply manifests to a cluster, stage by stage', module: './apply/command' },
  { name: 'delete', summary: 'delete what manifests made, the last stage first', module: './delete/command' },
  {
    name: 'status',
    summary: 'show the autoscalers of a cluster, and what is wrong with them',
    module: './status/command',
  },
  { name: 'record', summary: 'record an autoscaler of a cluster, for explain', module: './record/command' },
  {
    name: 'prove',
    summary: 'load an app on a cluster, and judge it next to its prediction',
    module: './prove/command',
  },
];

const load = createRequire(__filename);

/** The command line, around what it does; gives the exit code. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const finish = ({ output, exitCode: code, error }: CommandAnswer): void => {
    terminal.write(output);
    if (error !== undefined) terminal.writeError(terminalLines(`error: ${error}\n`));
    exitCode = code;
  };
  const program = new Command('cdk8s-autoscaling')
    .description('Checks Kubernetes manifests, tells what their autoscalers will do, and takes them to a cluster.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.writeError(terminalLines(text)),
    });
  const asked = args.find((arg) => !arg.startsWith('-'));
  for (const { name, summary, module } of PARTS) {
    const command = program.command(name).summary(summary);
    if (name === asked || asked === 'help') (load(module) as CommandModule).define(command, terminal, finish);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (caught) {
    return exitCodeOf(caught, terminal);
  }
}

/** What shells know a program by that somebody stopped. */
const INTERRUPTED = 130;

/** Help and version end with 0; a wrong flag, a file that is not there, or one that cannot be used with 2. */
function exitCodeOf(caught: unknown, terminal: Terminal): number {
  const { name, code, exitCode, message } = caught as Error & { code?: string; exitCode?: number };
  if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : 2;
  if (name === 'Interrupted' || name === 'AbortError') {
    terminal.writeError('Stopped.\n');
    return INTERRUPTED;
  }
  if (code === undefined && name !== 'InputError') throw caught;
  terminal.writeError(terminalLines(`error: ${message}\n`));
  return 2;
}
