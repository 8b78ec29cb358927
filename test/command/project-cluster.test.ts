import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AppImage, AutoscalingApp, ClusterProfile, Environments, ScalableWebApp } from '../../lib';
import { CLUSTERS_FILE } from '../../lib/files';
import { run } from './run';

const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'project-cluster-')));
  process.chdir(folder);
  fs.mkdirSync('.git');
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true });
});

/** A rollout with a pod and a class that only some clusters have. */
function shop(app: AutoscalingApp): void {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new ScalableWebApp(chart, 'shop', { image: AppImage.podinfo(), cpu: { request: Cpu.units(1) } }).scaleOnCpu(50, {
    minReplicas: 1,
    maxReplicas: 9,
  });
  new ApiObject(chart, 'monitor', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name: 'x' },
    spec: { podIdentity: { provider: 'aws' } },
  });
}

function synth(cluster: ClusterProfile, outdir = 'dist'): void {
  const app = new AutoscalingApp({ cluster, outdir });
  shop(app);
  app.synth();
}

async function rulesOf(...args: readonly string[]): Promise<string[]> {
  const { output, errors } = await run(['check', '--format', 'json', ...args]);
  if (output === '') throw new Error(errors);
  const { findings } = JSON.parse(output) as { findings: { rule: string; objects: { file?: string }[] }[] };
  return findings.map(({ rule }) => rule);
}

const SMALL = ClusterProfile.kubeadm({ kubernetes: '1.33', nodes: 4 });

describe('check', () => {
  test('knows the cluster that a synthesis was for: its release, its size and what it has', async () => {
    synth(SMALL);
    expect(await rulesOf('dist')).toContain('R29');
    expect(await rulesOf('dist', '--kubernetes', '1.33', '--nodes', '4', '--node-cpu', '4')).not.toContain('R29');
    fs.rmSync(CLUSTERS_FILE);
    expect(await rulesOf('dist')).not.toContain('R29');
  });

  test('takes flags before the configuration, and the configuration before the profile', async () => {
    synth(SMALL);
    fs.writeFileSync('cdk8s-autoscaling.yaml', 'cluster: { nodes: 40 }\n');
    expect(await rulesOf('dist')).not.toContain('R29');
    expect(await rulesOf('dist', '--nodes', '4')).toContain('R29');
  });

  test('judges each environment with its own cluster, and takes no file of ours for a manifest', async () => {
    const environments = new Environments();
    shop(environments.add('dev', { cluster: SMALL }));
    shop(environments.add('prod', { cluster: ClusterProfile.kubeadm({ nodes: 40 }) }));
    environments.synth();
    const { output } = await run(['check', '.', '--format', 'json']);
    const { findings, objects } = JSON.parse(output) as {
      objects: number;
      findings: { rule: string; location?: { file: string } }[];
    };
    expect(findings.filter(({ rule }) => rule === 'R29').map(({ location }) => location?.file)).toEqual([
      'dist/dev/30-shop.k8s.yaml',
    ]);
    expect(objects).toBe(10);
  });

  test('knows nothing of folders that no synthesis wrote', async () => {
    synth(SMALL);
    fs.cpSync('dist', 'copy', { recursive: true });
    expect(await rulesOf('copy')).not.toContain('R29');
  });
});

describe('predict', () => {
  const predict = (...args: readonly string[]) =>
    run([
      'predict',
      'dist',
      '--load',
      'constant:1rps',
      '--duration',
      '1m',
      '--runs',
      '1',
      '--no-hints',
      '--json',
      ...args,
    ]);

  function predictionsIn(output: string): unknown[] {
    const { predictions } = JSON.parse(output) as { predictions: unknown[] };
    expect(predictions).toHaveLength(1);
    return predictions;
  }

  test('knows it, and says so', async () => {
    synth(SMALL);
    const { output, errors } = await predict();
    expect(errors).toBe(`dist is for kubeadm, Kubernetes 1.33, 4 nodes of 2 CPU, as ${CLUSTERS_FILE} says.\n`);
    const same = await predict('--kubernetes', '1.33', '--nodes', '4', '--node-cpu', '2', '--node-memory', '2Gi');
    expect(predictionsIn(output)).toEqual(predictionsIn(same.output));
  });

  test('says one node of one node, and knows the release of KEDA from the configuration', async () => {
    synth(
      ClusterProfile.kubeadm({ kubernetes: '1.33', nodes: 1, nodeCpu: Cpu.units(8), nodeMemory: Size.gibibytes(16) }),
    );
    fs.writeFileSync('cdk8s-autoscaling.yaml', 'cluster: { keda: "2.19" }\n');
    const { output, errors } = await predict();
    expect(errors).toContain('dist is for kubeadm, Kubernetes 1.33, 1 node of 8 CPU');
    const given = await predict('--keda', '2.19');
    expect(predictionsIn(output)).toEqual(predictionsIn(given.output));
  });

  test('takes flags before the configuration, and the configuration before the profile', async () => {
    synth(SMALL);
    fs.writeFileSync('cdk8s-autoscaling.yaml', 'cluster: { nodes: 40 }\n');
    expect((await predict()).errors).toContain('40 nodes of 2 CPU');
    const given = await predict('--nodes', '5');
    fs.writeFileSync('cdk8s-autoscaling.yaml', 'cluster: { nodes: 5 }\n');
    expect(predictionsIn((await predict()).output)).toEqual(predictionsIn(given.output));
  });

  test('refuses a configuration that means nothing', async () => {
    synth(SMALL);
    fs.writeFileSync('cdk8s-autoscaling.yaml', 'cluster: { nods: 5 }\n');
    expect(await predict()).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('there is no "cluster.nods": did you mean "nodes"?') as string,
    });
  });
});

describe('a recorded file that somebody has changed', () => {
  test.each([
    ['<<<<<<< ours\ndist: {}\n', 'Make it anew by a synthesis, or delete it.'],
    ['- a\n', 'it is not a map.'],
    ['dist: { cluster: { kubernetes: [] } }\n', 'cluster.kubernetes'],
    ['dist: { cluster: { kubernetes: "1.36\\u001b[31m" } }\n', 'cluster.kubernetes'],
    ['dist: { evil: 1 }\n', 'there is no "dist.evil"'],
    ['__proto__: { polluted: 1 }\n', 'there is no "__proto__.polluted"'],
    ['dist: { provides: x }\n', 'Write a list.'],
  ])('%j is one error', async (content, message) => {
    synth(SMALL);
    fs.writeFileSync(CLUSTERS_FILE, content);
    for (const command of [
      ['check', 'dist'],
      ['predict', 'dist', '--load', 'constant:1rps'],
    ]) {
      const { exitCode, errors } = await run(command);
      expect(exitCode).toBe(2);
      expect(errors).toContain(message);
      expect(errors).toContain(CLUSTERS_FILE);
      expect(errors).not.toContain('\u001b');
    }
    expect({}).not.toHaveProperty('polluted');
  });

  test('names of folders lead nowhere: they are only compared', async () => {
    synth(SMALL);
    fs.writeFileSync(CLUSTERS_FILE, '../../..: { cluster: { nodes: 1 } }\n/etc: {}\n"": {}\n"dist\\0": {}\n');
    expect((await run(['check', 'dist'])).exitCode).toBe(0);
  });
});
