import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AppImage, ClusterProfile, Environments, ScalableWebApp, type AutoscalingApp } from '../../lib';
import { messageOf } from '../support/synthesize';

const project = process.cwd();
let folder: string;
let stderr: jest.SpyInstance;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'environments-')));
  process.chdir(folder);
  delete process.env.CDK8S_OUTDIR;
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  process.chdir(project);
  delete process.env.CDK8S_OUTDIR;
  fs.rmSync(folder, { recursive: true });
});

function shop(environment: AutoscalingApp, maxReplicas: number, cpu?: Cpu): void {
  const chart = new Chart(environment, 'shop', { namespace: 'shop' });
  const app = new ScalableWebApp(chart, 'shop', { image: AppImage.podinfo(), cpu: cpu && { request: cpu } });
  app.scaleOnCpu(50, { minReplicas: 1, maxReplicas });
}

function shops(environments: Environments): void {
  shop(environments.add('dev', { cluster: ClusterProfile.kind() }), 2, Cpu.millis(50));
  shop(environments.add('prod', { cluster: ClusterProfile.eks({ kubernetes: '1.35' }) }), 8, Cpu.millis(200));
}

function read(name: string): string {
  return fs.readFileSync(path.join(folder, name), 'utf8');
}

test('each has a folder, a cluster and numbers of its own, and one listing tells of all', () => {
  const environments = new Environments();
  shops(environments);
  environments.synth();
  expect(fs.readdirSync('dist')).toEqual(['dev', 'prod']);
  expect(read('dist/dev/30-shop.k8s.yaml')).toContain('maxReplicas: 2\n');
  expect(read('dist/prod/30-shop.k8s.yaml')).toContain('maxReplicas: 8\n');
  expect(environments.apps.map(({ cluster }) => cluster.name)).toEqual(['kind', 'eks']);
  expect(stderr.mock.calls.map(([text]) => String(text))).toEqual([
    'dev   1 manifest  dist/dev/   kind, Kubernetes 1.36\nprod  1 manifest  dist/prod/  eks, Kubernetes 1.35\n',
  ]);
});

test('the same program gives the same bytes', () => {
  const all = (): string => {
    const environments = new Environments();
    shops(environments);
    environments.synth();
    return ['dist/dev/30-shop.k8s.yaml', 'dist/prod/30-shop.k8s.yaml', 'cdk8s-autoscaling.clusters.yaml']
      .map(read)
      .join();
  };
  expect(all()).toBe(all());
});

test('under `cdk8s synth` they are in the folder that it asks for, or in both where that is for staging', () => {
  process.env.CDK8S_OUTDIR = 'build/synth';
  const plain = new Environments();
  shops(plain);
  plain.synth();
  expect(fs.readdirSync('build/synth')).toEqual(['dev', 'prod']);
  expect(fs.existsSync('dist')).toBe(false);
  const staged = new Environments({ staging: 'build/synth' });
  shops(staged);
  staged.synth();
  expect(fs.readdirSync('dist')).toEqual(['dev', 'prod']);
});

test('a folder may be anywhere below the outdir', () => {
  const environments = new Environments({ outdir: 'clusters' });
  shop(environments.add('prod', { folder: 'eu/prod' }), 3, Cpu.millis(50));
  environments.synth();
  expect(fs.readdirSync('clusters/eu/prod')).toEqual(['30-shop.k8s.yaml']);
});

test('each is checked for itself, and a mistake in one of them leaves every folder as it was', () => {
  const before = new Environments();
  shops(before);
  before.synth();
  const former = read('dist/dev/30-shop.k8s.yaml');
  const environments = new Environments();
  shop(environments.add('dev'), 5, Cpu.millis(50));
  shop(environments.add('prod'), 5);
  const message = messageOf(() => environments.synth());
  expect(message).toContain('1 mistake; no manifest was written.\n\n  prod: R2: HorizontalPodAutoscaler "shop/shop"');
  expect(read('dist/dev/30-shop.k8s.yaml')).toBe(former);
});

test('a folder of an environment that is gone is told, and stays', () => {
  const before = new Environments();
  shops(before);
  before.synth();
  fs.mkdirSync('dist/notes');
  const environments = new Environments();
  shop(environments.add('prod'), 5, Cpu.millis(50));
  stderr.mockClear();
  environments.synth();
  expect(stderr.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('warning'))).toEqual([
    expect.stringContaining('dist/prod was written by another app of this program a moment ago.'),
    'warning: dist/dev holds manifests of an environment that this program does not have. Delete it if nobody applies it.\n',
  ]);
  expect(fs.readdirSync('dist')).toEqual(['dev', 'notes', 'prod']);
});

describe('a mistake that stops before anything is written:', () => {
  test('two environments of one name', () => {
    const environments = new Environments();
    environments.add('dev');
    expect(messageOf(() => environments.add('dev'))).toContain('[dev] Two environments are called "dev".');
  });

  test('two environments that write one folder, also through a link', () => {
    fs.mkdirSync('dist/dev', { recursive: true });
    fs.symlinkSync('dev', 'dist/test');
    const environments = new Environments();
    environments.add('dev');
    for (const [name, folderName] of [
      ['stage', 'dev'],
      ['other', 'test'],
    ] as const) {
      expect(messageOf(() => environments.add(name, { folder: folderName }))).toBe(
        `[${name}] The environments "dev" and "${name}" would both write the folder dist/${folderName}.
    why: Only the manifests of the one that is written last would be left.
    fix: Give one of them another folder.`,
      );
    }
  });

  test('two environments with one configuration of kind', () => {
    const cluster = ClusterProfile.kind({ configFile: 'kind.yaml' });
    const environments = new Environments();
    environments.add('dev', { cluster });
    expect(messageOf(() => environments.add('test', { cluster }))).toContain(
      'The environments "dev" and "test" would both write the kind configuration kind.yaml.',
    );
  });

  test.each(['..', '../x', 'a/../b', '/tmp', 'Dev', '', '.git', 'a//b'])('a folder %j', (name) => {
    expect(messageOf(() => new Environments().add('dev', { folder: name }))).toContain(
      '[dev] A part of the folder of the environment',
    );
  });

  test.each(['../x', 'Dev', '', 'a b'])('a name %j', (name) => {
    expect(messageOf(() => new Environments().add(name))).toContain('The environment');
  });
});
