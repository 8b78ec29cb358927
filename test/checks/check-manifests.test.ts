import * as fc from 'fast-check';
import { checkManifests, type CheckedObject, type Fields } from '../../lib/checks';
import { problemText } from '../../lib/validation';
import {
  budget,
  checked,
  CLUSTER,
  container,
  cpuUtilization,
  deployment,
  externalMetric,
  hpa,
  object,
  scaledObject,
  service,
  told,
} from './objects';

const SIZED = { ...CLUSTER, capacity: { cpu: 4, memory: 2 ** 33 } };

/** Objects that touch every rule and break none. */
function healthyShop(): CheckedObject[] {
  const labels = { app: 'web' };
  const web = container('app', {
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/', port: 'http' } },
    lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 5'] } } },
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  });
  return [
    object('v1', 'Namespace', 'shop'),
    deployment('web', { labels, containers: [web], pod: { terminationGracePeriodSeconds: 35 } }),
    service('web', { type: 'NodePort', selector: labels, ports: [{ port: 80, targetPort: 'http', nodePort: 30009 }] }),
    budget('web', { maxUnavailable: 1 }),
    hpa('web', {
      minReplicas: 2,
      metrics: [cpuUtilization(50), externalMetric('queue')],
      behavior: {
        scaleUp: { tolerance: '50m' },
        scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      },
    }),
    deployment('worker', { pod: { initContainers: [container('proxy', { restartPolicy: 'Always' })] } }),
    scaledObject('worker', {
      maxReplicaCount: 5,
      triggers: [
        {
          type: 'kafka',
          metadata: { bootstrapServers: 'kafka.mq.svc:9092', consumerGroup: 'worker', lagThreshold: '100' },
        },
      ],
    }),
    object('apiregistration.k8s.io/v1', 'APIService', 'v1beta1.external.metrics.k8s.io', {
      spec: { group: 'external.metrics.k8s.io', version: 'v1beta1' },
    }),
  ];
}

test('no objects have no mistakes, and neither has a healthy app', () => {
  expect(checkManifests([], SIZED)).toEqual([]);
  expect(checkManifests(healthyShop(), SIZED)).toEqual([]);
});

test('the worst findings come first, then in the order of the objects and their fields', () => {
  const broken = [
    object('v1', 'ConfigMap', 'Settings'),
    object('v1', 'ConfigMap', 'Settings'),
    deployment('web', {
      replicas: 2,
      containers: [
        {
          name: 'app',
          ports: [{ containerPort: 0 }],
          lifecycle: { preStop: { sleep: { seconds: 60 } } },
          resources: { requests: { memory: 'much' } },
        },
      ],
    }),
    hpa('web', { maxReplicas: 0 }),
    scaledObject('web', { minReplicaCount: 1 }),
    budget('web', { minAvailable: 1 }),
    service('web', { ports: [{ port: 80, nodePort: 30000 }] }),
    deployment('worker', { replicas: 100 }),
  ];
  const rules = checkManifests(broken, SIZED).map(({ rule, severity }) => `${rule} ${severity}`);
  expect(rules).toEqual([
    'R26 error',
    'R32 error', // once for the two of them
    'R3 error',
    'R44 error',
    'R33 error',
    'R34 error',
    'R6 error',
    'R2 error',
    'R4 error',
    'R27 error',
    'R21 error',
    'R23 error',
    'R29 warning',
  ]);
});

test('a List stands for its items, nested ones too, and its items keep its origin', () => {
  const inner = { apiVersion: 'v1', kind: 'List', items: [hpa('web').manifest, null, 'x'] };
  const items = [deployment('web', { replicas: 2 }).manifest, inner];
  const findings = checkManifests([checked({ apiVersion: 'v1', kind: 'List', items }, 'all.yaml')], CLUSTER);
  expect(findings.map(told)).toEqual([
    expect.stringContaining('error R3: Deployment "shop/web" (all.yaml) sets'),
    expect.stringContaining('warning R70: '),
  ]);
});

