import { KubectlError, type Cluster } from '../../cluster';
import { type CheckedObject } from '../../checks/manifest';
import { InputError } from '../../validation';
import { asList, secondsFor } from '../stages/cluster-object';
import { text } from '../../kubernetes/fields';
import { waysOfSending, type AttemptOptions } from './attempt';

/** What would change of an object. */
export interface Change {
  /** What it belongs to: its app's name, else its namespace. */
  readonly app: string;
  /** Such as `Deployment shop/web`. */
  readonly object: string;
  /** Lines of a unified diff, without those that say nothing. */
  readonly lines: readonly string[];
  /** The object that was sent, where it is known. */
  readonly sent?: CheckedObject;
}

/** What the API server changes with every write, and nobody asked for. */
const NOISE =
  /^[+-](?:status: \{\}$|\s+(?:generation|resourceVersion|uid|creationTimestamp|(?:batch\.kubernetes\.io\/)?controller-uid|kubectl\.kubernetes\.io\/last-applied-configuration):)/;
/** `kubectl diff` ends with 0 where nothing would change, with 1 where something would, and with more where it failed. */
const DIFFERENT = 1;

/**
 * What `kubectl diff` says of objects, grouped by app.
 *
 * @throws InputError if it fails: nobody may take that for "nothing would change".
 */
export async function changesOf(
  { kubectl, namespace: home }: Pick<Cluster, 'kubectl' | 'namespace'>,
  objects: readonly CheckedObject[],
  options: Omit<AttemptOptions, 'isDryRun'>,
): Promise<Change[]> {
  if (objects.length === 0) return [];
  const args = ['diff', '--filename=-', ...waysOfSending(options)];
  const { code, stdout, stderr } = await kubectl.attempt(args, {
    input: asList(objects),
    seconds: secondsFor(objects.length),
  });
  if (code > DIFFERENT) throw failed(stderr);
  const sent = new Map(objects.map((object) => [keyOf(object, home), object]));
  return stdout
    .split(/^diff .*\n/m)
    .flatMap((part) => {
      const [, file] = /^\+\+\+ \S*\/([^/\s]+)\s/m.exec(part) ?? [];
      if (file === undefined) return [];
      const [kind = '', namespace = '', name = ''] = placeIn(file);
      const lines = part
        .split('\n')
        .filter((line) => line !== '' && !/^(?:---|\+\+\+) /.test(line) && !NOISE.test(line));
      if (!lines.some((line) => /^[+-]/.test(line))) return [];
      const object = sent.get(`${kind}/${namespace}/${name}`) ?? sent.get(`${kind}/${home}/${name}`);
      return [
        {
          app: object ? appOf(object) : namespace,
          object: [kind, `${namespace === '' ? '' : `${namespace}/`}${name}`].filter((word) => word !== '').join(' '),
          lines,
          ...(object && { sent: object }),
        },
      ];
    })
    .sort((a, b) => (a.app < b.app ? -1 : a.app > b.app ? 1 : 0));
}

function failed(stderr: string): InputError {
  if (!/exec: "diff"|executable file not found/.test(stderr)) return KubectlError.of(stderr);
  return new InputError({
    what: 'kubectl diff needs the program diff, which is not there.',
    why: 'Without it nobody can say what would change.',
    fix: 'Install diffutils, or name another program in KUBECTL_EXTERNAL_DIFF.',
  });
}

/** `apps.v1.Deployment.shop.web`: group, version, kind, namespace and name, of which the name and the group may have dots. */
function placeIn(file: string): readonly string[] {
  const [, kind, namespace, name] = /(?:^|\.)v\d+(?:(?:alpha|beta)\d+)?\.([A-Z]\w*)\.([^.]*)\.(.+)$/.exec(file) ?? [];
  return [kind ?? file, namespace ?? '', name ?? ''];
}

/** Where an object is; one without a namespace is where such objects go, or belongs to the whole cluster. */
function keyOf({ manifest }: CheckedObject, home: string): string {
  return `${manifest.kind}/${text(manifest.metadata, 'namespace') ?? home}/${text(manifest.metadata, 'name')}`;
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
