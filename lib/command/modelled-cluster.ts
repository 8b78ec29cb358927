import { type Command } from 'commander';
import { InputError, type ClusterOptions } from '../simulation';
import { count, fromZero, quantityText, release } from './option-values';

/** What somebody says of the cluster. */
export interface ModelledClusterFlags {
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly syncPeriod?: number;
  readonly downscaleStabilization?: number;
  readonly tolerance?: number;
  readonly nodes?: number;
  readonly maxNodes?: number;
  readonly nodeCpu?: string;
  readonly nodeMemory?: string;
}

/** Adds the options of the cluster that is modelled. */
export function addClusterOptions(command: Command): Command {
  return command
    .option('--kubernetes <release>', 'the release that decides, such as 1.36', release)
    .option('--keda <release>', 'the release of KEDA, such as 2.20', release)
    .option('--sync-period <seconds>', 'flag of kube-controller-manager (default: 15)', fromZero)
    .option('--downscale-stabilization <seconds>', 'flag of kube-controller-manager (default: 300)', fromZero)
    .option('--tolerance <share>', 'flag of kube-controller-manager (default: 0.1)', fromZero)
    .option('--nodes <count>', 'how many nodes there are', count)
    .option('--max-nodes <count>', 'how many nodes a cluster autoscaler may make of them', count)
    .option('--node-cpu <quantity>', 'CPU that a node gives to pods', quantityText)
    .option('--node-memory <quantity>', 'memory that a node gives to pods', quantityText);
}

/**
 * The cluster that flags describe.
 *
 * @throws InputError if something is said of nodes whose size is not.
 */
export function modelledCluster(flags: ModelledClusterFlags): ClusterOptions {
  const { kubernetes, keda, nodes, maxNodes, nodeCpu, nodeMemory } = flags;
  if (nodeCpu === undefined && (nodes ?? maxNodes ?? nodeMemory) !== undefined) {
    throw new InputError({
      what: 'The nodes have no size: --node-cpu is missing.',
      why: 'Without it there is room for every pod, and nothing that is said of nodes would count.',
      fix: 'Add the CPU that a node gives to pods, such as --node-cpu 3920m.',
    });
  }
  return {
    controller: {
      ...{ kubernetes, syncPeriodSeconds: flags.syncPeriod, tolerance: flags.tolerance },
      downscaleStabilizationSeconds: flags.downscaleStabilization,
    },
    ...{ keda, maxNodes },
    ...(nodeCpu !== undefined && { nodes: [{ count: nodes, cpu: nodeCpu, memory: nodeMemory }] }),
  };
}
