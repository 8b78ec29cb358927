import { fields } from '../../kubernetes/fields';
import { isConfigurationFile } from '../configuration-files';
import { type CheckedObject } from '../manifest';
import { type ManifestReader, type Unreadable } from '../files/manifest-reader';
import { baseName } from './paths';
import { dataIn, type SourceTree } from './source-tree';

/** Documents of one kind that are not objects of a cluster, and are not judged. */
export interface PassedOver {
  /** Such as `values file` or `Config of skaffold`. */
  readonly what: string;
  readonly count: number;
}

/** What files of a name are. */
const NAMES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^values.*\.ya?ml$|.*[-_.]values\.ya?ml$/i, 'values file'],
  [/^(?:docker-)?compose.*\.ya?ml$/i, 'compose file'],
  [/^(?:package|package-lock|tsconfig.*|composer|renovate|\.renovaterc)\.json5?$/i, 'file of a package'],
  [/^Chart\.(?:yaml|lock)$/, 'chart'],
  [/^helmfile.*\.ya?ml$/i, 'helmfile'],
  [/dashboard.*\.json$/i, 'dashboard'],
  [/^(?:mkdocs|_config|taskfile|\.pre-commit-config|\.golangci|\.goreleaser)\.ya?ml$/i, 'file of a tool'],
];

/** The documents that configure a program, and the texts of folders that are not objects: how many of each kind. */
export function passedOver(reader: ManifestReader, unreadable: readonly Unreadable[], tree: SourceTree): PassedOver[] {
  const counts = new Map<string, number>();
  const add = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const { manifest } of reader.objects) if (isConfigurationFile(manifest)) add(configuration(manifest));
  for (const { location } of unreadable) add(whatIs(location.file, tree));
  return [...counts]
    .map(([what, count]) => ({ what, count }))
    .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
}

/** Whether a text that is not an object is one that nobody meant to be one: somebody named its folder only, and it is not a manifest. */
export function isBesides({ severity, location }: Unreadable, tree: SourceTree, named: ReadonlySet<string>): boolean {
  if (named.has(location.file)) return false;
  if (severity === 'info') return true;
  const text = tree.text(location.file);
  return text !== undefined && (text.includes('{{') || !/^\s*"?kind"?\s*:/m.test(text));
}

function configuration({ apiVersion, kind }: CheckedObject['manifest']): string {
  const [group = ''] = apiVersion.split('/');
  return `${kind} (${group === apiVersion ? apiVersion : group})`;
}

function whatIs(file: string, tree: SourceTree): string {
  const named = NAMES.find(([pattern]) => pattern.test(baseName(file)));
  if (named) return named[1];
  const text = tree.text(file) ?? '';
  if (text.includes('{{')) return 'template';
  const [content] = text.length < 1_000_000 ? dataIn(text) : [];
  if ('panels' in fields(content) || 'dashboard' in fields(content)) return 'dashboard';
  return 'file without a kind';
}
