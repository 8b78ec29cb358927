import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { AutoscalingApp, ClusterProfile } from '../../lib';
import { messageOf } from '../support/synthesize';

let folder: string;
let stderr: jest.SpyInstance;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'write-manifests-'));
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

function appWith(...charts: string[]): AutoscalingApp {
  const app = new AutoscalingApp({ outdir: folder });
  for (const id of charts) {
    new ApiObject(new Chart(app, id), 'x', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `config-${app.charts.length}` },
    });
  }
  return app;
}

function put(name: string, content: string): string {
  fs.writeFileSync(path.join(folder, name), content);
  return content;
}

function read(name: string): string {
  return fs.readFileSync(path.join(folder, name), 'utf8');
}

test('the first line of a manifest says who wrote it, and the rest is what a stream has', () => {
  const app = appWith('shop');
  app.synth();
  expect(read('30-shop.k8s.yaml')).toBe(
    `# Written by cdk8s-autoscaling as 30-shop.k8s.yaml. A synthesis replaces or deletes it.\n${app.synthYaml()}`,
  );
});

describe('what others wrote', () => {
  test('stays, whatever it is called, and is told, because kubectl applies it, too', () => {
    appWith('shop', 'old').synth();
    const own = read('30-old.k8s.yaml');
    const foreign = {
      'mine.k8s.yaml': put('mine.k8s.yaml', 'kind: Mine\n'),
      '30-copy.k8s.yaml': put('30-copy.k8s.yaml', own), // a copy of ours is whose who made it
      'notes.txt': put('notes.txt', 'mine\n'),
    };
    appWith('shop').synth();
    expect(fs.readdirSync(folder).sort()).toEqual([
      '30-copy.k8s.yaml',
      '30-shop.k8s.yaml',
      'mine.k8s.yaml',
      'notes.txt',
    ]);
    for (const [name, content] of Object.entries(foreign)) expect(read(name)).toBe(content);
    expect(stderr).toHaveBeenCalledWith(
      `warning: ${folder} also holds 30-copy.k8s.yaml, mine.k8s.yaml, which this app did not write: kubectl apply -f ${folder} applies what is in there, too.\n`,
    );
  });

  test('is not overwritten, and nothing else is written', () => {
    put('30-shop.k8s.yaml', 'kind: Mine\n');
    expect(messageOf(() => appWith('shop', 'zoo').synth())).toContain(
      `${path.join(folder, '30-shop.k8s.yaml')} was not written by a synthesis, and would be overwritten.`,
    );
    expect(fs.readdirSync(folder)).toEqual(['30-shop.k8s.yaml']);
  });

  test('a manifest of the version that wrote no first line is taken over', () => {
    put('30-shop.k8s.yaml', 'apiVersion: v1\nkind: ConfigMap\n');
    appWith('shop').synth();
    expect(read('30-shop.k8s.yaml')).toContain('# Written by cdk8s-autoscaling');
  });

  test('a link of the name of a manifest is replaced, and what it leads to stays', () => {
    put('victim', 'keep\n');
    fs.symlinkSync('victim', path.join(folder, '30-shop.k8s.yaml'));
    appWith('shop').synth();
    expect(read('victim')).toBe('keep\n');
    expect(fs.lstatSync(path.join(folder, '30-shop.k8s.yaml')).isFile()).toBe(true);
  });

  test('a link that is no longer made stays, even if it leads to a manifest', () => {
    appWith('shop', 'zoo').synth();
    fs.symlinkSync('30-zoo.k8s.yaml', path.join(folder, '30-old.k8s.yaml'));
    appWith('shop').synth();
    expect(fs.readdirSync(folder)).toEqual(['30-old.k8s.yaml', '30-shop.k8s.yaml']);
  });
});

describe('a mistake that says what to do', () => {
  test('two apps have one folder', () => {
    appWith('shop').synth();
    const message = messageOf(() => appWith('accounts').synth());
    expect(message).toContain(
      `${folder} holds the manifests of another app: this one makes none of them (30-shop.k8s.yaml).`,
    );
    expect(message).toContain(
      'fix: Give one of them another outdir. If all charts have got new names, or the files another layout, delete the folder once.',
    );
    expect(fs.readdirSync(folder)).toEqual(['30-shop.k8s.yaml']);
  });

  test('a folder has the name of a manifest', () => {
    fs.mkdirSync(path.join(folder, '30-shop.k8s.yaml'));
    expect(messageOf(() => appWith('shop').synth())).toContain(
      `The folder ${folder} cannot be written: 30-shop.k8s.yaml is a folder.`,
    );
  });

  test('outdir is a file', () => {
    put('file', '');
    folder = path.join(folder, 'file');
    expect(messageOf(() => appWith('shop').synth())).toContain(`The folder ${folder} cannot be written: it is a file.`);
    folder = path.dirname(folder);
  });
});

describe('names of charts', () => {
  test('keep the letters of every script, and are what they are made of where they have none', () => {
    appWith('상점', '창고', 'Öl-Tank', '🚀').synth();
    expect(fs.readdirSync(folder).sort()).toEqual([
      '30-u1f680.k8s.yaml',
      '30-öl-tank.k8s.yaml',
      '30-상점.k8s.yaml',
      '30-창고.k8s.yaml',
    ]);
  });

  test.each([
    ['A-B', 'a-b', 'a-b'],
    ['a b', 'a_b', 'a-b'],
  ])('%s and %s would share files, which is a mistake', (one, other, name) => {
    const message = messageOf(() => appWith(one, other).synth());
    expect(message).toContain(
      `[${other}] The charts "${one}" and "${other}" would share the files "…-${name}.k8s.yaml".`,
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('a chart in a chart does not share the files of one with a hyphen', () => {
    const app = appWith('a-b');
    new ApiObject(new Chart(new Chart(app, 'a'), 'b'), 'x', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'x' },
    });
    expect(messageOf(() => app.synth())).toContain(
      'The charts "a-b" and "a/b" would share the files "…-a-b.k8s.yaml".',
    );
  });
});

test('the configuration of kind replaces a link, and does not follow it', () => {
  put('victim', 'keep\n');
  const configFile = path.join(folder, 'kind.yaml');
  fs.symlinkSync('victim', configFile);
  const app = new AutoscalingApp({ outdir: path.join(folder, 'dist'), cluster: ClusterProfile.kind({ configFile }) });
  app.synth();
  expect(read('victim')).toBe('keep\n');
  expect(read('kind.yaml')).toContain('kind: Cluster');
});
