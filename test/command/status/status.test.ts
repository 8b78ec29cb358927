import { FakeCluster, type FakeObject } from '../fake-cluster';
import { run } from '../run';

jest.setTimeout(60_000);

let cluster: FakeCluster;

beforeEach(async () => {
  cluster = await FakeCluster.start();
});

afterEach(() => cluster.stop());

function status(...flags: string[]) {
  return run(['status', ...flags], '', { environment: cluster.environment });
}

type Conditions = readonly (readonly [type: string, status: string, reason?: string, message?: string])[];

function conditions(given: Conditions) {
  return given.map(([type, value, reason = 'Because', message = '']) => ({ type, status: value, reason, message }));
}

const HEALTHY: Conditions = [
  ['AbleToScale', 'True', 'ReadyForNewScale'],
  ['ScalingActive', 'True', 'ValidMetricFound'],
  ['ScalingLimited', 'False', 'DesiredWithinRange'],
];

function hpa(given: Conditions = HEALTHY, more: object = {}): FakeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      minReplicas: 1,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
    status: {
      desiredReplicas: 2,
      lastScaleTime: new Date(Date.now() - 90_000).toISOString(),
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 42, averageValue: '84m' } } },
      ],
      conditions: conditions(given),
    },
    ...more,
  };
}

function deployment(ready = 2, more: Conditions = [], request: object = { requests: { cpu: '200m' } }): FakeObject {
  const labels = { app: 'web' };
  const readinessProbe = { httpGet: { path: '/', port: 8080 } };
  const container = { name: 'web', image: 'ghcr.io/acme/web:1.0.0', resources: request, readinessProbe };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', generation: 1 },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: ready,
      updatedReplicas: 2,
      conditions: conditions(more),
    },
  };
}

function pod(state: object = {}): FakeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/web:1.0.0' }] },
    status: { phase: 'Pending', ...state },
  };
}

const METRICS_API: FakeObject = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: { group: 'metrics.k8s.io', version: 'v1beta1', service: { name: 'metrics-server', namespace: 'kube-system' } },
  status: { conditions: conditions([['Available', 'True']]) },
};

function waiting(reason: string, message = '') {
  return { containerStatuses: [{ name: 'web', ready: false, state: { waiting: { reason, message } } }] };
}

test('a row has the target, each metric with its value, replicas, limits, and what it does', async () => {
  cluster.put(hpa(), deployment(), METRICS_API);
  const { exitCode, output } = await status();
  expect(exitCode).toBe(0);
  const [heading, row] = output.split('\n');
  expect(heading).toMatch(/^AUTOSCALER +TARGET +METRICS +DESIRED +READY +LIMITS +SCALED +STATE$/);
  expect(row).toMatch(/^hpa\/shop\/web +Deployment web +cpu 42% of 50% +2 +2 +1\.\.10 +1 min 3\d s ago +steady$/);
  expect(output).toContain('Nothing is wrong with 1 autoscaler, as far as this can see.');
});

