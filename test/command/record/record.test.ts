import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Fields } from '../../../lib/simulation';
import { cpuOf, hpa, podsOf } from '../../simulation/objects';
import { FakeCluster, type FakeObject } from '../fake-cluster';
import { run } from '../run';

jest.setTimeout(60_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'record-'));
const HPA = 'autoscaling/v2/namespaces/shop/horizontalpodautoscalers';
let cluster: FakeCluster;
let status: Fields;

beforeEach(async () => {
  cluster = await FakeCluster.start();
  status = {};
  const replicas = 2;
  cluster.answered = (where) => {
    const object = { ...hpa({}, { status }), apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
    if (where.includes(`${HPA}/web`)) return { body: object };
    if (where.includes(HPA)) return { body: { kind: 'HorizontalPodAutoscalerList', items: [object] } };
    if (where.includes('/deployments/web/scale')) {
      return { body: { spec: { replicas }, status: { replicas, selector: 'app=web' } } };
    }
    if (where.includes('/metrics.k8s.io/')) return { body: { items: cpuOf(100, 100) } };
    if (where.startsWith('/api/v1/namespaces/shop/pods')) {
      return {
        body: {
          kind: 'PodList',
          items: podsOf(replicas).map((pod) => ({ ...pod, kind: 'Pod' }) as unknown as FakeObject),
        },
      };
    }
    return undefined;
  };
});

afterEach(() => cluster.stop());
afterAll(() => fs.rmSync(folder, { recursive: true }));

function command(...args: string[]) {
  return run(args, '', { environment: cluster.environment });
}

test('a recording is what explain reads, and a second run goes on in it', async () => {
  const file = path.join(folder, 'web.jsonl');
  const first = await command('record', 'hpa/shop/web', '--output', file, '--for', '3');
  expect(first).toMatchObject({ exitCode: 0, output: expect.stringMatching(/[345] frames in /) as string });
  fs.appendFileSync(file, '{"time":"2026-'); // a process that was killed
  expect((await command('record', 'hpa/shop/web', '--output', file, '--for', '2')).exitCode).toBe(0);
  const [header, ...frames] = fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fields);
  expect(header).toEqual({ version: 1, options: { kubernetes: '1.36' }, of: 'hpa/shop/web' });
  expect(frames.length).toBeGreaterThanOrEqual(4);
  expect(Object.keys(frames[0]!)).toEqual(['time', 'hpa', 'scale', 'pods', 'metrics']);
  expect(Object.keys(frames[1]!)).toEqual(['time']);
  expect(await command('explain', file)).toMatchObject({ exitCode: 0, errors: '' });
});

test('another recording is not written over', async () => {
  const file = path.join(folder, 'other.jsonl');
  fs.writeFileSync(file, '{"version":1,"of":"hpa/shop/other"}\n');
  const { exitCode, errors } = await command('record', 'hpa/shop/web', '--output', file, '--for', '1');
  expect([exitCode, errors]).toEqual([2, expect.stringContaining('is a recording of hpa/shop/other.')]);
  fs.writeFileSync(file, 'my notes\n');
  expect((await command('record', 'hpa/shop/web', '--output', file, '--for', '1')).errors).toContain(
    'is not a recording',
  );
  expect(fs.readFileSync(file, 'utf8')).toBe('my notes\n');
});

describe('the load', () => {
  const QUERY = 'sum(rate(hits[1m]))';
  const owned = { ownerReferences: [{ kind: 'ScaledObject', name: 'web' }] };

  /** An HPA of a ScaledObject whose trigger asks a Prometheus that tells 40. */
  function asking(serverAddress: string | undefined) {
    const { answered } = cluster;
    const trigger = { type: 'prometheus', metadata: { ...(serverAddress !== undefined && { serverAddress }) } };
    cluster.answered = (where) => {
      if (where.includes('/proxy/api/v1/query')) return { body: { data: { result: [{ value: [1, '40'] }] } } };
      if (where.includes('/scaledobjects/web')) return { body: { spec: { triggers: [trigger] } } };
      if (!where.includes(`${HPA}?`)) return answered(where);
      return { body: { kind: 'HorizontalPodAutoscalerList', items: [{ metadata: { name: 'web', ...owned } }] } };
    };
  }

  function record(file: string, ...flags: string[]) {
    return command('record', 'scaledobject/shop/web', '--output', path.join(folder, file), '--for', '1', ...flags);
  }

  test('is asked of the Prometheus of the ScaledObject', async () => {
    asking('http://prometheus.monitoring.svc:9090');
    expect((await record('load.jsonl', '--load', QUERY)).exitCode).toBe(0);
    const [header, first] = fs
      .readFileSync(path.join(folder, 'load.jsonl'), 'utf8')
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as Fields);
    expect([header?.loadUnit, first?.load]).toEqual([QUERY, 40]);
    expect((await command('explain', path.join(folder, 'load.jsonl'))).errors).toBe('');
  });

  test('is asked of the one that is named', async () => {
    asking(undefined);
    expect((await record('named.jsonl', '--load', QUERY, '--prometheus', 'prometheus.monitoring')).exitCode).toBe(0);
  });

  test.each([
    [['--load', QUERY], 'Nobody knows which Prometheus tells the load.'],
    [['--prometheus', 'prometheus.monitoring'], '--prometheus asks for nothing by itself.'],
    [['--load', QUERY, '--prometheus', 'here'], '"here" is not the address of a Service.'],
  ])('is refused before a file is made: %j', async (flags, message) => {
    asking(undefined);
    const { exitCode, errors } = await record('refused-load.jsonl', ...flags);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(message)]);
    expect(fs.existsSync(path.join(folder, 'refused-load.jsonl'))).toBe(false);
  });
});

