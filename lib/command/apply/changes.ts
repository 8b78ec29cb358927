import { type Kubectl } from '../../cluster';
import { type CheckedObject } from '../../checks/manifest';
import { asList } from '../stages/cluster-object';
import { text } from '../../kubernetes/fields';

/** What would change of an object. */
export interface Change {
  /** What it belongs to: its app's name, else its namespace. */
  readonly app: string;
  /** Such as `Deployment shop/web`. */
  readonly object: string;
  /** Lines of a unified diff, without those that say nothing. */
  readonly lines: readonly string[];
}

/** What the API server changes with every write, and nobody asked for. */
const NOISE =
  /^[+-]\s+(?:generation|resourceVersion|uid|creationTimestamp|kubectl\.kubernetes\.io\/last-applied-configuration):/;
const SECONDS = 180;

/** What `kubectl diff` says of objects, grouped by app. */
export async function changesOf(
  kubectl: Kubectl,
  objects: readonly CheckedObject[],
  namespace: string | undefined,
): Promise<Change[]> {
  const args = ['diff', '--filename=-', ...(namespace === undefined ? [] : [`--namespace=${namespace}`])];
  const { stdout } = await kubectl.attempt(args, { input: asList(objects), seconds: SECONDS });
  const apps = new Map(objects.map((object) => [keyOf(object.manifest.kind, object), appOf(object)]));
  return stdout
    .split(/^diff .*\n/m)
    .flatMap((part) => {
      const [, file] = /^\+\+\+ \S*\/([^/\s]+)\s/m.exec(part) ?? [];
      if (file === undefined) return [];
      const [kind = '', namespaceOf = '', name = ''] = placeIn(file);
      const lines = part.split('\n').filter((line) => !/^(?:---|\+\+\+) /.test(line) && !NOISE.test(line));
      if (!lines.some((line) => /^[+-]/.test(line))) return [];
      const object = `${kind} ${namespaceOf === '' ? '' : `${namespaceOf}/`}${name}`;
      return [
        {
          app: apps.get(`${kind}/${namespaceOf}/${name}`) ?? namespaceOf,
          object,
          lines: lines.filter((line) => line !== ''),
        },
      ];
    })
    .sort((a, b) => (a.app < b.app ? -1 : a.app > b.app ? 1 : 0));
}

/** `apps.v1.Deployment.shop.web`: group, version, kind, namespace and name, of which the name and the group may have dots. */
function placeIn(file: string): readonly string[] {
  const [, kind, namespace, name] = /(?:^|\.)v\d+(?:(?:alpha|beta)\d+)?\.([A-Z]\w*)\.([^.]*)\.(.+)$/.exec(file) ?? [];
  return [kind ?? file, namespace ?? '', name ?? ''];
}

function keyOf(kind: string, { manifest }: CheckedObject): string {
  return `${kind}/${text(manifest.metadata, 'namespace') ?? ''}/${text(manifest.metadata, 'name')}`;
}

function appOf({ manifest }: CheckedObject): string {
  const { metadata } = manifest;
  return (
    text(metadata, 'labels', 'app.kubernetes.io/name') ??
    text(metadata, 'labels', 'app') ??
    text(metadata, 'namespace') ??
    'the cluster'
  );
}
