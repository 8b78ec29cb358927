import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Manifest } from '../../lib/checks';
import { schemaProblems } from '../support/schema';

const DIST = path.join(__dirname, '..', '..', 'dist');

function manifestsIn(file: string): Manifest[] {
  return parseAllDocuments(fs.readFileSync(path.join(DIST, file), 'utf8')).map(
    (document) => document.toJS() as Manifest,
  );
}

/** The text of a file; of each custom resource definition, which only `npm run generate` changes, its fingerprint. */
function lockOf(text: string): string {
  return text
    .split(/^---\n/m)
    .map((document) =>
      /^kind: CustomResourceDefinition$/m.test(document)
        ? `# ${/^ {2}name: (.*)$/m.exec(document)?.[1]} ${createHash('sha256').update(document).digest('hex')}\n`
        : document,
    )
    .join('---\n');
}

const files = fs.readdirSync(DIST).sort();

test('dist/ is flat and holds YAML only, one file per stage and chart', () => {
  expect(files).toMatchSnapshot();
  for (const file of files) expect(file).toMatch(/^[0-4]0-[a-z0-9-]+\.k8s\.yaml$/);
});

describe.each(files)('%s', (file) => {
  test('is locked', () => {
    expect(lockOf(fs.readFileSync(path.join(DIST, file), 'utf8'))).toMatchSnapshot();
  });

  test('is valid by the Kubernetes API, without an unknown field', () => {
    expect(schemaProblems(manifestsIn(file))).toEqual([]);
  });

  test('has no tabs, which YAML refuses and lab zero-downtime was full of', () => {
    expect(fs.readFileSync(path.join(DIST, file), 'utf8')).not.toContain('\t');
  });
});

test('dist/ is what main.ts makes', () => {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'dist-'));
  execFileSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: path.join(DIST, '..'),
    env: { ...process.env, CDK8S_OUTDIR: outdir },
    stdio: 'pipe',
  });
  const contents = (folder: string): [string, string][] =>
    fs
      .readdirSync(folder)
      .sort()
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]);
  expect(contents(outdir)).toEqual(contents(DIST));
  fs.rmSync(outdir, { recursive: true });
});
