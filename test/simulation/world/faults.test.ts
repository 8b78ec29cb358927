import { InputError, parseFault, predict, type Prediction, type PredictOptions } from '../../../lib/simulation';
import { messageOf } from '../../support/synthesize';
import { onQuery, PAUSE, PROBE, scaledByKeda, scaledOnCpu } from './manifests';

const NODES = { nodes: [{ count: 3, cpu: 4 }] };
const query = 'sum(rate(http_requests_total[1m]))';

function onCpu(fault: string, options: Partial<PredictOptions> = {}): Prediction {
  const manifests = scaledOnCpu({ minReplicas: 3, maxReplicas: 10 }, { container: { ...PROBE, ...PAUSE } });
  return predict(manifests, { load: 'constant:60rps', duration: '20m', faults: [fault], ...options })[0]!;
}

/** The replicas that were wanted within some seconds. */
function wanted({ rows }: Prediction, from: number, to: number): number[] {
  return [...new Set(rows.slice(from, to).map(({ desired }) => desired))];
}

test.each(['disk@1m/1m', 'keda', 'keda@5m', '@5m/3m', ''])('%s is not a fault', (text) => {
  expect(() => parseFault(text)).toThrow(InputError);
});

test('a time that is none is refused, and a node where nobody says which there are', () => {
  expect(messageOf(() => onCpu('keda@soon/3m'))).toContain(
    'The begin of the fault keda "soon" is not a length of time.',
  );
  expect(messageOf(() => onCpu('node@1m/1m'))).toContain('--nodes 3 --node-cpu 4');
  expect(parseFault('api-server@90s/2m')).toEqual({ fault: 'api-server', at: '90s', lasts: '2m' });
});

test('metrics-server away: replicas stay, the autoscaler says so, and nothing moves before there are two measurements', () => {
  const prediction = onCpu('metrics-server@5m/5m', { load: 'spike:20..120rps@6m/10m' });
  expect(wanted(prediction, 300, 615)).toHaveLength(1);
  expect(prediction.summary.peakDesired).toBeGreaterThan(prediction.rows[600]!.desired);
  const failures = prediction.events.filter(({ reason }) => reason === 'FailedGetResourceMetric');
  expect(failures[0]?.message).toContain(
    'the server is currently unable to handle the request (get pods.metrics.k8s.io)',
  );
  expect(failures[0]!.time).toBeGreaterThanOrEqual(300);
  expect(
    prediction.events.filter(({ object }) => object === 'fault/metrics-server').map(({ reason }) => reason),
  ).toEqual(['FaultBegins', 'FaultEnds']);
});

test('Prometheus away: without a fallback replicas stay, with one they become its', () => {
  const spec = { minReplicaCount: 2, maxReplicaCount: 10, triggers: [onQuery(query, '10')] };
  const options = { load: 'constant:40rps', duration: '20m', faults: ['prometheus@8m/5m'] };
  const [without] = predict(scaledByKeda(spec), options);
  expect(wanted(without!, 480, 780)).toEqual([4]);
  const fallback = { failureThreshold: 3, replicas: 6 };
  const [withOne] = predict(scaledByKeda({ ...spec, fallback }), options);
  expect(wanted(withOne!, 480, 780)).toEqual([4, 6]);
  expect(withOne!.rows[540]!.desired).toBe(6);
  expect(withOne!.summary.finalReplicas).toBe(4);
  expect(withOne!.events.map(({ reason }) => reason)).toContain('ScaledObjectFallbackActivated');
});

test('Prometheus away: a query whose answer is given has none either', () => {
  const spec = { minReplicaCount: 1, maxReplicaCount: 10, triggers: [onQuery('count(up)', '1')] };
  const fallback = { failureThreshold: 3, replicas: 6 };
  const world = { metrics: { 's0-prometheus': 2 } };
  const options = { load: 'constant:0rps', duration: '12m', faults: ['prometheus@4m/4m'], world };
  const [prediction] = predict(scaledByKeda({ ...spec, fallback }), options);
  expect(wanted(prediction!, 120, 240)).toEqual([2]);
  expect(wanted(prediction!, 400, 480)).toEqual([6]);
});

test('KEDA away: no failure is counted, nothing goes to zero, nothing comes from there', () => {
  const onIngress = onQuery('sum(rate(nginx_ingress_controller_requests[1m]))', '10');
  const spec = { maxReplicaCount: 10, triggers: [onIngress], fallback: { failureThreshold: 3, replicas: 6 } };
  const options = { load: 'spike:0..40rps@10s/4m', duration: '16m', faults: ['keda@5m/8m'] };
  const [busy] = predict(scaledByKeda(spec), options);
  expect(wanted(busy!, 330, 780)).toHaveLength(1);
  expect(busy!.rows[770]!.desired).toBeGreaterThan(0);
  expect(busy!.summary.finalReplicas).toBe(0);
  expect(busy!.events.some(({ message }) => message.includes('s0-prometheus.external.metrics.k8s.io'))).toBe(true);
});

test('the API server away: nothing is decided, and requests are served', () => {
  const prediction = onCpu('api-server@1m/8m', { load: 'spike:20..90rps@2m/12m' });
  expect(wanted(prediction, 60, 540)).toHaveLength(1);
  expect(prediction.decisions.some(({ time }) => time > 75 && time < 540)).toBe(false);
  expect(prediction.summary.peakDesired).toBeGreaterThan(prediction.rows[300]!.desired);
});

describe('a node away', () => {
  const options = { cluster: NODES, load: 'constant:60rps' };

  test('for a while: its pods serve nobody, leave the endpoints, and come back', () => {
    const prediction = onCpu('node@10m/2m', options);
    const { rows, summary } = prediction;
    expect(summary.lostRequests).toBeGreaterThan(0);
    expect(rows[600]!.lost).toBeGreaterThan(0);
    expect(rows[660]!.lost).toBe(0);
    expect(rows[655]!.ready).toBeLessThan(rows[599]!.ready);
    expect(rows[760]!.ready).toBeGreaterThanOrEqual(rows[599]!.ready);
  });

  test('for long: others take the place of its pods after 5 minutes', () => {
    const { rows, events } = onCpu('node@3m/15m', options);
    expect(events.map(({ reason }) => reason)).toContain('TaintManagerEviction');
    expect(rows[560]!.ready).toBe(rows[560]!.desired);
    expect(rows.at(-1)!.ready).toBe(rows.at(-1)!.desired);
  });
});

test('a slow start: pods come, and come late', () => {
  const load = 'spike:20..200rps@1m/10m';
  const usual = onCpu('slow-start@19m/1s', { load });
  const slow = onCpu('slow-start@0s/20m', { load });
  expect(slow.summary.secondsToMaxReady ?? Infinity).toBeGreaterThan((usual.summary.secondsToMaxReady ?? 0) + 50);
});

test('a bad image: the old pods serve on, and no request is lost', () => {
  const { rows, summary, events } = onCpu('bad-image@10m/4m');
  expect(summary.lostRequests).toBe(0);
  expect(events.filter(({ reason }) => ['ErrImagePull', 'Failed', 'Rollout', 'Rollback'].includes(reason)).length).toBeGreaterThan(2); // prettier-ignore
  expect(rows[700]!.replicas).toBeGreaterThan(rows[700]!.ready);
  expect(rows[900]!.replicas).toBe(rows[900]!.ready);
});
