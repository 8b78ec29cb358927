import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readStages } from '../../../lib/command/stages/read-stages';

const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stages-')));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, text);
  }
}

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
const ENVIRONMENT = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\n';

test('files that configure programs are not objects', () => {
  write({ 'dist/00-shop.yaml': NAMESPACE, 'dist/kind.yaml': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n' });
  const { objects, stages } = readStages(['dist'], '');
  expect(objects.map(({ manifest }) => manifest.kind)).toEqual(['Namespace']);
  expect(stages).toHaveLength(1);
});

test('a document that cannot be read stops everything: a part would be missing', () => {
  write({ 'dist/00-shop.yaml': `${NAMESPACE}---\nkind: [\n` });
  expect(() => readStages(['dist'], '')).toThrow(/^The document at dist\/00-shop\.yaml:\d+ .*\n.*Nothing was sent/);
});

test('nothing is said to be nothing', () => {
  write({ 'dist/readme.txt': 'none' });
  expect(() => readStages(['dist', '-'], '')).toThrow('There is no Kubernetes object in dist, -.');
});

test('of environments, one is to be named', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  write(
    Object.fromEntries(
      names.flatMap((name) => [
        [`${name}/kustomization.yaml`, ENVIRONMENT],
        [`${name}/all.yaml`, NAMESPACE],
      ]),
    ),
  );
  expect(() => readStages(['a', 'b'], '')).toThrow(/^a, b are applied for themselves, not at once\.[^]*apply a$/);
  expect(() => readStages(names, '')).toThrow('a, b, c, d, … are applied for themselves, not at once.');
});

test('an object without a name is not applied, because nobody finds it again', () => {
  const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: siege- }\n';
  expect(() => readStages(['-'], job)).toThrow(/^The Job at .* has no name\.[^]*kubectl create -f$/);
});
