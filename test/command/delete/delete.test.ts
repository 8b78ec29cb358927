import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FakeCluster, type FakeObject } from '../fake-cluster';
import { run } from '../run';

jest.setTimeout(60_000); // each call of kubectl is a process

const NAMESPACE: FakeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const SETTINGS: FakeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } };
const OPERATOR: FakeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'operator', namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'operator' } },
    template: { spec: { containers: [{ name: 'a', args: ['--kubelet-service=kube-system/kubelet', '-v=1'] }] } },
  },
};
const KUBELET: FakeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubelet', namespace: 'kube-system' },
};

let cluster: FakeCluster;
let folder: string;

beforeEach(async () => {
  cluster = await FakeCluster.start();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'delete-'));
  const files = { '00-shop.json': NAMESPACE, '10-shop.json': OPERATOR, '30-shop.json': SETTINGS };
  for (const [name, object] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), JSON.stringify(object));
});

afterEach(async () => {
  await cluster.stop();
  fs.rmSync(folder, { recursive: true });
});

function remove(...flags: string[]) {
  return run(['delete', folder, '--yes', ...flags], '', { environment: cluster.environment });
}

test('the last stage goes first, and what a controller made goes with it', async () => {
  cluster.put(NAMESPACE, SETTINGS, OPERATOR, KUBELET);
  const { exitCode, output } = await remove();
  expect(output.split('\n').map((line) => line.replace(/ \([\d.]+ s\)$/, ''))).toEqual([
    'cluster  fake, Kubernetes 1.36',
    'plan     3 of 3 objects are there',
    'stage 30 apps: 1 gone',
    'stage 10 controllers: 1 gone',
    '  and service/kubelet, which a controller of it made',
    'stage 00 definitions and namespaces: 1 gone',
    'Deleted.',
    '',
  ]);
  expect([exitCode, cluster.objects.size]).toEqual([0, 0]);
  expect((await remove()).output).toContain('plan     0 of 3 objects are there');
});

test('a namespace that others use stays, and is named', async () => {
  const theirs = { ...SETTINGS, metadata: { name: 'theirs', namespace: 'shop' } };
  cluster.put(NAMESPACE, SETTINGS, theirs);
  const { exitCode, output } = await remove();
  expect(exitCode).toBe(0);
  expect(output).toContain('kept Namespace shop: it has ConfigMap shop/theirs that these manifests did not make');
  expect(output).toContain('Deleted, but for what was kept.');
  expect([...cluster.objects.keys()]).toEqual(['namespace//shop', 'configmap/shop/theirs']);
});

test('what does not go is told with what holds it, and nothing of earlier stages is deleted', async () => {
  const metadata = { ...SETTINGS.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.io/x'] };
  cluster.put(NAMESPACE, { ...SETTINGS, metadata }, OPERATOR);
  cluster.said = (args) => (args.includes('delete') ? {} : undefined);
  const { exitCode, output, errors } = await remove('--timeout', '3');
  expect(exitCode).toBe(1);
  expect(errors).toContain('waiting until stage 30 is gone: ConfigMap shop/settings: held by the finalizer a.io/x');
  expect(output).toContain('failed   stage 30: 1 object did not go within 3 s\n  ConfigMap shop/settings: held by');
  expect(output).not.toContain('stage 10');
});

test('nobody is asked where nobody is there, and a no is a no', async () => {
  cluster.put(NAMESPACE);
  const environment = cluster.environment;
  const unasked = await run(['delete', folder], '', { environment });
  expect([unasked.exitCode, unasked.errors]).toEqual([2, expect.stringContaining('--yes was not given.')]);
  const questions: string[] = [];
  const answering = (answer: string) => (question: string) => {
    questions.push(question);
    return Promise.resolve(answer);
  };
  expect((await run(['delete', folder], '', { environment, ask: answering('n') })).exitCode).toBe(1);
  expect(cluster.objects.size).toBe(1);
  expect((await run(['delete', folder], '', { environment, ask: answering('Yes') })).exitCode).toBe(0);
  expect(questions).toEqual(Array(2).fill('Delete them from the context "fake"? [y/N] '));
  expect(cluster.objects.size).toBe(0);
});

test('Ctrl-C ends with 130, and says how far it came', async () => {
  cluster.put(NAMESPACE, SETTINGS);
  const controller = new AbortController();
  cluster.said = (args) => {
    if (args.includes('delete')) controller.abort();
    return undefined;
  };
  const { exitCode, output, errors } = await run(['delete', folder, '--yes'], '', {
    environment: cluster.environment,
    interruption: () => controller.signal,
  });
  expect([exitCode, errors]).toEqual([130, expect.stringContaining('Stopped.\n')]);
  expect(output).toContain('stopped in stage 30 apps; a second run goes on.\n');
});

test('--set deletes also what the set had, and its own ConfigMap last', async () => {
  const apply = await run(['apply', folder, '--yes', '--no-check', '--set', 'shop'], '', {
    environment: cluster.environment,
  });
  expect(apply.exitCode).toBe(0);
  fs.rmSync(path.join(folder, '30-shop.json'));
  const { exitCode, output } = await remove('--set', 'shop');
  expect(exitCode).toBe(0);
  expect(output).toContain('prune    ConfigMap shop/settings\n');
  expect(output).toContain('pruned   1 object that the manifests no longer have\n');
  expect([...cluster.objects.keys()]).toEqual(['configmap/default/shop']);
  expect(cluster.calls.filter((call) => call.includes('delete')).at(-1)).toContain('shop');
});

test('--set keeps what others use, and the ConfigMap that knows it', async () => {
  const all = { environment: cluster.environment };
  expect((await run(['apply', folder, '--yes', '--no-check', '--set', 'shop'], '', all)).exitCode).toBe(0);
  cluster.put({ ...SETTINGS, metadata: { name: 'theirs', namespace: 'shop' } });
  for (const file of ['00-shop.json', '10-shop.json']) fs.rmSync(path.join(folder, file));
  const { exitCode, output } = await remove('--set', 'shop');
  expect(exitCode).toBe(0);
  expect(output).toContain('kept Namespace shop: it has ConfigMap shop/theirs that these manifests did not make');
  expect(output).toContain('Deleted, but for what was kept.');
  expect([...cluster.objects.keys()]).toEqual(['configmap/default/shop', 'namespace//shop', 'configmap/shop/theirs']);
});

test('--set deletes nothing else where a custom resource does not go', async () => {
  cluster.versions.push('keda.sh/v1alpha1');
  const held = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name: 'held', namespace: 'shop' },
  };
  fs.writeFileSync(path.join(folder, '30-held.json'), JSON.stringify(held));
  const all = { environment: cluster.environment };
  expect((await run(['apply', folder, '--yes', '--no-check', '--set', 'shop'], '', all)).exitCode).toBe(0);
  fs.rmSync(path.join(folder, '30-held.json'));
  cluster.said = (args) => (args.includes('delete') ? {} : undefined);
  const { exitCode, output } = await remove('--set', 'shop', '--timeout', '1');
  expect(exitCode).toBe(1);
  expect(output).toContain('failed   pruning: 1 custom resource did not go');
  expect(output).not.toContain('stage 30');
});
