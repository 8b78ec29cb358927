import { type Construct } from 'constructs';
import { ConstructError } from '../validation';
import { ClusterProfile } from './cluster-profile';

/** What somebody has to install, and from where. */
export interface ProvidedApi {
  /** API group of the custom resources. */
  readonly group: string;
  /** What they belong to, such as `Gateway API`. */
  readonly product: string;
  /** Where their definitions come from. */
  readonly source: string;
}

/**
 * Makes sure that somebody said where the definitions of an API group come from.
 *
 * @throws if the cluster profile does not provide the group.
 */
export function requireProvidedApi(scope: Construct, wanted: string, { group, product, source }: ProvidedApi): void {
  const cluster = ClusterProfile.of(scope);
  if (cluster.provides.includes(group)) return;
  throw new ConstructError(scope, {
    what: `${wanted} needs the custom resource definitions of ${product} (${group}), which this app does not install.`,
    why: 'Without them the API server refuses the objects: "no matches for kind".',
    fix: `Install them from ${source}, then say so in the cluster profile: provides: ['${group}'].`,
  });
}