test('seconds without an answer are counted, and the recording goes on', async () => {
  const file = path.join(folder, 'gaps.jsonl');
  const answered = cluster.answered;
  let looks = 0;
  cluster.answered = (where) => {
    if (where.includes(`${HPA}/web`) && ++looks % 2 === 0) return { status: 503, body: { message: 'later' } };
    return answered(where);
  };
  const { exitCode, output } = await command('record', 'hpa/shop/web', '--output', file, '--for', '3');
  expect([exitCode, output]).toEqual([0, expect.stringMatching(/second?s? without an answer/)]);
});

test('explain --live tells what is known, and each decision as it falls', async () => {
  const answered = cluster.answered;
  let looks = 0;
  cluster.answered = (where) => {
    if (where.includes(`${HPA}/web`) && ++looks === 4) {
      status = { desiredReplicas: 2, conditions: [], currentReplicas: 2 };
    }
    return answered(where);
  };
  const { exitCode, output } = await command('explain', '--live', 'hpa/shop/web', '--for', '8');
  expect(output).toContain('HPA shop/web: 2 replicas, never scaled as far as its status tells.');
  expect(output).toMatch(/\d\d:\d\d:\d\d {2}no change: 2 replicas/);
  expect(output).toContain('1 sync, 1 decided as the controller did.');
  expect(exitCode).toBe(0);
});

test('explain --live that is stopped counts what it told, and gives exit code 1 for a difference', async () => {
  const answered = cluster.answered;
  let looks = 0;
  cluster.answered = (where) => {
    if (where.includes(`${HPA}/web`) && ++looks === 3) status = { desiredReplicas: 9, conditions: [] };
    return answered(where);
  };
  const controller = new AbortController();
  let seen = '';
  const { exitCode } = await run(['explain', '--live', 'hpa/shop/web'], '', {
    environment: cluster.environment,
    interruption: () => controller.signal,
    write: (text) => {
      seen += text;
      if (seen.includes('but the controller wants 9')) controller.abort();
    },
  });
  expect(exitCode).toBe(1);
  expect(seen).toMatch(/1 sync, 0 decided as the controller did\.\n$/);
});

test('explain --live writes JSON lines, and ends with a count', async () => {
  const { exitCode, output } = await command('explain', '--live', 'hpa/shop/web', '--for', '1', '--format', 'json');
  const [past, ...rest] = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fields);
  expect([exitCode, past, rest]).toEqual([
    0,
    { event: 'past', hpa: { namespace: 'shop', name: 'web' }, replicas: 2, conditions: [], events: [] },
    [{ event: 'end', syncs: 0, matching: 0 }],
  ]);
});

test.each([
  ['record', 'hpa/shop/web'],
  ['explain', '--live', 'hpa/shop/web'],
])('%s tells a refusal, and what is broken', async (...args) => {
  const file = path.join(folder, 'refused.jsonl');
  const output = args[0] === 'record' ? ['--output', file] : [];
  cluster.answered = () => ({
    status: 403,
    body: { message: 'User "v" cannot list resource "horizontalpodautoscalers" in API group "autoscaling"' },
  });
  const refused = await command(...args, ...output);
  expect([refused.exitCode, refused.errors]).toEqual([
    2,
    expect.stringContaining('You may not list horizontalpodautoscalers.autoscaling in all namespaces.'),
  ]);
  expect(fs.existsSync(file)).toBe(false);
  expect((await command(args[0] ?? '', ...args.slice(1, -1), 'deployment/web')).exitCode).toBe(2);
});

test.each([
  [['record', 'hpa/shop/web'], 0],
  [['explain', '--live', 'hpa/shop/web'], 130],
])('Ctrl-C ends %j', async (args, code) => {
  const file = path.join(folder, `stopped.jsonl`);
  const controller = new AbortController();
  const stop = setTimeout(() => controller.abort(), 1500);
  const { exitCode } = await run([...args, ...(code === 0 ? ['--output', file] : [])], '', {
    environment: cluster.environment,
    interruption: () => controller.signal,
  });
  clearTimeout(stop);
  expect(exitCode).toBe(code);
});

test('an autoscaler that does not exist is told with those that do', async () => {
  const { exitCode, errors } = await command('record', 'hpa/shop/none');
  expect([exitCode, errors]).toEqual([2, expect.stringContaining('Name one that exists in namespace shop: web.')]);
});
