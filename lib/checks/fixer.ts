import { type Fields } from '../kubernetes/fields';
import { replaced, replacementFor, type NodePath, type Replacement, type TextPosition } from '../yaml';
import { type UnitFinding } from './check-units';
import { yamlEdit, type FieldEdit } from './field-edit';
import { sourceOf, type CheckedObject } from './manifest';
import { findRule } from './registry';
import { type FixSafety } from './rule';
import { type ApplyUnit } from './units/apply-unit';
import { type DocumentText } from './files/document-stream';
import { fieldPath } from './files/field-path';
import { type ManifestReader, type Source } from './files/manifest-reader';

/** A document with more characters is what a program wrote: it is mended where that program makes it. */
const LARGEST = 256 * 1024;

/** A change of a file: what stands from `start` up to `end` becomes `text`. */
export interface FileEdit {
  readonly file: string;
  readonly start: TextPosition;
  readonly end: TextPosition;
  readonly text: string;
}

/** What a file was and is. */
export interface MendedFile {
  readonly before: string;
  readonly after: string;
}

/** Mends findings in the texts that their objects were read from. */
export class Fixer {
  private readonly mended = new Map<DocumentText, { readonly file: string; readonly text: string }>();
  /** The units that apply an object, as it was read. */
  private readonly unitsOf = new Map<CheckedObject, Set<ApplyUnit>>();
  /** The units that ask for the same edits of an object, whatever else takes part in their findings. */
  private readonly asking = new Map<CheckedObject, Map<string, Set<ApplyUnit>>>();
  private readonly done = new Map<CheckedObject, Set<string>>();

  /**
   * @param found everything that was found
   * @param mayEdit the files that may be changed
   */
  constructor(
    private readonly reader: ManifestReader,
    units: readonly ApplyUnit[],
    found: readonly UnitFinding[],
    private readonly mayEdit: (file: string) => boolean,
  ) {
    for (const unit of units) {
      for (const object of unit.objects) entryOf(this.unitsOf, sourceOf(object), () => new Set()).add(unit);
    }
    for (const { finding, units: having } of found) {
      const [object] = finding.objects;
      if (!object || !finding.edits) continue;
      const byEdits = entryOf(this.asking, sourceOf(object), () => new Map<string, Set<ApplyUnit>>());
      const asking = entryOf(byEdits, JSON.stringify(finding.edits), () => new Set());
      for (const unit of having) asking.add(unit);
    }
  }

  /** How safely a finding can be mended; `none` where its text does not allow it, or where an object would change that does not have it. */
  public safetyOf(found: UnitFinding): FixSafety {
    const source = this.editable(found);
    const [first] = found.finding.edits ?? [];
    if (!source || !first || !source.document.entry(yamlEdit(first, source.path).path)) return 'none';
    return findRule(found.finding.rule)?.fixSafety ?? 'none';
  }

  /** The change that would mend a finding, if nothing else were mended. */
  public editOf(found: UnitFinding): FileEdit | undefined {
    const source = this.editable(found);
    if (!source) return undefined;
    const { document } = source.document;
    const text = edited(document.text, document, source.path, found.finding.edits ?? []);
    if (text === undefined) return undefined;
    const { start, end, text: insert } = changedPart(document.text, text);
    const [from, to] = [source.document.positionOf(start), source.document.positionOf(end)];
    return { file: source.file, start: from, end: to, text: insert };
  }

  /** Mends a finding, beside those that were mended before; whether it could, or one of them had the same edits. */
  public mend(found: UnitFinding): boolean {
    const source = this.editable(found);
    const { edits = [], objects } = found.finding;
    if (!source || !objects[0]) return false;
    const done = entryOf(this.done, sourceOf(objects[0]), () => new Set());
    if (done.has(JSON.stringify(edits))) return true;
    const { document } = source.document;
    const now = this.mended.get(document)?.text ?? document.text;
    const text = edited(now, document, source.path, edits);
    if (text === undefined) return false;
    this.mended.set(document, { file: source.file, text });
    done.add(JSON.stringify(edits));
    return true;
  }

  /** The files that were mended. */
  public files(textOf: (file: string) => string): ReadonlyMap<string, MendedFile> {
    const files = new Map<string, MendedFile>();
    const lastFirst = [...this.mended].sort(([a], [b]) => b.offset - a.offset);
    for (const [document, { file, text }] of lastFirst) {
      const { before, after } = files.get(file) ?? { before: textOf(file), after: textOf(file) };
      const end = document.offset + document.text.length;
      files.set(file, { before, after: replaced(after, { start: document.offset, end, text }) });
    }
    return files;
  }

  /** Where the object of a finding stands, if what is to be edited stands there, and every unit that applies it asks for that. */
  private editable({ finding }: UnitFinding): Source | undefined {
    const [object] = finding.objects;
    if (!object || !finding.edits) return undefined;
    const origin = sourceOf(object);
    const source = this.reader.sourceOf(origin);
    if (!source || source.document.document.text.length > LARGEST || !this.mayEdit(source.file)) return undefined;
    const asking = this.asking.get(origin)?.get(JSON.stringify(finding.edits));
    const isEverywhere = [...(this.unitsOf.get(origin) ?? [])].every((unit) => asking?.has(unit));
    const isThere = finding.edits.every(({ field }) => isSame(origin.manifest, object.manifest, fieldPath(field)));
    return isEverywhere && isThere ? source : undefined;
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, made: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = made();
  map.set(key, value);
  return value;
}

/** Whether a field is in an object as it is applied what it is in the object as it was read. */
function isSame(read: Fields, applied: Fields, path: NodePath): boolean {
  return read === applied || JSON.stringify(valueAt(read, path)) === JSON.stringify(valueAt(applied, path));
}

function valueAt(value: unknown, path: NodePath): unknown {
  return path.reduce<unknown>(
    (each, step) => (typeof each === 'object' && each !== null ? (each as Fields)[step] : undefined),
    value,
  );
}

/** A document with all edits of a finding; undefined where one of them cannot be made. */
function edited(text: string, { json }: DocumentText, root: NodePath, edits: readonly FieldEdit[]): string | undefined {
  let now: string | undefined = text;
  for (const edit of edits) {
    const replacement: Replacement | undefined = replacementFor(now, json !== undefined, yamlEdit(edit, root));
    if (!replacement) return undefined;
    now = replaced(now, replacement);
  }
  return now;
}

/** What differs between two texts, without what they begin and end with. */
function changedPart(before: string, after: string): Replacement {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let same = 0;
  while (same < shortest - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
