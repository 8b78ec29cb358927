import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { worldSetting } from '../../../lib/command/predict/world-setting';
import { run } from '../run';

jest.setTimeout(60_000); // predictions take a second or more where other tests run beside them

function manifests(name: string, { max = 10, namespace = 'shop', target = name } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: app
          image: example.com/app:1
          resources: { requests: { cpu: 200m }, limits: { cpu: 500m } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
  minReplicas: 2
  maxReplicas: ${max}
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }
`;
}
const WEB = manifests('web');
const LOAD = ['--load', 'ramp:0..400rps/2m', '--duration', '5m'];
const FAST = ['--runs', '1', '--no-hints'];

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'predict-'));
  fs.mkdirSync(path.join(folder, 'old'));
  fs.mkdirSync(path.join(folder, 'new'));
  fs.writeFileSync(path.join(folder, 'old', 'web.yaml'), WEB);
  fs.writeFileSync(path.join(folder, 'new', 'web.yaml'), manifests('web', { max: 30 }));
  fs.writeFileSync(path.join(folder, 'load.csv'), 'second,rps\n0,0\n60,100\n');
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

interface Report {
  readonly predictions: readonly {
    readonly scaler: { readonly name: string };
    readonly target: object;
    readonly load: string;
    readonly durationSeconds: number;
    readonly parameters: readonly { readonly name: string; readonly value: unknown; readonly origin: string }[];
    readonly runs: number;
    readonly hints: readonly { readonly field: string }[];
    readonly summary: { readonly peakDesired: number };
    readonly events: readonly { readonly reason: string }[];
  }[];
  readonly comparisons: readonly { readonly left: string; readonly right: string; readonly rows: readonly object[] }[];
}

async function report(args: readonly string[], input = WEB): Promise<Report> {
  const { exitCode, output, errors } = await run(['predict', '--json', ...args], input);
  expect([exitCode, errors]).toEqual([0, '']);
  return JSON.parse(output) as Report;
}

test('the standard input is predicted where no file is named, with ranges and hints', async () => {
  const { exitCode, output, errors } = await run(['predict', ...LOAD], WEB);
  expect([exitCode, errors]).toEqual([0, '']);
  expect(output).toMatch(/^HorizontalPodAutoscaler shop\/web scales Deployment web: 2 to 10 replicas, cpu at 50 %\n/);
  expect(output).toContain(
    'load ramp:0..400rps/2m for 5 min, seed 1 [in brackets: what 9 of 10 of 100 runs are within]',
  );
  expect(output).toMatch(/ +2 -> \d+ +hpa +cpu resource utilization/);
  expect(output).toMatch(/What a change would give:\n +minReplicas 2 -> \d+ /);
  expect(await run(['predict', ...LOAD], WEB)).toEqual({ exitCode, output, errors });
});

test('every autoscaler of files and folders is predicted, or those that are named', async () => {
  const both = `${WEB}---\n${manifests('api')}---\n${manifests('api', { namespace: 'test' })}`;
  const namesOf = async (...args: string[]) =>
    (await report([...LOAD, ...FAST, ...args], both)).predictions.map(({ scaler }) => scaler);
  expect(await namesOf()).toHaveLength(3);
  expect(await namesOf('--only', 'web')).toEqual([expect.objectContaining({ namespace: 'shop', name: 'web' })]);
  expect(await namesOf('--only', 'test/api', '--only', 'hpa/shop/api')).toMatchObject([
    { namespace: 'test', name: 'api' },
    { namespace: 'shop', name: 'api' },
  ]);
  const { predictions } = await report([...LOAD, ...FAST, path.join(folder, 'old')]);
  expect(predictions).toMatchObject([{ scaler: { name: 'web' }, runs: 1, hints: [] }]);
});

test('one that cannot be predicted is skipped where others can, and named', async () => {
  const { exitCode, output, errors } = await run(
    ['predict', ...LOAD, ...FAST],
    `${WEB}---\n${manifests('api', { target: 'gone' })}`,
  );
  expect(exitCode).toBe(0);
  expect(output.match(/^Horizontal/gm)).toHaveLength(1);
  expect(errors).toMatch(/^skipped: HorizontalPodAutoscaler "api" scales Deployment "gone"/);
});

test('a document that is not valid YAML is skipped, and its place is named', async () => {
  const { exitCode, output, errors } = await run(['predict', ...LOAD, ...FAST], `${WEB}---\nkind: [\n`);
  expect([exitCode, output.match(/^Horizontal/gm)?.length]).toEqual([0, 1]);
  expect(errors).toMatch(/^skipped: The document at <stdin>:\d+ is not valid YAML: /);
});

test('one that is asked for by name is not skipped', async () => {
  const args = ['predict', ...LOAD, ...FAST, '--only', 'web', '--only', 'gone'];
  const { exitCode, output, errors } = await run(args, WEB);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain('There is no "gone" to predict.');
});

test('load, duration, rollout, seed, cluster and parameters are what the flags say', async () => {
  const flags = '--rollout 1m --seed 7 --kubernetes v1.34.1 --keda 2.19 --nodes 2 --node-cpu 500m --max-nodes 3';
  const set = ['bootSeconds=17', 'world.cpuPerRequest=0.02..0.04', 'phases.hpa=3', 'replicas=3'];
  const { predictions } = await report([
    ...LOAD,
    ...FAST,
    ...flags.split(' '),
    ...set.flatMap((each) => ['--set', each]),
  ]);
  expect(predictions[0]).toMatchObject({ load: 'ramp:0..400rps/2m', durationSeconds: 300, seed: 7 });
  const given = predictions[0]?.parameters
    .filter(({ origin }) => origin === 'given')
    .map(({ name, value }) => [name, value]);
  expect(given).toEqual(
    expect.arrayContaining([
      ['world.bootSeconds', 17],
      ['world.cpuPerRequest', 0.03],
    ]),
  );
  expect(predictions[0]?.summary).toMatchObject({ initialReplicas: 3 });
  expect(predictions[0]?.summary).not.toMatchObject({ peakUnschedulable: 0 });
});

test.each([
  ['constant:200rps', 900],
  ['ramp:0..400rps/2m', 720],
  ['siege:20/40s', 640],
  ['wave:10..20rps/1h', 3600],
])('%s is watched for %i seconds where nothing is said', async (load, seconds) => {
  const { predictions } = await report(['--load', load, ...FAST]);
  expect(predictions[0]?.durationSeconds).toBe(seconds);
});

test('what the API server would refuse is not a hint, and what nobody scales has none', async () => {
  const zero = WEB.replace('minReplicas: 2', 'minReplicas: 1').replace('maxReplicas: 10', 'maxReplicas: 1');
  const { predictions } = await report(['--load', 'constant:1rps', '--duration', '1m', '--runs', '1'], zero);
  expect(predictions[0]?.hints.map(({ field }) => field)).not.toContain('minReplicas');
  const [deployment = ''] = WEB.split('---');
  const alone = await report(['--load', 'constant:1rps', '--runs', '1', '--only', 'Deployment/web'], deployment);
  expect(alone.predictions).toMatchObject([{ scaler: { kind: 'Deployment' }, hints: [] }]);
});

test('the flags of the controller change its decisions', async () => {
  const finalOf = async (...flags: string[]) => {
    const { predictions } = await report(['--load', 'siege:20/1m', '--duration', '4m', ...FAST, ...flags]);
    return predictions[0]?.summary;
  };
  expect(await finalOf()).toMatchObject({ finalReplicas: 10, scaleDowns: 0 });
  expect(await finalOf('--downscale-stabilization', '30')).toMatchObject({ finalReplicas: 2 });
  expect(await finalOf('--tolerance', '100')).toMatchObject({ peakDesired: 2 });
  expect(await finalOf('--sync-period', '60')).toMatchObject({ secondsToPeak: 180 });
});

test('definitions of kinds are not even parsed, however large or broken', async () => {
  const definition = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: [\n';
  const asJson = '{\n"kind": "CustomResourceDefinition",\n}\n';
  const { predictions } = await report([...LOAD, ...FAST], `${definition}---\n${WEB}---\n${asJson}`);
  expect(predictions).toHaveLength(1);
});

test('a load may be recorded in a file', async () => {
  const { predictions } = await report(['--load', `csv:${path.join(folder, 'load.csv')}`, ...FAST]);
  expect(predictions[0]?.durationSeconds).toBe(660);
});

describe('--compare', () => {
  const [old, young] = ['old', 'new'];

  test('with a folder stands side by side', async () => {
    const args = [path.join(folder, old), '--compare', path.join(folder, young), ...LOAD, ...FAST];
    const { comparisons } = await report(args);
    expect(comparisons).toMatchObject([{ left: path.join(folder, old), right: path.join(folder, young) }]);
    expect(comparisons[0]?.rows[0]).toMatchObject({
      name: 'Most replicas wanted',
      left: expect.stringMatching(/^10 of 10, /) as string,
      difference: expect.stringMatching(/^\+\d+ replicas$/) as string,
    });
  });

  test('with a folder of several pairs them by name', async () => {
    const other = path.join(folder, 'several.yaml');
    fs.writeFileSync(other, `${manifests('api', { max: 4 })}---\n${manifests('web', { max: 5 })}`);
    const { comparisons } = await report(['--compare', other, ...LOAD, ...FAST], `${WEB}---\n${manifests('api')}`);
    expect(comparisons.map(({ left, right }) => [left, right])).toEqual([
      ['<stdin> shop/web', `${other} shop/web`],
      ['<stdin> shop/api', `${other} shop/api`],
    ]);
  });

  test('pairs the only one of each side, whatever they are called', async () => {
    const other = path.join(folder, 'renamed.yaml');
    fs.writeFileSync(other, manifests('renamed'));
    const { comparisons } = await report(['--compare', other, ...LOAD, ...FAST]);
    expect(comparisons).toMatchObject([{ left: '<stdin>', right: other }]);
  });

  test('with a name takes another autoscaler of the same manifests', async () => {
    const both = `${WEB}---\n${manifests('api', { max: 4 })}`;
    const { predictions, comparisons } = await report(
      ['--compare', 'shop/api', '--only', 'web', ...LOAD, ...FAST],
      both,
    );
    expect(predictions).toHaveLength(1);
    expect(comparisons).toMatchObject([{ left: 'shop/web', right: 'shop/api' }]);
  });

  test('with what is not there is an error', async () => {
    const { exitCode, errors } = await run(['predict', '--compare', 'gone', ...LOAD, ...FAST], WEB);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('There is no "gone" to predict.')]);
  });
});

test('--csv has a line per second', async () => {
  const { output } = await run(['predict', '--csv', ...LOAD, ...FAST], WEB);
  expect(output.trimEnd().split('\n')).toHaveLength(301);
  expect(output).toMatch(/^scaler,second,offered,/);
});

test('--html writes a page, and the terminal has its text all the same', async () => {
  const file = path.join(folder, 'report.html');
  const { output } = await run(['predict', '--html', file, ...LOAD, ...FAST], WEB);
  expect(output).toContain('HorizontalPodAutoscaler shop/web');
  expect(fs.readFileSync(file, 'utf8')).toContain('<h2 id="scaler-0">HorizontalPodAutoscaler shop/web</h2>');
});

test('progress is told where somebody looks, and goes away', async () => {
  const { errors } = await run(['predict', ...LOAD, '--runs', '250'], WEB, { isErrorTerminal: true });
  const told = errors.match(/predicting HorizontalPodAutoscaler\/shop\/web: \d+ of 250 runs/g) ?? [];
  expect(told).toHaveLength(83);
  expect(told.at(-1)).toMatch(/: 249 of 250 runs$/);
  expect(errors).toContain('\r\u001B[KHorizontalPodAutoscaler/shop/web: what a change would give (3) …');
  expect(errors.endsWith('\r\u001B[K')).toBe(true);
});

test('the width is that of the terminal, the colours are too', async () => {
  const { output } = await run(['predict', ...LOAD, ...FAST], WEB, { isTerminal: true, columns: 80 });
  expect(output.startsWith('\u001B[1mHorizontalPodAutoscaler shop/web\u001B[0m')).toBe(true);
  const curve = output.split('\n').find((line) => line.trimStart().startsWith('desired'));
  expect(curve?.length).toBeLessThanOrEqual(80);
});

test.each<[string, string[], string, string]>([
  ['without a load', [], WEB, "required option '-l, --load <load>' not specified"],
  ['with a load that is none', ['--load', 'much'], WEB, 'The load "much" is of no known kind.'],
  ['with a negative load', ['--load', 'constant:-5rps'], WEB, 'no load is negative'],
  [
    'with a file of a load that is not there',
    ['--load', 'csv:/does/not/exist'],
    WEB,
    'The file "/does/not/exist" does not exist.',
  ],
  [
    'with a page in no folder',
    ['--load', 'siege:2', '--html', '/does/not/exist.html'],
    WEB,
    'no such file or directory',
  ],
  ['with a duration that is none', ['--load', 'siege:2', '--duration', 'soon'], WEB, 'is not a length of time'],
  ['with no runs', ['--load', 'siege:2', '--runs', '0'], WEB, 'Write a whole number from 1 up.'],
  ['with JSON and CSV', ['--load', 'siege:2', '--json', '--csv'], WEB, "cannot be used with option '--csv'"],
  [
    'without an autoscaler',
    ['--load', 'siege:2'],
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
    'There is no HorizontalPodAutoscaler and no ScaledObject among 1 objects.',
  ],
  [
    'whose only autoscaler has no target',
    ['--load', 'siege:2'],
    manifests('web', { target: 'gone' }),
    'which is not among the manifests',
  ],
  ['of a name that is not there', ['--load', 'siege:2', '--only', 'gone'], WEB, 'There is no "gone" to predict.'],
  [
    'of a file that is not there',
    ['--load', 'siege:2', '/does/not/exist.yaml'],
    '',
    'There is no file or folder "/does',
  ],
  [
    'with nodes of no size',
    ['--load', 'siege:2', '--nodes', '3'],
    WEB,
    'The nodes have no size: --node-cpu is missing.',
  ],
  ['with a tolerance below 0', ['--load', 'siege:2', '--tolerance', '-1'], WEB, 'Write a number from 0 up.'],
  [
    'with a parameter that is none',
    ['--load', 'siege:2', '--set', 'bootTime=3'],
    WEB,
    'There is no such parameter; there are replicas, cpuPerRequest,',
  ],
])('a prediction %s gives exit code 2 and says why', async (_, args, input, message) => {
  const { exitCode, output, errors } = await run(['predict', ...args], input);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(message);
});

test('a parameter is a number, a range, a text or a member of a group', () => {
  const texts = [
    'bootSeconds=17',
    'idleCpu=1e-3..2e-3',
    'startTime=2026-01-01T00:00:00Z',
    'phases.hpa=3',
    'phases.keda=1..2',
    'metrics.q.depth=queue',
    'metrics.s0-kafka=12',
  ];
  expect(texts.reduce((before, text) => worldSetting(text, before), {})).toEqual({
    bootSeconds: 17,
    idleCpu: [0.001, 0.002],
    startTime: '2026-01-01T00:00:00Z',
    phases: { hpa: 3, keda: [1, 2] },
    metrics: { 'q.depth': 'queue', 's0-kafka': 12 },
  });
});

test.each([
  ['bootSeconds', 'Write name=value'],
  ['bootSeconds=', 'Write name=value'],
  ['bootSeconds=soon', '"soon" is neither a number nor a range'],
  ['bootSeconds=1..2..3', 'is neither a number nor a range'],
  ['bootSeconds=1..x', 'is neither a number nor a range'],
  ['phases=3', 'There is no such parameter'],
  ['phases.moon=3', 'There is no such parameter'],
  ['bootSeconds.hpa=3', 'There is no such parameter'],
  ['constructor=3', 'There is no such parameter'],
])('the parameter %s is refused', (text, message) => {
  expect(() => worldSetting(text)).toThrow(message);
});

test('an authentication that KEDA refuses is told with the prediction, in the words of check', async () => {
  fs.writeFileSync(
    path.join(folder, 'refused.yaml'),
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: shop }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: app, image: 'example.com/app:1' }] }
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: aws, namespace: shop }
spec: { podIdentity: { provider: aws, externalID: abc } }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker, namespace: shop }
spec:
  scaleTargetRef: { name: worker }
  triggers:
    - type: aws-sqs-queue
      metadata: { queueURL: 'https://sqs.eu-west-1.amazonaws.com/1/q', queueLength: '5', awsRegion: eu-west-1 }
      authenticationRef: { name: aws }
`,
  );
  const { output } = await run(['predict', path.join(folder, 'refused.yaml'), ...LOAD, ...FAST]);
  const words = 'its pod identity has the externalID "abc" without a roleArn';
  const told = output.split('\n').filter((line) => line.includes(words));
  expect(told.length).toBeGreaterThan(1); // by check, and by the verdict
  expect(output).toContain(`KEDA cannot build the scaler: TriggerAuthentication "shop/aws": ${words}`);
});
