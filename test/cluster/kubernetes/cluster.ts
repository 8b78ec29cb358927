import { ClusterProfile } from '../../../lib';
import { kubectl } from './kubectl';

/** Whether the cluster is one that was started for the tests: images are made on this machine, and some are stand-ins. */
export const IS_OURS = process.env.CLUSTER_IS_OURS === '1';

/** Whether pods can run: a control plane alone only says what is admitted. */
export const HAS_NODES = process.env.CLUSTER_HAS_NODES === '1';

/** The release of the cluster, such as `1.36`. */
export async function release(): Promise<string> {
  const { major, minor } = JSON.parse(await kubectl('get', '--raw=/version')) as Version;
  return `${major}.${parseInt(minor, 10)}`; // some clouds say "36+"
}

/** The profile of the cluster that the tests run on. */
export async function profile(): Promise<ClusterProfile> {
  return ClusterProfile.kind({ kubernetes: await release() });
}

interface Version {
  readonly major: string;
  readonly minor: string;
}