test.each<[string, () => FakeObject[], string]>([
  [
    'no metrics-server',
    () => [
      hpa([['ScalingActive', 'False', 'FailedGetResourceMetric', 'the server could not find the requested resource']]),
      deployment(),
    ],
    'Nothing serves resource metrics on this cluster: there is no APIService of metrics.k8s.io.',
  ],
  [
    'a metrics-server that does not answer',
    () => [
      hpa([['ScalingActive', 'False', 'FailedGetResourceMetric', 'unable to get metrics']]),
      deployment(),
      {
        ...METRICS_API,
        status: { conditions: conditions([['Available', 'False', 'MissingEndpoints', 'endpoints are missing']]) },
      },
    ],
    'The APIService v1beta1.metrics.k8s.io does not answer: endpoints are missing.',
  ],
  [
    'no request',
    () => [
      hpa([
        ['ScalingActive', 'False', 'FailedGetResourceMetric', 'missing request for cpu in container web of Pod web-1'],
      ]),
      deployment(2, [], {}),
      METRICS_API,
    ],
    'Container "web" of Deployment shop/web has no cpu request',
  ],
  [
    'a target that does not exist',
    () => [hpa([['AbleToScale', 'False', 'FailedGetScale', 'deployments.apps "web" not found']]), METRICS_API],
    'Its target Deployment shop/web does not exist.',
  ],
  [
    'two autoscalers',
    () => [hpa(), hpa(HEALTHY, { metadata: { name: 'second', namespace: 'shop' } }), deployment(), METRICS_API],
    'Another autoscaler scales Deployment shop/web, too',
  ],
  [
    'pods of several autoscalers',
    () => [
      hpa([['ScalingActive', 'False', 'AmbiguousSelector', 'pods are controlled by multiple HPAs']]),
      deployment(),
      METRICS_API,
    ],
    'The pods of Deployment shop/web belong to several autoscalers: none of them scales.',
  ],
  [
    'a quota',
    () => [
      hpa(),
      deployment(1, [
        [
          'ReplicaFailure',
          'True',
          'FailedCreate',
          'pods "web-2" is forbidden: exceeded quota: small, requested: pods=1',
        ],
      ]),
      METRICS_API,
    ],
    'The ResourceQuota shop/small lets no more pods of Deployment shop/web in.',
  ],
  ['an image', () => [hpa(), deployment(1), pod(waiting('ErrImagePull', 'not found')), METRICS_API], 'have no image.'],
  [
    'no room',
    () => [
      hpa(),
      deployment(1),
      pod({
        conditions: conditions([
          ['PodScheduled', 'False', 'Unschedulable', '0/1 nodes are available: 1 Insufficient cpu.'],
        ]),
      }),
      METRICS_API,
    ],
    'find no node with room.',
  ],
  ['a crash', () => [hpa(), deployment(1), pod(waiting('CrashLoopBackOff')), METRICS_API], 'end again and again.'],
  [
    'a missing Secret',
    () => [hpa(), deployment(1), pod(waiting('CreateContainerConfigError')), METRICS_API],
    'cannot be started.',
  ],
  [
    'pods that do not get ready',
    () => [
      hpa(),
      deployment(1),
      pod({
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'False', lastTransitionTime: new Date(Date.now() - 120_000).toISOString() },
        ],
      }),
      METRICS_API,
    ],
    'do not get ready: no request reaches them',
  ],
  [
    'a maximum',
    () => [
      hpa([...HEALTHY.slice(0, 2), ['ScalingLimited', 'True', 'TooManyReplicas', 'more than the maximum']]),
      deployment(),
      METRICS_API,
    ],
    'It is at its maximum of 10 replicas, and its metrics ask for more.',
  ],
])('%s is told', async (_, objects, message) => {
  cluster.put(...objects());
  const { output } = await status();
  expect(output).toContain(message);
  expect(output).toMatch(/because: \S/);
  expect(output).toMatch(/fix: \S/);
});

