import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run, type Said } from '../command/run';
import { getObjects, kubectl, kubectlWith } from './kubernetes/kubectl';
import { applyStages, stageFiles, untilAvailable } from './kubernetes/platform';
import { apply, removeFiles } from './kubernetes/apply';
import { waitFor } from './kubernetes/wait';
import { fastScaleDown, HALF_OF_THE_REQUEST } from './charts/fast-scale-down';
import { scaleTo, untilMeasured } from './kubernetes/scaling';

/*
 * The command prove on two labs: the verdict is right with readiness and without it, and nothing is left behind.
 */

const VIEWER = 'prove-viewer';
const SCALING_APP = 'hpa/cpu-autoscaling/scalable-app';
const SCALING_LOAD = 'curl:3/90s';
const LABS = ['zero-downtime', 'cpu-autoscaling'];

interface Verdict {
  readonly tool: string;
  readonly disturbances: readonly { readonly what: string }[];
  readonly passed: boolean;
  readonly verdict: readonly {
    readonly aspect: string;
    readonly level: string;
    readonly text: string;
    readonly advice?: string;
  }[];
  readonly measured: {
    readonly answered: number;
    readonly failed: number;
    readonly mostDesired: number;
    readonly leadSeconds: number;
  };
  readonly agreement?: { readonly share: number };
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-prove-'));

let lastTold: Verdict | undefined;

async function prove(...args: string[]): Promise<Said & { readonly told: Verdict }> {
  const said = await run(['prove', ...args, '--json', '--output', path.join(folder, `${Date.now()}.jsonl`)], '', {
    environment: process.env,
  });
  const last = said.output.trim().split('\n').at(-1) ?? '';
  if (!last.includes('"verdict"')) throw new Error(said.errors);
  lastTold = JSON.parse(last) as Verdict;
  return { ...said, told: lastTold };
}

async function jobsOf(namespace: string): Promise<string[]> {
  const jobs = await getObjects('jobs,pods', `--namespace=${namespace}`);
  return jobs.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('prove-'));
}

