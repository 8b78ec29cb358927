import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../../command/run';

/** Small repositories as people lay them out: each finding in one of them is one that its owner would want to read. */
const TREES = fs
  .readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  .map(({ name }) => name)
  .sort();

interface Report {
  readonly passedOver: readonly { readonly what: string; readonly count: number }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly what: string;
    readonly units?: readonly string[];
  }[];
}

test.each(TREES)('%s is told what its owner would want to read', async (name) => {
  const folder = path.join(__dirname, name);
  const withoutFolder = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.');
  const units = await run(['check', folder, '--explain-units']);
  const { output } = await run(['check', folder, '--format', 'json']);
  const { findings, passedOver } = JSON.parse(output) as Report;
  const told = findings.map(({ rule, severity, what, units: built }) =>
    withoutFolder(`${severity} ${rule}: ${what}${built ? ` In ${built.join(', ')}.` : ''}`),
  );
  const understood = withoutFolder(units.output)
    .split('\n')
    .filter((line) => /^\S/.test(line) || line.startsWith('  not seen'));
  expect({
    units: understood.slice(0, -1),
    passedOver: passedOver.map(({ what, count }) => `${count} × ${what}`),
    findings: told,
  }).toMatchSnapshot();
});
