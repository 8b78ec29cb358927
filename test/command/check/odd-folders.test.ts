import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { processorTime } from '../../support/processor-time';
import { run } from '../run';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n';
const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'odd-folders-')));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true });
});

test('a chart is named by what was named: this folder, or another one', async () => {
  fs.mkdirSync('web/templates', { recursive: true });
  fs.writeFileSync('web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  fs.writeFileSync('web/templates/a.yaml', MAP);
  expect((await run(['check', 'web'])).output).toContain('The folder web is a Helm chart');
  process.chdir('web');
  const { output } = await run(['check', '.']);
  expect(output).toContain('This folder is a Helm chart: its templates are not checked.');
  expect(output).toContain('helm template . | cdk8s-autoscaling check -');
});

test('links to folders are not followed', async () => {
  fs.mkdirSync('manifests');
  for (const name of ['c', 'a', 'b']) {
    fs.writeFileSync(`manifests/${name}.yaml`, MAP.replace('name: a', `name: ${name}`));
  }
  fs.symlinkSync(path.join(folder, 'manifests'), 'manifests/again.yaml');
  expect((await run(['check', 'manifests'])).output).toContain('3 objects in 3 files');
});

test('a link that leads to itself, in a kustomization or named, does not keep the others from being checked', async () => {
  fs.symlinkSync('loop.yaml', 'loop.yaml');
  fs.writeFileSync('a.yaml', MAP);
  fs.writeFileSync('kustomization.yaml', 'resources: [loop.yaml, a.yaml]\n');
  const { output, errors, exitCode } = await run(['check', '.']);
  expect(output).toContain('The file "loop.yaml" is a link that leads to itself.');
  expect(output).toContain('in 1 object');
  expect([errors, exitCode]).toEqual(['', 0]);
  const named = await run(['check', 'loop.yaml']);
  expect(named.errors).toContain('The file "loop.yaml" is a link that leads to itself.');
  expect(named.exitCode).toBe(2);
});

test('a file whose name is not UTF-8 is named as one that cannot be read', async () => {
  fs.mkdirSync('manifests');
  fs.writeFileSync(Buffer.concat([Buffer.from('manifests/'), Buffer.from([0xff]), Buffer.from('.yaml')]), MAP);
  const { output, exitCode } = await run(['check', 'manifests']);
  expect(output).toContain('has a name that is not UTF-8');
  expect(exitCode).toBe(2);
  fs.rmSync('manifests', { recursive: true });
  fs.mkdirSync('manifests');
  fs.writeFileSync('manifests/\uFFFD.yaml', MAP); // a name that only looks like one
  expect((await run(['check', 'manifests'])).output).toContain('1 object in 1 file');
});

test('what is not there is one error', async () => {
  const { errors, exitCode } = await run(['check', 'nowhere']);
  expect(errors).toContain('There is no file or folder "nowhere".');
  expect(exitCode).toBe(2);
});

test.each<[string, (place: string) => void]>([
  ['a pipe', (place) => void execFileSync('mkfifo', [place])],
  ['a device', (place) => fs.symlinkSync('/dev/zero', place)],
  ['a folder', (place) => fs.mkdirSync(place)],
])('an ignore file that is %s ignores nothing, and nobody waits for it', async (_, make) => {
  make('.gitignore');
  make('.cdk8s-autoscalingignore');
  fs.writeFileSync('a.yaml', MAP);
  expect((await run(['check', '.'])).output).toContain('1 object in 1 file');
});

test('patterns of an ignore file that would take for ever take a moment', async () => {
  fs.writeFileSync('.gitignore', `${'*a'.repeat(30)}*b\n${'**/a'.repeat(30)}/b\n${'[a-z]*'.repeat(20)}!\n`);
  fs.writeFileSync(`${'a'.repeat(200)}.yaml`, MAP);
  const begin = processorTime();
  expect((await run(['check', '.'])).output).toContain('1 object in 1 file');
  expect(processorTime() - begin).toBeLessThan(5000);
});
