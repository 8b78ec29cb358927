import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiRefusal, ClusterApi, Interrupted, Kubectl } from '../../lib/cluster';
import { FakeCluster, type Said } from '../command/fake-cluster';

let fake: FakeCluster;
let api: ClusterApi | undefined;

beforeEach(async () => {
  fake = await FakeCluster.start();
});

afterEach(async () => {
  api?.close();
  api = undefined;
  await fake.stop();
});

async function open(signal?: AbortSignal): Promise<ClusterApi> {
  return (api = await ClusterApi.open(new Kubectl({}, { environment: fake.environment, signal })));
}

function foldersOfProxies(): string[] {
  return fs.readdirSync(os.tmpdir()).filter((name) => /^cdk8s-autoscaling-\w{6}$/.test(name));
}

test('the proxy lets only reading through', async () => {
  await open();
  expect(fake.calls.at(-1)).toEqual(
    expect.arrayContaining(['proxy', '--reject-methods=^(POST|PUT|PATCH|DELETE)$', '--disable-filter=false']),
  );
});

test('an object is read, and the clock of the server with it', async () => {
  const opened = await open();
  fake.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  expect(await opened.get('/api/v1/namespaces/shop')).toMatchObject({ kind: 'Namespace' });
  expect(Math.abs(opened.clockAhead)).toBeLessThan(2000);
  expect(Math.abs(opened.now - Date.now() - opened.clockAhead)).toBeLessThan(1000);
});

test('what the API server refuses is an error with its words', async () => {
  const opened = await open();
  await expect(opened.get('/api/v1/namespaces/none')).rejects.toThrow('namespaces "none" not found');
  fake.answered = () => ({ status: 403, body: { message: 'User "eve" cannot get resource "x" in API group ""' } });
  const refusal = await opened.get('/api/v1/namespaces/none').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiRefusal);
  expect(refusal).toMatchObject({ status: 403, permission: { user: 'eve' } });
});

test('a list is read page after page, with the kind of each item', async () => {
  const opened = await open();
  const asked: string[] = [];
  const pages: Readonly<Record<string, object>> = {
    '/api/v1/pods?limit=500': {
      ...{ apiVersion: 'v1', kind: 'PodList', metadata: { continue: 'a b' }, items: [{ n: 1 }] },
    },
    '/api/v1/pods?limit=500&continue=a%20b': { items: null },
    '/api/v1/pods?labelSelector=a&limit=500': { apiVersion: 'v1', kind: 'PodList', items: [{ n: 3 }] },
  };
  fake.answered = (where) => {
    asked.push(where);
    return { body: pages[where] };
  };
  expect(await opened.list('/api/v1/pods', (pod) => pod)).toEqual([{ apiVersion: 'v1', kind: 'Pod', n: 1 }]);
  expect(await opened.list('/api/v1/pods?labelSelector=a', ({ n }) => n)).toEqual([3]);
  expect(asked).toEqual(Object.keys(pages));
});

test('an answer without an end is not kept', async () => {
  const opened = await open();
  fake.answered = () => ({ body: 'x'.repeat(65 * 2 ** 20) });
  await expect(opened.get('/api/v1/pods')).rejects.toThrow('the answer has more than 64 MiB');
});

test('a server that goes away is told as one that did not answer', async () => {
  const opened = await open();
  fake.answered = () => {
    fake.breakOff();
    return { body: {} };
  };
  const refusal = await opened.get('/api/v1/pods').catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'ApiRefusal', status: 0 });
});

test('Ctrl-C ends the proxy and every request, and leaves nothing behind', async () => {
  const before = foldersOfProxies();
  const controller = new AbortController();
  const opened = await open(controller.signal);
  expect(foldersOfProxies().length).toBeGreaterThan(before.length);
  fake.answered = () => {
    controller.abort();
    return { body: {} };
  };
  await expect(opened.get('/api/v1/pods')).rejects.toThrow(Interrupted);
  await expect(opened.get('/api/v1/pods')).rejects.toThrow(Interrupted);
  expect(foldersOfProxies().length).toBeLessThanOrEqual(before.length);
});

test.each<[string, Said, string]>([
  ['says why', { code: 1, stderr: 'error: context "x" does not exist' }, 'There is no context "x"'],
  ['says nothing', { code: 1 }, 'kubectl proxy does not serve: it ended.'],
])('a proxy that ends and %s is told', async (_, said, message) => {
  fake.said = ([word]) => (word === 'proxy' ? said : undefined);
  await expect(open()).rejects.toThrow(message);
});

test('a proxy that is stopped while it starts is stopped, not broken', async () => {
  const controller = new AbortController();
  fake.said = ([word]) => {
    if (word !== 'proxy') return undefined;
    setTimeout(() => controller.abort(), 100);
    return { code: 1, hangs: true };
  };
  await expect(open(controller.signal)).rejects.toThrow(Interrupted);
});

test('a kubectl that is not there is told, and nothing waits any longer', async () => {
  const cleared = jest.spyOn(global, 'clearTimeout');
  const environment = { PATH: path.join(os.tmpdir(), 'nothing-is-here') };
  await expect(ClusterApi.open(new Kubectl({}, { environment }))).rejects.toThrow('There is no kubectl.');
  expect(cleared).toHaveBeenCalled();
});

test.each<[string, unknown]>([
  ['a text', 'x'],
  ['a number', 5],
  ['null', null],
])('an answer that is %s is a refusal', async (_, body) => {
  const opened = await open();
  fake.answered = () => ({ body });
  await expect(opened.get('/version')).rejects.toThrow('what came back is not JSON of an object');
  await expect(opened.list('/api/v1/pods', (pod) => pod)).rejects.toBeInstanceOf(ApiRefusal);
});

test.each<[string, object, number]>([
  ['no list', { kind: 5, items: 'x' }, 0],
  ['a list of what is not an object', { kind: 'PodList', items: [null, 5, { n: 1 }] }, 3],
])('a page with %s has the items that it has', async (_, body, count) => {
  const opened = await open();
  fake.answered = () => ({ body });
  expect(await opened.list('/api/v1/pods', (pod) => pod)).toHaveLength(count);
});

test('a list that never ends is given up', async () => {
  const opened = await open();
  let page = 0;
  fake.answered = () => ({ body: { items: [], metadata: { continue: String(++page) } } });
  await expect(opened.list('/api/v1/pods', (pod) => pod)).rejects.toThrow('the list /api/v1/pods does not end');
});

test('a name that nobody expected is not there', async () => {
  const opened = await open();
  await expect(opened.get('/api/v1/namespaces/a b\n\uD800é')).rejects.toBeInstanceOf(ApiRefusal);
});
