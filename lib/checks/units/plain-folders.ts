import { type CheckedObject } from '../manifest';
import { identitiesIn } from '../object-identity';
import { isAside, isEnvironment, isFirst, isNamedVariant, isSpreading } from './folder-names';
import { tiesOf, type Ties } from './needs';
import { baseName, folderOf, isInFolder } from './paths';

/** A file with its objects. */
export interface ReadFile {
  readonly path: string;
  readonly objects: readonly CheckedObject[];
}

/** Files that are applied together, as far as a folder tells. */
export interface PlainGroup {
  /** The folder, or the file where it is alone. */
  readonly name: string;
  readonly files: readonly ReadFile[];
  readonly reason: string;
  /** Whether somebody picks what to apply, as of examples: then what is missing may be beside it. */
  readonly isPicked: boolean;
}

interface OpenGroup extends PlainGroup {
  /** Whether something in the folders above may still belong to it. */
  readonly isOpen: boolean;
  readonly isOwn: boolean;
  readonly identities: ReadonlySet<string>;
  readonly ties: Ties;
}

interface Folder {
  readonly path: string;
  /** The names of it and of the folders above it that tell something: those that somebody named or found, not where they are. */
  readonly meaning: readonly string[];
  readonly files: ReadFile[];
  readonly children: Map<string, Folder>;
}

const TOGETHER = 'one folder';

/**
 * Groups files by what their folders tell. The files of one folder are applied together, as `kubectl apply -f` does; folders are where one
 * needs what only the other has. Folders that repeat each other, and those of environments, are applied to different clusters; two
 * files of one folder that repeat each other in more than one object are alternatives, and so are all that repeat each other where many do.
 */
export function plainGroups(files: readonly ReadFile[], roots: readonly string[] = ['.']): PlainGroup[] {
  const root: Folder = { path: '', meaning: [], files: [], children: new Map() };
  for (const file of files) folderFor(root, folderOf(file.path), roots).files.push(file);
  return groupsOf(root);
}

function folderFor(root: Folder, path: string, roots: readonly string[]): Folder {
  let folder = root;
  let at = '';
  for (const part of path.split('/')) {
    at = at === '' ? (part === '' ? '/' : part) : at === '/' ? `/${part}` : `${at}/${part}`;
    let child = folder.children.get(part);
    if (!child) {
      child = { path: at, meaning: meaningOf(at, roots), files: [], children: new Map() };
      folder.children.set(part, child);
    }
    folder = child;
  }
  return folder;
}

/** The names below the folder that was named, and its own where it was not named by where it is. */
function meaningOf(path: string, roots: readonly string[]): string[] {
  const [root] = roots.filter((each) => isInFolder(path, each)).sort((a, b) => b.length - a.length);
  if (root === undefined) return [];
  const below = path === root ? [] : path.slice(root === '.' ? 0 : root.length + 1).split('/');
  return root.startsWith('/') || root.startsWith('.') ? below : [baseName(root), ...below];
}

function groupsOf(folder: Folder): OpenGroup[] {
  const children = [...folder.children.values()].map((child) => ({
    name: child.meaning[child.meaning.length - 1] ?? '',
    groups: groupsOf(child),
  }));
  const own = folder.meaning[folder.meaning.length - 1] ?? '';
  const environments = children.filter(({ name }) => isEnvironment(name)).length;
  const inside = children.flatMap(({ name, groups }) => {
    if (isSpreading(own)) return groups.map((group) => closed(group, `a folder of ${own}`));
    if (isAside(name)) {
      return groups.map((group) => ({ ...closed(group, `the folder "${name}" is aside`), isPicked: true }));
    }
    if (environments > 1 && isEnvironment(name)) {
      return groups.map((group) => closed(group, 'an environment of its own'));
    }
    return groups;
  });
  return joined([...ownGroups(folder), ...inside]);
}

function closed(group: OpenGroup, reason: string): OpenGroup {
  return group.isOpen ? { ...group, isOpen: false, reason } : group;
}

/** The files of a folder, without those that are alternatives of others. */
function ownGroups({ path, meaning, files }: Folder): OpenGroup[] {
  const isApart = meaning.some(isAside);
  if (files.length === 0) return [];
  const identityOf = identitiesIn(files.flatMap(({ objects }) => objects));
  const identities = files.map(({ objects }) => new Set(objects.flatMap((object) => identityOf(object) ?? [])));
  const owners = new Map<string, number[]>();
  for (const [place, own] of identities.entries()) {
    for (const identity of own) owners.set(identity, [...(owners.get(identity) ?? []), place]);
  }
  const apart = new Set<number>();
  const bySize = [...identities.keys()].sort((a, b) => identities[b]!.size - identities[a]!.size);
  for (const place of bySize) {
    const others = new Map<number, number>();
    let shared = 0;
    for (const identity of identities[place]!) {
      const rest = owners.get(identity)!.filter((other) => other !== place && !apart.has(other));
      if (rest.length > 0) shared++;
      for (const other of rest) others.set(other, (others.get(other) ?? 0) + 1);
    }
    const isAlternative = (shared >= 2 && shared * 2 >= identities[place]!.size) || (shared > 0 && isApart);
    const name = baseName(files[place]!.path);
    const isVariant = [...others.keys()].some((other) => isNamedVariant(name, baseName(files[other]!.path)));
    if (isAlternative || isVariant) apart.add(place);
  }
  for (const place of repeatedFiles([...owners.values()], apart)) apart.add(place);
  const together = files.filter((_, place) => !apart.has(place));
  return [
    ...(together.length > 0 ? [{ ...group(path, inOrder(together, isApart), TOGETHER, true), isPicked: isApart }] : []),
    ...files
      .filter((_, place) => apart.has(place))
      .map((file) => ({
        ...group(file.path, [file], 'an alternative of what is beside it', true),
        ...{ isOpen: false, isPicked: isApart },
      })),
  ];
}

