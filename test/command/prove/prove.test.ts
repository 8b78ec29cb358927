import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Fields } from '../../../lib/simulation';
import { cpuOf, hpa, podsOf } from '../../simulation/objects';
import { FakeCluster, type FakeObject } from '../fake-cluster';
import { run } from '../run';

jest.setTimeout(60_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prove-'));
const HPA = 'autoscaling/v2/namespaces/shop/horizontalpodautoscalers';
const labels = { app: 'web' };
const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          { name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }], resources: { requests: { cpu: '200m' } } },
        ],
      },
    },
  },
};
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
};

let cluster: FakeCluster;
let allowed: boolean;
/** What the load writes, by its second. */
let loses: number;
/** The Job that is there, and since when. */
let job: { readonly manifest: FakeObject; readonly since: number } | undefined;

beforeEach(async () => {
  cluster = await FakeCluster.start();
  [allowed, loses, job] = [true, 0, undefined];
  cluster.said = (args, input) => {
    if (args[0] === 'delete' && args[1] === 'job') {
      job = undefined;
      return {};
    }
    if (args[0] !== 'create' || args[1]?.startsWith('--raw')) return undefined;
    const object = JSON.parse(input) as FakeObject & { readonly items?: readonly object[] };
    if (object.kind === 'Job') {
      job = { manifest: object, since: Date.now() };
      return {};
    }
    return { stdout: (object.items ?? []).map(() => `${JSON.stringify({ status: { allowed } })}\n`).join('') };
  };
  cluster.answered = (where) => {
    const object = hpa({}, { status: { desiredReplicas: 2 } });
    if (where.includes(`${HPA}/web`)) return { body: object };
    if (where.includes(HPA)) return { body: { kind: 'HorizontalPodAutoscalerList', items: [object] } };
    if (where.includes('/deployments/web/scale')) {
      return { body: { spec: { replicas: 2 }, status: { replicas: 2, selector: 'app=web' } } };
    }
    if (where.includes('/deployments/web')) return { body: web };
    if (where.includes('/namespaces/shop/services')) return { body: { kind: 'ServiceList', items: [service] } };
    if (where.includes('/metrics.k8s.io/')) return { body: { items: cpuOf(100, 100) } };
    if (where.includes('/pods/load/log')) return { body: logNow() };
    if (where.includes('job-name')) {
      const phase = isOver() ? 'Succeeded' : 'Running';
      return { body: { kind: 'PodList', items: job ? [{ metadata: { name: 'load' }, status: { phase } }] : [] } };
    }
    if (where.startsWith('/api/v1/namespaces/shop/pods')) {
      return { body: { kind: 'PodList', items: podsOf(2).map((pod) => ({ ...pod, kind: 'Pod' })) } };
    }
    return undefined;
  };
});

afterEach(() => cluster.stop());
afterAll(() => fs.rmSync(folder, { recursive: true }));

const SECONDS = 3;

function elapsed(): number {
  return job ? Math.floor((Date.now() - job.since) / 1000) : 0;
}

function isOver(): boolean {
  return elapsed() > SECONDS;
}

function logNow(): string {
  const seconds = Array.from(
    { length: Math.min(SECONDS, elapsed()) },
    (_, second) => `@ seconds ${second} ${second + 1} 10 ${loses} 0.5 0.1`,
  );
  const end = isOver() ? [`@ answers 0.05 30`, `@ total 30 ${loses * SECONDS}`, '@ end'] : [];
  return `${['@ begin', ...seconds, ...end].join('\n')}\n`;
}

function prove(...args: string[]) {
  return run(['prove', 'hpa/shop/web', '--load', `siege:2/${SECONDS}s`, ...args], '', {
    environment: cluster.environment,
  });
}

function recordingIn(name: string): string {
  return path.join(folder, name);
}