test('a List of one kind is a List', () => {
  const items = [deployment('web').manifest, deployment('web').manifest];
  const list = checked({ apiVersion: 'apps/v1', kind: 'DeploymentList', metadata: {}, items });
  expect(checkManifests([list], CLUSTER).map(({ rule }) => rule)).toEqual(['R26']);
});

test('a kind that only ends in List is an object like others', () => {
  const shopping = object('example.com/v1', 'ShoppingList', 'Groceries', { spec: { items: [] } });
  expect(checkManifests([shopping], CLUSTER).map(({ rule }) => rule)).toEqual(['R32']);
});

test.each([
  null,
  undefined,
  5,
  'text',
  [],
  {},
  { kind: 'Pod' },
  { apiVersion: 'v1' },
  { apiVersion: 1, kind: ['Pod'] },
])('%j is not a Kubernetes object, and no rule sees it', (manifest) => {
  expect(checkManifests([checked(manifest)], SIZED)).toEqual([]);
});

test('foreign objects are asked for a name only', () => {
  const foreign = (metadata: unknown) =>
    checked({ apiVersion: 'example.com/v1', kind: 'Widget', metadata, spec: { replicas: -1, ports: [{ port: 0 }] } });
  expect(checkManifests([foreign({ name: 'a' })], SIZED)).toEqual([]);
  expect(checkManifests([foreign(null)], SIZED).map(({ what }) => what)).toEqual([
    'Widget "" (shop.yaml): it has no name.',
  ]);
});

describe('no input crashes the rules', () => {
  /** Names that mean something to a rule, or to JavaScript. */
  const FIELDS = [
    ...'apiVersion kind metadata spec name namespace generateName labels annotations items selector matchLabels'.split(
      ' ',
    ),
    ...'template jobTemplate containers initContainers ports port targetPort nodePort containerPort protocol'.split(
      ' ',
    ),
    ...'resources requests limits cpu memory lifecycle preStop sleep seconds exec command httpGet tcpSocket'.split(' '),
    ...'readinessProbe livenessProbe terminationGracePeriodSeconds restartPolicy replicas type minReplicas'.split(' '),
    ...'maxReplicas minReplicaCount maxReplicaCount scaleTargetRef metrics resource containerResource external'.split(
      ' ',
    ),
    ...'target averageUtilization averageValue behavior scaleUp scaleDown policies value periodSeconds'.split(' '),
    ...'tolerance stabilizationWindowSeconds minAvailable maxUnavailable annotations triggers metadata'.split(' '),
    ...'query serverAddress threshold metricType fallback advanced scalingModifiers formula data rules'.split(' '),
    ...'webhooks clientConfig service group names scope endpoints targetPort podMetricsEndpoints image'.split(' '),
    ...'securityContext volumes volumeMounts strategy rollingUpdate namespaceSelector matchNames'.split(' '),
    ...'serviceMonitorSelector targetRef updatePolicy resourcePolicy containerPolicies limits'.split(' '),
    ...'constructor toString valueOf toJSON __proto__ hasOwnProperty length'.split(' '),
  ];
  const KINDS = [
    ...'Pod Deployment StatefulSet DaemonSet ReplicaSet Job CronJob Service Namespace Role ClusterRole List'.split(' '),
    ...'ServiceMonitor PodMonitor Prometheus APIService CustomResourceDefinition LimitRange'.split(' '),
    ...'ValidatingWebhookConfiguration VerticalPodAutoscaler'.split(' '),
    ...'HorizontalPodAutoscaler ScaledObject PodDisruptionBudget ConfigMap constructor toString __proto__'.split(' '),
  ];
  const API_VERSIONS = [
    ...['v1', 'apps/v1', 'autoscaling/v2', 'keda.sh/v1alpha1', 'monitoring.coreos.com/v1', 'apiregistration.k8s.io/v1'],
    ...['apiextensions.k8s.io/v1', 'admissionregistration.k8s.io/v1', 'autoscaling.k8s.io/v1', 'policy/v1beta1'],
  ];
  const WORDS = [
    ...['prometheus', 'cpu', 'sum(rate(x_total[1m])) / y', 'a{app="web"}', 'http://prometheus:9090', 'nginx:1.27'],
    '',
    'web',
    'Resource',
    'Utilization',
    'AverageValue',
    'External',
    'NodePort',
    'Always',
    '50%',
    '1Gi',
    '5m',
  ];

  const { odd } = fc.letrec<{ odd: unknown }>((tie) => ({
    odd: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, undefined, true, 0, -1, 1.5, NaN, 30000, 1e300),
      fc.constantFrom(...WORDS, ...KINDS),
      fc.string(),
      fc.array(tie('odd'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...FIELDS), tie('odd'), { maxKeys: 8 }),
    ),
  }));

  /** Runs all rules; whatever they find is told in words, not in JavaScript's. */
  function expectReadable(objects: readonly CheckedObject[]): void {
    for (const finding of checkManifests(objects, SIZED)) {
      expect(problemText(finding)).not.toMatch(/\[object |undefined|function/);
    }
  }

  test('of objects of any kind with anything in them', () => {
    const manifest = fc.record({
      apiVersion: fc.oneof(fc.constantFrom(...API_VERSIONS), odd),
      kind: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...KINDS) }, { weight: 1, arbitrary: odd }),
      metadata: odd,
      spec: odd,
      items: odd,
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: manifest }, { weight: 1, arbitrary: odd })),
        (manifests) => {
          expectReadable(manifests.map((each) => checked(each)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of a healthy app in which any one value is replaced by anything', () => {
    const shop = healthyShop().map(({ manifest }) => manifest);
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(shop)), odd, (place, value) => {
        expectReadable((replaced(shop, place, value) as unknown[]).map((each) => checked(each)));
      }),
      { numRuns: 2000 },
    );
  });

  type Place = readonly (string | number)[];

  function placesIn(value: unknown): Place[] {
    if (typeof value !== 'object' || value === null) return [];
    const children: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return children.flatMap(([key, child]) => [[key], ...placesIn(child).map((place) => [key, ...place])]);
  }

  function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
    if (key === undefined) return by;
    if (Array.isArray(value)) return value.map((each: unknown, i) => (i === key ? replaced(each, rest, by) : each));
    return { ...(value as Fields), [key]: replaced((value as Fields)[key], rest, by) };
  }
});

