import * as fs from 'node:fs';
import * as path from 'node:path';
import { RULES, type Rule, type RuleScope } from '../lib/checks';
import { docsOf } from '../lib/checks/registry';

const ROOT = path.resolve(__dirname, '..');
const LIST = 'docs/rules/README.md';

const SCOPES: Readonly<Record<RuleScope, string>> = {
  object: 'one object',
  autoscaler: 'an autoscaler with its target',
  unit: 'everything that is applied together',
};

/** The beginning of a rule's page, as the rule's module says it: everything above the first section. */
export function headOf({ id, name, summary, severity, scope, since, about, source }: Rule): string {
  const facts = [
    `Severity: ${severity}.`,
    `Looks at: ${SCOPES[scope]}.`,
    `Since: ${since}.`,
    ...(about === undefined ? [] : [`About: ${about}.`]),
    `Source: ${source.startsWith('http') ? `<${source}>` : source}.`,
  ];
  return `# ${id} ${name}\n\n${summary}\n\n${facts.map((fact) => `- ${fact}\n`).join('')}\n`;
}

/** The table of all rules, with its columns aligned as prettier does. */
export function tableOf(rules: readonly Rule[]): string {
  const rows = [
    ['id', 'name', 'severity', 'what it finds'],
    ...rules.map(({ id, name, severity, summary }) => [`[${id}](${id}.md)`, `\`${name}\``, severity, summary]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = '', ...lines] = rows.map(
    (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |\n`,
  );
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`, ...lines].join('');
}

/** What `docs/rules` has to hold where it does not: the text of each file, by its path from the root of the package. */
export function staleRulePages(): ReadonlyMap<string, string> {
  const pages = RULES.map((rule) => [docsOf(rule), withHead(read(docsOf(rule)), headOf(rule))] as const);
  const list = read(LIST).replace(/(?:^\|.*\n)+/m, () => tableOf(RULES));
  return new Map([...pages, [LIST, list] as const].filter(([file, text]) => read(file) !== text));
}

/** Brings `docs/rules` up to date. */
export function writeRulePages(): void {
  for (const [file, text] of staleRulePages()) fs.writeFileSync(path.join(ROOT, file), text);
}

function withHead(page: string, head: string): string {
  return head + page.slice(page.indexOf('\n## ') + 1);
}

function read(file: string): string {
  const absolute = path.join(ROOT, file);
  return fs.existsSync(absolute) ? fs.readFileSync(absolute, 'utf8') : '';
}
