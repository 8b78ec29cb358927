import { type Finding } from '../../checks/finding';
import { nameOf, sourceOf } from '../../checks/manifest';
import { type Location, type ManifestReader } from '../../checks/files/manifest-reader';
import { text } from '../../kubernetes/fields';

/** An object of a finding, as a report names it. */
export interface ReportedObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly location?: Location;
}

/** A finding with the places of its objects. */
export interface ReportedFinding extends Omit<Finding, 'objects'> {
  /** Where the mistake stands: the field, else the object. */
  readonly location?: Location;
  readonly objects: readonly ReportedObject[];
}

/** Everything that a format writes. */
export interface Report {
  readonly findings: readonly ReportedFinding[];
  readonly objects: number;
  readonly files: number;
}

/** Adds the places to what was found in the objects of a reader. */
export function reportOf(reader: ManifestReader, findings: readonly Finding[]): ReportedFinding[] {
  return findings.map((finding) => {
    const [first] = finding.objects;
    return {
      ...finding,
      location: first && reader.locate(sourceOf(first), finding.field),
      objects: finding.objects.map((object) => ({
        kind: object.manifest.kind,
        namespace: text(object.manifest.metadata, 'namespace'),
        name: nameOf(object),
        location: reader.locate(sourceOf(object)),
      })),
    };
  });
}

/** A place as editors and terminals open it: `file:line:column`. */
export function showLocation({ file, line, column }: Location): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}