const INGRESS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'scaled', namespace: 'exposing-services' },
  spec: {
    ingressClassName: 'nginx-community',
    rules: [
      {
        host: 'scaled.example.com',
        http: {
          paths: [
            { path: '/', pathType: 'Prefix', backend: { service: { name: 'hpa-hname-svc', port: { number: 80 } } } },
          ],
        },
      },
    ],
  },
};

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
    await kubectl('delete', 'clusterrolebinding', VIEWER, '--ignore-not-found');
    await removeFiles(await stageFiles(['00', '30', '40'], LABS));
    await removeFiles(await stageFiles(['00', '10'], ['exposing-services', 'ingress-nginx']));
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
    const { exitCode, told } = await prove(SCALING_APP, '--load', SCALING_LOAD, '--html', page);
    expect([exitCode, told.measured.failed]).toEqual([0, 0]);
    expect(told.measured.mostDesired).toBeGreaterThanOrEqual(4);
    expect(fs.readFileSync(page, 'utf8')).toContain('Content-Security-Policy');
  });

  test('what was measured in a proof predicts the next one', async () => {
    const [measured] = fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .slice(-1);
    const parameters = path.join(folder, 'parameters.json');
    const { leadSeconds } = lastTold?.measured ?? { leadSeconds: 0 };
    const span = ['--begin', String(leadSeconds), '--end', String(leadSeconds + 90)];
    const calibrated = await run([
      'calibrate',
      path.join(folder, measured ?? ''),
      '--load',
      SCALING_LOAD,
      ...span,
      '--output',
      parameters,
    ]);
    expect(calibrated.exitCode).toBe(0);
    const scaler = { namespace: 'cpu-autoscaling', name: 'scalable-app', maxReplicas: 10, metric: HALF_OF_THE_REQUEST };
    await apply(await fastScaleDown(scaler));
    await waitFor({ seconds: 180, what: 'it has come down', everyMs: 3000 }, async () =>
      (await getObjects('deployments', '--namespace=cpu-autoscaling')).some(
        ({ metadata, spec }) => metadata.name === 'scalable-app' && (spec as { replicas: number }).replicas === 1,
      )
        ? true
        : undefined,
    );
    const { exitCode, told } = await prove(
      SCALING_APP,
      '--load',
      SCALING_LOAD,
      '--parameters',
      parameters,
      '--agreement',
      '80',
    );
    expect([exitCode, told.verdict]).toEqual([
      0,
      expect.arrayContaining([expect.objectContaining({ aspect: 'Replicas', level: 'ok' })]),
    ]);
  });

  describe('an app of another lab', () => {
    const APP = 'deployment/cpu-autoscaling/manual-app';
    const ROLLOUT = ['--load', 'curl:4/40s', '--rollout', '10s'];

    test('loses nothing in a rollout and a drain', async () => {
      await scaleTo('cpu-autoscaling', 'manual-app', 2);
      await untilAvailable('--namespace=cpu-autoscaling');
      const { exitCode, told } = await prove(APP, ...ROLLOUT, '--drain', '25s', '--fault', 'pod@32s');
      expect([exitCode, told.measured.failed, told.disturbances.map(({ what }) => what)]).toEqual([
        0,
        0,
        ['rollout', 'drain', 'pod'],
      ]);
    });

    test('loses requests without probes, which is named', async () => {
      const bare = [{ name: 'manual-app', readinessProbe: null, lifecycle: null }];
      const patch = JSON.stringify({ spec: { template: { spec: { containers: bare } } } });
      await kubectl('patch', 'deployment/manual-app', '--namespace=cpu-autoscaling', `--patch=${patch}`);
      await untilAvailable('--namespace=cpu-autoscaling');
      const { exitCode, told } = await prove(APP, ...ROLLOUT);
      expect([exitCode, told.passed]).toEqual([1, false]);
      expect(told.verdict[0]?.advice).toContain('container manual-app has no readinessProbe');
    });
  });

  test.each([
    ['locust:20@10/s/20s,wait=0.1s..0.2s', 'Locust'],
    ['ramp:0..50rps/15s', 'k6'],
  ])('%s is made by %s', async (load, tool) => {
    const name = 'deployment/zero-downtime/order-with-readiness';
    const { exitCode, told } = await prove(name, '--load', load, '--duration', '20s', '--url', '/orders');
    expect([exitCode, told.tool, told.measured.failed]).toEqual([0, tool, 0]);
    expect(told.measured.answered).toBeGreaterThan(200);
  });

  test('through an ingress, whose controller tells the load to a recording', async () => {
    const namespace = 'exposing-services';
    await applyStages(['00', '10'], ['ingress-nginx']);
    await applyStages(['00', '30'], [namespace]);
    await untilAvailable('--namespace=ingress-nginx');
    await waitFor({ seconds: 60, what: 'the Ingress is taken', everyMs: 2000 }, () =>
      kubectlWith(JSON.stringify(INGRESS), 'apply', '--filename=-'),
    );
    await untilMeasured(namespace, 'hpa-hname-pods');
    const file = path.join(folder, 'ingress.jsonl');
    const recording = run(
      ['record', `hpa/${namespace}/hpa-hname-pods`, '--load', 'ingress', '--for', '40', '--output', file],
      '',
      {
        environment: process.env,
      },
    );
    const url = ['--url', 'http://ingress-nginx-controller.ingress-nginx.svc/', '--host', 'scaled.example.com'];
    const { exitCode, told } = await prove(
      `hpa/${namespace}/hpa-hname-pods`,
      '--load',
      'curl:2/20s,sleep=0.1s',
      ...url,
    );
    expect([exitCode, told.measured.failed]).toEqual([0, 0]);
    expect(await recording).toMatchObject({ exitCode: 0, errors: '' });
    const [header, ...frames] = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { readonly loadUnit?: string; readonly load?: number | null }); // prettier-ignore
    expect(header?.loadUnit).toBe('requests per second of ingress-nginx, Ingress scaled');
    const most = Math.max(...frames.map(({ load }) => load ?? 0));
    expect(most).toBeGreaterThan(told.measured.answered / 40);
    await removeFiles(await stageFiles(['30'], [namespace]));
  });

  test('somebody who may only read is told everything that is missing, and nothing is begun', async () => {
    const said = await run(
      ['prove', SCALING_APP, '--load', SCALING_LOAD, '--drain', '--kubeconfig', await viewer()],
      '',
      {
        environment: process.env,
      },
    );
    expect([said.exitCode, said.errors]).toEqual([
      2,
      expect.stringMatching(
        /You may not create jobs\.batch in namespace \S+; delete jobs\.batch in [^]*create pods\/eviction in namespace/,
      ),
    ]);
  });

  test('Ctrl-C leaves nothing', async () => {
    const stopping = new AbortController();
    const said = await run(
      ['prove', SCALING_APP, '--load', 'curl:1/5m', '--json', '--output', path.join(folder, 'stopped.jsonl')],
      '',
      {
        environment: process.env,
        interruption: () => stopping.signal,
        write: (text) => {
          if (text.includes('"second":3')) stopping.abort();
        },
      },
    );
    expect(said.exitCode).toBe(130);
  });

  test('an image that nobody has is named, and nothing is left', async () => {
    const args = ['--load', 'siege:1/20s', '--image', 'registry.invalid/siege:1', '--patience', '20', '--output'];
    const said = await run(['prove', SCALING_APP, ...args, path.join(folder, 'image.jsonl')], '', {
      environment: process.env,
    });
    expect([said.exitCode, said.errors]).toEqual([
      2,
      expect.stringMatching(/The load did not begin within 20 s: container load: (?:ErrImagePull|ImagePullBackOff)/),
    ]);
  });
});

async function viewer(): Promise<string> {
  const namespace = 'zero-downtime';
  await kubectl('create', 'serviceaccount', VIEWER, `--namespace=${namespace}`);
  await kubectl(
    'create',
    'clusterrolebinding',
    VIEWER,
    '--clusterrole=view',
    `--serviceaccount=${namespace}:${VIEWER}`,
  );
  const token = await kubectl('create', 'token', VIEWER, `--namespace=${namespace}`);
  const config = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '--output=json')) as {
    readonly contexts: readonly { readonly name: string; readonly context: object }[];
  };
  const contexts = config.contexts.map(({ name, context }) => ({ name, context: { ...context, user: 'viewer' } }));
  const file = path.join(folder, 'kubeconfig');
  fs.writeFileSync(file, JSON.stringify({ ...config, users: [{ name: 'viewer', user: { token } }], contexts }));
  return file;
}
