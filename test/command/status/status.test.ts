import { FakeCluster } from '../fake-cluster';
import { run } from '../run';
import { conditions, deployment, hpa, HEALTHY, METRICS_API, pod } from './objects';

jest.setTimeout(60_000);

let cluster: FakeCluster;

beforeEach(async () => {
  cluster = await FakeCluster.start();
});

afterEach(() => cluster.stop());

function status(...flags: string[]) {
  return run(['status', ...flags], '', { environment: cluster.environment });
}

test('a row has the target, each metric with its value, replicas, limits, and what it does', async () => {
  const scaled = hpa();
  const lastScaleTime = new Date(Date.now() - 90_000).toISOString();
  cluster.put({ ...scaled, status: { ...(scaled.status as object), lastScaleTime } }, deployment(), METRICS_API);
  const { exitCode, output } = await status();
  expect(exitCode).toBe(0);
  const [heading, row] = output.split('\n');
  expect(heading).toMatch(/^AUTOSCALER +TARGET +METRICS +DESIRED +READY +LIMITS +SCALED +STATE$/);
  expect(row).toMatch(/^hpa\/shop\/web +Deployment web +cpu 42% of 50% +2 +2 +1\.\.10 +1 min 3\d s ago +steady$/);
  expect(output).toContain('Nothing is wrong with 1 autoscaler, as far as this can see.');
});

test('what may not be read is said, and the rest is shown', async () => {
  cluster.put(hpa(), deployment());
  cluster.answered = (where) =>
    /\/(?:pods|clusterroles)\?/.test(where)
      ? {
          status: 403,
          body: {
            message:
              'pods is forbidden: User "viewer" cannot list resource "pods" in API group "" at the cluster scope',
          },
        }
      : undefined;
  const { output } = await status();
  expect(output).toMatch(/^hpa\/shop\/web /m);
  expect(output).toContain('Not looked at, because you may not list pods in all namespaces.');
});

test('somebody who may read one namespace sees that one', async () => {
  cluster.put(hpa(HEALTHY, { metadata: { name: 'web', namespace: 'default' } }));
  cluster.answered = (where) =>
    where.startsWith('/apis/autoscaling/v2/horizontalpodautoscalers')
      ? {
          status: 403,
          body: {
            message:
              'User "v" cannot list resource "horizontalpodautoscalers" in API group "autoscaling" at the cluster scope',
          },
        }
      : undefined;
  expect((await status()).output).toMatch(/^hpa\/default\/web /m);
});

test('somebody who may read nothing is told what is missing', async () => {
  const message =
    'User "v" cannot list resource "horizontalpodautoscalers" in API group "autoscaling" in the namespace "default"';
  cluster.answered = () => ({ status: 403, body: { message } });
  const { exitCode, errors } = await status();
  expect(exitCode).toBe(2);
  expect(errors).toContain('You may not list horizontalpodautoscalers.autoscaling in namespace default.');
});

test('one autoscaler by its name, and a name that nothing has', async () => {
  cluster.put(hpa(), hpa(HEALTHY, { metadata: { name: 'other', namespace: 'shop' } }), deployment());
  expect((await status('hpa/shop/web')).output).not.toContain('hpa/shop/other ');
  expect(await status('hpa/shop/none')).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('There is no HorizontalPodAutoscaler "shop/none"') as string,
  });
  expect((await status('hpa/none')).errors).toContain('There is no HorizontalPodAutoscaler "default/none"');
  expect(await status('deployment/web')).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('does not name an autoscaler') as string,
  });
});

test('--json has the rows and the causes, --watch a document per line until Ctrl-C', async () => {
  cluster.put(hpa(), METRICS_API);
  const one = JSON.parse((await status('--json')).output) as { rows: object[]; causes: object[] };
  expect(one).toMatchObject({
    release: '1.36',
    rows: [{ name: 'web', maxReplicas: 10 }],
    causes: [{ severity: 'error' }],
  });
  const controller = new AbortController();
  let seen = '';
  const { exitCode } = await run(['status', '--json', '--watch', '--every', '1'], '', {
    environment: cluster.environment,
    interruption: () => controller.signal,
    write: (text) => {
      seen += text;
      if (seen.split('\n').length > 2) controller.abort();
    },
  });
  expect(exitCode).toBe(130);
  expect(
    seen
      .trim()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line) as object).length),
  ).toEqual([8, 8]);
});

