import { type Fields } from '../kubernetes/fields';
import { replaced, replacementFor, type NodePath, type Replacement } from '../yaml';
import { type UnitFinding } from './check-units';
import { yamlEdit, type FieldEdit } from './field-edit';
import { sourceOf, type CheckedObject } from './manifest';
import { findRule } from './registry';
import { type FixSafety } from './rule';
import { type ApplyUnit } from './units/apply-unit';
import { type DocumentText } from './files/document-stream';
import { fieldPath } from './files/field-path';
import { type ManifestReader, type Source } from './files/manifest-reader';

/** A part of a file, and what mends a finding in its place. */
export interface FileReplacement extends Replacement {
  readonly file: string;
}

/** Mends findings in the texts that their objects were read from. */
export class Fixer {
  private readonly texts = new Map<DocumentText, { readonly file: string; readonly text: string }>();
  private readonly unitsOf = new Map<CheckedObject, Set<ApplyUnit>>();

  constructor(
    private readonly reader: ManifestReader,
    units: readonly ApplyUnit[],
  ) {
    for (const unit of units) {
      for (const object of unit.objects) {
        const source = sourceOf(object);
        const known = this.unitsOf.get(source);
        if (known) known.add(unit);
        else this.unitsOf.set(source, new Set([unit]));
      }
    }
  }

  /** How safely a finding can be mended; `none` where the text does not allow it, or another unit with the same text would change. */
  public safetyOf(found: UnitFinding): FixSafety {
    return this.replacementOf(found) ? (findRule(found.finding.rule)?.fixSafety ?? 'none') : 'none';
  }

  /** What would mend a finding, if nothing else were mended. */
  public replacementOf(found: UnitFinding): FileReplacement | undefined {
    const source = this.editable(found);
    const { document } = source?.document ?? {};
    const text = source && document && mended(document.text, document, source.path, found.finding.edits ?? []);
    if (!source || !document || text === undefined) return undefined;
    const { start, end, text: insert } = changedPart(document.text, text);
    return { file: source.file, start: document.offset + start, end: document.offset + end, text: insert };
  }

  /** Mends a finding beside those that were mended before; whether it could. */
  public mend(found: UnitFinding): boolean {
    const source = this.editable(found);
    if (!source) return false;
    const { document } = source.document;
    const text = mended(
      this.texts.get(document)?.text ?? document.text,
      document,
      source.path,
      found.finding.edits ?? [],
    );
    if (text !== undefined) this.texts.set(document, { file: source.file, text });
    return text !== undefined;
  }

  /** The files that were mended, as they were and as they are. */
  public files(textOf: (file: string) => string | undefined): ReadonlyMap<string, { before: string; after: string }> {
    const files = new Map<string, { before: string; after: string }>();
    const lastFirst = [...this.texts].sort(([a], [b]) => b.offset - a.offset);
    for (const [document, { file, text }] of lastFirst) {
      const before = textOf(file) ?? '';
      const after = files.get(file)?.after ?? before;
      const end = document.offset + document.text.length;
      files.set(file, { before, after: replaced(after, { start: document.offset, end, text }) });
    }
    return files;
  }

  /** Where the object of a finding stands, if what is to be edited stands there, and all that read it have the finding. */
  private editable({ finding, units }: UnitFinding): Source | undefined {
    const [object] = finding.objects;
    if (!object || !finding.edits) return undefined;
    const origin = sourceOf(object);
    const source = this.reader.sourceOf(origin);
    const isEverywhere = (this.unitsOf.get(origin)?.size ?? 0) <= units.length;
    const isThere = finding.edits.every(({ field }) => isSame(origin.manifest, object.manifest, fieldPath(field)));
    return isEverywhere && isThere ? source : undefined;
  }
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
function mended(text: string, { json }: DocumentText, root: NodePath, edits: readonly FieldEdit[]): string | undefined {
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
