import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { app } from '../../main';
import { type Manifest } from '../../lib/checks';

const ROOT = path.join(__dirname, '../..');
const PAGES = path.join(ROOT, 'docs/labs');

/** How many steps each of the original texts has. */
const STEPS: Readonly<Record<string, number>> = {
  'ingress-keda': 18,
  'custom-metrics': 16,
  'cpu-autoscaling': 11,
  'exposing-services': 24,
  'zero-downtime': 14,
};

const page = (name: string): string => fs.readFileSync(path.join(PAGES, `${name}.md`), 'utf8');
const rowsIn = (text: string): string[][] =>
  [...text.matchAll(/^\| (\d{3}-\d+) +\|(.*)\|$/gm)].map(([, row = '', cells = '']) => [
    row,
    ...cells.split(/(?<!\\)\|/).map((cell) => cell.trim()),
  ]);
const stepsOf = (lab: string): string[] => {
  const number = String(Object.keys(STEPS).indexOf(lab)).padStart(3, '0');
  return Array.from({ length: STEPS[lab]! }, (_, index) => `${number}-${index + 1}`);
};

describe.each(Object.keys(STEPS))('the page of lab %s', (lab) => {
  test('tells of every step what it was, what it is, and why', () => {
    const rows = rowsIn(page(lab));
    expect(rows.map(([row]) => row)).toEqual(stepsOf(lab));
    const [withoutThenOrNow] = rows.filter(([, then, now]) => then === '' || now === '');
    expect(withoutThenOrNow).toBeUndefined();
  });
});

describe('the list of all steps', () => {
  const rows = rowsIn(page('README'));

  test('has all 83', () => {
    expect(rows.map(([row]) => row)).toEqual(Object.keys(STEPS).flatMap(stepsOf));
    expect(rows).toHaveLength(83);
  });

  test.each(rows.filter(([, , where = '']) => where.startsWith('`dist/')))(
    'says of %s, %s: %s has %s',
    (_row, _what, where = '', objects = '') => {
      const text = fs.readFileSync(path.join(ROOT, where.replaceAll('`', '')), 'utf8');
      const there = parseAllDocuments(text)
        .map((document) => document.toJS() as Manifest)
        .map(({ kind, metadata }) => `${kind} ${String(metadata.name)}`);
      expect(there).toEqual(expect.arrayContaining(objects.split(', ')));
    },
  );

  test('leads to a section for every other step', () => {
    const others = rows.filter(([, , where = '']) => !where.startsWith('`dist/'));
    expect(others.length).toBeGreaterThan(20);
    for (const [row, , where] of others) {
      expect([row, where]).toEqual([row, expect.stringMatching(/^\[.*\]\(.*#.*\)$/)]);
    }
  });
});

describe.each(['ingress-keda', 'custom-metrics'])('what the page of lab %s says to type', (lab) => {
  const typed = [...page(lab).matchAll(/^```sh\n(?!npx )(.*?)^```$/gms)].flatMap(([, block = '']) => block.split('\n'));
  const instructions = app
    .instructions()
    .split(/\n(?=\S)/)
    .filter((section) => [lab, 'monitoring', 'keda'].includes(section.split('\n')[0]!))
    .flatMap((section) => section.split('\n'))
    .filter((line) => /^ {2}[^# ]/.test(line))
    .map((line) => line.trim());

  test('has every instruction of the lab', () => {
    const own = instructions.filter((line) => line.includes(`namespace=${lab}`) || line.includes(`namespaces/${lab}`));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((line) => !typed.includes(line))).toEqual([]);
  });

  test('has no address and no metric that is not an instruction', () => {
    const about = typed.filter((line) => /\bcurl\b|external\.metrics|\blogs\b|--watch/.test(line));
    const known = app.instructions();
    expect(about.length).toBeGreaterThan(5);
    expect(about.filter((line) => !known.includes(line))).toEqual([]);
  });
});
