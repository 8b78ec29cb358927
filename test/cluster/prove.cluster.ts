import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run, type Said } from '../command/run';
import { getObjects, kubectl } from './kubernetes/kubectl';
import { applyStages, stageFiles, untilAvailable } from './kubernetes/platform';
import { removeFiles } from './kubernetes/apply';
import { scaleTo, untilMeasured } from './kubernetes/scaling';

/*
 * The command prove on two labs: the verdict is right with readiness and without it, and nothing is left behind.
 */

const LABS = ['zero-downtime', 'cpu-autoscaling'];

interface Verdict {
  readonly passed: boolean;
  readonly verdict: readonly {
    readonly aspect: string;
    readonly level: string;
    readonly text: string;
    readonly advice?: string;
  }[];
  readonly measured: { readonly answered: number; readonly failed: number; readonly mostDesired: number };
  readonly agreement?: { readonly share: number };
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-prove-'));

async function prove(...args: string[]): Promise<Said & { readonly told: Verdict }> {
  const said = await run(['prove', ...args, '--json', '--output', path.join(folder, `${Date.now()}.jsonl`)], '', {
    environment: process.env,
  });
  const last = said.output.trim().split('\n').at(-1) ?? '';
  if (!last.includes('"verdict"')) throw new Error(said.errors);
  return { ...said, told: JSON.parse(last) as Verdict };
}

async function jobsOf(namespace: string): Promise<string[]> {
  const jobs = await getObjects('jobs,pods', `--namespace=${namespace}`);
  return jobs.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('prove-'));
}

describe('prove', () => {
  beforeAll(async () => {
    await applyStages(['10'], ['metrics-server']);
    await applyStages(['00', '30', '40'], LABS);
    for (const lab of LABS) await untilAvailable(`--namespace=${lab}`);
  });

  afterEach(async () => {
    for (const lab of LABS) expect(await jobsOf(lab)).toEqual([]);
  });

  afterAll(async () => {
    fs.rmSync(folder, { recursive: true });
    await removeFiles(await stageFiles(['00', '30', '40'], LABS));
  });

  test('a rollout loses requests without a readiness probe, which is named', async () => {
    const name = 'deployment/zero-downtime/order-without-readiness';
    const { exitCode, told } = await prove(
      name,
      '--load',
      'siege:20/40s,delay=0.1s',
      '--url',
      '/orders',
      '--rollout',
      '10s',
    );
    const [availability] = told.verdict;
    expect([exitCode, told.passed, availability]).toEqual([
      1,
      false,
      expect.objectContaining({
        aspect: 'Availability',
        level: 'failure',
        advice: expect.stringContaining('container order-without-readiness has no readinessProbe') as string,
      }),
    ]);
  });

  test('the same rollout loses none with one', async () => {
    const name = 'deployment/zero-downtime/order-with-readiness';
    const { exitCode, told } = await prove(
      name,
      '--load',
      'siege:20/40s,delay=0.1s',
      '--url',
      '/orders',
      '--rollout',
      '10s',
    );
    expect([exitCode, told.passed, told.measured.failed]).toEqual([0, true, 0]);
  });

  test('an app that scales out is followed next to its prediction', async () => {
    await untilMeasured('cpu-autoscaling', 'scalable-app');
    const page = path.join(folder, 'page.html');
    const { exitCode, told } = await prove('hpa/cpu-autoscaling/scalable-app', '--load', 'curl:3/90s', '--html', page);
    expect([exitCode, told.measured.failed]).toEqual([0, 0]);
    expect(told.measured.mostDesired).toBeGreaterThanOrEqual(4);
    expect(fs.readFileSync(page, 'utf8')).toContain('Content-Security-Policy');
  });

  test('without probes, the same app loses requests as it scales out', async () => {
    const patch = {
      spec: { template: { spec: { containers: [{ name: 'scalable-app', readinessProbe: null, lifecycle: null }] } } },
    };
    await kubectl(
      'patch',
      'deployment/scalable-app',
      '--namespace=cpu-autoscaling',
      `--patch=${JSON.stringify(patch)}`,
    );
    await kubectl('rollout', 'status', 'deployment/scalable-app', '--namespace=cpu-autoscaling', '--timeout=120s');
    const { exitCode, told } = await prove(
      'hpa/cpu-autoscaling/scalable-app',
      '--load',
      'curl:10/60s',
      '--rollout',
      '--drain',
      '20s',
    );
    expect([exitCode, told.passed]).toEqual([1, false]);
    expect(told.verdict[0]?.advice).toContain('no readinessProbe');
    await scaleTo('cpu-autoscaling', 'load', 0);
  });
});