test('an app that does what was predicted passes; it is recorded, its page is written, and nothing is left', async () => {
  const [output, page] = [recordingIn('good.jsonl'), recordingIn('good.html')];
  const said = await prove('--output', output, '--html', page, '--runs', '5');
  expect(said).toMatchObject({ exitCode: 0, errors: '' });
  expect(said.output).toMatch(
    /^Deployment shop\/web, scaled by HPA shop\/web: siege on http:\/\/web\.shop\.svc\/ as Job prove-web-[0-9a-f]{6}; predicted: up to /,
  );
  expect(said.output).toContain('ok  Availability  100 %: no request of 30 lost'.replace('ok  ', 'ok       '));
  expect(said.output).toMatch(/verdict: PASSED\n$/);
  expect(job).toBeUndefined();
  expect(fs.readFileSync(page, 'utf8')).toContain('What the app did, next to what was predicted');
  const [header, first] = fs.readFileSync(output, 'utf8').split('\n').slice(0, 2).map((line) => JSON.parse(line) as Fields); // prettier-ignore
  expect(header).toMatchObject({ of: 'hpa/shop/web', loadUnit: 'requests per second of siege:2/3s' });
  expect(Object.keys(first ?? {})).toEqual(expect.arrayContaining(['time', 'hpa', 'scale', 'pods', 'metrics']));
});

test('an app that loses requests fails, with what lets it lose them; programs read it line by line', async () => {
  loses = 2;
  const said = await prove('--output', recordingIn('bad.jsonl'), '--json', '--rollout', '1s', '--runs', '1');
  const events = said.output.trim().split('\n').map((line) => JSON.parse(line) as Fields); // prettier-ignore
  expect([said.exitCode, said.errors]).toEqual([1, '']);
  expect([...new Set(events.map(({ event }) => event))]).toEqual(['plan', 'begin', 'second', 'disturbance', 'verdict']);
  expect(events.at(-1)).toMatchObject({
    passed: false,
    verdict: [
      {
        ...{ aspect: 'Availability', level: 'failure', text: '83.33 %: 6 of 36 lost (asked for: 99.9 %)' },
        advice: expect.stringContaining('container web has no readinessProbe') as string,
      },
      { aspect: 'Latency' },
      { aspect: 'Replicas', level: 'ok' },
    ],
    disturbances: [{ what: 'rollout', text: 'Deployment web is restarted' }],
  });
  expect(cluster.calls).toContainEqual(['rollout', 'restart', 'deployment/web', '--namespace=shop']);
});

test('what is waited for and what changes is told, goals are judged, and a flag is taken at its value', async () => {
  const { answered } = cluster;
  let [replicas, looks] = [2, 0];
  cluster.answered = (where) => {
    if (where.includes('job-name') && ++looks < 3) {
      const waiting = { name: 'load', state: { waiting: { reason: 'ErrImagePull' } } };
      const status = { phase: 'Pending', containerStatuses: looks === 1 ? [] : [waiting] };
      return { body: { kind: 'PodList', items: [{ metadata: { name: 'load' }, status }] } };
    }
    if (looks > 4) replicas = 3;
    if (!where.includes('/scale')) return answered(where);
    return { body: { spec: { replicas }, status: { replicas, selector: 'app=web' } } };
  };
  let seen = '';
  const goals = ['--availability', '99', '--slo', 'p95<1s', '--slo', 'mean<1s', '--image', 'siege:1', '--rollout'];
  const args = ['prove', 'hpa/shop/web', '--load', 'siege:2/3s', '--runs', '1', '--output', recordingIn('told.jsonl')];
  const { exitCode, output } = await run([...args, ...goals], '', {
    ...{ environment: cluster.environment, isErrorTerminal: true },
    writeError: (text) => void (seen += text),
  });
  expect([exitCode, job]).toEqual([0, undefined]);
  expect(seen).toContain('waiting for the load: container load: ErrImagePull …');
  expect(seen).toContain('waiting for the load …');
  expect(output).toMatch(/^0:0\d {2}2 -> 3 replicas(?: \(predicted \d+\))?$/m);
  expect(output).toMatch(/ok +Goal mean<1s/);
});

test('manifests of files are predicted instead of what the cluster has', async () => {
  const file = recordingIn('web.json');
  fs.writeFileSync(
    file,
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [web, service, hpa({ maxReplicas: 4 })] }),
  );
  const said = await prove(file, '--output', recordingIn('files.jsonl'), '--json', '--runs', '1');
  expect([said.exitCode, said.errors]).toEqual([0, '']);
  fs.writeFileSync(file, JSON.stringify(service));
  expect((await prove(file)).errors).toContain('There is no "HorizontalPodAutoscaler/shop/web" to predict.');
});

