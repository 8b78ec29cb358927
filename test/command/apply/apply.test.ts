import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FakeCluster } from '../fake-cluster';
import { run } from '../run';

jest.setTimeout(60_000); // each call of kubectl is a process

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;
const ACCOUNT = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { colour: blue }
`;
const QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata: { name: small, namespace: shop }
spec: { hard: { pods: "10" } }
`;

let cluster: FakeCluster;
let folder: string;

beforeEach(async () => {
  cluster = await FakeCluster.start();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'apply-'));
});

afterEach(async () => {
  await cluster.stop();
  fs.rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
}

function apply(...flags: string[]) {
  return run(['apply', folder, '--yes', ...flags], '', { environment: cluster.environment });
}

test('stages are applied in the order of their numbers, and a second run changes nothing', async () => {
  write({ '30-shop.yaml': ACCOUNT, '00-shop.yaml': NAMESPACE });
  const first = await apply();
  expect(first).toMatchObject({ exitCode: 0, errors: expect.not.stringContaining('error') as string });
  const lines = first.output.split('\n').map((line) => line.replace(/ \([\d.]+ s\)$/, ''));
  expect(lines).toEqual([
    'check    no mistakes in 2 objects',
    'cluster  fake, Kubernetes 1.36',
    'plan     2 stages, 2 objects: 1 new, 0 changed, 0 unchanged, 1 whose kind or namespace is not there yet',
    'stage 00 definitions and namespaces: 1 created',
    'stage 30 apps: 1 created',
    'Applied.',
    '',
  ]);
  const second = await apply();
  expect(second.output).toContain('plan     2 stages, 2 objects: 0 new, 0 changed, 2 unchanged\n');
  expect(second.output).toMatch(/stage 30 apps: 1 unchanged/);
});

test('manifests without numbers are staged by kind', async () => {
  write({ 'all.yaml': [ACCOUNT, QUOTA, NAMESPACE].join('---\n') });
  const { exitCode, output } = await apply();
  expect(exitCode).toBe(0);
  expect(output).toMatch(/stage 1 definitions and namespaces: 1 created.*\n.*stage 2 controllers and apps: 2 created/);
});

test('what a rule calls an error stops everything, unless --no-check', async () => {
  const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec: { minReplicas: 5, maxReplicas: 2, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
`;
  write({ '00-shop.yaml': NAMESPACE, '30-shop.yaml': hpa });
  const { exitCode, output } = await apply();
  expect(exitCode).toBe(1);
  expect(output).toContain('Nothing was applied: ');
  expect(cluster.objects.size).toBe(0);
  expect((await apply('--no-check')).output).toContain('check    left out');
});

test('what the API server refuses stops everything before anything is applied', async () => {
  cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  cluster.refuse = ({ kind }) => (kind === 'ConfigMap' ? 'ConfigMap "settings" is invalid: data: too long' : undefined);
  write({ '10-shop.yaml': QUOTA, '30-shop.yaml': ACCOUNT });
  const { exitCode, output } = await apply();
  expect(exitCode).toBe(1);
  expect(output).toContain('refused  ConfigMap shop/settings');
  expect(output).toContain('data: too long');
  expect(output.endsWith('Nothing was applied.\n')).toBe(true);
  expect(cluster.objects.size).toBe(1);
});

test('a webhook that does not answer yet is waited for', async () => {
  cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  let asked = 0;
  const message =
    'Internal error occurred: failed calling webhook "x.shop.io": no endpoints available for service "hook"';
  cluster.refuse = ({ kind }) => (kind === 'ConfigMap' && ++asked < 4 ? message : undefined);
  write({ '10-shop.yaml': QUOTA, '30-shop.yaml': ACCOUNT });
  const { exitCode, output, errors } = await apply();
  expect(exitCode).toBe(0);
  expect(errors).toContain('waiting until webhook x.shop.io answers for ConfigMap shop/settings');
  expect(output).toMatch(/stage 30 apps: 1 created/);
});

test('one that never answers is one report, and nothing of its stage is applied', async () => {
  cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  cluster.refuse = ({ kind }) => (kind === 'ConfigMap' ? 'failed calling webhook "x.shop.io": refused' : undefined);
  write({ '10-shop.yaml': QUOTA, '30-shop.yaml': ACCOUNT });
  const { exitCode, output } = await apply('--timeout', '1');
  expect(exitCode).toBe(1);
  expect(output).toContain('failed   stage 30 apps: ConfigMap shop/settings');
  expect(output).toContain('fix: See why the pods behind the webhook are not ready');
  expect(output).toContain('Of this stage, nothing is applied. A second run goes on here.');
  expect([...cluster.objects.keys()]).toEqual(['namespace//shop', 'resourcequota/shop/small']);
});

test('objects of Helm are not taken over unless somebody says so', async () => {
  write({ '30-shop.yaml': ACCOUNT });
  const annotations = { 'meta.helm.sh/release-name': 'shop' };
  cluster.put(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop', annotations } },
  );
  const { exitCode, output } = await apply();
  expect(exitCode).toBe(1);
  expect(output).toContain('ConfigMap shop/settings is managed by the Helm release "shop"');
  expect((await apply('--adopt')).exitCode).toBe(0);
});

test('--prune deletes what the set had and the manifests no longer have, and nothing else', async () => {
  write({ '00-shop.yaml': NAMESPACE, '30-a.yaml': ACCOUNT, '30-b.yaml': QUOTA });
  expect((await apply('--set', 'shop')).exitCode).toBe(0);
  cluster.put({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'theirs', namespace: 'shop' } });
  fs.rmSync(path.join(folder, '30-b.yaml'));
  const { exitCode, output } = await apply('--set', 'shop', '--prune');
  expect(exitCode).toBe(0);
  expect(output).toContain('prune    ResourceQuota shop/small\n');
  expect(output).toContain('pruned   1 object that the manifests no longer have');
  expect([...cluster.objects.keys()].filter((key) => key.startsWith('resourcequota'))).toEqual([
    'resourcequota/shop/theirs',
  ]);
});

test('--prune needs the name of a set', async () => {
  write({ '30-a.yaml': ACCOUNT });
  expect(await apply('--prune')).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('--prune was given without --set.') as string,
  });
});

test('nobody is asked where nobody is there', async () => {
  write({ '00-shop.yaml': NAMESPACE });
  const { exitCode, errors } = await run(['apply', folder], '', { environment: cluster.environment });
  expect([exitCode, errors]).toEqual([2, expect.stringContaining('--yes was not given.')]);
  expect(cluster.calls).toEqual([]);
});

test('a no is a no', async () => {
  write({ '00-shop.yaml': NAMESPACE });
  const questions: string[] = [];
  const ask = (question: string) => {
    questions.push(question);
    return Promise.resolve('');
  };
  const { exitCode } = await run(['apply', folder], '', { environment: cluster.environment, ask });
  expect([exitCode, questions]).toEqual([1, ['Apply to the context "fake"? [y/N] ']]);
  expect(cluster.objects.size).toBe(0);
});

test('--json gives a line per event', async () => {
  write({ '00-shop.yaml': NAMESPACE });
  const { output } = await apply('--json');
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });
  expect(events.map(({ event }) => event)).toEqual(['checked', 'plan', 'stage', 'applied']);
  expect(events[2]).toMatchObject({ stage: '00', objects: [{ object: 'Namespace shop', outcome: 'created' }] });
});

test('Ctrl-C ends with 130, and says how far it came', async () => {
  cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const controller = new AbortController();
  cluster.said = (args) => {
    if (args[0] !== 'apply' || args.includes('--dry-run=server')) return undefined;
    setTimeout(() => controller.abort(), 100);
    return { hangs: true };
  };
  write({ '30-shop.yaml': ACCOUNT });
  const { exitCode, output, errors } = await run(['apply', folder, '--yes'], '', {
    environment: cluster.environment,
    interruption: () => controller.signal,
  });
  expect(exitCode).toBe(130);
  expect(output).toContain('stopped in stage 30 apps: 0 of 1 object are known to be applied; a second run goes on.');
  expect(errors).toContain('Stopped.\n');
});

test('environments side by side are not applied at once', async () => {
  for (const environment of ['production', 'staging']) {
    fs.mkdirSync(path.join(folder, environment));
    fs.writeFileSync(
      path.join(folder, environment, 'kustomization.yaml'),
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\n',
    );
    fs.writeFileSync(path.join(folder, environment, 'all.yaml'), NAMESPACE);
  }
  const { exitCode, errors } = await apply();
  expect(exitCode).toBe(2);
  expect(errors).toContain('are applied for themselves, not at once.');
});

test('a patch that lies beside the objects is not one, and is told', async () => {
  const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n';
  write({ '00-shop.yaml': NAMESPACE, '30-shop.yaml': patch });
  const { exitCode, output } = await apply();
  expect([exitCode, output.split('\n')[0]]).toEqual([
    0,
    `note     The document at ${path.join(folder, '30-shop.yaml')}:1 is a patch: it changes an object and is not one itself.`,
  ]);
  expect(cluster.objects.size).toBe(1);
});

test('--diff shows what would change, and changes nothing', async () => {
  write({ '00-shop.yaml': NAMESPACE, '30-shop.yaml': ACCOUNT });
  cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const file = 'v1.ConfigMap.shop.settings';
  cluster.said = (args) =>
    args.includes('diff')
      ? { code: 1, stdout: `diff -u -N /a/${file} /b/${file}\n--- /a/${file} x\n+++ /b/${file} x\n+  colour: blue\n` }
      : undefined;
  const { exitCode, output } = await run(['apply', folder, '--diff'], '', { environment: cluster.environment });
  expect([exitCode, output]).toEqual([
    0,
    'check    no mistakes in 2 objects\nshop\n  ConfigMap shop/settings\n    +  colour: blue\n',
  ]);
  expect(cluster.objects.size).toBe(1);
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1.29.8' }] }
`;
const READY = { replicas: 1, readyReplicas: 1, updatedReplicas: 1 };

test('--wait ends when every workload has its pods, and still has them a moment later', async () => {
  write({ '00-shop.yaml': NAMESPACE, '30-shop.yaml': DEPLOYMENT });
  const states = [READY, {}, READY];
  cluster.answered = (where) => {
    if (!where.endsWith('/deployments/web')) return undefined;
    return { body: { metadata: {}, spec: {}, status: states.shift() ?? READY } };
  };
  const { exitCode, output, errors } = await apply('--wait', '--no-check');
  expect(errors).toContain(
    [
      'everything runs: looking whether it stays so …',
      'waiting until everything runs: Deployment shop/web: 0 of 1 pod ready …',
      'everything runs: looking whether it stays so …',
    ].join('\n'),
  );
  expect([exitCode, output.split('\n').at(-2)]).toEqual([0, 'Applied, and everything runs.']);
});

test('--wait fails in the end; without it, what does not run yet is only told', async () => {
  write({ '00-shop.yaml': NAMESPACE, '30-shop.yaml': DEPLOYMENT });
  cluster.answered = (where) =>
    where.endsWith('/deployments/web') ? { body: { metadata: {}, spec: {}, status: {} } } : undefined;
  const waited = await apply('--wait', '--timeout', '1', '--no-check');
  expect([waited.exitCode, waited.output.split('\n').at(-2)]).toEqual([
    1,
    'Applied; 1 workload did not get ready within 1 s.',
  ]);
  const { exitCode, output } = await apply('--no-check');
  expect([exitCode, output.split('\n').at(-2)]).toEqual([
    0,
    'Applied. 1 workload is not ready yet; --wait waits for that, status says more.',
  ]);
});

test('a namespace of a set stays where others use it, and so does its place in the set', async () => {
  write({ '00-shop.yaml': NAMESPACE, '30-a.yaml': ACCOUNT });
  expect((await apply('--set', 'shop')).exitCode).toBe(0);
  cluster.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', namespace: 'shop' } });
  write({ '00-shop.yaml': NAMESPACE.replace('shop', 'bank'), '30-a.yaml': ACCOUNT.replace('shop', 'bank') });
  for (const _ of [1, 2]) {
    const { exitCode, output } = await apply('--set', 'shop', '--prune');
    expect(exitCode).toBe(0);
    expect(output).toContain('kept Namespace shop: it has ConfigMap shop/theirs that these manifests did not make');
  }
  expect([...cluster.objects.keys()].filter((key) => key.includes('shop'))).toEqual([
    ...['configmap/default/shop', 'namespace//shop', 'configmap/shop/theirs'],
  ]);
});

test('a custom resource that its controller does not release ends the pruning', async () => {
  cluster.versions.push('keda.sh/v1alpha1');
  write({
    '00-shop.yaml': NAMESPACE,
    '30-a.yaml': `apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: held, namespace: shop }
spec: { podIdentity: { provider: aws } }
`,
  });
  expect((await apply('--set', 'shop', '--no-check')).exitCode).toBe(0);
  fs.rmSync(path.join(folder, '30-a.yaml'));
  cluster.said = (args) => (args.includes('delete') ? {} : undefined);
  const { exitCode, output } = await apply('--set', 'shop', '--prune', '--timeout', '1');
  expect(exitCode).toBe(1);
  expect(output).toContain('failed   pruning: 1 custom resource did not go\n  TriggerAuthentication shop/held: ');
});
