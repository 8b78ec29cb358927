import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { groupOf } from '../api-groups';
import { nameOf, type CheckedObject } from '../manifest';
import { folderOf, foldersAbove, resolvePath } from './paths';
import { type SourceTree } from './source-tree';

/** A folder that a controller applies, by the object that says so. */
export interface Pointer {
  readonly kind: 'flux' | 'argo-cd';
  /** The object, for people: `Kustomization "apps"`. */
  readonly by: string;
  readonly folder: string;
  /** Whether folders below it belong to it. */
  readonly isRecursive: boolean;
  /** The namespace that the controller gives to objects. */
  readonly namespace?: string;
  /** Variables that the controller replaces. */
  readonly variables: Fields;
}

/** The folders that Flux and Argo CD apply, of those that are in the tree. */
export function pointersIn(files: ReadonlyMap<string, readonly CheckedObject[]>, tree: SourceTree): Pointer[] {
  return [...files].flatMap(([file, objects]) => objects.flatMap((object) => pointersOf(object, file, tree)));
}

function pointersOf(object: CheckedObject, file: string, tree: SourceTree): Pointer[] {
  const { manifest } = object;
  const by = `${manifest.kind} "${nameOf(object)}"`;
  const kind = `${groupOf(object)}/${manifest.kind}`;
  if (kind === 'kustomize.toolkit.fluxcd.io/Kustomization') {
    const folder = folderAt(text(manifest, 'spec', 'path') ?? '', file, tree);
    if (folder === undefined) return [];
    const namespace = text(manifest, 'spec', 'targetNamespace');
    const variables = fields(manifest, 'spec', 'postBuild', 'substitute');
    return [{ kind: 'flux', by, folder, isRecursive: true, namespace, variables }];
  }
  if (kind !== 'argoproj.io/Application') return [];
  const sources = [fields(manifest, 'spec', 'source'), ...list(manifest, 'spec', 'sources')];
  const namespace = text(manifest, 'spec', 'destination', 'namespace');
  return sources.flatMap((source): Pointer[] => {
    const folder = folderAt(text(source, 'path') ?? '', file, tree);
    if (folder === undefined || text(source, 'chart') !== undefined) return [];
    const isRecursive = fields(source, 'directory').recurse === true;
    return [{ kind: 'argo-cd', by, folder, isRecursive, namespace, variables: {} }];
  });
}

/** The folder of a path that is written from the root of the repository, which is above the file that names it. */
function folderAt(written: string, file: string, tree: SourceTree): string | undefined {
  const path = written.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (path === '' || path === '.' || path.includes('{{') || path.includes('$')) return undefined;
  const [found] = foldersAbove(file)
    .map((root) => resolvePath(root, path))
    .filter((folder) => tree.isFolder(folder));
  return found === folderOf(file) ? undefined : found;
}
