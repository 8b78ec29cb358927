import { terminalText } from './terminal';

/** A command to the runner of GitHub Actions, in one line. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string | number | undefined>>;
  /** Lines of the message. */
  readonly lines: readonly string[];
}

/** @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
export function workflowCommand({ name, properties, lines }: WorkflowCommand): string {
  const written = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${property(String(value))}`],
  );
  return `::${name} ${written.join(',')}::${lines.map((line) => message(terminalText(line))).join('%0A')}\n`;
}

function message(text: string): string {
  return text.replaceAll('%', '%25');
}

function property(text: string): string {
  return message(terminalText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
