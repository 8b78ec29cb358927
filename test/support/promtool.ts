import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const PROMTOOL = process.env.PROMTOOL ?? 'promtool';

/** Whether promtool is at hand: on the PATH, or where the environment variable PROMTOOL says. */
export const hasPromtool = spawnSync(PROMTOOL, ['--version']).status === 0;

if (process.env.PROMTOOL !== undefined && !hasPromtool) {
  throw new Error(`PROMTOOL is "${PROMTOOL}", which does not run.`);
}

/** What a title says of tests that promtool takes part in. */
export const byPromtool = hasPromtool ? 'and promtool accepts it' : '(promtool was not at hand)';

/** Throws what promtool says against a configuration; its files are those of a pod, so that only the syntax can be checked. */
export function checkConfig(config: string): void {
  check(['check', 'config', '--syntax-only'], config);
}

/** Throws what promtool says against a file of rules. */
export function checkRules(rules: string): void {
  check(['check', 'rules', '--lint=all', '--lint-fatal'], rules);
}

/** Throws what promtool says against alerts that series should or should not raise. */
export function testRules(rules: string, tests: readonly object[]): void {
  const content = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests };
  check(['test', 'rules'], JSON.stringify(content), { 'rules.yml': rules });
}

function check(command: readonly string[], content: string, others: Readonly<Record<string, string>> = {}): void {
  if (!hasPromtool) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'promtool-'));
  try {
    const file = path.join(folder, 'prometheus.yml');
    for (const [name, text] of Object.entries(others)) fs.writeFileSync(path.join(folder, name), text);
    fs.writeFileSync(file, content);
    execFileSync(PROMTOOL, [...command, file], { stdio: 'pipe' });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
