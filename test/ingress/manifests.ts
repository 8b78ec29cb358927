import { ApiObject, Chart, Testing } from 'cdk8s';
import { AutoscalingApp, ClusterProfile } from '../../lib';
import { type Fields, type Manifest } from '../../lib/checks';

/** A chart in an app for a cluster. */
export function chart(cluster = ClusterProfile.kubeadm(), namespace = 'shop'): Chart {
  return new Chart(new AutoscalingApp({ cluster, outdir: Testing.app().outdir }), 'test', { namespace });
}

/** The manifests of a chart, without a synthesis: no rule looks at them. */
export function manifestsOf(scope: Chart): Manifest[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as Manifest);
}

/** The one manifest of a kind, or of a kind and name. */
export function only(scope: Chart, kind: string, name?: string): Manifest & { readonly spec: Fields } {
  const found = manifestsOf(scope).filter(
    ({ kind: other, metadata }) => other === kind && (name === undefined || metadata.name === name),
  );
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

/** What was printed on the standard error output. */
export function printed(): string {
  const { calls } = (process.stderr.write as jest.Mock<boolean, [string]>).mock;
  return calls.map(([text]) => text).join('');
}

/** A rule of a Role: the group, the resources (with names in brackets) and the verbs, each in order. */
export function rulesOf(rules: unknown): string[] {
  return (rules as { apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[] }[])
    .flatMap(({ apiGroups, resources, resourceNames, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) => {
          const names = resourceNames ? ` [${resourceNames.join(',')}]` : '';
          return `${group || 'core'} ${resource}${names}: ${[...verbs].sort().join(',')}`;
        }),
      ),
    )
    .sort();
}

/** The same, from a table: one row per group, resources, verbs. */
export function rulesOfTable(rows: readonly (readonly [group: string, resources: string, verbs: string])[]): string[] {
  return rows
    .flatMap(([group, resources, verbs]) =>
      resources.split(', ').map((resource) => `${group || 'core'} ${resource}: ${verbs.split(',').sort().join(',')}`),
    )
    .sort();
}
