import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { processorTime } from '../../support/processor-time';
import { run } from '../run';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: app, image: "acme/web:1", readinessProbe: { tcpSocket: { port: 80 } }, resources: { requests: { cpu: 100m } } }]
`;
const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 10 }
`;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'configured-'));
  write('k8s/web.yaml', `${DEPLOYMENT}---\n${HPA}`);
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

async function rulesIn(...args: readonly string[]): Promise<string[]> {
  const { output, errors } = await run(['check', path.join(folder, 'k8s'), '--format', 'json', ...args]);
  if (output === '') throw new Error(errors);
  const { findings } = JSON.parse(output) as { findings: { rule: string; severity: string }[] };
  return findings.map(({ rule, severity }) => `${rule} ${severity}`);
}

test('a file above the files says what is ignored, how bad it is and what fails; flags say it last', async () => {
  expect(await rulesIn()).toEqual(['R3 error']);
  write('cdk8s-autoscaling.yaml', 'severities: { R3: warning }\n');
  expect(await rulesIn()).toEqual(['R3 warning']);
  expect(await rulesIn('--severity', 'replicas-vs-autoscaler=info', '--severity', 'R3=info')).toEqual(['R3 info']);
  write('cdk8s-autoscaling.yaml', 'severities: { R3: off }\n');
  expect(await rulesIn()).toEqual([]);
  write('k8s/cdk8s-autoscaling.yaml', 'ignore: [replicas-vs-autoscaler]\nfailOn: never\n');
  expect(await rulesIn()).toEqual([]);
});

test('what is excluded is written from the folder of the file', async () => {
  write('k8s/old/web.yaml', HPA.replace('name: web,', 'name: old,'));
  write('cdk8s-autoscaling.yaml', 'exclude: [/k8s/web.yaml]\n');
  expect(await rulesIn('--fail-on', 'never')).toEqual([]);
});

test('the cluster, what it provides, and units are told', async () => {
  write('k8s/a/web.yaml', HPA);
  write('k8s/b/web.yaml', HPA);
  write(
    'cdk8s-autoscaling.yaml',
    `units: [k8s]
provides: [keda.sh]
cluster:
  kubernetes: 1.36
  keda: '2.20'
  nodes: 1
  nodeCpu: 500m
  nodeMemory: 1Gi
  nodePorts: 30000-31000
  featureGates: [A]
  nodeAddresses: [10.0.0.1]
  selfSignedKubelets: true
  serverSide: true
  withoutLoadBalancers: kind
`,
  );
  expect(await rulesIn('--ignore', 'R3')).toEqual(expect.arrayContaining(['R26 error', 'R29 warning']));
});

test.each([
  ['sevreities: {}', 'there is no "sevreities": did you mean "severities"?'],
  ['cluster: { kubernets: 1.36 }', 'there is no "cluster.kubernets": did you mean "kubernetes"?'],
  ['colour: blue', 'there is no "colour"; there are ignore, severities, exclude'],
  ['ignore: R3', 'ignore: Write a list.'],
  ['ignore: [R999]', 'ignore: There is no rule "R999"'],
  ['ignore: [promql-shap]', 'Did you mean "promql-shape"?'],
  ['severities: { R3: fatal }', 'severities: Write R3=<error|warning|info|off>.'],
  ['severities: []', 'severities: Write a map of rules.'],
  ['exclude: [1]', 'exclude: 1 is not a text.'],
  ['cluster: { kubernetes: new }', 'cluster.kubernetes: Write major and minor, such as 1.36.'],
  ['cluster: { nodes: 0 }', 'cluster.nodes: Write a whole number from 1 up.'],
  ['cluster: { nodePorts: 9-1 }', 'cluster.nodePorts: Write two ports from 1 to 65535'],
  ['cluster: { serverSide: often }', 'cluster.serverSide: Write true or false.'],
  ['cluster: 5', 'cluster is not a map.'],
  ['failOn: bad', 'failOn: Write error, warning, info, never.'],
  ['- a', 'it is not a map.'],
])('a configuration that says %j is refused, with its place', async (content, message) => {
  write('cdk8s-autoscaling.yaml', content);
  const { exitCode, output, errors } = await run(['check', path.join(folder, 'k8s')]);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(`${path.join(folder, 'cdk8s-autoscaling.yaml')}: `);
  expect(errors).toContain(message);
});

