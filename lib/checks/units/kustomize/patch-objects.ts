import { fields, text, type Fields } from '../../../kubernetes/fields';
import { groupOfApiVersion } from '../../api-groups';
import { nameOf, type CheckedObject, type Manifest } from '../../manifest';
import { re2 } from '../../../validation';
import { jsonPatched } from './json-patch';
import { type Patch } from './kustomization';
import { strategicMerged } from './strategic-merge';

/** Objects after a patch; undefined where it does not fit, and kustomize may know better. */
export function patchObjects(
  objects: readonly CheckedObject[],
  { content, target }: Patch,
): CheckedObject[] | undefined {
  const isMeant = target ? (object: CheckedObject) => isTargeted(object, target) : isNamedBy(fields(content));
  let isFitting = true;
  const patched = objects.flatMap((object) => {
    if (!isMeant(object)) return [object];
    if (!Array.isArray(content)) {
      const merged = strategicMerged(object.manifest, withoutIdentity(fields(content)));
      return merged ? [madeOf(object, merged)] : [];
    }
    const changed = jsonPatched(object.manifest, content);
    if (changed === undefined) isFitting = false;
    return [changed === undefined ? object : madeOf(object, fields(changed))];
  });
  return isFitting ? patched : undefined;
}

/** An object that was made of another one. */
export function madeOf(source: CheckedObject, manifest: Fields): CheckedObject {
  return { ...source, manifest: manifest as Manifest, source };
}

/** A patch changes what an object is, not which one it is. */
function withoutIdentity(patch: Fields): Fields {
  const without = (content: Fields, names: readonly string[]): Fields =>
    Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)));
  const metadata = without(fields(patch, 'metadata'), ['name', 'namespace']);
  const changes = without(patch, ['apiVersion', 'kind', 'metadata']);
  return Object.keys(metadata).length === 0 ? changes : { ...changes, metadata };
}

function isNamedBy(patch: Fields): (object: CheckedObject) => boolean {
  const namespace = text(patch, 'metadata', 'namespace');
  return (object) => {
    const { manifest } = object;
    const own = text(manifest.metadata, 'namespace');
    return (
      manifest.kind === patch.kind &&
      groupOfApiVersion(manifest.apiVersion) === groupOfApiVersion(patch.apiVersion) &&
      nameOf(object) === text(patch, 'metadata', 'name') &&
      (namespace === undefined || own === undefined || namespace === own)
    );
  };
}

/** Kinds, names and namespaces are patterns for the whole word; labels are equal. */
function isTargeted({ manifest }: CheckedObject, target: Fields): boolean {
  const [group = '', version] = groupAndVersion(manifest.apiVersion);
  const fits = (field: string, value: string | undefined): boolean => {
    const pattern = text(target, field);
    return pattern === undefined || pattern === '' || matches(pattern, value ?? '');
  };
  return (
    fits('group', group) &&
    fits('version', version) &&
    fits('kind', manifest.kind) &&
    fits('name', text(manifest.metadata, 'name')) &&
    fits('namespace', text(manifest.metadata, 'namespace')) &&
    isSelected(text(target, 'labelSelector'), fields(manifest.metadata, 'labels')) &&
    isSelected(text(target, 'annotationSelector'), fields(manifest.metadata, 'annotations'))
  );
}

function groupAndVersion(apiVersion: string): [string, string] {
  const group = groupOfApiVersion(apiVersion);
  return [group, group === '' ? apiVersion : apiVersion.slice(group.length + 1)];
}

/** Whether a pattern, in Go's dialect, is all of a word. */
function matches(pattern: string, value: string): boolean {
  if (pattern.length > 200) return false;
  try {
    return re2().RE2JS.matches(pattern, value);
  } catch {
    return false;
  }
}

function isSelected(selector: string | undefined, labels: Fields): boolean {
  if (selector === undefined) return true;
  return selector.split(',').every((requirement) => {
    const [, key = '', operator = '', value = ''] =
      /^\s*!?\s*([\w./-]+)\s*(!=|==?)?\s*([\w.-]*)\s*$/.exec(requirement) ?? [];
    if (operator === '') return requirement.trim().startsWith('!') ? !(key in labels) : key in labels;
    return (labels[key] === value) === (operator !== '!=');
  });
}
