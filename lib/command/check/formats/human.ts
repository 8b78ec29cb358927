import { SEVERITIES, type Severity } from '../../../checks/finding';
import { terminalText, withEncodedStrings, withoutCommands } from '../../../encode';
import { showLocation, type Report } from '../report';

const COLOURS: Readonly<Record<Severity | 'dim', string>> = {
  error: '\u001B[31m',
  warning: '\u001B[33m',
  info: '\u001B[36m',
  dim: '\u001B[2m',
};
const RESET = '\u001B[0m';

/** For people: each finding with its place, why and fix, then the count. */
export function human(report: Report, hasColour: boolean): string {
  const { findings, objects, files, passedOver } = withEncodedStrings(report, terminalText);
  const paint = (text: string, colour: keyof typeof COLOURS): string =>
    hasColour ? `${COLOURS[colour]}${text}${RESET}` : text;
  const told = findings.map(({ severity, rule, name, location, what, why, fix, units }) => {
    const place = location ? `${showLocation(location)} ` : '';
    return [
      `${place}${paint(severity, severity)} ${rule} ${paint(name, 'dim')}`,
      `  ${what}`,
      `  ${paint('why:', 'dim')} ${why}`,
      `  ${paint('fix:', 'dim')} ${fix}`,
      ...(units ? [`  ${paint('in:', 'dim')} ${units.join(', ')}`] : []),
      '',
    ].join('\n');
  });
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => paint(plural(count, severity), severity));
  const looked = `${plural(objects, 'object')} in ${plural(files, 'file')}`;
  const summary = counts.length === 0 ? `No mistakes in ${looked}.` : `${counts.join(', ')} in ${looked}.`;
  const hint = counts.length === 0 ? '' : ` ${paint('--explain <rule> says more.', 'dim')}`;
  return withoutCommands([...told, `${summary}${hint}\n${besides(passedOver)}`].join('\n'));
}

/** How many of what else there is. */
function besides(passedOver: Report['passedOver']): string {
  if (passedOver.length === 0) return '';
  return `Passed over: ${passedOver.map(({ what, count }) => `${count} × ${what}`).join(', ')}.\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === 'info' ? '' : 's'}`;
}