test('ignore files and --exclude leave out what git and people leave out', async () => {
  write('k8s/.gitignore', 'generated/\n*.local.yaml\n!kept.local.yaml\n');
  write('k8s/.cdk8s-autoscalingignore', '/legacy\n');
  for (const file of ['generated/a.yaml', 'a.local.yaml', 'legacy/a.yaml', 'skipped/a.yaml']) {
    write(`k8s/${file}`, 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n');
  }
  expect(await rulesIn('--exclude', 'skipped/')).toEqual(['R3 error']);
  write('k8s/kept.local.yaml', 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n');
  expect(await rulesIn('--exclude', 'skipped/')).toEqual(expect.arrayContaining(['R25 error', 'R3 error']));
});

test('a folder that is ignored is read where somebody names it', async () => {
  fs.mkdirSync(path.join(folder, '.git'));
  write('.gitignore', 'k8s/\n');
  expect(await rulesIn()).toEqual(['R3 error']);
});

test('a baseline hides what was found when it was written, wherever it moves, and tells what is new', async () => {
  const baseline = path.join(folder, 'known.json');
  const first = await run(['check', path.join(folder, 'k8s'), '--baseline', baseline]);
  expect(first).toMatchObject({ exitCode: 0 });
  expect(first.output).toContain(`Wrote 1 finding to ${baseline}: from now on only new ones are told.`);
  expect(JSON.parse(fs.readFileSync(baseline, 'utf8'))).toMatchObject({
    version: 1,
    findings: [{ rule: 'R3', object: 'Deployment shop/web in k8s/web.yaml', count: 1 }],
  });
  write('k8s/web.yaml', `# moved\n\n${DEPLOYMENT}---\n${HPA}`);
  const second = await run(['check', path.join(folder, 'k8s'), '--baseline', baseline]);
  expect(second).toMatchObject({ exitCode: 0 });
  expect(second.output).toBe(`No new mistakes in 2 objects in 1 file.\n1 finding of ${baseline} not told.\n`);
  write(
    'k8s/more.yaml',
    `${DEPLOYMENT}---\n${HPA}`.replaceAll('name: web', 'name: api').replaceAll('app: web', 'app: api'),
  );
  expect(await rulesIn('--baseline', baseline)).toEqual(['R3 error']);
});

test('what is not a baseline is refused', async () => {
  write('known.json', '{}');
  const { exitCode, errors } = await run(['check', folder, '--baseline', path.join(folder, 'known.json')]);
  expect(exitCode).toBe(2);
  expect(errors).toContain('known.json is not a baseline of this version');
});

test('many findings are grouped by rule, unless all are asked for', async () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    `${DEPLOYMENT}---\n${HPA}`.replaceAll('name: web', `name: web-${i}`).replaceAll('app: web', `app: web-${i}`),
  );
  write('k8s/web.yaml', many.join('---\n'));
  const grouped = await run(['check', path.join(folder, 'k8s')]);
  expect(grouped.output).toContain('29 more of R3:\n');
  expect(grouped.output).toContain('  and 24 more\n');
  expect(grouped.output).toContain(
    '30 errors in 60 objects in 1 file. --all tells each of them; --explain <rule> says more.',
  );
  const all = await run(['check', path.join(folder, 'k8s'), '--all']);
  expect(all.output.match(/ fix: /g)).toHaveLength(30);
});

test('what is applied together is explained', async () => {
  write('k8s/kustomization.yaml', 'resources: [web.yaml, https://example.com/a.yaml]\n');
  write('charts/web/Chart.yaml', 'name: web\n');
  const { output } = await run(['check', folder, '--explain-units']);
  expect(output).toBe(`kustomization ${folder}/k8s: 2 objects, built from its resources and patches
  ${folder}/k8s/kustomization.yaml
  ${folder}/k8s/web.yaml
  not seen: https://example.com/a.yaml of ${folder}/k8s/kustomization.yaml

chart ${folder}/charts/web: not read; helm template ${folder}/charts/web | cdk8s-autoscaling check -

1 unit in 3 files.
`);
});

