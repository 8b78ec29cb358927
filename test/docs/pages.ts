import * as fs from 'node:fs';
import * as path from 'node:path';

const FOLDER = path.join(__dirname, '..', '..', 'docs', 'simulation');

/** A part of a page: a command of our program, and what stands below it. */
export interface Shown {
  /** The arguments of the command. */
  readonly args: readonly string[];
  /** The output below it, if the next block is one. */
  readonly output?: string;
  /** The table below it, if the next thing but text is one. */
  readonly table?: readonly (readonly string[])[];
}

const COMMAND = /^```sh\nnpx cdk8s-autoscaling ((?:.*\\\n)*.*)\n```\n/gm;

/** The commands of a page that are shown with what they say. */
export function shownIn(page: string): Shown[] {
  return sectionsOf(read(page)).map(({ command, below }) => ({
    args: command.replaceAll('\\\n', ' ').trim().split(/\s+/),
    output: /^\s*```\n([^]*?)^```$/m.exec(below)?.[1],
    table: /^\|.*\|\n(?:\|.*\|\n?)+/m.exec(below)?.[0].trimEnd().split('\n').map(cellsOf),
  }));
}

/** Writes outputs and tables into a page, in the order of its commands: only where UPDATE_PAGES asks for it. */
export function update(page: string, shown: readonly Shown[]): void {
  if (process.env.UPDATE_PAGES === undefined) return;
  let text = read(page);
  for (const [index, { output, table }] of [...shown.entries()].reverse()) {
    const { start, below } = sectionsOf(text)[index]!;
    const renewed = table
      ? below.replace(/^\|.*\|\n(?:\|.*\|\n?)+/m, () => `${aligned(table)}\n`)
      : below.replace(/```\n[^]*?^```$/m, () => `\`\`\`\n${output}\`\`\``);
    text = text.slice(0, start) + renewed + text.slice(start + below.length);
  }
  fs.writeFileSync(path.join(FOLDER, page), text);
}

/** The table below a heading of a page. */
export function tableBelow(page: string, heading: string): readonly (readonly string[])[] {
  return (
    TABLE.exec(partBelow(read(page), heading).part)?.[0]
      .trimEnd()
      .split('\n')
      .map(cellsOf) ?? []
  );
}

/** Writes the table below a heading: only where UPDATE_PAGES asks for it. */
export function updateTableBelow(page: string, heading: string, table: readonly (readonly string[])[]): void {
  if (process.env.UPDATE_PAGES === undefined) return;
  const text = read(page);
  const { part, start } = partBelow(text, heading);
  const renewed = part.replace(TABLE, () => `${aligned(table)}\n`);
  fs.writeFileSync(path.join(FOLDER, page), text.slice(0, start) + renewed + text.slice(start + part.length));
}

const TABLE = /^\|.*\|\n(?:\|.*\|\n?)+/m;

function partBelow(text: string, heading: string): { readonly part: string; readonly start: number } {
  const start = text.indexOf(`\n## ${heading}\n`) + 1;
  if (start === 0) throw new Error(`No heading is called "${heading}".`);
  const end = text.indexOf('\n## ', start);
  return { part: text.slice(start, end === -1 ? undefined : end), start };
}

function read(page: string): string {
  return fs.readFileSync(path.join(FOLDER, page), 'utf8');
}

function sectionsOf(text: string): { readonly command: string; readonly start: number; readonly below: string }[] {
  const matches = [...text.matchAll(COMMAND)];
  return matches.map((match, index) => {
    const start = match.index + match[0].length;
    return { command: match[1] ?? '', start, below: text.slice(start, matches[index + 1]?.index ?? text.length) };
  });
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

/** A table as prettier writes it. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.filter((_row, index) => index !== 1).map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row, index) => {
      const cells = widths.map((width, column) =>
        index === 1 ? '-'.repeat(width) : (row[column] ?? '').padEnd(width),
      );
      return `| ${cells.join(' | ')} |`;
    })
    .join('\n');
}
