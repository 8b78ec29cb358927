import { Chart, Testing, type App } from 'cdk8s';
import { type Construct } from 'constructs';
import { AutoscalingApp, type ClusterProfile } from '../../lib';
import { type Fields, type Manifest } from '../../lib/checks';

/** A chart in an app for a cluster, in a namespace that snapshots can show. */
export function chartOn(cluster?: ClusterProfile, namespace: string | undefined = 'shop'): Chart {
  return new Chart(new AutoscalingApp({ cluster, outdir: Testing.app().outdir }), 'test', { namespace });
}

/** All manifests of the app that a construct is in; throws what the synthesis throws. */
export function synthesize(scope: Construct): Manifest[] {
  const app = scope.node.root as App;
  return app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
}

/** The one manifest of a kind. */
export function only(
  manifests: readonly Manifest[],
  kind: string,
  name?: string,
): Manifest & { readonly spec: Fields } {
  const found = manifests.filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
  if (found.length !== 1) throw new Error(`There are ${found.length} objects of kind ${kind}.`);
  return found[0] as Manifest & { readonly spec: Fields };
}

/** The message of what an action throws. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('Nothing was thrown.');
}
