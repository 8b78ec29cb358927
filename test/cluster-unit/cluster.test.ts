import { connect, type Cluster, type ClusterChoice } from '../../lib/cluster';
import { FakeCluster, type Said } from '../command/fake-cluster';

let fake: FakeCluster;

beforeAll(async () => {
  fake = await FakeCluster.start();
});

afterAll(() => fake.stop());

/** Connects to a cluster whose kubectl says so; `{}` is what the stand-in says by itself. */
function connected(said: Readonly<Record<string, Said>>, choice: ClusterChoice = {}): Promise<Cluster> {
  fake.said = (args) => said[args.find((arg) => !arg.startsWith('-')) ?? ''];
  return connect(choice, { environment: fake.environment });
}

function versions(client: string | undefined, server: string): Said {
  const version = (minor: string) => ({ major: '1', minor, gitVersion: `v1.${minor}.0` });
  return {
    stdout: JSON.stringify({
      clientVersion: client === undefined ? undefined : version(client),
      serverVersion: version(server),
    }),
  };
}

function configuration(value: object): Said {
  return { stdout: JSON.stringify(value) };
}

test('a cluster says its release, its context and its namespace', async () => {
  const config = configuration({
    'current-context': 'prod',
    contexts: [{ name: 'test' }, { name: 'prod', context: { namespace: 'shop' } }],
  });
  const found = { release: '1.36', context: 'prod', notes: [] };
  expect(await connected({ config })).toMatchObject({ ...found, namespace: 'shop' });
  expect(await connected({ config }, { namespace: 'mine' })).toMatchObject({ ...found, namespace: 'mine' });
});

test('the context that --context means is the only one that kubectl shows', async () => {
  const config = configuration({ 'current-context': 'other', contexts: [{ name: 'test' }] });
  expect(await connected({ config }, { context: 'test' })).toMatchObject({ context: 'test', namespace: 'default' });
  expect(await connected({ config: configuration({ 'current-context': 'x', contexts: null }) })).toMatchObject({
    ...{ context: 'x', namespace: 'default' },
  });
});

test('inside a pod there is no context', async () => {
  expect(await connected({ config: { code: 1, stderr: 'error: current-context must exist' } })).toMatchObject({
    ...{ context: '', namespace: 'default' },
  });
  expect(await connected({ config: configuration({ contexts: [] }) })).toMatchObject({ context: '' });
});

test('releases that are far apart are noted', async () => {
  expect((await connected({ version: versions('36', '33') })).notes).toEqual([
    'kubectl is 1.36, the cluster is 1.33: Kubernetes supports one release between them.',
  ]);
  expect((await connected({ version: versions('36', '35+') })).notes).toEqual([]);
  expect(await connected({ version: versions(undefined, '35+') })).toMatchObject({ release: '1.35', notes: [] });
});

test('a kubectl that is too old, and a server that is none, are refused', async () => {
  await expect(connected({ version: versions('23', '36') })).rejects.toThrow('kubectl v1.23.0 is too old.');
  await expect(connected({ version: versions('36', 'x') })).rejects.toThrow('The server says that it is "v1.x.0".');
  await expect(connected({ version: { stdout: 'Client Version: v1.18' } })).rejects.toThrow(
    'kubectl failed without a word.',
  );
});
