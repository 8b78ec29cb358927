import { printYaml } from './print-yaml';
import { type IConstruct } from 'constructs';
import { ClusterProfile, kindConfig, servicesWithUnknownNodePort } from '../platform';
import { ConstructError } from '../validation';
import { renderObjects, type RenderedObject } from './rendered-object';
import { Warnings } from './warnings';

/**
 * The kind cluster that an app needs.
 *
 * @see https://kind.sigs.k8s.io/docs/user/configuration/
 */
export class KindCluster {
  /**
   * The configuration for `kind create cluster --config`, as YAML: every node port that the app's Services declare is published at the same
   * port of localhost, with as many workers and the Kubernetes release that the cluster profile has.
   *
   * @throws if the app is for another kind of cluster.
   */
  public static configFor(app: IConstruct): string {
    return KindCluster.configOf(app, renderObjects(app.node.root));
  }

  /** @internal */
  public static configOf(app: IConstruct, rendered: readonly RenderedObject[]): string {
    const cluster = ClusterProfile.of(app);
    if (cluster.name !== 'kind') {
      throw new ConstructError(app, {
        what: `A kind configuration is asked for, and the cluster profile is "${cluster.name}".`,
        why: 'The manifests are written for another cluster than the one that it would make.',
        fix: 'Give the app ClusterProfile.kind().',
      });
    }
    for (const { manifest, origin } of servicesWithUnknownNodePort(rendered)) {
      Warnings.of(app).add(
        `[${origin}] Service "${String(manifest.metadata.name)}" lets Kubernetes choose its node port, so that kind cannot publish it. Choose one, such as Exposure.nodePort(30080).`,
      );
    }
    return printYaml(kindConfig(rendered, cluster));
  }
}
