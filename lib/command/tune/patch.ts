import * as fs from 'node:fs';
import { replaced, replacementFor, type EditScalar, type EditValue, type NodePath, type YamlEdit } from '../../yaml';
import { type MendedFile } from '../../checks/fixer';
import { sourceOf, type CheckedObject } from '../../checks/manifest';
import { STANDARD_INPUT } from '../../checks/units/source-tree';
import { valueAt, withValue, type FieldChange, type Fields } from '../../simulation';
import { type ReadManifests } from '../manifests';
import { mayEdit } from '../check/mend';

/** A change of an object. */
export interface ObjectChange {
  readonly object: CheckedObject;
  readonly changes: readonly FieldChange[];
}

/** What a recommendation changes in files. */
export interface Patch {
  readonly files: ReadonlyMap<string, MendedFile>;
  /** What cannot be changed where it was read, and why. */
  readonly left: readonly string[];
}

/** The changes of a recommendation in the files that the objects were read from: comments, order and style of all else stay. */
export function patchOf(read: ReadManifests, all: readonly ObjectChange[]): Patch {
  const texts = new Map<string, { before: string; now: string; offset: number; length: number }[]>();
  const left: string[] = [];
  for (const { object, changes } of all) {
    if (changes.length === 0) continue;
    const origin = sourceOf(object);
    const source = read.reader.sourceOf(origin);
    const reason = source ? refusalOf(source.file, read) : 'is not written in a file';
    if (!source || reason !== undefined) {
      left.push(`${object.manifest.kind} at ${object.origin} ${reason}`);
      continue;
    }
    const { text, json, offset } = source.document.document;
    const documents = texts.get(source.file) ?? [];
    texts.set(source.file, documents);
    let document = documents.find((each) => each.offset === offset);
    if (!document) documents.push((document = { before: text, now: text, offset, length: text.length }));
    let manifest: Fields = origin.manifest;
    for (const change of changes) {
      const edited = withChange(document.now, json !== undefined, source.path, manifest, change);
      if (edited === undefined) {
        left.push(
          `${change.name} of ${object.manifest.kind} at ${object.origin} is not written there in a way that can be changed`,
        );
        continue;
      }
      document.now = edited.text;
      manifest = edited.manifest;
    }
  }
  return { files: filesOf(texts, read), left };
}

function filesOf(
  texts: ReadonlyMap<string, readonly { now: string; offset: number; length: number }[]>,
  { tree }: ReadManifests,
): Map<string, MendedFile> {
  const files = new Map<string, MendedFile>();
  for (const [file, documents] of texts) {
    const before = tree.text(file)!;
    const after = [...documents]
      .sort((a, b) => b.offset - a.offset)
      .reduce(
        (text, { now, offset, length }) => replaced(text, { start: offset, end: offset + length, text: now }),
        before,
      );
    if (after !== before) files.set(file, { before, after });
  }
  return files;
}

function refusalOf(file: string, { tree }: ReadManifests): string | undefined {
  if (file === STANDARD_INPUT) return 'came from the standard input';
  if (!fs.existsSync(file)) return 'is not a file';
  return mayEdit(file, tree) ? undefined : 'is written by a program: change it where that program makes it';
}

/** A document with one field changed; undefined where that cannot be done so that exactly this changes. */
function withChange(
  text: string,
  isJson: boolean,
  root: NodePath,
  manifest: Fields,
  { path, value }: FieldChange,
): { readonly text: string; readonly manifest: Fields } | undefined {
  let now = text;
  for (const edit of editsOf(manifest, path, value)) {
    const replacement = replacementFor(now, isJson, { ...edit, path: [...root, ...edit.path] });
    if (!replacement) return undefined;
    now = replaced(now, replacement);
  }
  return { text: now, manifest: withValue(manifest, path, value) };
}

/** The edits that give a field a value: in place, or new behind the last entry of the map that there is. */
function editsOf(manifest: Fields, path: NodePath, value: unknown): YamlEdit[] {
  const present = valueAt(manifest, path);
  if (value === undefined) return [{ is: 'remove', path }];
  if (isScalar(present) && isScalar(value)) return [{ is: 'set', path, value }];
  if (present !== undefined) {
    const parent = path.slice(0, -1);
    const key = String(path.at(-1));
    const sibling = keysAt(manifest, parent)
      .filter((each) => each !== key)
      .at(-1);
    if (sibling === undefined) return editsOf(manifest, parent, { [key]: value });
    return [
      { is: 'remove', path },
      { is: 'add', path: [...parent, sibling], key, value: value as EditValue },
    ];
  }
  let depth = path.length - 1;
  while (depth > 0 && keysAt(manifest, path.slice(0, depth)).length === 0) depth -= 1;
  const there = path.slice(0, depth);
  const deeper = path.slice(depth + 1).map(String);
  const nested = deeper.reverse().reduce<unknown>((inner, each) => ({ [each]: inner }), value);
  const last = keysAt(manifest, there).at(-1)!; // an object has a kind at least
  return [{ is: 'add', path: [...there, last], key: String(path[depth]), value: nested as EditValue }];
}

function isScalar(value: unknown): value is EditScalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function keysAt(manifest: Fields, path: NodePath): string[] {
  const found = valueAt(manifest, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
}
