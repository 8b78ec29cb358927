import { predict, type Fields, type SlowProbe } from '../../../lib/simulation';
import { scaledOnCpu } from './manifests';

const LONG = 60;
const get = { httpGet: { path: '/', port: 80 } };

/** Two pods that answer 40 requests per second, under 60 from the first minute on for some seconds. */
function slowProbesOf(container: Fields, seconds = LONG): readonly SlowProbe[] {
  const limited = { resources: { requests: { cpu: '200m' }, limits: { cpu: '200m' } }, ...container };
  const manifests = scaledOnCpu({ minReplicas: 2, maxReplicas: 2 }, { container: limited });
  const load = `spike:10..60rps@60s/${seconds}s`;
  return predict(manifests, { load, duration: '5m', world: { cpuPerRequest: 0.01 } })[0]!.slowProbes;
}

test('a probe that waits less than an answer takes, for as long as it takes to fail', () => {
  const [readiness, ...others] = slowProbesOf({ readinessProbe: { ...get, periodSeconds: 5 } });
  expect(others).toEqual([]);
  expect(readiness).toMatchObject({ probe: 'readinessProbe', timeoutSeconds: 1 });
  expect(readiness!.from).toBeGreaterThanOrEqual(60);
  expect(readiness!.from).toBeLessThan(70);
  expect(readiness!.seconds).toBeGreaterThan(50);
});

test.each<[string, Fields, number]>([
  ['without probes', {}, LONG],
  ['that waits longer', { readinessProbe: { ...get, timeoutSeconds: 60 } }, LONG],
  ['that asks whether the port is open', { readinessProbe: { tcpSocket: { port: 80 } }, livenessProbe: { tcpSocket: { port: 80 } } }, LONG], // prettier-ignore
  ['that runs a command', { livenessProbe: { exec: { command: ['true'] } } }, LONG],
  ['that fails too late', { livenessProbe: { ...get, periodSeconds: 100 } }, LONG],
  ['under a load that the pods bear', { readinessProbe: { ...get, periodSeconds: 5 } }, 1],
])('none %s', (_, container, seconds) => {
  expect(slowProbesOf(container, seconds)).toEqual([]);
});

test('both kinds are told, each with what it waits', () => {
  const found = slowProbesOf({
    readinessProbe: { ...get, periodSeconds: 5, timeoutSeconds: 2 },
    livenessProbe: { grpc: { port: 80 }, periodSeconds: 5 },
  });
  expect(found.map(({ probe, timeoutSeconds }) => [probe, timeoutSeconds])).toEqual([
    ['readinessProbe', 2],
    ['livenessProbe', 1],
  ]);
});
