import { predict, type Fields, type MetricSource, type Prediction, type WorldOptions } from '../../../lib/simulation';
import { parseQuery, selectorsIn } from '../../../lib/promql';
import { Sources } from '../../../lib/simulation/world/sources';
import { messageOf } from '../../support/synthesize';
import { deployment, onQuery, scaledByKeda, scaledOnCpu } from './manifests';

const OTHER: Fields = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'front', namespace: 'shop' },
  spec: { selector: { app: 'front' } },
};

function sourceIn(query: string, image = 'shop:1', world: WorldOptions = {}): MetricSource {
  const manifest = deployment({ container: { image } });
  const sources = new Sources(world, { manifest, scaler: 'web', manifests: [manifest, OTHER] });
  return sources.ofSelector(selectorsIn(parseQuery(query))[0]!);
}

test.each<[query: string, source: MetricSource]>([
  ['http_requests_total', 'requests'],
  ['http_requests_total{namespace="shop", pod=~"web-.*"}', 'requests'],
  ['http_requests_total{app="web"}', 'requests'],
  ['http_requests_total{code=~"5.."}', 0],
  ['http_requests_total{code!~"5.."}', 'requests'],
  ['nginx_ingress_controller_requests{namespace="edge", ingress="web"}', 'clientRequests'],
  ['nginx_ingress_controller_requests{status=~"5.."}', 'lostRequests'],
  ['nginx_connections_active', 'clientConnections'],
  ['traefik_service_requests_total', 'clientRequests'],
  ['istio_requests_total{destination_workload="web"}', 'clientRequests'],
  ['envoy_http_downstream_rq_active_requests', 'clientConnections'],
  ['kube_deployment_status_replicas{deployment="web"}', 'replicas'],
  ['kube_deployment_spec_replicas', 'desiredReplicas'],
  ['kube_deployment_status_replicas_available', 'readyReplicas'],
  ['kube_pod_info{namespace="shop"}', 'pods'],
  ['kube_pod_status_phase{phase="Running"}', 'runningPods'],
  ['kube_pod_status_phase{phase="Pending"}', 'pendingPods'],
  ['kube_pod_status_phase{phase=~"Running|Pending"}', 'pods'],
  ['kube_pod_status_ready{condition="true"}', 'readyPods'],
  ['up{job="web"}', 'runningPods'],
  ['rabbitmq_queue_messages_ready', 'queue'],
  ['rabbitmq_queue_messages', 'messages'],
  ['kafka_consumergroup_lag', 'messages'],
])('%s measures %s', (query, source) => {
  expect(sourceIn(query)).toBe(source);
});

test('the metrics of a proxy that is scaled itself are its own', () => {
  expect(sourceIn('nginx_connections_active', 'nginx/nginx-ingress:5.1')).toBe('connections');
});

test.each([
  'http_requests_total{namespace="billing"}',
  'http_requests_total{deployment="front"}',
  'http_requests_total{pod=~"front-.*"}',
  'http_requests_total{app="front"}',
  'http_requests_total{service="front"}',
  'container_cpu_usage_seconds_total{container="sidecar"}',
  'kube_deployment_status_replicas{deployment="front"}',
])('%s is that of somebody else', (query) => {
  const message = messageOf(() => sourceIn(query));
  expect(message).toContain('is not that of the pods of web');
  expect(message).toContain('--set metrics.');
});

test('what somebody says counts, and an unknown count of kube-state-metrics asks for it', () => {
  const metrics = { http_requests_total: 'clientRate' } as const;
  expect(sourceIn('http_requests_total{app="front"}', 'shop:1', { metrics })).toBe('clientRate');
  expect(messageOf(() => sourceIn('kube_node_info'))).toContain('--set metrics.kube_node_info=10');
});

test('an app that sleeps is woken by what an ingress counts, and not by what its own pods would', () => {
  const scale = (query: string) =>
    predict(scaledByKeda({ minReplicaCount: 0, maxReplicaCount: 5, triggers: [onQuery(query, '20')] }), {
      load: 'spike:0..60rps@2m/8m',
      duration: '10m',
    })[0]!.summary;
  expect(scale('sum(rate(nginx_ingress_controller_requests{ingress="web"}[1m]))')).toMatchObject({ peakReady: 3 });
  expect(scale('sum(rate(http_requests_total[1m]))').peakReady).toBe(0);
});

test('an Object metric of an Ingress is what clients send', () => {
  const metric = {
    type: 'Object',
    object: {
      metric: { name: 'requests_per_second' },
      describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' },
      target: { type: 'AverageValue', averageValue: '20' },
    },
  };
  const options = { load: 'constant:2000rps', duration: '5m' };
  const [prediction] = predict(scaledOnCpu({ maxReplicas: 200, metrics: [metric] }), options);
  expect(prediction!.summary.peakDesired).toBe(100); // far more than the first pod could answer
});

