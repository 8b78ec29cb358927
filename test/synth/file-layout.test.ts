import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart, YamlOutputType, type IResolver, type ResolutionContext } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { AutoscalingApp, type AutoscalingAppProps } from '../../lib';
import { messageOf } from '../support/synthesize';

let folder: string;
let stderr: jest.SpyInstance;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'file-layout-'));
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

function object(scope: Chart, kind: string, name: string, namespace?: string): ApiObject {
  return new ApiObject(scope, `${kind}-${name}-${namespace}`, {
    apiVersion: 'v1',
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  });
}

/** Two charts with objects of several stages. */
function synth(props: AutoscalingAppProps, ...more: string[]): AutoscalingApp {
  const app = new AutoscalingApp({ outdir: folder, ...props });
  const shop = new Chart(app, 'shop');
  object(shop, 'ConfigMap', 'settings', 'shop');
  object(shop, 'Namespace', 'shop');
  object(new Chart(app, 'accounts'), 'ConfigMap', 'settings', 'accounts');
  for (const name of more) object(shop, 'ConfigMap', name, 'shop');
  app.synth();
  return app;
}

function files(): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function namesIn(file: string): string[] {
  return parseAllDocuments(fs.readFileSync(path.join(folder, file), 'utf8')).map(
    (document) => `${String(document.get('kind'))} ${String(document.getIn(['metadata', 'name']))}`,
  );
}

