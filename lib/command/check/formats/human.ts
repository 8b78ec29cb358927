import { SEVERITIES, type Severity } from '../../../checks/finding';
import { terminalText, withEncodedStrings, withoutCommands } from '../../../encode';
import { showLocation, type Report, type ReportedFinding } from '../report';

const COLOURS: Readonly<Record<Severity | 'dim', string>> = {
  error: '\u001B[31m',
  warning: '\u001B[33m',
  info: '\u001B[36m',
  dim: '\u001B[2m',
};
const RESET = '\u001B[0m';

/** So many findings are told one by one; more are grouped by rule. */
const MANY = 25;
/** So many places are named of a group. */
const PLACES = 5;

type Paint = (text: string, colour: keyof typeof COLOURS) => string;

/** For people: each finding with its place, why and fix, then the count. Many are grouped by rule, unless all are asked for. */
export function human(report: Report, hasColour: boolean, isComplete = false): string {
  const { findings, ...others } = report;
  const { objects, files, passedOver, baseline, mended } = withEncodedStrings(others, terminalText);
  const paint: Paint = (text, colour) => (hasColour ? `${COLOURS[colour]}${text}${RESET}` : text);
  const isGrouped = !isComplete && findings.length > MANY;
  const told = isGrouped
    ? groupsOf(findings).map((group) => toldGroup(group, paint))
    : withEncodedStrings(findings, terminalText).map((each) => toldFinding(each, paint));
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => paint(plural(count, severity), severity));
  const looked = `${plural(objects, 'object')} in ${plural(files, 'file')}`;
  const none = baseline ? `No new mistakes in ${looked}.` : `No mistakes in ${looked}.`;
  const summary = counts.length === 0 ? none : `${counts.join(', ')} in ${looked}.`;
  const more = isGrouped ? '--all tells each of them; --explain <rule> says more.' : '--explain <rule> says more.';
  const hint = counts.length === 0 ? '' : ` ${paint(more, 'dim')}`;
  const rest = `${toldMended(mended)}${summary}${hint}\n${fixable(findings)}${known(baseline)}${besides(passedOver)}`;
  return withoutCommands([...told, rest].join('\n'));
}

function toldMended(mended: Report['mended']): string {
  if (!mended) return '';
  return mended.findings === 0
    ? 'There was nothing that --fix could mend.\n'
    : `Mended ${plural(mended.findings, 'finding')} in ${plural(mended.files, 'file')}.\n`;
}

/** How many findings a flag would mend. */
function fixable(findings: readonly ReportedFinding[]): string {
  const [safe, unsafe] = (['safe', 'unsafe'] as const).map((each) => findings.filter((f) => f.fixable === each).length);
  if (safe === 0 && unsafe === 0) return '';
  if (unsafe === 0) return `--fix mends ${safe} of them.\n`;
  return safe === 0
    ? `--fix --unsafe mends ${unsafe} of them.\n`
    : `--fix mends ${safe} of them, --unsafe ${unsafe} more.\n`;
}

function toldFinding({ severity, rule, name, location, what, why, fix, units }: ReportedFinding, paint: Paint): string {
  const place = location ? `${showLocation(location)} ` : '';
  return [
    `${place}${paint(severity, severity)} ${rule} ${paint(name, 'dim')}`,
    `  ${what}`,
    `  ${paint('why:', 'dim')} ${why}`,
    `  ${paint('fix:', 'dim')} ${fix}`,
    ...(units ? [`  ${paint('in:', 'dim')} ${units.join(', ')}`] : []),
    '',
  ].join('\n');
}

/** The findings of one rule and severity: the first in full, of the others a few in one line each. */
function toldGroup(group: readonly ReportedFinding[], paint: Paint): string {
  const [first, ...others] = withEncodedStrings(group.slice(0, 1 + PLACES), terminalText);
  if (!first) return '';
  if (others.length === 0) return toldFinding(first, paint);
  const places = others.map(
    ({ location, what }) => `  ${location ? `${showLocation(location)} ` : ''}${paint(what, 'dim')}\n`,
  );
  const rest = group.length - 1 - others.length;
  const more = rest === 0 ? '' : `  and ${rest} more\n`;
  return `${toldFinding(first, paint)}${paint(`${group.length - 1} more of ${first.rule}:`, first.severity)}\n${places.join('')}${more}`;
}

function groupsOf(findings: readonly ReportedFinding[]): ReportedFinding[][] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const key = `${SEVERITIES.indexOf(finding.severity)} ${finding.rule}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

function known(baseline: Report['baseline']): string {
  if (!baseline) return '';
  const { file, hidden, isNew } = baseline;
  return isNew
    ? `Wrote ${plural(hidden, 'finding')} to ${file}: from now on only new ones are told.\n`
    : `${plural(hidden, 'finding')} of ${file} not told.\n`;
}

/** How many of what else there is. */
function besides(passedOver: Report['passedOver']): string {
  if (passedOver.length === 0) return '';
  return `Passed over: ${passedOver.map(({ what, count }) => `${count} × ${what}`).join(', ')}.\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === 'info' ? '' : 's'}`;
}
