import { ApiRefusal, type ClusterApi } from '../../../lib/cluster';
import {
  disturbancesOf,
  parsePodFault,
  type DisturbanceRequest,
  type Reach,
} from '../../../lib/command/prove/disturbances';
import { type Subject } from '../../../lib/command/prove/subject';
import { type Fields } from '../../../lib/simulation';
import { ScriptedKubectl, scriptedApi } from '../scripted';

const READY = { conditions: [{ type: 'Ready', status: 'True' }] };

function podOf(name: string, created: string, status: Fields = READY, rest: Fields = {}): Fields {
  return { metadata: { name, creationTimestamp: created, ...rest }, status };
}

const APP_PODS = [
  podOf('web-2', '2026-01-02'),
  podOf('web-1', '2026-01-01'),
  podOf('web-0', '2026-01-01', {}),
  podOf('web-gone', '2025-01-01', READY, { deletionTimestamp: '2026-01-03' }),
];

const subject = {
  ...{ namespace: 'shop', kind: 'Deployment', name: 'web' },
  workload: { spec: { selector: { matchLabels: { app: 'web' } } } },
  manifests: [{ spec: { triggers: [{ metadata: { serverAddress: 'http://prometheus.monitoring.svc:9090' } }] } }],
} as unknown as Subject;

function apiService(namespace: string, name: string): object {
  return { spec: { service: { namespace, name } } };
}

function cluster(changes: Readonly<Record<string, object>> = {}): ClusterApi {
  const registered = '/apis/apiregistration.k8s.io/v1/apiservices';
  const pods = (label: string, value: string) => `?labelSelector=${encodeURIComponent(`${label}=${value}`)}`;
  return scriptedApi({
    [`/api/v1/namespaces/shop/pods${pods('app', 'web')}`]: { items: APP_PODS },
    [`${registered}/v1beta1.metrics.k8s.io`]: apiService('kube-system', 'metrics-server'),
    [`${registered}/v1beta1.external.metrics.k8s.io`]: apiService('keda', 'keda-metrics-apiserver'),
    '/api/v1/namespaces/kube-system/services/metrics-server': { spec: { selector: { k8s: 'metrics-server' } } },
    [`/api/v1/namespaces/kube-system/pods${pods('k8s', 'metrics-server')}`]: {
      items: [podOf('metrics-server-1', '2026')],
    },
    '/api/v1/namespaces/keda/services/keda-metrics-apiserver': { spec: { selector: { app: 'api' } } },
    '/api/v1/namespaces/keda/services/keda-operator': { spec: { selector: { app: 'operator' } } },
    [`/api/v1/namespaces/keda/pods${pods('app', 'api')}`]: { items: [podOf('api-1', '2026')] },
    [`/api/v1/namespaces/keda/pods${pods('app', 'operator')}`]: { items: [podOf('operator-1', '2026')] },
    '/api/v1/namespaces/monitoring/services/prometheus': { spec: { selector: { app: 'prometheus' } } },
    [`/api/v1/namespaces/monitoring/pods${pods('app', 'prometheus')}`]: { items: [podOf('prometheus-0', '2026')] },
    ...changes,
  });
}

function reachOf(changes: Partial<Reach> = {}): Reach & { readonly kubectl: ScriptedKubectl } {
  return { api: cluster(), kubectl: new ScriptedKubectl(() => ({})), subject, seconds: 60, ...changes } as Reach & {
    readonly kubectl: ScriptedKubectl;
  };
}

async function happened(what: DisturbanceRequest['what'], reach = reachOf()) {
  const [disturbance] = await disturbancesOf([{ what }], reach);
  return {
    text: await disturbance!.happen(),
    args: reach.kubectl.calls[0]?.args,
    input: reach.kubectl.calls[0]?.input,
  };
}