describe('of KEDA:', () => {
  function scaledObject(given: Conditions, more: object = {}, metadata: object = {}): FakeObject {
    return {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'web', namespace: 'shop', ...metadata },
      spec: {
        scaleTargetRef: { name: 'web' },
        maxReplicaCount: 5,
        triggers: [
          {
            type: 'prometheus',
            metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(up)', threshold: '1' },
          },
        ],
        ...more,
      },
      status: { conditions: conditions(given) },
    };
  }
  const own = (given: Conditions) =>
    hpa(given, {
      metadata: { name: 'keda-hpa-web', namespace: 'shop', ownerReferences: [{ kind: 'ScaledObject', name: 'web' }] },
    });
  const ready: Conditions = [
    ['Ready', 'True'],
    ['Active', 'True'],
    ['Fallback', 'False'],
  ];
  const external = {
    ...METRICS_API,
    metadata: { name: 'v1beta1.external.metrics.k8s.io' },
    spec: { group: 'external.metrics.k8s.io', service: { name: 'keda', namespace: 'keda' } },
  };
  const failing: Conditions = [['ScalingActive', 'False', 'FailedGetExternalMetric', 'unable to get external metric']];
  const event = (message: string): FakeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: message, namespace: 'shop' },
    involvedObject: { kind: 'ScaledObject', namespace: 'shop', name: 'web' },
    ...{ type: 'Warning', reason: 'KEDAScalerFailed', message, lastTimestamp: new Date().toISOString() },
  });

  test('an HPA that KEDA made is a part of its ScaledObject', async () => {
    cluster.put(scaledObject(ready), own(HEALTHY), deployment());
    const { output } = await status();
    expect(output).toMatch(/^so\/shop\/web .* 0\.\.5 .* steady$/m);
    expect(output).not.toContain('hpa/');
  });

  test.each<[string, () => FakeObject[], string]>([
    [
      'no answer',
      () => [
        scaledObject(ready),
        own(failing),
        deployment(),
        external,
        event('dial tcp: lookup prometheus: no such host'),
      ],
      'The source of its metric does not answer.',
    ],
    [
      'a wrong query',
      () => [
        scaledObject(ready),
        own(failing),
        deployment(),
        external,
        event('bad_data: invalid parameter "query": parse error'),
      ],
      'Prometheus does not accept its query.',
    ],
    [
      'an empty answer',
      () => [
        scaledObject(ready),
        own(failing),
        deployment(),
        external,
        event("prometheus metrics 'prometheus' target may be lost, the result is empty"),
      ],
      'Its query gives nothing',
    ],
    [
      'nobody who serves external metrics',
      () => [scaledObject(ready), own(failing), deployment()],
      'Nothing serves external metrics',
    ],
    [
      'a fallback',
      () => [
        scaledObject(
          [
            ['Ready', 'True'],
            ['Fallback', 'True'],
          ],
          { fallback: { failureThreshold: 3, replicas: 3 } },
        ),
        own(HEALTHY),
        deployment(),
      ],
      'KEDA runs the 3 replicas of its fallback.',
    ],
    [
      'a pause',
      () => [
        scaledObject(ready, {}, { annotations: { 'autoscaling.keda.sh/paused-replicas': '4' } }),
        own(HEALTHY),
        deployment(),
      ],
      'Somebody paused it at 4 replicas: nothing scales.',
    ],
    [
      'something that KEDA cannot use',
      () => [
        scaledObject([['Ready', 'False', 'ScaledObjectCheckFailed', 'failed to ensure HPA is correctly created']]),
        deployment(),
      ],
      'KEDA cannot use it: failed to ensure HPA',
    ],
    [
      'a missing authentication',
      () => [
        scaledObject(ready, { triggers: [{ type: 'prometheus', metadata: {}, authenticationRef: { name: 'token' } }] }),
        own(HEALTHY),
        deployment(),
      ],
      'Its TriggerAuthentication shop/token does not exist.',
    ],
    ['an operator that has not seen it', () => [scaledObject([]), deployment()], 'KEDA has not looked at it.'],
    [
      'a webhook that is down',
      () => {
        const webhook = deployment(0);
        const containers = [{ name: 'webhooks', image: 'ghcr.io/kedacore/keda-admission-webhooks:2.20.2' }];
        return [
          scaledObject(ready),
          own(HEALTHY),
          deployment(),
          {
            ...webhook,
            metadata: { name: 'hooks', namespace: 'keda' },
            spec: { replicas: 1, template: { spec: { containers } } },
          },
        ];
      },
      "KEDA's webhook does not run: no ScaledObject can be created or changed.",
    ],
  ])('%s is told', async (_, objects, message) => {
    cluster.put(...objects());
    expect((await status()).output).toContain(message);
  });
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
  ).toEqual([7, 7]);
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
