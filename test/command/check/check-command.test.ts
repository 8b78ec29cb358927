import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../run';

const BROKEN = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          readinessProbe: { tcpSocket: { port: 80 } }
          resources: { requests: { cpu: 100m } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 10
`;
const WARNED = 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n';

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'checks-'));
  fs.mkdirSync(path.join(folder, 'more', 'node_modules'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'a.yaml'), BROKEN);
  fs.writeFileSync(path.join(folder, 'more', 'b.yml'), WARNED);
  fs.writeFileSync(path.join(folder, 'more', 'notes.txt'), 'no YAML: [');
  fs.writeFileSync(path.join(folder, 'more', 'node_modules', 'c.yaml'), BROKEN);
  fs.mkdirSync(path.join(folder, 'test', 'e2e'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'test', 'e2e', 'd.yaml'), BROKEN);
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

test('the standard input is checked where no file is named, and an error gives exit code 1', async () => {
  const { exitCode, output } = await run(['check'], BROKEN);
  expect(exitCode).toBe(1);
  expect(output).toMatchInlineSnapshot(`
   "<stdin>:5:3 error R3 replicas-vs-autoscaler
     Deployment "shop/web" (<stdin>:1) sets replicas: 2, and HorizontalPodAutoscaler "shop/web" (<stdin>:15) scales it.
     why: Every kubectl apply throws the autoscaler's decision away and goes back to 2.
     fix: Remove replicas from the workload; minReplicas of the autoscaler says how few are enough.

   1 error in 2 objects in 1 file. --explain <rule> says more.
   "
  `);
});

test('files and folders are read once, without what npm installs', async () => {
  const { output } = await run(['check', folder, path.join(folder, 'a.yaml'), '--format', 'json']);
  const report = JSON.parse(output) as {
    files: number;
    objects: number;
    findings: { rule: string; location: { file: string; line: number } }[];
  };
  expect(report).toMatchObject({ files: 2, objects: 3 });
  expect(report.findings.find(({ rule }) => rule === 'R3')?.location).toEqual({
    file: path.join(folder, 'a.yaml'),
    line: 5,
    column: 3,
  });
});

test('nothing wrong gives exit code 0 and says what was looked at', async () => {
  const { exitCode, output } = await run(['check', '-'], 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n');
  expect([exitCode, output]).toEqual([0, 'No mistakes in 1 object in 1 file.\n']);
});

test('nothing to check is not a success: the command before the pipe may have failed', async () => {
  for (const input of ['', '# nothing\n', 'replicaCount: 2\n', 'apiVersion: v1\nkind: List\nitems: []\n']) {
    expect(await run(['check', '-'], input)).toMatchObject({
      exitCode: 2,
      errors: 'error: There is no Kubernetes object in the standard input: nothing was checked.\n',
    });
  }
  const notes = path.join(folder, 'more', 'notes.txt');
  expect(await run(['check', notes])).toMatchObject({ exitCode: 1 });
  const json = await run(['check', '--format', 'json']);
  expect(JSON.parse(json.output)).toEqual({ objects: 0, files: 1, passedOver: [], findings: [] });
  expect(await run(['check', '--fail-on', 'never'])).toMatchObject({ exitCode: 0, errors: '' });
});

test('warnings fail only where they are asked to', async () => {
  const exitCodeOf = async (...args: string[]) =>
    (await run(['check', '--kubernetes', '1.24', ...args], WARNED)).exitCode;
  expect(await exitCodeOf()).toBe(0);
  expect(await exitCodeOf('--fail-on', 'warning')).toBe(1);
  expect(await exitCodeOf('--fail-on', 'info')).toBe(1);
  expect(await exitCodeOf('--severity', 'R25=error')).toBe(1);
  expect(await exitCodeOf('--severity', 'retired-or-removed=error', '--fail-on', 'never')).toBe(0);
  expect(await exitCodeOf('--fail-on', 'warning', '--ignore', 'R1,retired-or-removed')).toBe(0);
});

test('colour is for terminals, unless NO_COLOR says otherwise', async () => {
  const colourful = async (isTerminal: boolean, environment = {}) =>
    (await run(['check'], BROKEN, { isTerminal, environment })).output.includes('\u001B[');
  expect(await colourful(false)).toBe(false);
  expect(await colourful(true)).toBe(true);
  expect(await colourful(true, { NO_COLOR: '1' })).toBe(false);
  expect(await colourful(true, { NO_COLOR: '' })).toBe(true);
});

test('SARIF names the rule, its level and every place', async () => {
  const { output } = await run(['check', '--format', 'sarif'], BROKEN);
  const { version, runs } = JSON.parse(output) as { version: string; runs: { results: object[] }[] };
  expect(version).toBe('2.1.0');
  expect(runs[0]?.results[0]).toMatchObject({
    ruleId: 'R3',
    level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri: '%3Cstdin%3E' }, region: { startLine: 5 } } }],
    relatedLocations: [{ physicalLocation: { region: { startLine: 15 } } }],
  });
});

test('JUnit has a case per finding and one per rule that found nothing', async () => {
  const { output } = await run(['check', '--format', 'junit'], `${BROKEN}---\nkind: [\n`);
  expect(output).toContain('<testsuite name="R3 replicas-vs-autoscaler" tests="1" failures="1">');
  expect(output).toContain(
    '<failure type="error" message="Deployment &quot;shop/web&quot; (&lt;stdin&gt;:1) sets replicas: 2',
  );
  expect(output).toContain('<testcase classname="R4" name="Two autoscalers scale one workload."/>');
  expect(output).toContain('<testsuite name="R0 unreadable-text" tests="1" failures="1">');
});

test('GitHub’s annotations are one line each', async () => {
  const { output } = await run(['check', '--format', 'github'], BROKEN);
  expect(output).toMatch(
    /^::error file=<stdin>,line=5,col=3,title=R3 replicas-vs-autoscaler::Deployment .*%0Awhy: .*%0Afix: .*\n$/,
  );
});

test('a rule is explained by its page, and a rule that is none by the list', async () => {
  const page = await run(['check', '--explain', 'R3']);
  expect(page.exitCode).toBe(0);
  expect(page.output).toContain('# R3 replicas-vs-autoscaler');
  expect(page.output).not.toContain('<!--');
  const list = await run(['check', '--explain', 'all']);
  expect(list.exitCode).toBe(0);
  expect(list.output).toMatch(/^R0 {3}error {4}unreadable-text/);
  expect(list.output).toContain('R36  warning  ignore-without-reason');
  const none = await run(['check', '--explain', 'R99']);
  expect(none.exitCode).toBe(2);
  expect(none.output).toContain(`There is no rule "R99". The rules are:\n\n${list.output}`);
});

test('what the cluster is and has is told by flags', async () => {
  const flags =
    '--kubernetes v1.36.2 --keda 2.20 --provides keda.sh --feature-gate A --feature-gate B --node-ports 30000-31000';
  const sized = '--nodes 2 --node-cpu 100m --node-memory 1Gi --self-signed-kubelets --server-side';
  const { output } = await run(['check', ...flags.split(' '), ...sized.split(' ')], BROKEN);
  expect(output).toContain('ask for 1.00 cores of cpu; the nodes have 0.20');
});

test.each([
  [['check', '--ignore', 'R999'], 'There is no rule "R999"'],
  [['check', '--severity', 'R3=fatal'], 'Write R3=<error|warning|info|off>.'],
  [['check', '--kubernetes', 'new'], 'Write major and minor'],
  [['check', '--node-ports', '80'], 'Write first-last'],
  [['check', '--node-cpu', 'much'], 'Write a quantity above 0'],
  [['check', '--format', 'xml'], 'Allowed choices are human, json, sarif, junit, github'],
  [['check', '/does/not/exist.yaml'], 'There is no file or folder "/does/not/exist.yaml".'],
  [['chekc'], "unknown command 'chekc'"],
])('%j gives exit code 2 and says why', async (args, message) => {
  const { exitCode, output, errors } = await run(args);
  expect(exitCode).toBe(2);
  expect(output).toBe('');
  expect(errors).toContain(message);
});

test('help and version give exit code 0', async () => {
  const { exitCode, output } = await run(['--help']);
  expect(exitCode).toBe(0);
  expect(output).toContain('find mistakes between objects');
  expect((await run(['check', '--help'])).output).toContain('--fail-on <severity>');
  expect(await run(['--version'])).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  });
});
