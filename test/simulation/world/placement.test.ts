import { predict, type Fields, type PredictOptions } from '../../../lib/simulation';
import { placementOf } from '../../../lib/simulation/world/placement';
import { readWorkload } from '../../../lib/simulation/world/workload';
import { deployment, scaledOnCpu, type DeploymentOptions } from './manifests';

const QUOTA = (hard: Fields, spec: Fields = {}): Fields => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'small', namespace: 'shop' },
  spec: { hard, ...spec },
});
const CLAIM = (mode: string): Fields => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'cache', namespace: 'shop' },
  spec: { accessModes: [mode] },
});
const MOUNTS: DeploymentOptions = {
  podSpec: { volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'cache' } }] },
};
const APART: DeploymentOptions = {
  podSpec: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
        ],
      },
    },
  },
};

function placement(options: DeploymentOptions, ...others: Fields[]) {
  const manifest = deployment(options);
  return placementOf(manifest, readWorkload(manifest), [manifest, ...others]);
}

function ready(options: DeploymentOptions, others: readonly Fields[], more: Partial<PredictOptions> = {}) {
  const manifests = [...scaledOnCpu({ minReplicas: 1, maxReplicas: 8 }, options), ...others];
  const [prediction] = predict(manifests, { load: 'constant:200rps', duration: '10m', ...more });
  return prediction!;
}

test.each<[string, DeploymentOptions, boolean]>([
  ['nothing', {}, false],
  ['a host port', { container: { ports: [{ containerPort: 80, hostPort: 80 }] } }, true],
  ['a port in the network of the host', { container: { ports: [{ containerPort: 80 }] }, podSpec: { hostNetwork: true } }, true], // prettier-ignore
  ['a required anti-affinity', APART, true],
])('with %s two pods share a node or not', (_, options, isAlone) => {
  expect(placement(options).isAlone).toBe(isAlone);
});

test('the tightest quota of the namespace counts, by what a pod takes', () => {
  expect(placement({}, QUOTA({ pods: '9', 'requests.cpu': '1', 'limits.cpu': '1' }))).toMatchObject({
    mostPods: 5,
    quota: 'exceeded quota: small, limited: requests.cpu=1',
  });
  expect(placement({}, QUOTA({ 'requests.memory': '128Mi' })).mostPods).toBe(2);
  expect(placement({}, QUOTA({ pods: '3' }, { scopes: ['BestEffort'] })).mostPods).toBe(Infinity);
  expect(placement({}, { ...QUOTA({ pods: '3' }), metadata: { name: 'small', namespace: 'other' } }).mostPods).toBe(
    Infinity,
  );
});

test('pods beyond a quota are not made, and the controller says why', () => {
  const { summary, events, rows } = ready({}, [QUOTA({ pods: 4 })]);
  expect(summary).toMatchObject({ peakDesired: 8, peakReady: 4 });
  expect(rows.at(-1)!.replicas).toBe(4);
  expect(events.find(({ reason }) => reason === 'FailedCreate')?.message).toBe(
    'Error creating: pods are forbidden: exceeded quota: small, limited: pods=4',
  );
});

test('a rollout within a quota goes on as pods go away', () => {
  const { summary, rows } = ready({ spec: { replicas: 4 } }, [QUOTA({ pods: 5 })], { rollout: '5m' });
  expect(rows.at(-1)!.ready).toBe(5);
  expect(summary.peakReady).toBe(5);
});

test('a claim of one node holds back the pods of others', () => {
  expect(ready(MOUNTS, [CLAIM('ReadWriteOnce')]).summary).toMatchObject({ peakDesired: 8, peakReady: 1 });
  const shared = { cluster: { nodes: [{ count: 2, cpu: 1 }] } };
  const { summary, events } = ready(MOUNTS, [CLAIM('ReadWriteOnce')], shared);
  expect(summary.peakReady).toBeLessThan(summary.peakDesired);
  expect(summary.peakReady).toBeGreaterThan(1);
  expect(events.map(({ reason }) => reason)).toContain('FailedAttachVolume');
  const one = { cluster: { nodes: [{ count: 1, cpu: 8 }] } };
  expect(ready(MOUNTS, [CLAIM('ReadWriteOnce')], one).summary.peakReady).toBe(8);
  expect(ready(MOUNTS, [CLAIM('ReadWriteOncePod')], one).summary.peakReady).toBe(1);
  expect(ready(MOUNTS, [CLAIM('ReadWriteMany')]).summary.peakReady).toBe(8);
  expect(ready(MOUNTS, []).summary.peakReady).toBe(8);
});

test('the next pod gets the claim when the first one lets go of it', () => {
  const { rows } = ready({ ...MOUNTS, spec: { strategy: { type: 'Recreate' } } }, [CLAIM('ReadWriteOncePod')], { rollout: '5m' }); // prettier-ignore
  expect(rows.at(-1)!.ready).toBe(1);
});

test('one pod per node is as many as there are nodes', () => {
  const cluster = { nodes: [{ count: 3, cpu: 16 }] };
  expect(ready(APART, [], { cluster }).summary).toMatchObject({ peakDesired: 8, peakReady: 3 });
  const growing = { ...cluster, maxNodes: 5, nodeSeconds: 60 };
  expect(ready(APART, [], { cluster: growing }).summary.peakReady).toBe(5);
});
