import { readCluster, type ClusterFlags } from './cluster-flags';
import { findAbove } from './project-files';
import { readYamlFile } from './yaml-file';

/** The name of the configuration file. */
export const CONFIGURATION_FILE = 'cdk8s-autoscaling.yaml';

/**
 * What the configuration of files says of the cluster; the rest of it is for `check`.
 *
 * @throws where that has a key or a value that means nothing.
 */
export function findConfiguredCluster(names: readonly string[]): ClusterFlags {
  const file = findAbove(names, CONFIGURATION_FILE);
  if (file === undefined) return {};
  try {
    const content = readYamlFile(file);
    const isMap = typeof content === 'object' && content !== null && 'cluster' in content;
    return isMap && content.cluster !== undefined ? readCluster(content.cluster) : {};
  } catch (caught) {
    throw Object.assign(new Error(`${file}: ${(caught as Error).message}`), { code: 'CONFIGURATION' });
  }
}
