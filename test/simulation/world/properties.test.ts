import fc from 'fast-check';
import { predict, type Fields, type Prediction, type PredictOptions } from '../../../lib/simulation';
import { cpuUtilization, podsMetric } from '../objects';
import { onQuery, PAUSE, PROBE, scaledByKeda, scaledOnCpu } from './manifests';

const rates = fc.integer({ min: 0, max: 400 });
const loads = fc.oneof(
  rates.map((rate) => `constant:${rate}rps`),
  fc.tuple(rates, rates, fc.integer({ min: 1, max: 10 })).map(([a, b, minutes]) => `ramp:${a}..${b}rps/${minutes}m`),
  fc.array(rates, { minLength: 1, maxLength: 6 }).map((each) => `steps:${each.join(',')}rps/90s`),
  fc.tuple(rates, rates).map(([a, b]) => `wave:${Math.min(a, b)}..${Math.max(a, b)}rps/7m`),
  fc.integer({ min: 0, max: 50 }).map((users) => `siege:${users}/5m`),
  fc.integer({ min: 0, max: 500 }).map((users) => `locust:${users}@7/s/5m`),
  fc.integer({ min: 0, max: 5 }).map((loops) => `curl:${loops},sleep=1s`),
);

const worlds = fc.record({
  cpuPerRequest: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  bootSeconds: fc.integer({ min: 0, max: 30 }),
  drainSeconds: fc.integer({ min: 0, max: 3 }),
  endpointLag: fc.integer({ min: 0, max: 3 }),
  scrapeInterval: fc.constantFrom(15, 30, 60),
  phases: fc.record({ hpa: fc.integer({ min: 0, max: 14 }), kubelet: fc.integer({ min: 0, max: 9 }) }),
});

const behaviors = fc.constantFrom<Fields>(
  {},
  { behavior: {} },
  { behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } },
  { behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 30 }] } } },
);
const LIVENESS: Fields = { livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 7, failureThreshold: 2 } };
const containers = fc.constantFrom<Fields>({}, PROBE, { ...PROBE, ...PAUSE }, { ...PROBE, ...PAUSE, ...LIVENESS });
const bounds = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 12 }));
const query = 'sum(rate(http_requests_total[1m])) + sum(nginx_connections_active)';

const scenarios = fc
  .tuple(fc.boolean(), bounds, behaviors, containers, fc.constantFrom(undefined, 30), loads, worlds)
  .map(([keda, [min, max], behavior, container, rollout, load, world]): [Fields[], PredictOptions, number, number] => {
    const options: PredictOptions = { load, duration: '8m', world, ...(rollout !== undefined && { rollout }) };
    const spec = { minReplicaCount: min - 1, maxReplicaCount: max, triggers: [onQuery(query, '20')] };
    const metrics = [cpuUtilization(50), podsMetric('http_requests_per_second', '30')];
    const manifests = keda
      ? scaledByKeda(spec, { container })
      : scaledOnCpu({ minReplicas: min, maxReplicas: max, metrics, ...behavior }, { container });
    return [manifests, options, keda ? min - 1 : min, max];
  });

/** Every number of a prediction, with where it is. */
function* numbersIn(value: unknown, path = ''): Iterable<[path: string, value: number]> {
  if (typeof value === 'number') yield [path, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) yield* numbersIn(each, `${path}.${key}`);
  }
}

function predicted(manifests: readonly Fields[], options: PredictOptions): Prediction {
  return predict(manifests, options)[0]!;
}

test('whatever happens: within the limits, finite numbers, and no request made up', () => {
  fc.assert(
    fc.property(scenarios, ([manifests, options, min, max]) => {
      const prediction = predicted(manifests, options);
      for (const [path, value] of numbersIn(prediction)) {
        if (!Number.isFinite(value)) throw new Error(`${path} is ${value}`);
        if (value < 0) throw new Error(`${path} is ${value}`);
      }
      for (const { desired, ready, replicas } of prediction.rows) {
        expect(desired).toBeGreaterThanOrEqual(min);
        expect(desired).toBeLessThanOrEqual(max);
        expect(ready).toBeLessThanOrEqual(replicas);
      }
      const { offeredRequests, servedRequests, lostRequests, availability } = prediction.summary;
      expect(servedRequests + lostRequests).toBeLessThanOrEqual(offeredRequests * (1 + 1e-6) + 1e-3);
      expect(availability).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

test('the same seed gives the same prediction, and the bands hold it', () => {
  fc.assert(
    fc.property(scenarios, fc.integer(), ([manifests, options], seed) => {
      const given = { ...options, duration: '3m', seed, runs: 3 };
      const first = predicted(manifests, given);
      expect(predicted(manifests, given)).toEqual(first);
      for (const [path, value] of numbersIn(first.bands)) {
        if (!Number.isFinite(value)) throw new Error(`${path} is ${value}`);
      }
    }),
    { numRuns: 15 },
  );
});

test('with metrics within the tolerance there is no event', () => {
  fc.assert(
    fc.property(fc.integer({ min: 46, max: 55 }), fc.integer({ min: 1, max: 10 }), (percent, replicas) => {
      // Each pod uses the same part of 200m whatever its number is.
      const world = { replicas, idleCpu: percent / 500 };
      const { events } = predicted(scaledOnCpu(), { load: 'constant:0rps', duration: '10m', world });
      expect(events).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('pods go no earlier than one window after they were asked for', () => {
  fc.assert(
    fc.property(loads, worlds, (load, world) => {
      const { decisions } = predicted(scaledOnCpu(), { load, duration: '15m', world });
      for (const { from, to, time, limitedBy } of decisions) {
        if (to >= from || limitedBy === 'maxReplicas') continue;
        const asked = decisions.filter((each) => (each.raw ?? 0) > to && each.time > time - 300 && each.time < time);
        expect(asked).toEqual([]);
      }
    }),
    { numRuns: 30 },
  );
});

test('a lone policy of pods upward holds over any period', () => {
  const behavior = {
    scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
    scaleDown: { selectPolicy: 'Disabled' },
  };
  fc.assert(
    fc.property(loads, worlds, (load, world) => {
      const { rows } = predicted(scaledOnCpu({ maxReplicas: 30, behavior }), { load, duration: '8m', world });
      for (const { second, desired } of rows) {
        expect(desired - (rows[second - 59]?.desired ?? desired)).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 30 },
  );
});

test('the HPA that KEDA makes goes the way of the same one by hand', () => {
  const trigger = { type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } };
  fc.assert(
    fc.property(loads, worlds, (load, world) => {
      const options = { load, duration: '8m', world };
      const byKeda = predicted(scaledByKeda({ minReplicaCount: 1, maxReplicaCount: 10, triggers: [trigger] }), options);
      expect(byKeda.rows).toEqual(predicted(scaledOnCpu(), options).rows);
    }),
    { numRuns: 20 },
  );
});
