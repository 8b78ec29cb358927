import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FakeCluster, type Said } from '../fake-cluster';
import { run } from '../run';

jest.setTimeout(60_000);

let cluster: FakeCluster;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bad-'));

beforeAll(async () => {
  cluster = await FakeCluster.start();
  fs.writeFileSync(path.join(folder, 'a.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
});

afterAll(async () => {
  await cluster.stop();
  fs.rmSync(folder, { recursive: true });
});

const OLD = { major: '1', minor: '19', gitVersion: 'v1.19.3' };
const NEW = { major: '1', minor: '36', gitVersion: 'v1.36.0' };

test.each<[string, Said, string]>([
  [
    'no such context',
    { stderr: 'error: context "prod" does not exist' },
    'There is no context "prod" in the kubeconfig.',
  ],
  ['no kubeconfig', { stderr: 'error: stat /none: no such file or directory' }, 'The kubeconfig /none does not exist.'],
  [
    'a broken kubeconfig',
    { stderr: 'error: error loading config file "/c": yaml: line 1: did not find expected node content' },
    'The kubeconfig /c cannot be read: yaml: line 1',
  ],
  [
    'an expired login',
    { stderr: 'error: You must be logged in to the server (Unauthorized)' },
    'does not accept your login',
  ],
  [
    'a login program that is not there',
    { stderr: 'Unable to connect to the server: getting credentials: exec: executable aws not found' },
    'The login program aws of this context is not installed.',
  ],
  [
    'no cluster at all',
    { stderr: 'The connection to the server localhost:8080 was refused' },
    'does not know of any cluster',
  ],
  [
    'a cluster that is down',
    { stderr: 'The connection to the server 10.0.0.1:6443 was refused' },
    '10.0.0.1:6443 refuses the connection',
  ],
  [
    'a cluster far away',
    { stderr: 'Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout' },
    'The API server does not answer: dial tcp 10.0.0.1:6443: i/o timeout.',
  ],
  [
    'another certificate',
    { stderr: 'x509: certificate signed by unknown authority' },
    'is not accepted: certificate signed by',
  ],
  [
    'an old kubectl',
    { code: 0, stdout: JSON.stringify({ clientVersion: OLD, serverVersion: NEW }) },
    'kubectl v1.19.3 is too old.',
  ],
  ['a word that nobody knows', { stderr: 'error: boom' }, 'boom'],
])('%s is a clear sentence', async (_, said, message) => {
  cluster.said = ([word]) => (word === 'version' ? { code: 1, ...said } : undefined);
  const { exitCode, output, errors } = await run(['apply', folder, '--yes'], '', { environment: cluster.environment });
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(message);
  expect(errors).toContain('fix: ');
});

test('no kubectl is a clear sentence', async () => {
  const environment = { PATH: folder };
  const { exitCode, errors } = await run(['apply', folder, '--yes'], '', { environment });
  expect([exitCode, errors]).toEqual([2, expect.stringContaining('There is no kubectl.')]);
});

test('the flags of kubectl reach every call', async () => {
  cluster.said = () => undefined;
  cluster.calls.length = 0;
  await run(['apply', folder, '--yes', '--context', 'other', '--kubeconfig', '/some/file'], '', {
    environment: cluster.environment,
  });
  expect(cluster.calls.length).toBeGreaterThan(4);
  for (const call of cluster.calls) expect(call.slice(0, 2)).toEqual(['--kubeconfig=/some/file', '--context=other']);
});

test('an empty folder is a clear sentence', async () => {
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'empty-'));
  const { exitCode, errors } = await run(['apply', empty, '--yes'], '', { environment: cluster.environment });
  expect([exitCode, errors]).toEqual([2, expect.stringContaining('There is no Kubernetes object in')]);
  fs.rmdirSync(empty);
});
