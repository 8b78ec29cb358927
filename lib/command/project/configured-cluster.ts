import { parseYamlText } from '../../checks/yaml-text';
import { readText } from '../read-text';
import { readCluster, type ClusterFlags } from './cluster-flags';
import { findAbove } from './project-files';

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
  const content = parseYamlText(readText(file, false));
  const cluster = typeof content === 'object' && content !== null && 'cluster' in content ? content.cluster : undefined;
  if (cluster === undefined) return {};
  try {
    return readCluster(cluster);
  } catch (caught) {
    throw Object.assign(new Error(`${file}: ${(caught as Error).message}`), { code: 'CONFIGURATION' });
  }
}