test('replicas and pods are counted as kube-state-metrics counts them, the ones without a container included', () => {
  const by = (query: string) =>
    predict(scaledByKeda({ minReplicaCount: 2, maxReplicaCount: 50, triggers: [onQuery(query, '1')] }), {
      load: 'constant:1rps',
      duration: '4m',
      cluster: { nodes: [{ cpu: 1 }] },
    })[0]!.rows.at(-1)!.metrics[0];
  expect(by('sum(kube_deployment_status_replicas{deployment="web"}) * 2')).toBeGreaterThan(1);
  expect(by('count(kube_pod_info)')).toBeCloseTo(1);
});

test('a query that Prometheus does not take fails as on a cluster: the replicas stay', () => {
  const triggers = [onQuery('rate(http_requests_total[1m]) by (pod)', '10')];
  const [prediction] = predict(scaledByKeda({ minReplicaCount: 2, triggers }), { load: 'constant:90rps', duration: '3m' }); // prettier-ignore
  expect(prediction!.summary).toMatchObject({ peakDesired: 2, finalReplicas: 2 });
  expect(prediction!.events.map(({ reason }) => reason)).toContain('FailedGetExternalMetric');
});

describe('metrics that cannot be read', () => {
  const options = { load: 'constant:90rps', duration: '3m' };

  test('are told with their error', () => {
    const world = { unreadable: { cpu: 'nobody measures it' } };
    const [prediction] = predict(scaledOnCpu({ minReplicas: 2 }), { ...options, world });
    expect(prediction!.summary.finalReplicas).toBe(2);
    expect(prediction!.decisions[0]).toMatchObject({ to: 2, limitedBy: 'metricFailure' });
    expect(prediction!.decisions[0]!.reason).toContain('nobody measures it');
  });

  test('a container that was injected without a request', () => {
    const [prediction] = predict(scaledOnCpu({ minReplicas: 2 }), { ...options, world: { sidecars: ['daprd'] } });
    expect(prediction!.decisions.at(-1)!.reason).toContain('missing request for cpu in container daprd of Pod web-1');
  });

  test('a scaler that KEDA cannot build: no HPA, and nothing from zero', () => {
    const triggers = [{ type: 'aws-sqs-queue', metadata: { queueURL: 'q', queueLength: '5', awsRegion: 'eu-west-1' } }];
    const world = { unbuilt: 'TriggerAuthentication "aws" not found' };
    const [prediction] = predict(scaledByKeda({ triggers }), { ...options, world });
    expect(prediction!.summary.peakDesired).toBe(0);
    expect(prediction!.events).toEqual([
      expect.objectContaining({ reason: 'KEDAScalerFailed', message: world.unbuilt }),
    ]);
  });
});

describe('an authentication that KEDA refuses', () => {
  const SQS = {
    type: 'aws-sqs-queue',
    metadata: { queueURL: 'q', queueLength: '5', awsRegion: 'eu-west-1' },
  };
  const identity = { podIdentity: { provider: 'aws', identityOwner: 'workload', roleArn: 'arn:aws:iam::1:role/a' } };
  const authentication = (kind: string, spec: Fields, namespace?: string): Fields => ({
    apiVersion: 'keda.sh/v1alpha1',
    kind,
    metadata: { name: 'aws', ...(namespace !== undefined && { namespace }) },
    spec,
  });
  const predicted = (reference: Fields, ...others: Fields[]) => {
    const triggers = [{ ...SQS, authenticationRef: reference }];
    const objects = { apiVersion: 'v1', kind: 'List', items: [...scaledByKeda({ triggers }), ...others] };
    return predict([objects], { load: 'constant:90rps', duration: '3m' })[0]!;
  };
  const refusalIn = (prediction: Prediction) =>
    prediction.events.find(({ reason }) => reason === 'KEDAScalerFailed')?.message;

  test('does not exist, so that nothing scales, in the words of the rules', () => {
    const prediction = predicted({ name: 'aws' }, authentication('TriggerAuthentication', identity, 'shop'));
    expect(prediction.summary.peakDesired).toBe(0);
    expect(refusalIn(prediction)).toBe(
      'TriggerAuthentication "shop/aws": its pod identity has the roleArn "arn:aws:iam::1:role/a" and identityOwner workload, whose own role it is.',
    );
  });

  test('is told of the kind for the whole cluster as well', () => {
    const reference = { name: 'aws', kind: 'ClusterTriggerAuthentication' };
    const message = refusalIn(predicted(reference, authentication('ClusterTriggerAuthentication', identity)));
    expect(message).toContain('ClusterTriggerAuthentication "aws": its pod identity');
  });

  test.each<[string, Fields, Fields[]]>([
    ['is fine', { name: 'aws' }, [authentication('TriggerAuthentication', {}, 'shop')]],
    ['is of another namespace', { name: 'aws' }, [authentication('TriggerAuthentication', identity, 'other')]],
    ['is not among the manifests', { name: 'aws' }, []],
  ])('one that %s keeps nothing from scaling', (_, reference, others) => {
    const prediction = predicted(reference, ...others);
    expect(refusalIn(prediction)).toBeUndefined();
    expect(prediction.summary.peakDesired).toBeGreaterThan(0);
  });
});
