import { type Severity } from '../../../checks/finding';
import { type Report } from '../report';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * For GitHub Actions, which shows each line as an annotation of the file.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ findings }: Report): string {
  const lines = findings.map(({ rule, name, severity, what, why, fix, location }) => {
    const properties = [
      ...(location ? [`file=${property(location.file)}`, `line=${location.line}`] : []),
      ...(location?.column === undefined ? [] : [`col=${location.column}`]),
      `title=${property(`${rule} ${name}`)}`,
    ];
    return `::${COMMANDS[severity]} ${properties.join(',')}::${message(`${what}\nwhy: ${why}\nfix: ${fix}`)}\n`;
  });
  return lines.join('');
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
