import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AutoscalingApp, ClusterProfile, type AutoscalingAppProps } from '../../lib';
import { CLUSTERS_FILE } from '../../lib/files';

const project = process.cwd();
let folder: string;
let stderr: jest.SpyInstance;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'clusters-file-')));
  process.chdir(folder);
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  process.chdir(project);
  fs.rmSync(folder, { recursive: true });
});

function synth(props: AutoscalingAppProps): void {
  const app = new AutoscalingApp(props);
  new ApiObject(new Chart(app, 'shop'), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
  app.synth();
}

function recorded(): string {
  return fs.readFileSync(CLUSTERS_FILE, 'utf8');
}

const HEAD = `# Written by cdk8s-autoscaling as ${CLUSTERS_FILE}. A synthesis replaces or deletes it.\n`;

test('it is in the project, never among the manifests, and says what the commands have flags for', () => {
  synth({
    cluster: ClusterProfile.kubeadm({
      kubernetes: '1.33',
      nodes: 4,
      nodeCpu: Cpu.millis(3920),
      nodeMemory: Size.mebibytes(15000),
      firstNodePort: 31000,
      nodeAddresses: ['10.0.0.7'],
      featureGates: ['HPAScaleToZero'],
      provides: ['gateway.networking.k8s.io', 'IngressClass alb'],
    }),
    rules: { keda: '2.18', serverSideApply: true },
  });
  expect(fs.readdirSync('dist')).toEqual(['30-shop.k8s.yaml']);
  expect(recorded()).toBe(`${HEAD}dist:
  profile: kubeadm
  provides:
    - gateway.networking.k8s.io
    - IngressClass alb
  cluster:
    kubernetes: "1.33"
    keda: "2.18"
    featureGates:
      - HPAScaleToZero
    nodes: 4
    nodeCpu: 3920m
    nodeMemory: 15000Mi
    nodePorts: 31000-32767
    nodeAddresses:
      - 10.0.0.7
    selfSignedKubelets: true
    serverSide: true
    withoutLoadBalancers: kubeadm
`);
});

test('folders of other programs stay in it, as long as they are there', () => {
  synth({ outdir: 'dist/dev', cluster: ClusterProfile.kind() });
  synth({ outdir: 'dist/gone' });
  fs.rmSync('dist/gone', { recursive: true });
  synth({ outdir: 'dist/prod', cluster: ClusterProfile.eks() });
  expect(recorded()).toBe(`${HEAD}dist/dev:
  profile: kind
  cluster:
    kubernetes: "1.36"
    selfSignedKubelets: true
    withoutLoadBalancers: kind
dist/prod:
  profile: eks
  cluster:
    kubernetes: "1.36"
    nodes: 2
    nodeCpu: "2"
    nodeMemory: 4Gi
`);
});

test.each([
  ['outside of the project', { outdir: '../elsewhere' }],
  ['that is the project itself', { outdir: '.' }],
  ['of an app that wants none', { recordCluster: false }],
])('it is not written for a folder %s', (_, props) => {
  const outside = fs.mkdtempSync(path.join(folder, 'project-'));
  process.chdir(outside);
  synth(props);
  expect(fs.existsSync(CLUSTERS_FILE)).toBe(false);
  expect(fs.existsSync(path.join(folder, CLUSTERS_FILE))).toBe(false);
});

describe('what is there', () => {
  test('and was written by somebody else stays', () => {
    fs.writeFileSync(CLUSTERS_FILE, 'mine: {}\n');
    synth({});
    expect(recorded()).toBe('mine: {}\n');
    expect(stderr).toHaveBeenCalledWith(
      `warning: ${CLUSTERS_FILE} was not written by a synthesis and stays as it is, so that check and predict do not know the cluster.\n`,
    );
  });

  test('and is a link is replaced, and what it leads to stays', () => {
    fs.writeFileSync('victim', `${HEAD}old: {}\n`);
    fs.symlinkSync('victim', CLUSTERS_FILE);
    synth({});
    expect(fs.readFileSync('victim', 'utf8')).toBe(`${HEAD}old: {}\n`);
    expect(recorded()).toContain('dist:\n  profile: generic\n');
  });

  test.each(['<<<<<<< ours\n=======\n', '- a\n- b\n', '../../etc: {}\n__proto__: { a: 1 }\nx: 1\n', '&a [*a]\n', ''])(
    'and cannot be meant is replaced: %j',
    (content) => {
      fs.writeFileSync(CLUSTERS_FILE, HEAD + content);
      synth({});
      expect(recorded()).toBe(`${HEAD}dist:\n  profile: generic\n  cluster:\n    kubernetes: "1.36"\n`);
    },
  );

  test('and is a folder is left, with a warning', () => {
    fs.mkdirSync(CLUSTERS_FILE);
    synth({});
    expect(fs.statSync(CLUSTERS_FILE).isDirectory()).toBe(true);
    expect(stderr).toHaveBeenCalledTimes(1);
  });
});
