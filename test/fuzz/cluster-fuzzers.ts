import { type Answer, type Said } from '../command/fake-cluster';
import { type Broken } from './fuzzers';
import { mutatedData, mutatedText } from './mutate';
import { type Chance } from './random';
import { DEPLOYMENT, FORMULA, FRAMES, HPA, QUERY, scaledObject, yaml } from './subjects';

const [FRAME] = FRAMES;
const HPA_OF_A_CLUSTER = {
  ...HPA,
  status: {
    ...{ currentReplicas: 2, desiredReplicas: 2, lastScaleTime: '2026-01-01T00:00:00Z' },
    conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: 'no metrics' }],
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 42, averageValue: '84m' } } },
    ],
  },
};
const EVENT = {
  kind: 'Event',
  metadata: { name: 'e', namespace: 'shop' },
  ...{ type: 'Warning', reason: 'Failed', message: 'ImagePullBackOff', lastTimestamp: '2026-01-01T00:00:00Z' },
  involvedObject: { kind: 'Deployment', namespace: 'shop', name: 'web' },
};
const CERTIFICATES = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: { group: 'metrics.k8s.io', version: 'v1beta1', service: { namespace: 'kube-system', name: 'metrics-server' } },
  status: { conditions: [{ type: 'Available', status: 'True' }] },
};

/** What a cluster has, by a part of the path where it is asked for; the first one that fits counts. */
const ANSWERS: readonly (readonly [part: RegExp, body: object])[] = [
  [/\/scale$/, FRAME!.scale],
  [/metrics\.k8s\.io\/v1beta1\/namespaces/, { kind: 'PodMetricsList', items: FRAME!.metrics.resource }],
  [/horizontalpodautoscalers\/web/, HPA_OF_A_CLUSTER],
  [/horizontalpodautoscalers/, { kind: 'HorizontalPodAutoscalerList', items: [HPA_OF_A_CLUSTER] }],
  [/scaledobjects/, { kind: 'ScaledObjectList', items: [scaledObject(QUERY, FORMULA)] }],
  [/deployments/, { kind: 'DeploymentList', apiVersion: 'apps/v1', items: [DEPLOYMENT] }],
  [/\/pods/, { kind: 'PodList', items: FRAME!.pods }],
  [/events/, { kind: 'EventList', items: [EVENT] }],
  [/apiservices/, { kind: 'APIServiceList', items: [CERTIFICATES] }],
];

/** A cluster of which one answer is broken: as data, or (of kubectl) as text. */
function brokenCluster(chance: Chance): Pick<Broken, 'answered'> {
  const [part] = chance.of(ANSWERS);
  return {
    answered: (where: string): Answer | undefined => {
      const [route = ''] = where.split('?');
      const found = ANSWERS.find(([each]) => each.test(route));
      if (!found) return undefined;
      return { body: found[0] === part ? mutatedData(found[1], chance) : found[1] };
    },
  };
}

const VERSION = { major: '1', minor: '36', gitVersion: 'v1.36.0' };
const SAID: Readonly<Record<string, string>> = {
  version: JSON.stringify({ clientVersion: VERSION, serverVersion: VERSION }),
  config: JSON.stringify({ 'current-context': 'fake', contexts: [{ name: 'fake', context: { namespace: 'shop' } }] }),
  'api-versions': 'v1\napps/v1\nautoscaling/v2\n',
  'api-resources': 'deployments.apps\n',
  apply: 'deployment.apps/web created\nhorizontalpodautoscaler.autoscaling/web configured (server dry run)\n',
  diff: 'diff -u -N /tmp/a /tmp/b\n--- /tmp/a/apps.v1.Deployment.shop.web\n+++ /tmp/b/apps.v1.Deployment.shop.web\tx\n@@ -1 +1 @@\n-  replicas: 1\n+  replicas: 2\n',
  get: JSON.stringify({ kind: 'List', items: [{ ...DEPLOYMENT, status: { readyReplicas: 1, replicas: 2 } }] }),
};

/** A kubectl that prints something else for one of its words. */
function brokenKubectl(chance: Chance): Pick<Broken, 'said'> {
  const word = chance.of(Object.keys(SAID));
  const stream = chance.of(['stdout', 'stderr'] as const);
  const code = chance.of([0, 0, 1]);
  return {
    said: ([first = '']): Said | undefined =>
      first === word ? { code, [stream]: mutatedText(SAID[first] ?? '', chance) } : undefined,
  };
}

const OBJECTS = yaml({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, DEPLOYMENT, HPA);

/** Clusters that answer what no cluster should. */
export const CLUSTER_FUZZERS: Readonly<Record<string, (chance: Chance) => Broken>> = {
  'answers of an API server': (chance) => ({
    args: chance.of([
      ['status'],
      ['status', '--json'],
      ['check', '--live'],
      ['record', 'hpa/shop/web', '--for', '1', '--output', 'DIR/web.jsonl'],
    ]),
    ...brokenCluster(chance),
  }),
  'words of kubectl': (chance) => ({
    args: chance.of([
      ['apply', 'DIR', '--yes', '--timeout', '1', '--no-check'],
      ['apply', 'DIR', '--diff', '--no-check'],
      ['delete', 'DIR', '--yes', '--timeout', '1'],
      ['status'],
    ]),
    files: { '30-shop.yaml': OBJECTS },
    ...brokenKubectl(chance),
  }),
};
