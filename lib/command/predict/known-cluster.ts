import * as path from 'node:path';
import { CLUSTERS_FILE } from '../../files';
import { findConfiguredCluster } from '../project/configured-cluster';
import { RecordedClusters } from '../project/recorded-clusters';

/** What a project knows of the cluster that its manifests are for, by the names of the flags. */
export interface KnownCluster {
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly nodes?: number;
  readonly nodeCpu?: string;
  readonly nodeMemory?: string;
}

/** What is known, and where it was found, for people. */
export interface ClusterSource {
  readonly cluster: KnownCluster;
  readonly told?: string;
}

/**
 * What the configuration and the recorded profile say, in this order. Nodes count only with their size: without it nobody knows what fits.
 *
 * @param names what was named
 * @param files the files that were read
 */
export function knownCluster(names: readonly string[], files: readonly string[]): ClusterSource {
  const recorded = RecordedClusters.find(names)?.folderOfAll(files);
  const { kubernetes, keda, nodes, nodeCpu, nodeMemory } = { ...recorded?.flags, ...findConfiguredCluster(names) };
  const cluster: KnownCluster = {
    ...(kubernetes !== undefined && { kubernetes }),
    ...(keda !== undefined && { keda }),
    ...(nodeCpu !== undefined && { nodeCpu: String(nodeCpu) }),
    ...(nodeCpu !== undefined && nodes !== undefined && { nodes }),
    ...(nodeCpu !== undefined && nodeMemory !== undefined && { nodeMemory: String(nodeMemory) }),
  };
  if (!recorded) return { cluster };
  const { profile = 'a cluster' } = recorded.flags;
  const size = nodeCpu === undefined ? '' : `, ${nodes ?? 1} ${nodes === 1 ? 'node' : 'nodes'} of ${nodeCpu} CPU`;
  const release = kubernetes === undefined ? '' : `, Kubernetes ${kubernetes}`;
  const folder = path.relative(process.cwd(), recorded.folder) || '.';
  return { cluster, told: `${folder} is for ${profile}${release}${size}, as ${CLUSTERS_FILE} says.` };
}