test('an app that nobody scales has no recording; one that cannot be predicted is proven all the same', async () => {
  const { answered } = cluster;
  cluster.answered = (where) => (where.includes(HPA) ? { body: { items: [] } } : answered(where));
  const alone = ['prove', 'deployment/shop/web', '--load', 'siege:2/3s'];
  const said = await run([...alone, '--runs', '1'], '', { environment: cluster.environment });
  expect([said.exitCode, said.errors]).toEqual([0, '']);
  expect(said.output).toContain('Deployment shop/web, which nobody scales');
  expect(said.output).not.toContain('calibrate');
  cluster.answered = (where) =>
    where.includes(HPA) ? { body: { items: [] } } : where.endsWith('/deployments/web') ? { body: { ...web, spec: { ...web.spec, template: { metadata: { labels } } } } } : answered(where); // prettier-ignore
  const unpredicted = await run(alone, '', { environment: cluster.environment });
  expect([unpredicted.exitCode, unpredicted.output]).toEqual([0, expect.stringContaining('; not predicted\n')]);
});

test('what is missing of permissions is told before anything is made', async () => {
  allowed = false;
  const { exitCode, errors } = await prove('--drain');
  expect(exitCode).toBe(2);
  expect(errors).toContain('You may not create jobs.batch in namespace shop; delete jobs.batch in namespace shop;');
  expect(errors).toContain('create pods/eviction in namespace shop.');
  expect(cluster.calls.some((args) => args[0] === 'delete')).toBe(false);
});

test('what the API server refuses to tell is a refusal', async () => {
  cluster.answered = () => ({ status: 403, body: { message: 'User "v" cannot list resource "horizontalpodautoscalers" in API group "autoscaling" in the namespace "shop"' } }); // prettier-ignore
  expect(await prove()).toMatchObject({ exitCode: 2, errors: expect.stringContaining('You may not list horizontalpodautoscalers.autoscaling') as string }); // prettier-ignore
});

describe('nothing is left', () => {
  test('on Ctrl-C', async () => {
    const controller = new AbortController();
    let seen = '';
    const said = await run(
      ['prove', 'hpa/shop/web', '--load', 'siege:2/60s', '--runs', '1', '--output', recordingIn('stopped.jsonl')],
      '',
      {
        ...{ environment: cluster.environment, isErrorTerminal: true, interruption: () => controller.signal },
        writeError: (text) => {
          seen += text;
          if (seen.includes('replicas ready')) controller.abort();
        },
      },
    );
    expect([said.exitCode, job]).toEqual([130, undefined]);
    expect(seen).toMatch(/0:00 of 1 min: 2 of 2 replicas ready \(predicted \d+\)/);
    expect(seen).toMatch(/Stopped\.\n$/);
  });

  test('but what the cluster deletes later, where it may not be deleted now', async () => {
    const { said } = cluster;
    cluster.said = (args, input) =>
      args[0] === 'delete' ? { code: 1, stderr: 'error: Unauthorized' } : said(args, input);
    const { exitCode, errors } = await prove('--output', recordingIn('left.jsonl'), '--runs', '1');
    expect([exitCode, errors]).toEqual([
      0,
      expect.stringMatching(/^note: Job shop\/prove-web-\w+ is still there: The API server does not accept/),
    ]);
  });
});

test.each([
  [['--availability', '101'], 'Write a percentage above 0 and up to 100'],
  [['--url', 'ftp://web/'], 'is not an address of HTTP'],
  [['--fault', 'node@1m'], 'cannot be read'],
  [['--duration', 'long'], 'is not a length of time'],
  [['--after', 'long'], 'is not a length of time'],
  [['--load', 'siege:2000/3s'], 'siege is to run with 2000 users.'],
])('%j is refused', async (flags, message) => {
  const { exitCode, errors } = await prove(...flags);
  expect([exitCode, errors]).toEqual([2, expect.stringContaining(message)]);
  expect(job).toBeUndefined();
});
