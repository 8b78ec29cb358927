import { Option, type Command } from 'commander';
import { ApiRefusal, ClusterApi, pause, type ClusterChoice } from '../../cluster';
import { jsonText } from '../../encode';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { count } from '../option-values';
import { painter } from '../paint';
import { refused } from '../refused';
import { scalerName } from '../scaler-name';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { human } from './human';
import { look, type Wanted } from './look';
import { notThere } from './not-there';

interface Flags extends ClusterChoice {
  readonly watch?: boolean;
  readonly every: number;
  readonly json?: boolean;
}

/** Adds the options of `status`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  addClusterFlags(command)
    .description(
      'Shows every HPA, ScaledObject and ScaledJob with its metrics and limits, and below them what is wrong and why. It reads only. Exit code 1 if something is wrong, 2 if it cannot look.',
    )
    .argument('[autoscaler]', 'one of them, such as hpa/shop/web (default: all)')
    .option('-w, --watch', 'look again and again, until Ctrl-C')
    .addOption(new Option('--every <seconds>', 'with --watch: how often').argParser(count).default(5))
    .option('--json', 'for programs: one JSON document, with --watch one per line')
    .action(async (what: string | undefined, flags: Flags) => {
      const scaler = what === undefined ? undefined : scalerName(what);
      finish(await showStatus({ scaler, namespace: scaler?.namespace ?? flags.namespace }, flags, terminal));
    });
}

async function showStatus(wanted: Wanted, flags: Flags, terminal: Terminal): Promise<CommandAnswer> {
  const cluster = await clusterOf(flags, terminal);
  const api = await ClusterApi.open(cluster.kubectl);
  const paint = painter(hasColour(terminal));
  try {
    for (;;) {
      const status = await look(api, cluster, wanted);
      if (wanted.scaler && status.rows.length === 0) throw notThere(wanted.scaler, cluster.namespace);
      const output =
        flags.json === true ? `${jsonText(status, flags.watch === true ? undefined : 2)}\n` : human(status, paint);
      if (flags.watch !== true) {
        return { output, exitCode: status.causes.some(({ severity }) => severity === 'error') ? 1 : 0 };
      }
      terminal.write(terminal.isTerminal && flags.json !== true ? `\u001B[H\u001B[2J${output}` : output);
      await pause(flags.every, cluster.kubectl.signal);
    }
  } catch (error) {
    if (error instanceof ApiRefusal) throw refused(error);
    throw error;
  } finally {
    api.close();
  }
}
