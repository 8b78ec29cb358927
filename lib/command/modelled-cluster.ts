import { InputError, type ClusterOptions } from '../simulation';

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