/** How many objects of a folder stand twice where nobody can mean to apply all of it. */
const MANY_REPEATED = 3;

/** The files that have an object of another one, if a folder has many such objects: somebody picks from it. */
function repeatedFiles(owners: readonly (readonly number[])[], apart: ReadonlySet<number>): number[] {
  const repeated = owners
    .map((places) => places.filter((place) => !apart.has(place)))
    .filter((places) => places.length > 1);
  return repeated.length < MANY_REPEATED ? [] : repeated.flat();
}

function group(name: string, files: readonly ReadFile[], reason: string, isOwn: boolean): OpenGroup {
  const objects = files.flatMap((file) => file.objects);
  const identityOf = identitiesIn(objects);
  const identities = new Set(objects.flatMap((object) => identityOf(object) ?? []));
  return { name, files, reason, isPicked: false, isOpen: true, isOwn, identities, ties: tiesOf(objects) };
}

/** Groups of one folder, joined where one needs what only one other has, and closed where they repeat each other. */
function joined(groups: readonly OpenGroup[]): OpenGroup[] {
  const apart = repeating(groups.filter(({ isOpen }) => isOpen));
  const closedGroups = groups.flatMap((each) =>
    each.isOpen && !apart.has(each) ? [] : [closed(each, 'its neighbours have the same objects')],
  );
  const open = groups.filter((each) => each.isOpen && !apart.has(each)).map((each) => ({ ...each, isOwn: false }));
  const clusters = connected(open);
  return [
    ...clusters.map((cluster) => {
      const [first] = cluster;
      if (cluster.length === 1 && first) return first;
      const isPicked = cluster.some((each) => each.isPicked);
      const files = inOrder(
        cluster.flatMap((each) => each.files),
        isPicked,
      );
      const name = commonFolder(cluster.map((each) => each.name));
      return { ...group(name, files, 'folders that need each other', false), isPicked };
    }),
    ...closedGroups,
  ];
}

/** The groups that have an object of another one: all of them but the folder's own files. */
function repeating(groups: readonly OpenGroup[]): Set<OpenGroup> {
  const owners = new Map<string, OpenGroup[]>();
  for (const each of groups) {
    for (const identity of each.identities) owners.set(identity, [...(owners.get(identity) ?? []), each]);
  }
  const shared = [...owners.values()].filter((same) => same.length > 1).flat();
  return new Set(shared.filter(({ isOwn }) => !isOwn));
}

function connected(groups: readonly OpenGroup[]): OpenGroup[][] {
  const givers = new Map<string, number[]>();
  for (const [place, { ties }] of groups.entries()) {
    for (const key of ties.gives) givers.set(key, [...(givers.get(key) ?? []), place]);
  }
  const parents = groups.map((_, place) => place);
  const rootOf = (place: number): number =>
    parents[place] === place ? place : (parents[place] = rootOf(parents[place]!));
  for (const [place, { ties }] of groups.entries()) {
    for (const key of ties.needs) {
      const [giver, ...others] = givers.get(key) ?? [];
      if (giver !== undefined && others.length === 0) parents[rootOf(place)] = rootOf(giver);
    }
  }
  const clusters = new Map<number, OpenGroup[]>();
  for (const [place, each] of groups.entries()) {
    clusters.set(rootOf(place), [...(clusters.get(rootOf(place)) ?? []), each]);
  }
  return [...clusters.values()];
}

/** By path, with folders of definitions first; where nobody applies a folder as a whole, also files of definitions. */
function inOrder(files: readonly ReadFile[], isApart = false): ReadFile[] {
  const isEarly = ({ path, objects }: ReadFile): boolean =>
    path.split('/').slice(0, -1).some(isFirst) || (isApart && objects.some(isDefinition));
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...sorted.filter(isEarly), ...sorted.filter((file) => !isEarly(file))];
}

function isDefinition({ manifest }: CheckedObject): boolean {
  return manifest.kind === 'CustomResourceDefinition';
}

function commonFolder(names: readonly string[]): string {
  const [first = '', ...others] = names.map((name) => name.split('/'));
  const parts = [...first];
  while (parts.length > 0 && !others.every((other) => parts.every((part, i) => other[i] === part))) parts.pop();
  return parts.join('/') || '.';
}
