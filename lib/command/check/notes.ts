import { findingsOf } from '../../checks/check-manifests';
import { type CheckOptions } from '../../checks/check-options';
import { type Severity } from '../../checks/finding';
import { type Location, type Unreadable } from '../../checks/files/manifest-reader';
import { findRule } from '../../checks/registry';
import { type ReadManifests } from '../manifests';
import { type ReportedFinding } from './report';

interface Note {
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly location?: Location;
}

/** What was not checked, and why: texts that are not objects, files that cannot be read, charts and patches. */
export function notesOn(
  { reader, charts, patches }: ReadManifests,
  besides: ReadonlySet<Unreadable>,
  options: CheckOptions,
): ReportedFinding[] {
  const rule = findRule('R0');
  if (!rule) return [];
  const notes: Note[] = [
    ...reader.unreadable.filter((each) => !besides.has(each)).map(ofText),
    ...charts.map(ofChart),
    ...ofPatches(patches.map(({ origin }) => origin)),
  ];
  return notes.flatMap(({ location, ...mistake }) =>
    findingsOf(rule, [{ ...mistake, objects: [] }], options).map((finding) => ({ ...finding, objects: [], location })),
  );
}

function ofText({ severity, location, what, why, fix }: Unreadable): Note {
  return { severity, what: `The document at ${location.file}:${location.line} ${what}.`, why, fix, location };
}

function ofChart(folder: string): Note {
  return {
    severity: 'info',
    what: `${folder === '.' ? 'This folder' : `The folder ${folder}`} is a Helm chart: its templates are not checked.`,
    why: 'They are manifests only with the values of a release.',
    fix: `Check what it makes: helm template ${folder} | cdk8s-autoscaling check -`,
    location: { file: folder === '.' ? 'Chart.yaml' : `${folder}/Chart.yaml`, line: 1 },
  };
}

/** One note for all of them. */
function ofPatches(origins: readonly string[]): Note[] {
  const [first, ...others] = origins;
  if (first === undefined) return [];
  const [, file = first, line = '1'] = /^(.*):(\d+)$/.exec(first) ?? [];
  const rest = others.length === 0 ? '' : `, and ${others.length} more like it`;
  return [
    {
      severity: 'info',
      what: `The document at ${first} is a patch${rest}: it changes an object and is not one itself.`,
      why: 'Only Kustomize puts it on the object; here it is passed over.',
      fix: 'Check what it makes: kubectl kustomize <folder> | cdk8s-autoscaling check -',
      location: { file, line: Number(line) },
    },
  ];
}
