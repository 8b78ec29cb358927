import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { RULES, type Rule } from '../../lib/checks';
import { runProgram } from '../../lib/command/program';
import { docsOf, findRule } from '../../lib/checks/registry';
import { pageOf } from '../support/rule-page';
import { staleRulePages } from '../../tools/rule-pages';

const ROOT = path.join(__dirname, '..', '..');

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly docs: string;
}

async function check(input: string, flags: readonly string[]): Promise<Found[]> {
  let output = '';
  await runProgram(['check', '--format', 'json', ...flags], {
    isTerminal: false,
    environment: {},
    readStandardInput: () => Promise.resolve(input),
    write: (text) => void (output += text),
    writeError: () => undefined, // that nothing is left to check
  });
  const { findings } = JSON.parse(output.replaceAll('<stdin>', 'shop.yaml')) as { findings: Found[] };
  return findings;
}

function told({ severity, rule, what, why, fix }: Found): string {
  return rule === 'R0'
    ? `${severity} ${rule}: ${what}\n  fix: ${fix}\n`
    : `${severity} ${rule}: ${what}\n  why: ${why}\n  fix: ${fix}\n`;
}

/** The example with an annotation on each object. */
function annotated(input: string, annotation: string): string {
  return parseAllDocuments(input)
    .map((document) => document.toJS() as { metadata: { annotations?: object } })
    .map((manifest) => ({
      ...manifest,
      metadata: {
        ...manifest.metadata,
        annotations: { ...manifest.metadata.annotations, 'cdk8s-autoscaling/ignore': annotation },
      },
    }))
    .map((manifest) => stringify(manifest))
    .join('---\n');
}

describe.each(RULES.map((rule) => ({ id: rule.id, rule })))('the page of $id', ({ id, rule }) => {
  const page = pageOf(rule);

  test('has a mistake that is found as the page says, and nothing else to warn of', async () => {
    const findings = await check(page.bad, page.flags);
    const own = findings.filter((finding) => finding.rule === id);
    expect(own.map(told).join('')).toBe(page.finding);
    expect(own.map(({ docs }) => docs)).toEqual(own.map(() => docsOf(rule)));
    expect(findings.filter((finding) => finding.rule !== id && finding.severity !== 'info')).toEqual([]);
  });

  test('has a fix that mends it', async () => {
    const findings = await check(page.good, page.flags);
    expect(findings.filter(({ rule: found, severity }) => found === id || severity !== 'info')).toEqual([]);
  });

  if (id !== 'R0' && id !== 'R36') {
    test('silences it as the page says', async () => {
      const findings = await check(annotated(page.bad, `${id}: this is how it should be`), page.flags);
      expect(findings.filter((finding) => finding.rule === id)).toEqual([]);
    });
  }

  test('silences it everywhere', async () => {
    const findings = await check(page.bad, [...page.flags, '--ignore', id]);
    expect(findings.filter((finding) => finding.rule === id)).toEqual([]);
  });
});

test('the head of each page and the list are what the rules say; `npm run generate -- rules` writes them', () => {
  expect(staleRulePages()).toEqual(new Map());
});

test('a page stands for a rule', () => {
  const pages = fs.readdirSync(path.join(ROOT, 'docs', 'rules')).filter((file) => file !== 'README.md');
  expect(pages.sort()).toEqual(RULES.map((rule) => path.basename(docsOf(rule))).sort());
});

test('each file of lib/checks/rules exports one rule of its own name, which the registry has', async () => {
  const folder = path.join(ROOT, 'lib', 'checks', 'rules');
  const names = fs.readdirSync(folder).map((file) => path.basename(file, '.ts'));
  expect(names.sort()).toEqual(RULES.map(({ name }) => name).sort());
  for (const name of names) {
    const exported = (await import(path.join(folder, name))) as Readonly<Record<string, Rule>>;
    expect(Object.values(exported)).toEqual([findRule(name)]);
  }
});

test('a rule rests on a page of somebody who knows', () => {
  for (const { id, source } of RULES) expect(`${id} ${source}`).toMatch(/^R\d+ (?:https:\/\/\S+|docs\/\S+\.md)$/);
});