test('a prediction does not mix two environments', async () => {
  write('clusters/a/web.yaml', `${DEPLOYMENT}---\n${HPA}`);
  write('clusters/b/web.yaml', `${DEPLOYMENT}---\n${HPA}`);
  const { exitCode, errors } = await run(['predict', path.join(folder, 'clusters'), '--load', 'constant:1rps']);
  expect(exitCode).toBe(2);
  expect(errors).toContain('clusters/a and ');
  expect(errors).toContain('both have HorizontalPodAutoscaler "shop/web"');
});

test.each([
  ['ignore: [', 'cdk8s-autoscaling.yaml: line 1 is not valid YAML: '],
  ['failOn: never\nfailOn: error\n', 'line 2 is not valid YAML: the key "failOn" stands twice.'],
  ['failOn: never\n---\nfailOn: error\n', 'line 2 is not valid YAML: a second document begins.'],
])('a file that is not YAML is not passed over, as if nothing was set: %j', async (text, message) => {
  write('cdk8s-autoscaling.yaml', text);
  const folders = path.join(folder, 'k8s');
  for (const args of [['check'], ['predict', '--load', 'constant:1rps']]) {
    const { exitCode, output, errors } = await run([...args, folders]);
    expect([exitCode, output, errors]).toEqual([2, '', expect.stringContaining(message)]);
  }
});

describe('a baseline that a configuration names', () => {
  test('is written below its folder', async () => {
    write('cdk8s-autoscaling.yaml', 'baseline: k8s/known.json\n');
    expect(await rulesIn()).toEqual([]);
    expect(fs.existsSync(path.join(folder, 'k8s/known.json'))).toBe(true);
  });

  test.each(['../known.json', 'k8s/../../known.json', 'out/known.json', 'out/new/known.json'])(
    'is not written elsewhere: %s',
    async (baseline) => {
      const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
      fs.symlinkSync(outside, path.join(folder, 'out'));
      write('cdk8s-autoscaling.yaml', `baseline: ${baseline}\n`);
      const { exitCode, errors } = await run(['check', path.join(folder, 'k8s')]);
      expect([exitCode, errors]).toEqual([2, expect.stringContaining(`The baseline "${baseline}" of `)]);
      expect(fs.existsSync(path.join(folder, '../known.json'))).toBe(false);
      expect(fs.readdirSync(outside)).toEqual([]);
      fs.rmSync(outside, { recursive: true });
    },
  );
});

describe('a baseline', () => {
  const known = (...findings: readonly unknown[]): string => JSON.stringify({ version: 1, findings });
  const entry = { rule: 'R3', object: 'x', fingerprint: 'f', count: 1 };

  test.each([
    ['without an object', known(null)],
    ['that hides by a text', known({ ...entry, count: 'many' })],
    ['that hides everything', known({ ...entry, count: 1e308 })],
    ['without a fingerprint', known({ ...entry, fingerprint: 5 })],
    ['that is not a list', '{"version":1,"findings":{}}'],
    ['that is nothing', 'null'],
  ])('%s is not one', async (_, text) => {
    write('known.json', text);
    const { exitCode, errors } = await run([
      'check',
      path.join(folder, 'k8s'),
      '--baseline',
      path.join(folder, 'known.json'),
    ]);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('is not a baseline of this version')]);
  });

  test('that cannot be written is told', async () => {
    const file = path.join(folder, 'none/known.json');
    const { exitCode, errors } = await run(['check', path.join(folder, 'k8s'), '--baseline', file]);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(`${file} cannot be written: no such file`)]);
  });

  test('replaces a link, and does not follow it', async () => {
    const file = path.join(folder, 'known.json');
    fs.symlinkSync('victim.json', file);
    expect((await run(['check', path.join(folder, 'k8s'), '--baseline', file])).exitCode).toBe(0);
    expect([fs.existsSync(path.join(folder, 'victim.json')), fs.lstatSync(file).isFile()]).toEqual([false, true]);
  });

  test('of many entries takes a moment', async () => {
    const entries = Array.from({ length: 200_000 }, (_, number) => ({ ...entry, fingerprint: String(number) }));
    write('known.json', JSON.stringify({ version: 1, findings: entries }));
    const begin = processorTime();
    expect(await rulesIn('--baseline', path.join(folder, 'known.json'))).toEqual(['R3 error']);
    expect(processorTime() - begin).toBeLessThan(10_000);
  });
});