test('twice the objects are read twice as often, not four times', () => {
  const reads = (apps: number): number => {
    let count = 0;
    const counting = (value: unknown): unknown =>
      typeof value !== 'object' || value === null
        ? value
        : new Proxy(value, {
            get: (target, key, receiver) => {
              count++;
              return counting(Reflect.get(target, key, receiver) as unknown);
            },
          });
    const labels = (i: number) => ({ 'app.kubernetes.io/part-of': 'shop', app: `web-${i}` });
    const objects = Array.from({ length: apps }, (_, i) => [
      deployment(`web-${i}`, { labels: labels(i), replicas: 1 }),
      service(`web-${i}`, { type: 'NodePort', ports: [{ port: 80, nodePort: 30000 + i }] }),
      budget(`web-${i}`, { selector: { matchLabels: labels(i) }, minAvailable: 1 }),
      hpa(`web-${i}`),
    ]).flat();
    const findings = checkManifests(
      objects.map(({ manifest, origin }) => checked(counting(manifest), origin)),
      SIZED,
    );
    expect(findings.filter(({ rule }) => rule === 'R3' || rule === 'R21')).toHaveLength(2 * apps);
    return count;
  };
  const [some, twice] = [reads(100), reads(200)];
  expect(some).toBeGreaterThan(0);
  expect(twice / some).toBeLessThan(2.1);
});

test('a text beyond measure is told by its beginning and its end', () => {
  const query = `sum(rate(http_requests_total{path=~"${'a|'.repeat(20_000)}b"}[2m])`;
  const trigger = { type: 'prometheus', metadata: { serverAddress: 'http://p.shop.svc', query, threshold: '5' } };
  const found = checkManifests([deployment('web'), scaledObject('web', { triggers: [trigger] })], CLUSTER);
  const invalid = found.find(({ rule }) => rule === 'R8');
  expect(invalid?.what.length).toBeLessThan(2000);
  expect(invalid?.what).toMatch(/its query is not valid PromQL at character \d+: .*….*\[2m\]\)/);
});
