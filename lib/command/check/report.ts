import { type UnitFinding } from '../../checks/check-units';
import { type Finding } from '../../checks/finding';
import { type FileEdit, type Fixer } from '../../checks/fixer';
import { nameOf, sourceOf, type CheckedObject } from '../../checks/manifest';
import { type Location, type ManifestReader } from '../../checks/files/manifest-reader';
import { type FixSafety } from '../../checks/rule';
import { type PassedOver } from '../../checks/units/passed-over';
import { text } from '../../kubernetes/fields';

/** An object of a finding, as a report names it. */
export interface ReportedObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly location?: Location;
}

/** A finding with the places of its objects. */
export interface ReportedFinding extends Omit<Finding, 'objects' | 'edits'> {
  /** Where the mistake stands: the field, else the object. */
  readonly location?: Location;
  readonly objects: readonly ReportedObject[];
  /** The folders that are built or delivered with this mistake, where they are not those of its files. */
  readonly units?: readonly string[];
  /** How safely `--fix` can mend it. @default it cannot */
  readonly fixable?: Exclude<FixSafety, 'none'>;
  /** What `--fix` would change, for programs. */
  readonly edit?: FileEdit;
}

/** Everything that a format writes. */
export interface Report {
  readonly findings: readonly ReportedFinding[];
  readonly objects: number;
  readonly files: number;
  /** Documents that are not objects of a cluster. */
  readonly passedOver: readonly PassedOver[];
  /** The file of known findings, and how many of them were found again. */
  readonly baseline?: { readonly file: string; readonly hidden: number; readonly isNew: boolean };
  /** What was mended before these findings were found. */
  readonly mended?: { readonly findings: number; readonly files: number };
}

/** Adds the places to what was found in the objects of a reader, and what would mend it. A place is looked up when a format asks: most tell a few. */
export function reportOf(
  reader: ManifestReader,
  found: readonly UnitFinding[],
  fixer: Fixer,
  hasEdits: boolean,
): Map<ReportedFinding, UnitFinding> {
  return new Map(
    found.map((each) => {
      const { edits, objects, ...finding } = each.finding;
      const built = each.units.filter(({ kind }) => kind === 'kustomization').map(({ name }) => name);
      const fixable = edits ? fixer.safetyOf(each) : 'none';
      const reported: ReportedFinding = {
        ...finding,
        get location() {
          return objects[0] && locationOf(reader, objects[0], finding.field);
        },
        objects: objects.map((object) => ({
          kind: object.manifest.kind,
          namespace: text(object.manifest.metadata, 'namespace'),
          name: nameOf(object),
          location: locationOf(reader, object),
        })),
        ...(built.length > 0 && { units: built }),
        ...(fixable !== 'none' && { fixable, ...(hasEdits && { edit: fixer.editOf(each) }) }),
      };
      return [reported, each];
    }),
  );
}

/** Where an object was read; the file that makes it, where it was not. */
function locationOf(reader: ManifestReader, object: CheckedObject, field?: string): Location | undefined {
  const found = reader.locate(sourceOf(object), field);
  if (found || object.origin === '') return found;
  const [, file = object.origin, line = '1'] = /^(.*):(\d+)$/.exec(object.origin) ?? [];
  return { file, line: Number(line) };
}

/** A place as editors and terminals open it: `file:line:column`. */
export function showLocation({ file, line, column }: Location): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}
