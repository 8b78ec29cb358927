import { Option, type Command } from 'commander';
import { connect, type Cluster, type ClusterChoice } from '../cluster';
import { terminalLines } from '../encode';
import { type Terminal } from './terminal';

/** Adds the flags that say which cluster is meant, as kubectl has them. */
export function addClusterFlags(command: Command, when = ''): Command {
  return command
    .option('--context <name>', `${when}the context of the kubeconfig (default: the current one)`)
    .option('--kubeconfig <file>', `${when}the kubeconfig (default: KUBECONFIG, then ~/.kube/config)`)
    .addOption(new Option('-n, --namespace <name>', `${when}the namespace (default: that of the context)`));
}

/** The cluster that the flags mean, once it has answered. @throws InputError if it does not. */
export async function clusterOf(flags: ClusterChoice, terminal: Terminal): Promise<Cluster> {
  const { context, kubeconfig, namespace } = flags;
  const surroundings = { environment: terminal.environment, signal: terminal.interruption?.() };
  const cluster = await connect({ context, kubeconfig, namespace }, surroundings);
  for (const note of cluster.notes) terminal.writeError(terminalLines(`note: ${note}\n`));
  return cluster;
}
