import { type Severity } from '../../../checks/finding';
import { workflowCommand } from '../../../encode';
import { type Report } from '../report';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * For GitHub Actions, which shows each line as an annotation of the file.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ findings }: Report): string {
  const lines = findings.map(({ rule, name, severity, what, why, fix, location }) =>
    workflowCommand({
      name: COMMANDS[severity],
      properties: { file: location?.file, line: location?.line, col: location?.column, title: `${rule} ${name}` },
      lines: [what, `why: ${why}`, `fix: ${fix}`],
    }),
  );
  return lines.join('');
}
