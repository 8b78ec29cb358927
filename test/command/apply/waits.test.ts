import { ApiRefusal, Interrupted } from '../../../lib/cluster';
import { missingFor, webhookTrouble, workloadOf } from '../../../lib/command/apply/waits';
import { checked, named, scriptedApi } from '../scripted';

const DEFINITION = named('CustomResourceDefinition', 'scaledobjects.keda.sh', undefined, 'apiextensions.k8s.io/v1');
const DEFINITION_AT = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/scaledobjects.keda.sh';
const METRICS = checked({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: { service: { name: 'metrics-server', namespace: 'kube-system' } },
});
const METRICS_AT = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';
const SERVICE = checked({
  kind: 'Service',
  metadata: { name: 'metrics-server', namespace: 'kube-system' },
  spec: { selector: { app: 'metrics-server' } },
});
const SERVER = checked({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'server', namespace: 'kube-system' },
  spec: { template: { metadata: { labels: { app: 'metrics-server', tier: 'x' } } } },
});
const SERVER_AT = '/apis/apps/v1/namespaces/kube-system/deployments/server';
const SCALER = named('HorizontalPodAutoscaler', 'web', 'shop', 'autoscaling/v2');

function conditions(...all: object[]): object {
  return { status: { conditions: all } };
}

test('a definition is waited for until it is established', async () => {
  const what = 'CustomResourceDefinition scaledobjects.keda.sh is established';
  const missing = (answer: object) => missingFor(scriptedApi({ [DEFINITION_AT]: answer }), [DEFINITION], []);
  expect(await missing({})).toEqual({ what, state: 'nothing is known of it yet' });
  expect(
    await missing(conditions({ type: 'Established', status: 'False', reason: 'Installing', message: 'not ready' })),
  ).toEqual({ what, state: 'Installing: not ready' });
  expect(await missing(conditions({ type: 'Established', status: 'True' }))).toBeUndefined();
});

test('a server that does not answer is waited for, and what may not be read is not', async () => {
  const missing = (answer: object) => missingFor(scriptedApi({ [DEFINITION_AT]: answer }), [DEFINITION], []);
  expect(await missing(ApiRefusal.of(0, 'connect ECONNREFUSED'))).toMatchObject({ state: 'connect ECONNREFUSED' });
  const forbidden = 'User "eve" cannot get resource "customresourcedefinitions" in API group "apiextensions.k8s.io"';
  expect(await missing(ApiRefusal.of(403, forbidden))).toBeUndefined();
  await expect(missing(new Interrupted())).rejects.toThrow(Interrupted);
});

test('an APIService is waited for only where autoscalers come next', async () => {
  const state = conditions({ type: 'Available', status: 'False', reason: 'MissingEndpoints', message: 'none' });
  const api = scriptedApi({ [METRICS_AT]: state });
  expect(await missingFor(api, [METRICS], [named('ConfigMap', 'a')])).toBeUndefined();
  expect(await missingFor(api, [METRICS], [SCALER])).toEqual({
    what: 'APIService v1beta1.metrics.k8s.io, which autoscalers of the next stage read, is available',
    state: 'MissingEndpoints: none',
    trouble: undefined,
  });
  const available = scriptedApi({ [METRICS_AT]: conditions({ type: 'Available', status: 'True' }) });
  expect(await missingFor(available, [METRICS], [SCALER])).toBeUndefined();
});

test('why it is not available is told by the pods behind it', async () => {
  const state = conditions({ type: 'Available', status: 'False', reason: 'MissingEndpoints', message: 'none' });
  const api = scriptedApi({ [METRICS_AT]: state, [SERVER_AT]: { spec: { replicas: 2 } } });
  const missing = await missingFor(api, [SERVICE, SERVER, METRICS], [SCALER]);
  expect(missing?.state).toBe('0 of 2 pods ready');
  const local = checked({ ...METRICS.manifest, spec: {} });
  expect(await missingFor(api, [SERVICE, SERVER, local], [SCALER])).toMatchObject({ trouble: undefined });
});

test('a webhook is known by what the API server says of it, and its pods by its Service', async () => {
  const message =
    'Internal error occurred: failed calling webhook "vpod.example.io": failed to call webhook: Post "https://metrics-server.kube-system.svc:443/x": no endpoints';
  const api = scriptedApi({ [SERVER_AT]: {} });
  expect(await webhookTrouble(api, message, [SERVICE, SERVER])).toMatchObject({
    webhook: 'vpod.example.io',
    trouble: { state: '0 of 1 pod ready' },
  });
  expect(await webhookTrouble(api, message, [named('Service', 'metrics-server', 'kube-system'), SERVER])).toEqual({
    webhook: 'vpod.example.io',
  });
  expect(await webhookTrouble(api, 'failed calling webhook "x": refused', [SERVICE, SERVER])).toEqual({ webhook: 'x' });
  expect(await webhookTrouble(api, 'spec.replicas: Invalid value', [SERVICE, SERVER])).toBeUndefined();
});

test('workloads keep pods running; a Job does not', () => {
  expect(workloadOf(SERVER)).toEqual({ resource: 'deployments', namespace: 'kube-system', name: 'server' });
  expect(workloadOf(named('DaemonSet', 'a', 'b'))?.resource).toBe('daemonsets');
  expect(workloadOf(named('StatefulSet', 'a'))).toEqual({
    resource: 'statefulsets',
    namespace: 'default',
    name: 'a',
  });
  expect(workloadOf(named('Job', 'a'))).toBeUndefined();
});
