import { type CheckOptions } from '../../checks/check-options';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { checkUnits, type UnitFinding } from '../../checks/check-units';
import { isConfigurationFile } from '../../checks/configuration-files';
import { type Fixer } from '../../checks/fixer';
import { type IgnorePatterns } from '../../checks/files/ignore-rules';
import { isBesides, passedOver } from '../../checks/units/passed-over';
import { docsOf, findRule, RULES } from '../../checks/registry';
import { type FixSafety } from '../../checks/rule';
import { github } from './formats/github';
import { human } from './formats/human';
import { json } from './formats/json';
import { junit } from './formats/junit';
import { sarif } from './formats/sarif';
import { readManifests, type ReadManifests } from '../manifests';
import { packageVersion, readPage } from '../package-files';
import { type CommandAnswer } from '../terminal';
import { compareWithBaseline, type Compared } from './baseline';
import { fixerOf, mend, unifiedDiff, writeMended } from './mend';
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
  /** Options for the unit that a file is in, where something is known of its cluster. @default `options` */
  readonly optionsIn?: (file: string) => CheckOptions | undefined;
  /** What is not read. @default what ignore files say */
  readonly excluded?: readonly IgnorePatterns[];
  /** Folders that are one unit each. @default what the files tell */
  readonly units?: readonly string[];
  /** A file of findings that are known: they are not told; it is written where it does not exist. @default every finding is told */
  readonly baseline?: string;
  /** Whether each finding is told in full, however many there are. @default false */
  readonly isComplete?: boolean;
  /** Which findings are mended. @default none */
  readonly mended?: readonly FixSafety[];
  /** Whether what is mended is printed, and no file changes. @default false */
  readonly isDiff?: boolean;
}

/** What was read, and what was found in it. */
interface Judged {
  readonly read: ReadManifests;
  readonly fixer: Fixer;
  readonly report: Report;
  /** Where the findings of the report come from. */
  readonly sources: ReadonlyMap<ReportedFinding, UnitFinding>;
}

/**
 * Checks files, folders and the standard input (`-`), and mends what it is asked to mend.
 *
 * @throws where a file that was named cannot be opened, or a file cannot be written.
 */
export function runCheck(request: CheckRequest, standardInput: string): CommandAnswer {
  const judged = judge(request, standardInput);
  if (request.mended === undefined) return answer(judged.report, request);
  const { report, sources, fixer, read } = judged;
  const told = report.findings.flatMap((finding) => sources.get(finding) ?? []);
  const mended = mend(fixer, told, request.mended, read.tree);
  if (request.isDiff === true) return { output: unifiedDiff(mended), exitCode: mended.count > 0 ? 1 : 0 };
  writeMended(mended);
  const after = mended.count > 0 ? judge(request, standardInput).report : report;
  return answer({ ...after, mended: { findings: mended.count, files: mended.files.size } }, request);
}

function judge(request: CheckRequest, standardInput: string): Judged {
  const { files, excluded, units, options, format } = request;
  const read = readManifests({ names: files, standardInput, excluded, units });
  const named = new Set(read.tree.files.filter(({ isNamed }) => isNamed).map(({ path }) => path));
  const besides = read.reader.unreadable.filter((each) => isBesides(each, read.tree, named));
  const unitFindings = checkUnits(read.units, ({ files: [first] }) => {
    return (first === undefined ? undefined : request.optionsIn?.(first)) ?? options;
  });
  const fixer = fixerOf(read, unitFindings);
  const sources = reportOf(read.reader, unitFindings, fixer, format === 'json' || format === 'sarif');
  const found = [...notesOn(read, new Set(besides), options), ...sources.keys()].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
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
  return { read, fixer, report, sources };
}

function answer(report: Report, request: CheckRequest): CommandAnswer {
  const limit = request.failOn === 'never' ? -1 : SEVERITIES.indexOf(request.failOn);
  const isFailed = report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit);
  const output = written(report, request);
  if (isFailed || report.objects > 0 || request.failOn === 'never') return { output, exitCode: isFailed ? 1 : 0 };
  const names = request.files.map((name) => (name === '-' ? 'the standard input' : name)).join(', ');
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
