import { type CheckOptions } from '../../checks/check-options';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { checkUnits } from '../../checks/check-units';
import { isConfigurationFile } from '../../checks/configuration-files';
import { type IgnorePatterns } from '../../checks/files/ignore-rules';
import { isBesides, passedOver } from '../../checks/units/passed-over';
import { docsOf, findRule, RULES } from '../../checks/registry';
import { github } from './formats/github';
import { human } from './formats/human';
import { json } from './formats/json';
import { junit } from './formats/junit';
import { sarif } from './formats/sarif';
import { readManifests } from '../manifests';
import { packageVersion, readPage } from '../package-files';
import { type CommandAnswer } from '../terminal';
import { compareWithBaseline, type Compared } from './baseline';
import { notesOn } from './notes';
import { reportOf, type Report, type ReportedFinding } from './report';
import { unitsText } from './units-text';

/** The formats of a report. */
export const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const;

/** What the command was asked. */
export interface CheckRequest {
  readonly files: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly failOn: Severity | 'never';
  readonly hasColour: boolean;
  readonly options: CheckOptions;
  /** What is not read. @default what ignore files say */
  readonly excluded?: readonly IgnorePatterns[];
  /** Folders that are one unit each. @default what the files tell */
  readonly units?: readonly string[];
  /** A file of findings that are known: they are not told; it is written where it does not exist. @default every finding is told */
  readonly baseline?: string;
  /** Whether each finding is told in full, however many there are. @default false */
  readonly isComplete?: boolean;
}

/**
 * Checks files, folders and the standard input (`-`).
 *
 * @throws where a file that was named cannot be opened.
 */
export function runCheck(request: CheckRequest, standardInput: string): CommandAnswer {
  const { files, excluded, units, options } = request;
  const read = readManifests({ names: files, standardInput, excluded, units });
  const named = new Set(read.tree.files.filter(({ isNamed }) => isNamed).map(({ path }) => path));
  const besides = read.reader.unreadable.filter((each) => isBesides(each, read.tree, named));
  const found = [
    ...notesOn(read, new Set(besides), options),
    ...reportOf(read.reader, checkUnits(read.units, options)),
  ].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const { findings, hidden, isNew } = compared(request, found);
  const patches = new Set(read.patches);
  const report: Report = {
    findings,
    objects: read.reader.objects.filter((object) => !patches.has(object) && !isConfigurationFile(object.manifest))
      .length,
    files: read.reader.files,
    passedOver: passedOver(read.reader, besides, read.tree),
    ...(request.baseline !== undefined && { baseline: { file: request.baseline, hidden, isNew } }),
  };
  const limit = request.failOn === 'never' ? -1 : SEVERITIES.indexOf(request.failOn);
  const isFailed = findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit);
  const output = written(report, request);
  if (isFailed || report.objects > 0 || request.failOn === 'never') return { output, exitCode: isFailed ? 1 : 0 };
  const names = files.map((name) => (name === '-' ? 'the standard input' : name)).join(', ');
  return { output, exitCode: 2, error: `There is no Kubernetes object in ${names}: nothing was checked.` };
}

function compared({ baseline }: CheckRequest, findings: readonly ReportedFinding[]): Compared {
  return baseline === undefined ? { findings, hidden: 0, isNew: false } : compareWithBaseline(baseline, findings);
}

/** What apply units were found, with their files and why. */
export function explainUnits({ files, excluded, units }: CheckRequest, standardInput: string): CommandAnswer {
  const read = readManifests({ names: files, standardInput, excluded, units });
  return { output: unitsText(read), exitCode: 0 };
}

function written(report: Report, { format, hasColour, isComplete = false }: CheckRequest): string {
  switch (format) {
    case 'json':
      return json(report);
    case 'sarif':
      return sarif(report, packageVersion());
    case 'junit':
      return junit(report);
    case 'github':
      return github(report);
    case 'human':
      return human(report, hasColour, isComplete);
  }
}

/** The page of a rule; all rules for `all`, and where none of that id or name exists. */
export function explain(idOrName: string): CommandAnswer {
  const rule = findRule(idOrName);
  if (rule) return { output: readPage(docsOf(rule)).replaceAll(/^<!-- .* -->\n\n/gm, ''), exitCode: 0 };
  const rules = [...RULES]
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map(({ id, name, severity, summary }) => `${id.padEnd(4)} ${severity.padEnd(8)} ${name.padEnd(24)} ${summary}\n`);
  if (idOrName === 'all') return { output: rules.join(''), exitCode: 0 };
  return { output: `There is no rule "${idOrName}". The rules are:\n\n${rules.join('')}`, exitCode: 2 };
}