describe('every type of output that an App of cdk8s has:', () => {
  test('FILE_PER_APP has the objects of all charts, in the order of their stages', () => {
    synth({ yamlOutputType: YamlOutputType.FILE_PER_APP });
    expect(files()).toEqual(['app.k8s.yaml']);
    expect(namesIn('app.k8s.yaml')).toEqual(['Namespace shop', 'ConfigMap settings', 'ConfigMap settings']);
  });

  test('FILE_PER_CHART has one file per stage and chart, and is what an app does that says nothing', () => {
    synth({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
    const asked = files();
    expect(asked).toEqual(['00-shop.k8s.yaml', '30-accounts.k8s.yaml', '30-shop.k8s.yaml']);
    synth({});
    expect(files()).toEqual(asked);
  });

  test('FILE_PER_RESOURCE keeps apart what cdk8s writes over each other', () => {
    synth({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    expect(files()).toEqual([
      '00-Namespace.shop.k8s.yaml',
      '30-ConfigMap.accounts.settings.k8s.yaml',
      '30-ConfigMap.shop.settings.k8s.yaml',
    ]);
  });

  test('FOLDER_PER_CHART_FILE_PER_RESOURCE has a folder per chart', () => {
    synth({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    expect(files()).toEqual([
      'accounts/30-ConfigMap.accounts.settings.k8s.yaml',
      'shop/00-Namespace.shop.k8s.yaml',
      'shop/30-ConfigMap.shop.settings.k8s.yaml',
    ]);
  });
});

describe('a folder per chart', () => {
  const folders = { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE };

  test('loses what is no longer made, and the folders in which nothing is left; what others wrote stays', () => {
    synth(folders, 'old');
    const own = fs.readFileSync(path.join(folder, 'shop/30-ConfigMap.shop.old.k8s.yaml'), 'utf8');
    fs.mkdirSync(path.join(folder, 'dev'));
    const theirs = ['shop/mine.yaml', 'shop/30-copy.k8s.yaml', 'dev/30-ConfigMap.shop.old.k8s.yaml', 'notes.txt'];
    for (const name of theirs) fs.writeFileSync(path.join(folder, name), own);
    const app = new AutoscalingApp({ outdir: folder, ...folders });
    object(new Chart(app, 'accounts'), 'ConfigMap', 'settings', 'accounts');
    app.synth();
    expect(files()).toEqual([...theirs, 'accounts/30-ConfigMap.accounts.settings.k8s.yaml'].sort());
    for (const name of theirs) expect(fs.readFileSync(path.join(folder, name), 'utf8')).toBe(own);
  });

  test('does not touch the folders of environments in it', () => {
    synth({ outdir: path.join(folder, 'dev') });
    const before = files();
    synth(folders);
    expect(files()).toEqual(expect.arrayContaining(before));
  });

  test('follows no link of the name of a chart', () => {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    fs.symlinkSync(elsewhere, path.join(folder, 'shop'));
    expect(messageOf(() => synth(folders))).toContain('shop in it is not a folder');
    expect(fs.readdirSync(elsewhere)).toEqual([]);
    fs.rmSync(elsewhere, { recursive: true });
  });

  test('whose charts would share one is a mistake', () => {
    const app = new AutoscalingApp({ outdir: folder, ...folders });
    for (const id of ['a-b', 'a_b']) object(new Chart(app, id), 'ConfigMap', id);
    expect(messageOf(() => app.synth())).toContain('The charts "a-b" and "a_b" would share the files');
    expect(files()).toEqual([]);
  });
});

test.each([
  YamlOutputType.FILE_PER_CHART,
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
])('names that no file system takes are shortened and stay apart (%s)', (yamlOutputType) => {
  const app = new AutoscalingApp({ outdir: folder, yamlOutputType });
  const shop = new Chart(app, 'shop');
  let inner = shop;
  for (let level = 0; level < 60; level += 1) inner = new Chart(inner, `주문-${level}`);
  const letters = 'a'.repeat(230);
  for (const last of ['b', 'c']) object(new Chart(inner, last), 'ConfigMap', `${letters}.${last}`, 'shop');
  app.synth();
  const names = files();
  expect(names).toHaveLength(2);
  for (const name of names.flatMap((file) => file.split('/'))) {
    expect(Buffer.byteLength(name)).toBeLessThan(220);
    expect(name).not.toContain('\ufffd');
  }
});

test('two objects that would share a file are a mistake, and nothing is written', () => {
  const app = new AutoscalingApp({ outdir: folder, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  const chart = new Chart(app, 'shop');
  object(chart, 'ClusterRole', 'a:b');
  object(chart, 'ClusterRole', 'ab');
  expect(messageOf(() => app.synth())).toContain(
    'The objects "shop/ClusterRole-a:b-undefined" and "shop/ClusterRole-ab-undefined" would share the file "30-ClusterRole.ab.k8s.yaml".',
  );
  expect(files()).toEqual([]);
});

describe('the extension', () => {
  test('is what the app says, for every file', () => {
    synth({ outputFileExtension: '.yaml' });
    expect(files()).toEqual(['00-shop.yaml', '30-accounts.yaml', '30-shop.yaml']);
  });

  test('that changes leaves no file of the former one, once the folder is emptied', () => {
    synth({ outputFileExtension: '.yaml' });
    expect(messageOf(() => synth({}))).toContain('or the files another layout, delete the folder once');
    expect(files()).toEqual(['00-shop.yaml', '30-accounts.yaml', '30-shop.yaml']);
  });

  test.each(['.json', 'yaml', '', '/../x.yaml', '.k8s.yaml.txt'])('%j is one that kubectl passes over', (extension) => {
    expect(messageOf(() => synth({ outputFileExtension: extension }))).toContain(
      `The manifests are to end in "${extension}".`,
    );
  });
});

test('resolvers of the user see every value', () => {
  class Replacing implements IResolver {
    public resolve(context: ResolutionContext): void {
      if (context.value === 'settings') context.replaceValue('replaced');
    }
  }
  synth({ resolvers: [new Replacing()] });
  expect(namesIn('30-accounts.k8s.yaml')).toEqual(['ConfigMap replaced']);
});

describe('the metadata of constructs', () => {
  const file = (): string => path.join(folder, 'construct-metadata.json');

  test('is written beside the manifests where the app asks for it', () => {
    synth({ recordConstructMetadata: true });
    expect(JSON.parse(fs.readFileSync(file(), 'utf8'))).toMatchObject({
      version: '1.0.0',
      resources: { settings: { path: expect.stringContaining('ConfigMap-settings') as string } },
    });
  });

  test('is not written where kubectl would stumble over it and nobody asked', () => {
    synth({});
    expect(fs.existsSync(file())).toBe(false);
    expect(stderr).not.toHaveBeenCalled();
  });
});

test('what resolves nothing is not a resolver', () => {
  expect(() => synth({ resolvers: [[] as unknown as IResolver] })).toThrow('resolvers[0]');
});
