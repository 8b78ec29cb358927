import { findingsOf, checkManifests } from '../../checks/check-manifests';
import { type CheckOptions } from '../../checks/check-options';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { docsOf, findRule, RULES } from '../../checks/registry';
import { github } from './formats/github';
import { human } from './formats/human';
import { json } from './formats/json';
import { junit } from './formats/junit';
import { sarif } from './formats/sarif';
import { type ManifestReader } from '../../checks/files/manifest-reader';
import { readManifests } from '../manifests';
import { packageVersion, readPage } from '../package-files';
import { type CommandAnswer } from '../terminal';
import { reportOf, type Report, type ReportedFinding } from './report';

/** The formats of a report. */
export const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const;

/** What the command was asked. */
export interface CheckRequest {
  readonly files: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly failOn: Severity | 'never';
  readonly hasColour: boolean;
  readonly options: CheckOptions;
}

/**
 * Checks files, folders and the standard input (`-`).
 *
 * @throws where a file cannot be opened.
 */
export function runCheck(request: CheckRequest, standardInput: string): CommandAnswer {
  const reader = readManifests(request.files, standardInput);
  const findings = [
    ...unreadable(reader, request.options),
    ...reportOf(reader, checkManifests(reader.objects, request.options)),
  ].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const report = { findings, objects: reader.objects.length, files: reader.files };
  const limit = request.failOn === 'never' ? -1 : SEVERITIES.indexOf(request.failOn);
  const isFailed = findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit);
  const output = written(report, request);
  if (isFailed || report.objects > 0 || request.failOn === 'never') return { output, exitCode: isFailed ? 1 : 0 };
  const names = request.files.map((name) => (name === '-' ? 'the standard input' : name)).join(', ');
  return { output, exitCode: 2, error: `There is no Kubernetes object in ${names}: nothing was checked.` };
}

function unreadable(reader: ManifestReader, options: CheckOptions): ReportedFinding[] {
  const rule = findRule('R0');
  if (!rule) return [];
  return reader.unreadable.flatMap(({ severity, location, what, why, fix }) => {
    const place = `${location.file}:${location.line}`;
    const mistake = { objects: [], severity, what: `The document at ${place} ${what}.`, why, fix };
    return findingsOf(rule, [mistake], options).map((finding) => ({ ...finding, objects: [], location }));
  });
}

function written(report: Report, { format, hasColour }: CheckRequest): string {
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
      return human(report, hasColour);
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
