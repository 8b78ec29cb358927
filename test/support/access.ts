import { type Manifest } from '../../lib/checks/manifest';
import { list } from '../../lib/kubernetes/fields';
import { only } from './synthesize';

/** What is allowed: API group (or `path` for URLs), resource or path, verbs in alphabetical order. */
export type AccessTable = readonly (readonly [string, string, string])[];

const texts = (value: unknown, key: string): string[] => [...list(value, key)].map(String).sort();

/** The rules of a role, one line per resource, in the order of the alphabet. */
export function accessOf(manifests: readonly Manifest[], kind: string, name: string): string[] {
  return list(only(manifests, kind, name), 'rules')
    .flatMap((rule) => [
      ...texts(rule, 'apiGroups').flatMap((group) =>
        texts(rule, 'resources').map((resource) => [group, resource, texts(rule, 'verbs').join(' ')]),
      ),
      ...texts(rule, 'nonResourceURLs').map((url) => ['path', url, texts(rule, 'verbs').join(' ')]),
    ])
    .map((row) => row.join(' | '))
    .sort();
}

/** A table in the form of `accessOf`. */
export function inOrder(table: AccessTable): string[] {
  return table.map((row) => row.join(' | ')).sort();
}
