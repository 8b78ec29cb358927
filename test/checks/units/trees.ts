import { ManifestReader } from '../../../lib/checks/files/manifest-reader';
import { findUnits, type Units } from '../../../lib/checks/units/find-units';
import { type SourceTree } from '../../../lib/checks/units/source-tree';

/** A tree of texts by their paths; files outside of it (`/…`) are there to be referred to. */
export function treeOf(files: Readonly<Record<string, string>>, more: Partial<SourceTree> = {}): SourceTree {
  const paths = Object.keys(files).sort();
  return {
    files: paths.filter((path) => !path.startsWith('../')).map((path) => ({ path, isNamed: false })),
    roots: ['.'],
    text: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    isFolder: (path) => path === '.' || paths.some((each) => each.startsWith(`${path}/`)),
    ...more,
  };
}

/** The units of a tree. */
export function unitsOf(
  files: Readonly<Record<string, string>>,
  { told, ...more }: Partial<SourceTree> & { told?: readonly string[] } = {},
): Units {
  return findUnits(treeOf(files, more), new ManifestReader(), told);
}

/** The units of a tree, each with the names of its objects. */
export function shownUnits(
  files: Readonly<Record<string, string>>,
  more: Parameters<typeof unitsOf>[1] = {},
): string[] {
  return unitsOf(files, more)
    .units.map(({ kind, name, objects }) => {
      const shown = objects.map(({ manifest }) => {
        const { namespace, name: own } = manifest.metadata as { namespace?: string; name?: string };
        return `${manifest.kind} ${namespace === undefined ? '' : `${namespace}/`}${own}`;
      });
      return `${kind} ${name}: ${shown.join(', ')}`;
    })
    .sort();
}

export function service(name: string, namespace = 'shop', app = name): string {
  return `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${app} }, ports: [{ port: 80 }] }\n`;
}

export function deployment(name: string, namespace = 'shop'): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: "acme/${name}:1" }] }
`;
}

export function hpa(name: string, namespace = 'shop'): string {
  return `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: ${namespace} }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }, maxReplicas: 10 }
`;
}