test('they come in the order of time, in the middle where nobody says when', async () => {
  const requests: DisturbanceRequest[] = [{ what: 'rollout' }, { what: 'drain', at: '10s' }, parsePodFault('pod@20s')];
  const found = await disturbancesOf(requests, reachOf());
  expect(found.map(({ what, second }) => [what, second])).toEqual([['drain', 10], ['pod', 20], ['rollout', 30]]); // prettier-ignore
  await expect(disturbancesOf([{ what: 'drain', at: '2m' }], reachOf())).rejects.toThrow(
    'would be after 120 s, and the load lasts 60 s',
  );
});

test('a rollout restarts the workload, and needs the permission to patch it', async () => {
  expect(await happened('rollout')).toMatchObject({
    text: 'Deployment web is restarted',
    args: ['rollout', 'restart', 'deployment/web', '--namespace=shop'],
  });
  const [rollout] = await disturbancesOf([{ what: 'rollout' }], reachOf());
  expect(rollout?.needs).toContainEqual({ verb: 'patch', resource: 'deployments', group: 'apps', namespace: 'shop' });
});

describe('a drain', () => {
  test('evicts the oldest ready pod', async () => {
    const { text, args, input } = await happened('drain');
    expect([text, args]).toEqual([
      'pod web-1 is evicted',
      ['create', '--raw=/api/v1/namespaces/shop/pods/web-1/eviction', '--filename=-'],
    ]);
    expect(JSON.parse(input ?? '')).toMatchObject({ kind: 'Eviction', metadata: { name: 'web-1', namespace: 'shop' } });
  });

  test('that a budget refuses is told, and any other refusal is one', async () => {
    const refusing = (stderr: string) => reachOf({ kubectl: new ScriptedKubectl(() => ({ code: 1, stderr })) });
    const budget = "Cannot evict pod as it would violate the pod's disruption budget.";
    expect((await happened('drain', refusing(budget))).text).toMatch(/is not evicted: its PodDisruptionBudget/);
    await expect(happened('drain', refusing('Unauthorized'))).rejects.toThrow('does not accept your login');
  });

  test('without a ready pod has nothing to take away', async () => {
    const api = cluster({ [`/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb`]: { items: [] } });
    await expect(happened('drain', reachOf({ api }))).rejects.toThrow('No pod of Deployment "shop/web" is ready.');
  });
});

test.each([
  ['pod', ['web-1'], 'shop', 'pod web-1 of namespace shop deleted'],
  ['metrics-server', ['metrics-server-1'], 'kube-system', 'pod metrics-server-1 of namespace kube-system deleted'],
  ['keda', ['api-1', 'operator-1'], 'keda', 'pods api-1, operator-1 of namespace keda deleted'],
  ['prometheus', ['prometheus-0'], 'monitoring', 'pod prometheus-0 of namespace monitoring deleted'],
] as const)('the fault %s deletes pods, which are found by what serves', async (what, pods, namespace, text) => {
  expect(await happened(what)).toMatchObject({
    text,
    args: ['delete', 'pod', ...pods, `--namespace=${namespace}`, '--wait=false', '--ignore-not-found'],
  });
});

describe('a fault that cannot be', () => {
  const alone = { ...subject, manifests: [] } as unknown as Subject;

  test.each([
    ['adapter', {}, 'adapter cannot be made to fail: nothing serves v1beta1.custom.metrics.k8s.io.'],
    ['prometheus', { subject: alone }, 'prometheus cannot be made to fail: no trigger of the app names one.'],
    [
      'metrics-server',
      { api: cluster({ '/api/v1/namespaces/kube-system/services/metrics-server': {} }) },
      'Service "kube-system/metrics-server" selects no pods.',
    ],
  ] as const)('%s is told before anything is begun', async (what, changes, message) => {
    await expect(happened(what, reachOf(changes))).rejects.toThrow(message);
  });

  test('is not asked for when it may not be read', async () => {
    const where = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';
    const api = cluster({ [where]: ApiRefusal.of(403, 'forbidden') });
    await expect(happened('metrics-server', reachOf({ api }))).rejects.toThrow('forbidden');
  });

  test.each(['node', 'pod@', 'bad-image@5m', ''])('%j cannot be read', (written) => {
    expect(() => parsePodFault(written)).toThrow('cannot be read');
  });
});