test('five thousand pods are read in pages, and stay small', async () => {
  cluster.put(hpa(), deployment(), METRICS_API);
  const many = Array.from({ length: 5000 }, (_, index) => ({
    ...pod(),
    metadata: { name: `web-${index}`, namespace: 'shop', labels: { app: 'web' } },
  }));
  const pages: string[] = [];
  cluster.answered = (where) => {
    if (!where.startsWith('/api/v1/pods?')) return undefined;
    pages.push(where);
    const from = Number(/continue=(\d+)/.exec(where)?.[1] ?? 0);
    const next = from + 500 < many.length ? String(from + 500) : '';
    return {
      body: { kind: 'PodList', apiVersion: 'v1', metadata: { continue: next }, items: many.slice(from, from + 500) },
    };
  };
  expect((await status()).exitCode).toBe(0);
  expect(pages).toHaveLength(10);
});

describe('check --live', () => {
  function check(...flags: string[]) {
    return run(['check', '--live', ...flags], '', { environment: cluster.environment });
  }
  const unprobed = () => {
    const object = deployment(2, [], { requests: { cpu: '200m' } });
    const container = { name: 'web', image: 'ghcr.io/acme/web:1.0.0', resources: { requests: { cpu: '200m' } } };
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };
    return { ...object, spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template } };
  };
  const unready = () => ({ ...unprobed(), status: { replicas: 2, conditions: conditions([FAILURE]) } });
  const FAILURE = ['ReplicaFailure', 'True', 'FailedCreate', 'forbidden'] as const;

  test('is status without its table, and with every warning', async () => {
    cluster.put(hpa(), unready(), METRICS_API);
    const { exitCode, output } = await check();
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^error HorizontalPodAutoscaler shop\/web: The API server refuses pods of Deployment shop\/web\.\n/,
    );
    expect(output).toContain('has a readiness or startup probe. (R70)');
    expect(output).toMatch(/\n2 problems with 1 autoscaler\.\n$/);
    expect((await status()).output).toContain('1 warning about what has an error already can wait');
  });

  test('takes the options of rules and of failing', async () => {
    cluster.put(hpa(), unprobed(), METRICS_API);
    expect(await check()).toMatchObject({ exitCode: 0, output: expect.stringContaining('(R70)') as string });
    expect((await check('--fail-on', 'warning')).exitCode).toBe(1);
    expect((await check('--severity', 'R70=error')).exitCode).toBe(1);
    expect((await check('--severity', 'R70=error', '--fail-on', 'never')).exitCode).toBe(0);
    expect((await check('--ignore', 'R70')).output).toBe(
      'Nothing is wrong with 1 autoscaler, as far as this can see.\n',
    );
  });

  test('looks at one, in JSON, too', async () => {
    cluster.put(hpa(), unprobed(), METRICS_API);
    const { output } = await check('hpa/shop/web', '--format', 'json');
    expect(Object.keys(JSON.parse(output) as object)).toEqual([
      'context',
      'release',
      'now',
      'namespace',
      'clockAhead',
      'causes',
      'waiting',
      'forbidden',
    ]);
    expect(await check('hpa/shop/none')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('There is no HorizontalPodAutoscaler "shop/none"') as string,
    });
  });

  test.each([
    [['--format', 'sarif'], '--format sarif cannot tell what is on a cluster.'],
    [['hpa/shop/web', 'k8s/'], '--live was asked together with "k8s/".'],
    [['--fix'], '--live was asked together with --fix.'],
    [['--explain-units'], '--live was asked together with --explain-units.'],
    [['deployment/web'], '"deployment/web" does not name an autoscaler.'],
  ])('refuses %j', async (flags, message) => {
    expect(await check(...flags)).toMatchObject({ exitCode: 2, errors: expect.stringContaining(message) as string });
  });

  test('tells a refusal, and what is broken', async () => {
    cluster.answered = () => ({ status: 500, body: { message: 'etcd is away' } });
    expect((await check()).errors).toContain('The API server answered 500: etcd is away');
  });
});
